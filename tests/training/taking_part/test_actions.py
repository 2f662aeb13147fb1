"""Seats given, kept, taken and given back; who waits moves up; what is refused leaves nothing behind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rumahbersama.chain.training.models import Participation, Quota, Registration, Reservation
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.actions.deciding import (
    Answer,
    answer_invitation,
    approve_people,
    decline_person,
    restore_person,
    withdraw_person,
)
from rumahbersama.chain.training.taking_part.actions.naming import (
    MaybeKnown,
    Nominee,
    correct_person,
    name_person,
    replace_person,
)
from rumahbersama.chain.training.taking_part.actions.placing import place_people, place_person, propose
from rumahbersama.chain.training.taking_part.actions.quotas import keep_seats, set_last_day, set_quotas
from rumahbersama.chain.training.taking_part.rules import TakingPartRefusal
from rumahbersama.chain.training.taking_part.sheets import sheet_of
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.people.models import Person
from tests.training.taking_part.conftest import AT, NIP, TODAY, make_class, make_event, who

pytestmark = pytest.mark.django_db
State = Participation.State
RUNS = who(runs=True)


def states(event) -> dict[str, str]:
    return dict(Participation.objects.filter(event=event).values_list("name", "state"))


def free(event) -> int:
    return queries.total_of(queries.seats_of(event)).free


def test_who_was_named_before_seven_has_that_day_in_the_file(named):
    named(at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # 06.30 WIB
    header, rows = sheet_of(Participation.objects.all(), event=None)
    assert rows[0][header.index("Diusulkan pada")] == date(2026, 3, 2)


def test_who_comes_after_the_last_seat_waits_in_order_and_moves_up_by_itself(event, named):
    ani, budi = named("Ani"), named("Budi")
    cici = named("Cici", at=AT + timedelta(minutes=1))
    dedi = named("Dedi", at=AT + timedelta(minutes=2))
    assert [ani.state, budi.state, cici.state, dedi.state] == ["proposed", "proposed", "waiting", "waiting"]
    assert (queries.place_in_line(cici), queries.place_in_line(dedi)) == (1, 2)

    outcome = withdraw_person(row=ani, why="Sakit", who=who(), seen=ani.version)

    assert outcome.moved == ("Cici",)
    assert states(event) == {"Ani": "withdrawn", "Budi": "proposed", "Cici": "proposed", "Dedi": "waiting"}
    moved = AuditRecord.objects.get(verb="training.move_up")
    assert (moved.actor, moved.place_code) == (None, "71")


def test_more_seats_let_the_waiting_list_move_up_and_fewer_than_are_held_are_refused_with_the_list(
    event, named, country
):
    for minute, name in enumerate(["Ani", "Budi", "Cici"]):
        named(name, at=AT + timedelta(minutes=minute))

    given = set_quotas(event=event, wanted={("71.01", ""): 3}, regions=country, who=RUNS)
    assert (given.changed, given.moved, states(event)["Cici"]) == (1, 1, "proposed")

    with pytest.raises(TakingPartRefusal, match=r"3 kursi sudah terpakai.*Ani; Budi; Cici"):
        set_quotas(event=event, wanted={("71.02", "dpmd"): 5, ("71.01", ""): 2}, regions=country, who=RUNS)
    assert list(Quota.objects.values_list("region__code", "seats")) == [("71.01", 3)]  # nothing half written


def test_a_quota_without_anything_resting_on_it_goes_with_zero(event, country):
    given = set_quotas(event=event, wanted={("71.01", ""): 0, ("71.02", ""): 7}, regions=country, who=RUNS)
    assert (given.made, given.removed) == (1, 1)
    assert list(Quota.objects.values_list("region__code", "seats")) == [("71.02", 7)]


def test_kept_seats_are_taken_without_names_and_named_into_later(event, quota, named, country):
    keep_seats(quota=quota, region=country["71.01.01"], seats=2, letter="Surat 12/2026", who=who())
    outside = named("Ani", "71.01.02")
    inside = named("Budi", "71.01.01")
    assert (outside.state, inside.state, free(event)) == ("waiting", "proposed", 0)

    keep_seats(quota=quota, region=country["71.01.01"], seats=0, letter="", who=who())
    outside.refresh_from_db()
    assert (outside.state, Reservation.objects.count()) == ("proposed", 0)


def test_more_than_is_free_is_not_kept_nor_without_a_letter(event, quota, named, country):
    named("Ani", "71.01.02")
    with pytest.raises(TakingPartRefusal, match="paling banyak 1"):
        keep_seats(quota=quota, region=country["71.01.01"], seats=2, letter="Surat 12", who=who())
    with pytest.raises(TakingPartRefusal, match="nomor dan tanggal surat"):
        keep_seats(quota=quota, region=country["71.01.01"], seats=1, letter=" ", who=who())
    with pytest.raises(TakingPartRefusal, match="bukan bagian"):
        keep_seats(quota=quota, region=country["71.02"], seats=1, letter="Surat", who=who())
    assert Reservation.objects.count() == 0


def test_one_nip_is_one_person_and_never_two_names(event, named):
    first = named("Drs. Ani Lestari", nip=NIP)
    with pytest.raises(TakingPartRefusal, match="…002 sudah tercatat atas nama lain") as refused:
        named("Budi", nip=NIP)
    assert "Ani" not in str(refused.value)
    with pytest.raises(TakingPartRefusal, match="sudah ada di kegiatan ini"):
        named("ANI LESTARI, M.Si.", nip=NIP)
    assert (Person.objects.count(), first.person.nip, Participation.objects.count()) == (1, NIP, 1)


def test_the_same_name_in_the_same_office_is_asked_about(event, named, country):
    first = named("Ani Lestari", agency="Bappeda")
    other = make_event(country["71"], title="ToT kedua", starts_on=date(2026, 6, 1))
    Quota.objects.create(event=other, region=country["71"], seats=9)

    with pytest.raises(MaybeKnown) as asked:
        named("ani lestari", to=other, agency="bappeda")
    assert asked.value.persons == [first.person]
    same = named("ani lestari", to=other, agency="bappeda", same_as=first.person, nip=NIP)
    new = named("ani lestari", to=other, agency="bappeda", is_new=True)
    assert (same.person, same.person.nip) == (first.person, NIP)
    assert new.person != first.person


def test_nobody_holds_seats_in_two_events_on_the_same_days_but_may_wait(event, named, country):
    other = make_event(country["71"], title="Diklat Camat", starts_on=date(2026, 4, 8))
    quota = Quota.objects.create(event=other, region=country["71"], seats=0)
    waiting = named("Ani", to=other, nip=NIP)
    assert waiting.state == "waiting"
    holding = named("Ani", nip=NIP)  # the other one only waits
    assert holding.state == "proposed"

    set_quotas(event=other, wanted={("71", ""): 5}, regions=country, who=RUNS)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"  # a seat is free, but Ani holds one on the same days

    budi = named("Budi", to=other)
    with pytest.raises(TakingPartRefusal, match="Diklat Camat"):
        named("Budi", nip="", same_as=budi.person)
    assert quota.participations.count() == 2


def test_no_quota_no_seat(named):
    with pytest.raises(TakingPartRefusal, match="Tidak ada kuota untuk unsur ini dari Kabupaten Danau"):
        named("Ani", "71.02")
    assert (Participation.objects.count(), Person.objects.count()) == (0, 0)


def test_after_the_last_day_only_who_runs_it_changes_people_and_says_why(event, named):
    set_last_day(event=event, closes_on=TODAY - timedelta(days=1), who=RUNS)
    assert Registration.objects.get().closes_on == TODAY - timedelta(days=1)
    with pytest.raises(TakingPartRefusal, match="tidak dibuka"):
        named("Ani")
    with pytest.raises(TakingPartRefusal, match="Tulis alasan"):
        named("Ani", runs=True)
    named("Ani", runs=True, reason="Surat terlambat di jalan")
    assert AuditRecord.objects.get(verb="training.name_person").reason == "Surat terlambat di jalan"


def test_a_cancelled_event_changes_no_more(event, named):
    event.state, event.cancelled_because = "cancelled", "Banjir"
    event.save()
    with pytest.raises(TakingPartRefusal, match="dibatalkan"):
        named("Ani", runs=True, reason="x")


def test_many_are_approved_at_once_and_only_who_was_proposed(event, named):
    rows = [named(name, at=AT + timedelta(minutes=at)) for at, name in enumerate(["Ani", "Budi", "Cici"])]
    outcome = approve_people(event=event, numbers=[row.pk for row in rows], who=RUNS)
    assert (outcome.changed, outcome.left) == (2, 1)
    assert states(event) == {"Ani": "approved", "Budi": "approved", "Cici": "waiting"}
    assert approve_people(event=event, numbers=None, who=RUNS).changed == 0


def test_a_wrong_decline_is_taken_back_and_waits_at_its_old_place_where_the_seat_is_gone(event, named):
    ani, _budi = named("Ani"), named("Budi", at=AT + timedelta(minutes=1))
    named("Cici", at=AT + timedelta(minutes=2))
    named("Dedi", at=AT + timedelta(minutes=3))
    with pytest.raises(TakingPartRefusal, match="alasan penolakan"):
        decline_person(row=ani, why=" ", who=RUNS, seen=ani.version)
    decline_person(row=ani, why="Salah orang", who=RUNS, seen=ani.version)
    ani.refresh_from_db()
    with pytest.raises(TakingPartRefusal, match="pernah ditolak"):
        named("Ani", same_as=ani.person)

    back = restore_person(row=ani, who=RUNS, seen=ani.version)

    assert (back.state, queries.place_in_line(back), states(event)["Cici"]) == ("waiting", 1, "proposed")
    told = [entry.record.verb for entry in recording.history_of(back)]
    assert told == ["training.restore_person", "training.decline_person", "training.name_person"]


def test_a_stale_page_changes_nothing(event, named):
    ani = named("Ani")
    approve_people(event=event, numbers=[ani.pk], who=RUNS)
    with pytest.raises(TakingPartRefusal, match="baru saja diubah"):
        withdraw_person(row=ani, why="Sakit", who=who(), seen=ani.version)
    assert states(event) == {"Ani": "approved"}


def test_a_substitute_takes_the_very_seat_and_class(event, named, country):
    ani, _budi, waits = named("Ani"), named("Budi"), named("Cici", at=AT + timedelta(minutes=1))
    approve_people(event=event, numbers=[ani.pk], who=RUNS)
    ani.refresh_from_db()
    place_person(row=ani, klass=make_class(event, 1), who=RUNS)
    ani.refresh_from_db()
    nominee = Nominee(name="Eka", region=country["71.01"], agency_kind="bappeda")

    taker = replace_person(row=ani, nominee=nominee, who=who(), seen=ani.version, why="Pindah tugas")

    ani.refresh_from_db()
    waits.refresh_from_db()
    assert (ani.state, ani.klass, taker.replaces) == ("replaced", None, ani)
    assert (taker.state, taker.klass.number, taker.quota) == ("proposed", 1, ani.quota)
    assert waits.state == "waiting"
    with pytest.raises(TakingPartRefusal, match="kuota yang sama"):
        other = Nominee(name="Feri", region=country["71.02"], agency_kind="bappeda")
        replace_person(row=taker, nominee=other, who=who(), seen=taker.version, why="x")


def test_a_correction_to_another_quota_takes_a_seat_there_and_frees_the_old_one(event, named, country):
    Quota.objects.create(event=event, region=country["71.02"], seats=1)
    ani = named("Ani")
    named("Budi")
    waits = named("Cici", at=AT + timedelta(minutes=1))
    moved = Nominee(name="Ani", region=country["71.02"], agency_kind="bappeda", title="Kabid")

    correct_person(row=ani, nominee=moved, who=RUNS, seen=ani.version)

    waits.refresh_from_db()
    assert (waits.state, free(event)) == ("proposed", 0)
    with pytest.raises(TakingPartRefusal, match="sudah penuh"):
        correct_person(row=waits, nominee=Nominee("Cici", country["71.02"], "bappeda"), who=RUNS, seen=waits.version)


def test_the_record_holds_no_name_no_nip_no_food(event, named):
    ani = named("Ani Lestari", nip=NIP, agency="Bappeda Sungai", food="tanpa udang")
    withdraw_person(row=ani, why="Operasi usus buntu", who=who(), seen=ani.version)
    kept = " ".join(
        str(told)
        for told in (
            *AuditRecord.objects.values_list("summary", "reason"),
            *[change.rows for change in AuditChange.objects.all()],
        )
    )
    for secret in ("Ani", NIP, "Bappeda Sungai", "udang", "usus"):
        assert secret not in kept
    assert "(diubah)" in kept


# The person's own answer ---------------------------------------------------------------
def test_the_person_confirms_with_room_and_food_and_twice_is_once(event, named):
    ani = named("Ani")
    with pytest.raises(TakingPartRefusal, match="Diusulkan"):
        answer_invitation(row=ani, answer=Answer(comes=True), at=AT, who=who())
    approve_people(event=event, numbers=None, who=RUNS)
    for _twice in range(2):
        answered = answer_invitation(
            row=ani, answer=Answer(comes=True, wants_room=True, food="tanpa ikan"), at=AT, who=who()
        )
    assert (answered.state, answered.wants_room, answered.food) == ("confirmed", True, "tanpa ikan")
    assert AuditRecord.objects.filter(verb="training.answer_invitation").count() == 1


def test_who_cannot_come_gives_the_seat_to_who_waits_and_after_closing_nothing_changes(event, named):
    ani, _budi, cici = named("Ani"), named("Budi"), named("Cici", at=AT + timedelta(minutes=1))
    approve_people(event=event, numbers=[ani.pk], who=RUNS)
    answer_invitation(row=ani, answer=Answer(comes=False), at=AT, who=who())
    cici.refresh_from_db()
    assert (states(event)["Ani"], cici.state) == ("withdrawn", "proposed")

    approve_people(event=event, numbers=None, who=RUNS)
    with pytest.raises(TakingPartRefusal, match="sudah ditutup"):
        answer_invitation(row=cici, answer=Answer(comes=True), at=AT, who=who(today=date(2026, 4, 6)))


# Classes ------------------------------------------------------------------------------
def test_classes_are_proposed_seen_and_stored_as_seen(event, named):
    one, two = make_class(event, 1), make_class(event, 2)
    rows = [named("Ani"), named("Budi")]
    approve_people(event=event, numbers=None, who=RUNS)
    seen = propose(event, anew=False)
    assert [seen.placed[row.pk] for row in rows] == [one.pk, two.pk]

    with pytest.raises(TakingPartRefusal, match="pratinjau"):
        place_people(event=event, anew=False, digest="0" * 32, who=RUNS)
    assert place_people(event=event, anew=False, digest=seen.digest, who=RUNS) == 2
    assert place_people(event=event, anew=False, digest=propose(event, anew=False).digest, who=RUNS) == 0


def test_a_class_is_not_filled_beyond_its_size_or_its_room(event, named, country):
    ani, budi = named("Ani"), named("Budi")
    small, narrow = make_class(event, 1, size=1), make_class(event, 2, size=30, capacity=1)
    place_person(row=ani, klass=small, who=RUNS)
    with pytest.raises(TakingPartRefusal, match="sudah berisi 1 dari 1"):
        place_person(row=budi, klass=small, who=RUNS)
    place_person(row=ani, klass=narrow, who=RUNS)
    with pytest.raises(TakingPartRefusal, match="Ruang 2 yang memuat 1"):
        place_person(row=budi, klass=narrow, who=RUNS)
    elsewhere = make_class(make_event(country["72"], title="Lain"), 1)
    with pytest.raises(TakingPartRefusal, match="bukan bagian"):
        place_person(row=budi, klass=elsewhere, who=RUNS)


def test_a_withdrawn_person_is_named_again(event, named):
    ani = named("Ani")
    withdraw_person(row=ani, why="Sakit", who=who(), seen=ani.version)
    again = named("Ani", same_as=ani.person, title="Kabid")
    assert (again.pk, again.state, again.title, again.reason) == (ani.pk, "proposed", "Kabid", "")


def test_naming_asks_the_same_number_of_questions_however_many_there_are(event, country, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Quota.objects.filter(event=event).update(seats=50)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            name_person(event=event, nominee=Nominee(f"Orang {'abc'[number]}", country["71.01"], "dpmd"), who=who())
        counts.append(len(asked))
    assert len(set(counts)) == 1
