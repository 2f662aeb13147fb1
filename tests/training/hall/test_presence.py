"""An attendance list follows its class, and what it comes to in JP; hand-worked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.training.hall import queries, rules
from rumahbersama.chain.training.hall.actions import fit_roster
from rumahbersama.chain.training.hall.models import SessionOccasion
from rumahbersama.chain.training.hall.rules import HallRefusal, Known, Plan, Wanted, steps_of
from rumahbersama.chain.training.models import Participation, Session, Teaching, TrainingClass
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.workshop.presence import actions, marking
from rumahbersama.workshop.presence.actions import PresenceRefusal
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from tests.training.hall.conftest import AT, add_person, add_session, hour


def fit(klass):
    return fit_roster(klass=klass, by=None, at=AT)


def occasion_of(title) -> Occasion:
    return Occasion.objects.get(title=title)


def opened(title, said=None, *, close=False) -> Occasion:
    """Open an occasion, tap what is said of people by name, and perhaps close it."""
    found = occasion_of(title)
    actions.open_occasion(occasion=found, by=None, at=found.starts)
    if said:
        people = dict(Attendee.objects.filter(roster=found.roster).values_list("name", "pk"))
        told = {people[name]: word for name, word in said.items()}
        marking.tap(occasion=found, said=told, by=None, at=found.starts + timedelta(minutes=5))
    if close:
        actions.close(occasion=found, by=None, at=found.ends)
    found.refresh_from_db()
    return found


def test_the_list_has_the_people_of_the_class_and_the_sessions_that_count(klass):
    add_person(klass, "Wati Menunggu", state="waiting")
    done = fit(klass)
    told = list(Occasion.objects.values_list("title", "jp", "place"))
    assert told == [("Kepemimpinan", 4, "Balai"), ("Kebijakan", 2, "Balai"), ("Tes akhir", None, "Balai")]
    people = Attendee.objects.filter(roster=done.roster)
    assert [row.name for row in people] == ["Ani", "Budi", "Citra"]
    assert {row.reference for row in people} == set(
        Participation.objects.exclude(state="waiting").values_list("key", flat=True)
    )
    assert done.told.parts() == ["3 nama baru", "3 sesi baru"]
    assert done.roster.owner == f"training.class:{klass.key}"


def test_pressing_again_changes_nothing_and_leaves_no_record(klass):
    fit(klass)
    before = (AuditRecord.objects.count(), list(Occasion.objects.values()), list(Attendee.objects.values()))
    assert fit(klass).told.parts() == []
    assert before == (AuditRecord.objects.count(), list(Occasion.objects.values()), list(Attendee.objects.values()))


def test_a_moved_session_moves_its_occasion_and_people_who_come_and_go_follow(klass):
    fit(klass)
    number = occasion_of("Kepemimpinan").pk
    Session.objects.filter(title="Kepemimpinan").update(starts_at=hour(6), ends_at=hour(7))
    Participation.objects.filter(name="Ani").update(klass=None)
    add_person(klass, "Fitri")
    add_person(klass, "Gita")
    done = fit(klass)
    assert done.told.sentence() == "Daftar hadir disesuaikan: 2 nama baru, 1 nama keluar, 1 sesi berubah."
    moved = occasion_of("Kepemimpinan")
    assert (moved.pk, moved.starts, moved.jp) == (number, hour(6), 4)
    assert Occasion.objects.count() == 3
    assert [row.name for row in Attendee.objects.filter(removed_at=None)] == ["Budi", "Citra", "Fitri", "Gita"]


def test_a_session_that_is_gone_takes_its_occasion_only_where_it_was_never_opened(klass):
    fit(klass)
    opened("Kepemimpinan", {"Ani": "present"})
    Session.objects.filter(title__in=["Kepemimpinan", "Kebijakan"]).delete()
    done = fit(klass)
    assert (done.kept, done.told.sessions_gone) == (1, 1)
    assert set(Occasion.objects.values_list("title", flat=True)) == {"Kepemimpinan", "Tes akhir"}
    assert fit(klass).told.parts() == []  # and it stays so
    with pytest.raises(PresenceRefusal, match="sudah pernah dibuka"):
        actions.remove_occasion(occasion=occasion_of("Kepemimpinan"), by=None, at=AT)


def test_a_closed_occasion_is_not_touched_and_an_open_one_moves(klass):
    fit(klass)
    opened("Kepemimpinan", {"Ani": "present"}, close=True)
    opened("Kebijakan")
    Session.objects.filter(title="Kepemimpinan").update(starts_at=hour(8), ends_at=hour(9), jp=6)
    Session.objects.filter(title="Kebijakan").update(starts_at=hour(9), ends_at=hour(10))
    done = fit(klass)
    assert (done.left, done.told.sessions_moved) == (1, 1)
    assert (occasion_of("Kepemimpinan").starts, occasion_of("Kepemimpinan").jp) == (hour(1), 4)
    assert occasion_of("Kebijakan").starts == hour(9)


def test_a_timetable_emptied_and_filled_again_keeps_its_occasions(klass):
    fit(klass)
    numbers = list(Occasion.objects.values_list("pk", flat=True))
    Session.objects.all().delete()
    add_session(klass, "Kepemimpinan", 1, jp=4)
    add_session(klass, "Kebijakan", 3, jp=2, joint=True)
    add_session(klass, "Tes akhir", 5, jp=0, kind="test")
    assert fit(klass).told.parts() == ["1 sesi berubah"]
    assert list(Occasion.objects.values_list("pk", flat=True)) == numbers
    assert all(row.session_id for row in SessionOccasion.objects.all())


def test_lessons_of_one_name_may_change_places_or_move_one_after_the_other(klass):
    first = Session.objects.get(title="Kepemimpinan")
    second = add_session(klass, "Kepemimpinan", 6)
    fit(klass)
    Session.objects.filter(pk=first.pk).update(starts_at=hour(6), ends_at=hour(7))
    Session.objects.filter(pk=second.pk).update(starts_at=hour(8), ends_at=hour(9))
    fit(klass)
    told = {row.session_id: (row.occasion.starts, row.occasion.jp) for row in SessionOccasion.objects.all()}
    assert told[first.pk] == (hour(6), 4)
    assert told[second.pk] == (hour(8), 2)
    assert Occasion.objects.count() == 4


def test_open_lessons_of_one_name_that_change_places_are_left_and_that_is_said(klass):
    second = add_session(klass, "Kepemimpinan", 6)
    fit(klass)
    for row in Occasion.objects.filter(title="Kepemimpinan"):
        actions.open_occasion(occasion=row, by=None, at=AT)
    Session.objects.filter(title="Kepemimpinan", starts_at=hour(1)).update(starts_at=hour(6), ends_at=hour(7))
    Session.objects.filter(pk=second.pk).update(starts_at=hour(1), ends_at=hour(2))
    assert fit(klass).left == 2


def test_who_was_added_by_hand_stays_on_the_list(klass):
    roster = fit(klass).roster
    lines = [*queries.lines_of(klass, roster), queries.Line("Tamu Undangan", "Bappeda")]
    actions.set_attendees(roster=roster, lines=lines, by=None, at=AT)
    add_person(klass, "Zul")
    fit(klass)
    told = list(Attendee.objects.filter(removed_at=None).values_list("name", flat=True))
    assert told == ["Ani", "Budi", "Citra", "Zul", "Tamu Undangan"]


def test_names_typed_on_the_list_of_a_class_stay_the_people_of_the_class(klass):
    roster = fit(klass).roster
    before = list(Attendee.objects.values_list("pk", "reference", "person"))
    typed = [queries.Line(name) for name in ("Ani", "Budi", "Citra", "Tamu")]
    actions.set_attendees(roster=roster, lines=typed, by=None, at=AT)
    assert list(Attendee.objects.exclude(name="Tamu").values_list("pk", "reference", "person")) == before
    assert fit(klass).told.parts() == []


@pytest.mark.parametrize(
    ("model", "sentence"), [(Session, "Susun dulu jadwalnya"), (Participation, "Tempatkan dulu")]
)
def test_no_list_without_people_or_sessions(klass, model, sentence):
    model.objects.all().delete()
    with pytest.raises(HallRefusal, match=sentence):
        fit(klass)
    assert not Roster.objects.exists()


def test_attendance_in_jp_is_as_worked_by_hand(klass):
    """Of 4 + 2 JP: Ani all; Budi the first late by word and the second not; Citra two things of the first."""
    fit(klass)
    opened("Kepemimpinan", {"Ani": "present", "Budi": "late", "Citra": "present"}, close=True)
    opened("Kebijakan", {"Ani": "present", "Budi": "sick"})
    found = {row.name: queries.attendance_of(klass)[row.pk] for row in queries.members_of(klass)}
    assert (found["Ani"].attended, found["Ani"].held, found["Ani"].total) == (6, 6, 6)
    assert (found["Budi"].attended, found["Budi"].held, found["Budi"].late) == (4, 6, 1)
    assert (found["Citra"].attended, found["Citra"].held) == (4, 4)  # of the second nothing is said yet
    assert rules.mean_share(found.values()) == Decimal(14) / Decimal(16)
    assert [name for name, each in found.items() if each.is_below(80)] == ["Budi"]


def test_what_was_attended_in_the_class_before_counts_in_the_new_one(klass):
    other = TrainingClass.objects.create(event=klass.event, number=2, site=klass.site, size=30)
    add_session(other, "Kepemimpinan", 1, jp=4)
    add_person(other, "Hadi")
    fit(klass)
    fit(other)
    for title_class in (klass, other):
        row = Occasion.objects.get(roster=queries.roster_of(title_class), title="Kepemimpinan")
        actions.open_occasion(occasion=row, by=None, at=AT)
        people = dict(Attendee.objects.filter(roster=row.roster).values_list("name", "pk"))
        marking.tap(occasion=row, said=dict.fromkeys(people.values(), "present"), by=None, at=AT)
        actions.close(occasion=row, by=None, at=row.ends)
    Participation.objects.filter(name="Ani").update(klass=other)
    fit(klass)
    fit(other)
    ani = queries.attendance_of_event(klass.event)[Participation.objects.get(name="Ani").pk]
    assert (ani.attended, ani.held) == (4, 4)


def test_the_whole_event_is_read_in_five_queries_however_many_classes(klass, django_assert_num_queries):
    fit(klass)
    for number in range(2, 5):
        other = TrainingClass.objects.create(event=klass.event, number=number, site=klass.site, size=30)
        add_person(other, f"Orang {number}")
        fit(other)
    with django_assert_num_queries(5):
        assert len(queries.attendance_of_event(klass.event)) == 6


def test_the_threshold_of_a_day_and_of_an_address():
    assert rules.least_percent_on(AT.date()) == 80
    assert [rules.percent_asked(text, otherwise=80) for text in ("75", "0", "101", "abc", "", "-5")] == [
        75,
        *[80] * 5,
    ]


def test_steps_keep_an_opened_occasion_with_its_session():
    plan = Plan("Materi", hour(1), hour(2))
    later = Plan("Materi", hour(3), hour(4))
    known = [Known(1, 10, "open", plan), Known(2, 20, "planned", later)]
    steps = steps_of(known, [Wanted(10, later), Wanted(20, plan)])
    assert (steps.moved, steps.paired, steps.gone) == ([(1, later), (2, plan)], [], [])


# Pages ------------------------------------------------------------------------------
@pytest.fixture
def teacher(cast):
    """An account without any role, of one of the trainers."""
    account = cast["nobody"]
    account.person = Teaching.objects.filter(session=None).first().person
    account.save()
    return account


def page(name, klass, *more):
    return reverse(f"hall:{name}", args=[klass.event_id, *more])


def test_who_sees_and_keeps_the_list(klass, cast, client, teacher):
    here = page("presence", klass, 1)
    for who, status in (
        (teacher, 200),
        (cast["training_body"], 200),
        (cast["province"], 403),
        (cast["ministry"], 200),
    ):
        client.force_login(who)
        assert client.get(here).status_code == status, who
    client.force_login(teacher)
    assert client.post(here).status_code == 302
    roster = Roster.objects.get()
    assert client.get(roster.get_absolute_url()).status_code == 200
    assert client.get(reverse("presence:tap", args=[occasion_of("Kepemimpinan").pk])).status_code == 200
    Teaching.objects.all().delete()
    assert client.get(here).status_code == 404
    assert client.get(roster.get_absolute_url()).status_code == 404
    client.force_login(cast["province"])
    assert client.get(roster.get_absolute_url()).status_code in {403, 404}


def test_the_page_says_what_the_list_lacks_and_the_button_mends_it(klass, cast, client):
    client.force_login(cast["training_body"])
    here = page("presence", klass, 1)
    assert "Buat daftar hadir" in client.get(here).content.decode()
    assert "Daftar hadir dibuat: 3 nama baru, 3 sesi baru." in client.post(here, follow=True).content.decode()
    Session.objects.filter(title="Kepemimpinan").update(starts_at=hour(6), ends_at=hour(7))
    shown = client.get(here).content.decode()
    assert "1 sesi berubah" in shown
    assert "Sesuaikan daftar hadir" in shown
    assert "Daftar hadir disesuaikan: 1 sesi berubah." in client.post(here, follow=True).content.decode()
    assert "Sesuaikan daftar hadir" not in client.get(here).content.decode()


def test_the_event_lists_who_is_below_the_threshold_and_gives_the_same_as_a_file(klass, cast, client):
    fit(klass)
    opened("Kepemimpinan", {"Ani": "present", "Budi": "present"}, close=True)
    client.force_login(cast["training_body"])
    shown = client.get(page("attendance", klass)).content.decode()
    assert "Citra" in shown
    assert "Budi" not in shown
    assert "1 dari 3 orang di bawah 80%" in shown
    assert "Budi" in client.get(page("attendance", klass) + "?lihat=semua").content.decode()
    file = client.get(page("download", klass, "csv")).content.decode("utf-8-sig")
    assert next(line for line in file.splitlines() if "Citra" in line).endswith("ya")


def test_the_personal_link_of_a_participant_leads_to_their_presence(klass, client):
    fit(klass)
    row = Participation.objects.get(name="Ani")
    shown = client.get(reverse("taking_part:invitation", args=[row.token])).content.decode()
    assert Attendee.objects.get(name="Ani").get_absolute_url() in shown
