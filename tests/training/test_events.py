"""Events: what may not be is a sentence and changes nothing; what is done is recorded."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from rumahbersama.chain.training.events import queries
from rumahbersama.chain.training.events.actions import event as actions
from rumahbersama.chain.training.events.actions import money, parts, timetable
from rumahbersama.chain.training.events.actions.parts import ClassFacts, RoomFacts, SiteFacts
from rumahbersama.chain.training.events.actions.timetable import ClashRefusal, SessionFacts
from rumahbersama.chain.training.events.rules import DayPlan
from rumahbersama.chain.training.models import (
    BudgetLine,
    CostCeiling,
    Curriculum,
    Event,
    Participation,
    Room,
    Session,
    Site,
    TrainingClass,
)
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Person
from tests.training.conftest import TODAY

DAY = DayPlan(time(8), 10)


def session_at(site, klass, start, *, minutes=90, day=date(2026, 12, 7), jp=2, **more):
    begins = timetable.moment(site, day, time.fromisoformat(start))
    facts = {"title": "Kepemimpinan", "kind": "lesson", "site": site, "klass": klass, "subject": None}
    return SessionFacts(**facts, starts_at=begins, ends_at=begins + timedelta(minutes=minutes), jp=jp, **more)


def save(event, facts, now, *, session=None, although=False):
    return timetable.save_session(event=event, session=session, facts=facts, by=None, at=now, although=although)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": date(2026, 12, 6)}, "mendahului hari pertama"),
        ({"ends_on": date(2027, 3, 1)}, "85 hari, lebih dari 60"),
        ({"head_count": 40}, "hanya untuk kegiatan yang sudah lewat"),
    ],
)
def test_an_event_that_cannot_be_is_refused(facts, now, change, sentence):
    with pytest.raises(TrainingRefusal, match=sentence):
        actions.make_event(facts=replace(facts, **change), by=None, at=now, today=TODAY)
    assert not Event.objects.exists()


def test_a_past_event_of_which_only_a_number_is_known_is_finished_at_once(facts, now):
    past = replace(facts, starts_on=date(2024, 3, 5), ends_on=date(2024, 3, 9), head_count=120)
    made = actions.make_event(facts=past, by=None, at=now, today=TODAY)
    assert (made.state, made.head_count) == ("finished", 120)


def test_dates_that_leave_a_session_outside_are_refused_and_name_it(event, site, classes, facts, now):
    save(event, session_at(site, classes[0], "08:00", day=date(2026, 12, 11)), now)
    earlier = replace(facts, ends_on=date(2026, 12, 10))
    with pytest.raises(TrainingRefusal, match="1 sesi di luar tanggal baru, misalnya “Kepemimpinan” pada 11 Des"):
        actions.change_event(event=event, facts=earlier, by=None, at=now, seen=1, today=TODAY)
    assert Event.objects.get().ends_on == date(2026, 12, 11)


def test_who_has_not_seen_the_last_change_changes_nothing(event, facts, now):
    changed = replace(facts, title="ToT Utara 1")
    actions.change_event(event=event, facts=changed, by=None, at=now, seen=1, today=TODAY)
    with pytest.raises(TrainingRefusal, match="sudah diubah orang lain"):
        actions.change_event(event=event, facts=facts, by=None, at=now, seen=1, today=TODAY)
    assert Event.objects.get().title == "ToT Utara 1"


def test_the_curriculum_stays_while_its_subjects_are_on_the_timetable(event, classes, facts, now):
    timetable.fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)
    other = replace(facts, curriculum=Curriculum.objects.get(code="kapasitas-camat"))
    with pytest.raises(TrainingRefusal, match="Kosongkan jadwalnya dulu"):
        actions.change_event(event=event, facts=other, by=None, at=now, seen=1, today=TODAY)
    assert timetable.clear_timetable(event=event, by=None, at=now) == Session.objects.count() + 2 * 12
    assert actions.change_event(event=event, facts=other, by=None, at=now, seen=1, today=TODAY).version == 2


def test_an_event_takes_only_the_steps_that_make_sense(event, now):
    with pytest.raises(TrainingRefusal, match="“Rancangan” tidak dapat langsung menjadi “Selesai”"):
        actions.move_event(event=event, to="finished", reason="", by=None, at=now)
    with pytest.raises(TrainingRefusal, match="Tulis alasan pembatalannya"):
        actions.move_event(event=event, to="cancelled", reason="  ", by=None, at=now)
    actions.move_event(event=event, to="cancelled", reason="Anggaran ditarik", by=None, at=now)
    again = actions.move_event(event=event, to="draft", reason="", by=None, at=now)
    assert (again.state, again.cancelled_because) == ("draft", "")


def test_a_copy_has_the_parts_on_its_own_days_and_nobody_in_it(event, site, classes, now):
    person = Person.objects.create(name="Peserta")
    Participation.objects.create(event=event, person=person, name="Peserta", region=event.region, entered_at=now)
    timetable.fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)
    line = money.LineFacts("Narasumber", "jam", 2, 900_000)
    money.save_line(event=event, line=None, facts=line, by=None, at=now)
    made = actions.copy_event(
        event=event, title="ToT lagi", starts_on=date(2027, 1, 11), by=None, at=now, with_quota=True
    )
    assert (made.state, made.ends_on, made.copied_from) == ("draft", date(2027, 1, 15), event)
    assert [klass.room.name for klass in made.classes.all() if klass.room] == ["Maya", "Melati"]
    assert set(made.classes.values_list("room__site__event", flat=True)) == {made.pk}
    before, after = ([row.starts_at for row in queries.sessions_of(each)] for each in (event, made))
    assert [moment + timedelta(days=35) for moment in before] == after
    assert {row.klass.event_id for row in queries.sessions_of(made)} == {made.pk}
    assert not set(made.sessions.values_list("key", flat=True)) & set(event.sessions.values_list("key", flat=True))
    assert made.budget.get().amount_rupiah == 1_800_000
    assert not made.participations.exists()


# Sites and classes ------------------------------------------------------------------
def test_a_room_that_is_used_cannot_be_left_out(event, site, classes, now):
    with pytest.raises(TrainingRefusal, match="Ruangan “Maya” masih dipakai"):
        parts.save_site(event=event, site=site, facts=SiteFacts("Balai", site.zone), by=None, at=now)
    assert Room.objects.count() == 3


def test_a_room_never_becomes_smaller_than_the_class_in_it(event, site, classes, now):
    rooms = (RoomFacts("Melati", 29), RoomFacts("Maya"), RoomFacts("Mawar", 20))
    with pytest.raises(TrainingRefusal, match="Kelas 2 menampung 30 orang, sedangkan ruangan “Melati” hanya 29"):
        parts.save_site(event=event, site=site, facts=SiteFacts("Balai", site.zone, rooms=rooms), by=None, at=now)
    assert Room.objects.get(name="Melati").capacity == 40


def test_classes_take_the_next_room_that_is_large_enough(event, site, now):
    made = parts.make_classes(event=event, site=site, count=3, size=30, by=None, at=now)
    assert [(klass.number, str(klass.room)) for klass in made] == [(1, "Maya"), (2, "Melati"), (3, "None")]
    with pytest.raises(TrainingRefusal, match="hanya 20"):
        facts = ClassFacts("", Room.objects.get(name="Mawar"), 30)
        parts.change_class(klass=made[0], facts=facts, by=None, at=now)


def test_a_class_with_people_is_neither_removed_nor_made_too_small(event, classes, now):
    for number in range(3):
        person = Person.objects.create(name=f"Peserta {number}")
        Participation.objects.create(
            event=event, person=person, name=person.name, region=event.region, klass=classes[0], entered_at=now
        )
    with pytest.raises(TrainingRefusal, match="sudah berisi 3 orang"):
        parts.change_class(klass=classes[0], facts=ClassFacts("", None, 2), by=None, at=now)
    with pytest.raises(TrainingRefusal, match="Masih ada peserta"):
        parts.remove_class(klass=classes[0], by=None, at=now)
    parts.remove_class(klass=classes[1], by=None, at=now)
    assert TrainingClass.objects.get().number == 1


def test_who_takes_part_does_not_teach(event, classes, now):
    person = Person.objects.create(name="Rangkap")
    Participation.objects.create(event=event, person=person, name="Rangkap", region=event.region, entered_at=now)
    with pytest.raises(TrainingRefusal, match="Rangkap adalah peserta kegiatan ini"):
        parts.add_trainer(klass=classes[0], person=person, role="lead", by=None, at=now)


# The timetable ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": date(2026, 12, 12)}, "di luar kegiatan, yang berlangsung 7 Des 2026 sampai 11 Des 2026"),
        ({"minutes": 80}, "2 JP perlu 90 menit, sedangkan sesi ini 80 menit"),
        ({"minutes": 0, "jp": 0}, "harus selesai sesudah dimulai"),
    ],
)
def test_a_session_that_cannot_be_is_refused(event, site, classes, now, change, sentence):
    with pytest.raises(TrainingRefusal, match=sentence):
        save(event, session_at(site, classes[0], "08:00", **change), now)
    assert not Session.objects.exists()


def test_the_clock_of_the_site_decides_the_day(event, site, classes, now):
    # 23.30 on the 11th in Makassar is 22.30 in Jakarta; an hour and a half later it is the 12th there.
    with pytest.raises(TrainingRefusal, match="di luar kegiatan"):
        save(event, session_at(site, classes[0], "23:00", day=date(2026, 12, 11)), now)
    kept = save(event, session_at(site, classes[0], "22:00", day=date(2026, 12, 11)), now)
    assert kept.starts_at.isoformat() == "2026-12-11T22:00:00+08:00"


def test_a_class_is_never_in_two_sessions_whatever_one_says(event, site, classes, now):
    save(event, session_at(site, classes[0], "08:00"), now)
    with pytest.raises(
        TrainingRefusal, match=r"Kelas 1 sudah punya “Kepemimpinan” pada 7 Des 2026 pukul 08\.00 WITA"
    ):
        save(event, session_at(site, classes[0], "09:00"), now, although=True)
    assert Session.objects.count() == 1


def test_a_trainer_in_two_rooms_is_told_and_kept_only_on_purpose(event, site, classes, now):
    person = Person.objects.create(name="Wira Atmaja")
    for klass in classes:
        parts.add_trainer(klass=klass, person=person, role="lead", by=None, at=now)
    save(event, session_at(site, classes[0], "08:00"), now)
    with pytest.raises(ClashRefusal, match="Wira Atmaja mengajar “Kepemimpinan” dan “Kepemimpinan”"):
        save(event, session_at(site, classes[1], "08:00"), now)
    save(event, session_at(site, classes[1], "08:00"), now, although=True)
    assert [queries.tell(each)[:11] for each in queries.clashes_of(event)] == ["Wira Atmaja"]


def test_a_trainer_who_teaches_elsewhere_at_that_moment_is_found(event, site, classes, facts, now):
    person = Person.objects.create(name="Wira Atmaja")
    parts.add_trainer(klass=classes[0], person=person, role="lead", by=None, at=now)
    save(event, session_at(site, classes[0], "09:00"), now)
    other = actions.make_event(facts=replace(facts, title="Lain"), by=None, at=now, today=TODAY)
    west = parts.save_site(event=other, site=None, facts=SiteFacts("Aula", "Asia/Jakarta"), by=None, at=now)
    klass = parts.make_classes(event=other, site=west, count=1, size=20, by=None, at=now)[0]
    with pytest.raises(ClashRefusal, match="Wira Atmaja"):  # 08.00 WIB is 09.00 WITA
        save(other, session_at(west, klass, "08:00", persons=((person, "speaker"),)), now)
    save(other, session_at(west, klass, "09:30", persons=((person, "speaker"),)), now)
    save(other, session_at(west, klass, "08:00", persons=((person, "speaker"),)), now, although=True)
    assert len(queries.clashes_of(event)) == len(queries.clashes_of(other)) == 1
    actions.move_event(event=other, to="cancelled", reason="Batal", by=None, at=now)
    assert queries.clashes_of(event) == []


def test_a_curriculum_is_laid_out_for_every_class_the_same(event, site, classes, now):
    count, laid = timetable.fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)
    assert (count, laid.left) == (Session.objects.count(), {})
    assert [row.jp for row in queries.classes_of(event)] == [46, 46]  # the JP of the curriculum
    with pytest.raises(TrainingRefusal, match="Tidak ada kelas yang belum punya jadwal"):
        timetable.fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)


def test_an_opening_for_all_stands_in_the_way_of_a_filled_timetable(event, site, classes, now):
    save(event, session_at(site, None, "08:00", jp=0), now)
    with pytest.raises(TrainingRefusal, match="Ganti jamnya"):
        timetable.fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)
    assert Session.objects.count() == 1


# Money ------------------------------------------------------------------------------
def test_a_price_above_its_ceiling_needs_a_reason(event, now):
    over = money.LineFacts("Narasumber", "orang-jam", 10, 900_001, "narasumber-eselon-3")
    with pytest.raises(TrainingRefusal, match=r"Rp900\.001 melebihi plafon Rp900\.000 per orang-jam"):
        money.save_line(event=event, line=None, facts=over, by=None, at=now)
    assert not BudgetLine.objects.exists()
    money.save_line(event=event, line=None, facts=replace(over, reason="Satu-satunya ahli"), by=None, at=now)
    row = queries.budget_of(event)[0]
    assert (row.over, row.line.amount_rupiah) == (1, 9_000_010)


def test_a_new_ceiling_ends_the_old_one_on_its_day(event, now):
    told = money.CeilingFacts("moderator", "Moderator", "orang-kegiatan", 800_000, "Perda", date(2027, 1, 1))
    money.save_ceilings(facts=[told], by=None, at=now)
    rows = CostCeiling.objects.filter(code="moderator").order_by("valid_from")
    assert [(row.most_rupiah, row.valid_to) for row in rows] == [(700_000, date(2027, 1, 1)), (800_000, None)]
    assert queries.ceilings_on(date(2026, 12, 31))["moderator"].most_rupiah == 700_000
    assert queries.ceilings_on(date(2027, 1, 1))["moderator"].most_rupiah == 800_000
    with pytest.raises(TrainingRefusal, match="Pilih hari sesudahnya"):
        money.save_ceilings(facts=[told], by=None, at=now)


def test_every_act_is_recorded_at_the_place_of_the_event(event, site, classes, now):
    verbs = set(AuditRecord.objects.filter(place_code="71").values_list("verb", flat=True))
    assert verbs == {"training.make_event", "training.save_site", "training.make_classes"}
    assert len(queries.history_of(event)) == 3
    assert Site.objects.get() == site


@pytest.mark.parametrize(
    ("state", "today", "forward", "back"),
    [
        ("draft", date(2026, 12, 1), ["open", "cancelled"], []),
        ("open", date(2026, 12, 1), ["closed", "cancelled"], ["draft"]),
        ("closed", date(2026, 12, 10), ["cancelled"], ["open"]),
        ("closed", date(2026, 12, 11), ["finished", "cancelled"], ["open"]),
        ("finished", date(2027, 1, 1), [], ["closed"]),
        ("cancelled", date(2027, 1, 1), [], ["draft"]),
    ],
)
def test_ways_on_lead_along_the_road_and_steps_back_are_told_apart(state, today, forward, back):
    event = Event(state=state, ends_on=date(2026, 12, 11))
    assert actions.ways_from(event, today=today) == (forward, back)
