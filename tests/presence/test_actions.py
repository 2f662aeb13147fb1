"""Lists, occasions and marks: what is stored, what is refused, what the record holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core import registry
from rumahbersama.workshop.presence import actions, marking, queries
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.marking import Clocks
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster
from rumahbersama.workshop.presence.names import Line
from rumahbersama.workshop.presence.permissions import may_keep, may_see
from rumahbersama.workshop.presence.rules import PresenceRefusal
from rumahbersama.workshop.presence.scanning import Scan, store_all
from tests.presence.conftest import START, people


def minute(count: float):
    return START + timedelta(minutes=count)


def states(occasion: Occasion) -> list[str]:
    occasion.refresh_from_db()
    return [line.standing.state for line in queries.lines_of(occasion, people(occasion))]


def scan(occasion, person, at: float = 0, device: str = "", note: str = ""):
    return marking.mark(occasion=occasion, attendee=person, how="qr", at=minute(at), device=device, note=note)


# Lists ------------------------------------------------------------------
def test_a_new_list_keeps_whom_it_knows_and_takes_off_who_is_gone(roster, occasion):
    ani, budi, citra = people(occasion)
    lines = [Line("Citra Dewi", "Desa Anggrek"), Line("budi santoso", "Desa Anggrek"), Line("Dodi")]
    found = actions.set_attendees(roster=roster, lines=lines, by=None, at=START)

    assert [[each.name for each in found.new], [each.pk for each in found.gone]] == [["Dodi"], [ani.pk]]
    now = people(occasion)
    assert [each.name for each in now] == ["Citra Dewi", "budi santoso", "Dodi"]
    assert (now[0].pk, now[1].pk, now[1].token) == (citra.pk, budi.pk, budi.token)


def test_who_comes_back_is_the_same_person_with_their_marks(roster, occasion):
    ani = people(occasion)[0]
    scan(occasion, ani)
    actions.set_attendees(roster=roster, lines=[Line("Dodi")], by=None, at=START)
    actions.set_attendees(roster=roster, lines=[Line("Dodi"), Line("Ani Lestari", "Desa Anggrek")], by=None, at=START)

    assert [each.pk for each in people(occasion)][1] == ani.pk
    assert states(occasion) == ["waiting", "present"]


def test_an_owners_reference_carries_a_person_through_a_new_name(make):
    roster = make(owner="training.class:x").roster
    actions.set_attendees(roster=roster, lines=[Line("Ani L.", reference="p1")], by=None, at=START)
    before = Attendee.objects.get(reference="p1").pk
    found = actions.set_attendees(roster=roster, lines=[Line("Ani Lestari", reference="p1")], by=None, at=START)

    assert (len(found.changed), Attendee.objects.get(reference="p1").name) == (1, "Ani Lestari")
    assert Attendee.objects.get(reference="p1").pk == before


def test_a_name_twice_is_refused_and_nothing_changes(roster, occasion):
    with pytest.raises(PresenceRefusal, match="Baris 2: “ani” sudah ada di baris 1"):
        actions.set_attendees(roster=roster, lines=[Line("Ani"), Line("ani")], by=None, at=START)
    assert len(people(occasion)) == 3


def test_the_record_holds_no_name(roster, occasion):
    actions.set_attendees(roster=roster, lines=[Line("Budi Santoso", "Desa Anggrek")], by=None, at=START)
    actions.correct_attendee(attendee=people(occasion)[0], name="Budi S.", agency="", by=None, at=START)
    told = str(list(AuditChange.objects.values_list("rows", flat=True)))
    assert "(diubah)" in told
    assert not [name for name in ("Ani", "Budi", "Citra", "Anggrek") if name in told]


def test_an_owner_has_one_list_and_decides_who_sees_it(make, country, cast):
    class Classes:
        prefix = "uji.kelas"

        def may_see(self, user, reference):
            return reference == "uji.kelas:1" and user in (cast["outsider"], cast["nobody"])

        def may_keep(self, user, reference):
            return user == cast["outsider"]

        def url(self, reference):
            return "/kelas/"

        def title(self, reference):
            return "Kelas"

    def owners():
        yield Classes()

    registry.presence_owners.fill(owners)
    roster = make(owner="uji.kelas:1").roster
    again = actions.make_roster(title="Lain", region=country["71"], by=None, at=START, owner="uji.kelas:1")

    assert again.pk == roster.pk
    assert [may_see(cast[who], roster) for who in ("outsider", "nobody", "camat")] == [True, True, False]
    assert [may_keep(cast[who], roster) for who in ("outsider", "nobody", "camat")] == [True, False, False]


def test_a_list_whose_owner_is_not_there_is_seen_by_nobody(make, cast):
    roster = make(owner="tidak.ada:1").roster
    assert not any(may_see(account, roster) or may_keep(account, roster) for account in cast.values())


# Occasions ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Tulis nama sesi atau acaranya."),
        ({"ends": START}, "Jam selesai harus sesudah jam mulai"),
        ({"mode": "online", "place": "Aula"}, "memerlukan alamat ruang daring"),
    ],
)
def test_an_occasion_that_cannot_be_is_refused(roster, change, sentence):
    plan = Plan(**({"title": "Sesi", "starts": START, "ends": minute(60)} | change))
    with pytest.raises(PresenceRefusal, match=sentence):
        actions.plan_occasion(roster=roster, plan=plan, by=None, at=START)
    assert Occasion.objects.count() == 1


def test_the_same_time_twice_is_one_occasion(roster):
    plan = Plan("Sesi 2", minute(60), minute(120))
    first = actions.plan_occasion(roster=roster, plan=plan, by=None, at=START)
    assert actions.plan_occasion(roster=roster, plan=plan, by=None, at=START).pk == first.pk


def test_nobody_is_marked_before_opening_or_after_closing(make):
    occasion = make(is_open=False)
    ani = people(occasion)[0]
    with pytest.raises(PresenceRefusal, match="belum dibuka"):
        scan(occasion, ani)
    actions.open_occasion(occasion=occasion, by=None, at=START)
    actions.close(occasion=occasion, by=None, at=minute(60))
    with pytest.raises(PresenceRefusal, match="sudah ditutup"):
        scan(occasion, ani)
    assert Mark.objects.count() == 0
    assert states(occasion) == ["absent"] * 3


def test_a_list_without_names_does_not_open_and_a_closed_one_asks_why(make):
    empty = make(names=(), is_open=False)
    with pytest.raises(PresenceRefusal, match="Belum ada nama"):
        actions.open_occasion(occasion=empty, by=None, at=START)
    occasion = make("71.01.02")
    actions.close(occasion=occasion, by=None, at=START)
    with pytest.raises(PresenceRefusal, match="Tulis mengapa"):
        actions.open_occasion(occasion=occasion, by=None, at=START)
    actions.open_occasion(occasion=occasion, by=None, at=START, reason="peserta datang belakangan")
    assert states(occasion) == ["waiting"] * 3


def test_closing_writes_one_record_with_the_scans_behind_it(occasion):
    ani, budi, _citra = people(occasion)
    scan(occasion, ani)
    scan(occasion, budi, 20)
    before = AuditRecord.objects.count()
    actions.close(occasion=occasion, by=None, at=minute(60))

    assert AuditRecord.objects.count() == before + 1
    rows = {key for pack in AuditChange.objects.filter(entity="presence.mark") for key, _b, _a in pack.rows}
    assert rows == {f"{occasion.pk}|{ani.pk}", f"{occasion.pk}|{budi.pk}"}
    assert states(occasion) == ["present", "late", "absent"]


# Marks ------------------------------------------------------------------
def test_a_second_scan_is_the_first_one(occasion):
    ani = people(occasion)[0]
    first, second = scan(occasion, ani, 1), scan(occasion, ani, 9)
    assert (first.is_new, second.is_new, second.mark.pk, Mark.objects.count()) == (True, False, first.mark.pk, 1)


def test_the_database_holds_that_a_person_scans_once(occasion):
    ani = people(occasion)[0]
    scan(occasion, ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(occasion=occasion, attendee=ani, how="qr", at=START, received_at=START)


def test_a_second_name_of_one_phone_needs_a_note_and_is_shown(occasion):
    ani, budi, citra = people(occasion)
    scan(occasion, ani, device="hp")
    with pytest.raises(marking.SecondName, match="Tulis sebabnya"):
        scan(occasion, budi, device="hp")
    scan(occasion, budi, device="hp", note="HP Budi mati")
    scan(occasion, citra, device="hp lain")

    lines = queries.lines_of(occasion, people(occasion))
    assert [line.shares_device for line in lines] == [True, True, False]
    assert [line.standing.state for line in lines] == ["present"] * 3


def test_somebody_of_another_list_is_not_marked(occasion, make):
    other = make("71.01.02")
    with pytest.raises(PresenceRefusal, match="tidak ada di daftar"):
        scan(occasion, people(other)[0])


def test_a_keeper_taps_again_and_the_last_word_counts(occasion, cast):
    ani, budi, _citra = people(occasion)
    marking.tap(occasion=occasion, said={ani.pk: "present", budi.pk: "sick"}, by=cast["kasi"], at=minute(5))
    marking.tap(occasion=occasion, said={budi.pk: "leave"}, by=cast["kasi"], at=minute(6))

    assert states(occasion) == ["present", "leave", "waiting"]
    assert list(Mark.objects.filter(attendee=budi).values_list("says", "is_counted")) == [
        ("sick", False),
        ("leave", True),
    ]


def test_an_older_tap_that_arrives_late_changes_nothing_and_is_kept(occasion, cast):
    ani = people(occasion)[0]
    marking.tap(occasion=occasion, said={ani.pk: "present"}, by=cast["kasi"], at=minute(30))
    late = Clocks(said_at=minute(10), sent_at=minute(60))
    merged = marking.tap(occasion=occasion, said={ani.pk: "absent"}, by=cast["kasi"], at=minute(60), clocks=late)

    assert (merged.taken, states(occasion)[0]) == (0, "present")
    assert Mark.objects.get(says="absent").withdrawn_because == "dikatakan lebih dulu daripada yang sudah tercatat"


def test_trainer_says_absent_and_participant_scanned_is_shown_until_it_is_settled(occasion, cast):
    ani = people(occasion)[0]
    scan(occasion, ani, 2)
    merged = marking.tap(occasion=occasion, said={ani.pk: "absent"}, by=cast["kasi"], at=minute(10))
    table = queries.attendance(occasion.roster)

    assert (merged.collides, states(occasion)[0], table.conflicts) == ((ani.pk,), "conflict", 1)
    with pytest.raises(PresenceRefusal, match="Tulis alasan"):
        marking.correct(occasion=occasion, attendee=ani, says="present", reason=" ", by=cast["camat"], at=minute(20))
    marking.correct(
        occasion=occasion, attendee=ani, says="present", reason="ada saksi", by=cast["camat"], at=minute(20)
    )
    assert (states(occasion)[0], queries.attendance(occasion.roster).conflicts) == ("present", 0)
    record = AuditRecord.objects.get(verb="presence.correct")
    assert (record.reason, record.place_code) == ("ada saksi", "71.01.01")
    assert Mark.objects.filter(attendee=ani, is_counted=False).count() == 2


def test_a_correction_twice_is_one(occasion, cast):
    told = {"says": "sick", "reason": "surat dokter", "by": cast["kasi"], "at": minute(9)}
    ani = people(occasion)[0]
    first = marking.correct(occasion=occasion, attendee=ani, **told)
    assert marking.correct(occasion=occasion, attendee=ani, **told).pk == first.pk


def test_a_tap_said_before_closing_counts_though_it_arrives_after(occasion, cast):
    ani, budi, _citra = people(occasion)
    actions.close(occasion=occasion, by=None, at=minute(60))
    arrived = minute(180)
    before = Clocks(said_at=minute(30), sent_at=arrived)
    marking.tap(occasion=occasion, said={ani.pk: "present"}, by=cast["kasi"], at=arrived, clocks=before)
    after = Clocks(said_at=minute(90), sent_at=arrived)
    with pytest.raises(PresenceRefusal, match="sudah ditutup"):
        marking.tap(occasion=occasion, said={budi.pk: "present"}, by=cast["kasi"], at=arrived, clocks=after)
    assert states(occasion) == ["present", "absent", "absent"]


def test_one_bad_tap_stores_none(occasion, make, cast):
    stranger = people(make("71.01.02"))[0]
    said = {people(occasion)[0].pk: "present", stranger.pk: "present"}
    with pytest.raises(PresenceRefusal, match="Daftar namanya sudah berubah"):
        marking.tap(occasion=occasion, said=said, by=cast["kasi"], at=START)
    assert Mark.objects.count() == 0


# Reading ------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 60])
def test_the_table_of_a_list_costs_the_same_whatever_is_in_it(make, count, django_assert_num_queries):
    occasion = make(names=tuple(f"Peserta {number}" for number in range(count)))
    for number in range(1, 5):
        plan = Plan(f"Sesi {number}", minute(60 * number), minute(60 * number + 45), jp=number)
        made = actions.plan_occasion(roster=occasion.roster, plan=plan, by=None, at=START)
        actions.open_occasion(occasion=made, by=None, at=START)
        scan(made, people(occasion)[0], 60 * number)
    roster = Roster.objects.get()
    with django_assert_num_queries(3):
        table = queries.attendance(roster)
    assert (len(table.rows), len(table.occasions), table.rows[0].there) == (count, 5, 4)
    # four sessions of 1, 2, 3, 4 JP attended; the first occasion is still open and not counted
    assert (table.rows[0].attended, table.rows[0].total) == (10, 10)


def test_arrivals_count_people_not_marks(occasion, cast):
    ani, budi, _citra = people(occasion)
    scan(occasion, ani, 1)
    marking.tap(occasion=occasion, said={ani.pk: "present", budi.pk: "late"}, by=cast["kasi"], at=minute(20))
    found = queries.arrivals_of(occasion)
    assert (found.there, found.expected) == (2, 3)
    assert {name for name, _at in found.last} == {"Ani Lestari", "Budi Santoso"}


def test_a_batch_stores_each_person_once(occasion):
    ani, budi, _citra = people(occasion)
    scans = [Scan(occasion.pk, each.pk, "qr", START) for each in (budi, ani, budi)]
    numbers = store_all(scans)
    assert [number is not None for number in numbers] == [True, True, False]
    assert Mark.objects.get(pk=numbers[1]).attendee == ani
