"""Reading the record by place, by row, by page."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.queries import between, last_records, records_in, rows_behind, rows_of, verbs_in
from rumahbersama.ground.audit.rules import PACK_ROWS
from rumahbersama.ground.audit.telling import told


def note(now, place: str, *keys: str, verb: str = "tests.note", entity: str = "tests.thing", after=None):
    changes = [Change(entity, key, None, after or {"n": 1}) for key in keys]
    return record(by=None, at=now, verb=verb, summary=f"{place} {verb}", place_code=place, changes=changes)


@pytest.fixture
def places(db, now):
    codes = ["", "0", "71", "71.01", "71.01.01", "71.01.01.2001", "71.01.02", "71.02", "72", "7"]
    for minute, code in enumerate(codes):
        note(now + timedelta(minutes=minute), code)


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (None, ["7", "72", "71.02", "71.01.02", "71.01.01.2001", "71.01.01", "71.01", "71", "0", ""]),
        ([], []),
        (["71.01"], ["71.01.02", "71.01.01.2001", "71.01.01", "71.01"]),
        (["71.01.01", "72"], ["72", "71.01.01.2001", "71.01.01"]),
        (["71.01.01.2001"], ["71.01.01.2001"]),
    ],
)
def test_records_in(places, codes, wanted):
    assert [entry.place_code for entry in records_in(codes=codes)] == wanted


def test_between_is_half_open(places, now):
    found = between(records_in(codes=None), start=now + timedelta(minutes=1), end=now + timedelta(minutes=3))

    assert [entry.place_code for entry in found] == ["71", "0"]


def test_the_newest_record_of_a_verb_by_row(db, now):
    for minute, (key, verb) in enumerate([("a", "t.object"), ("b", "t.object"), ("a", "t.object"), ("a", "t.other")]):
        note(now + timedelta(minutes=minute), "71", key, verb=verb)
    found = last_records(entity="tests.thing", keys=["a", "c"], verb="t.object")

    assert {key: record.at for key, record in found.items()} == {"a": now + timedelta(minutes=2)}


def test_verbs_in(places, now):
    note(now, "71", verb="tests.another")

    assert verbs_in(records=records_in(codes=["71"])) == ["tests.another", "tests.note"]


def test_rows_of_newest_first_and_within_scope(db, now):
    note(now, "71.01", "b", after={"n": 1})
    note(now + timedelta(hours=1), "71.01", "a", "b", "c", after={"n": 2})
    note(now + timedelta(hours=2), "72", "b", after={"n": 3})
    note(now, "71.01", "b", entity="tests.other")

    assert [change.after for change in rows_of(entity="tests.thing", key="b", codes=None)] == [
        {"n": 3},
        {"n": 2},
        {"n": 1},
    ]
    assert [change.after for change in rows_of(entity="tests.thing", key="b", codes=["71"])] == [{"n": 2}, {"n": 1}]
    assert rows_of(entity="tests.thing", key="bb", codes=None) == []


def test_rows_of_one_query(db, now, django_assert_num_queries):
    note(now, "71", *[f"{number:05}" for number in range(PACK_ROWS * 2)])

    with django_assert_num_queries(1):
        found = rows_of(entity="tests.thing", key="00700", codes=["71"])

    assert [(change.key, change.record.place_code) for change in found] == [("00700", "71")]


@pytest.mark.parametrize(("first", "wanted"), [(0, ("00000", "00049", 50)), (480, ("00480", "00529", 50))])
def test_rows_behind_pages_across_packs(db, now, first, wanted):
    entry = note(now, "71", *[f"{number:05}" for number in range(PACK_ROWS + 40)])

    rows, total = rows_behind(record=entry, first=first, limit=50)

    assert (rows[0].key, rows[-1].key, len(rows)) == wanted
    assert total == PACK_ROWS + 40


def test_rows_behind_last_page(db, now):
    entry = note(now, "71", "a", "b", "c")

    rows, total = rows_behind(record=entry, first=2, limit=2)

    assert ([row.key for row in rows], total) == (["c"], 3)


def test_record_outside_a_transaction_is_refused(now, monkeypatch):
    monkeypatch.setattr("rumahbersama.ground.audit.actions.connection", SimpleNamespace(in_atomic_block=False))

    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(by=None, at=now, verb="tests.note", summary="")


def test_what_one_person_does_again_and_again_in_a_minute_is_told_once_with_the_rest_behind_it(db, now, cast):
    start = now.replace(second=0, microsecond=0)
    acts = [(0, "t.rater", None), (10, "t.rater", None), (59, "t.rater", None), (60, "t.rater", None)]
    acts += [(61, "t.rater", cast["keeper"]), (62, "t.rater", cast["keeper"]), (63, "t.other", cast["keeper"])]
    for at, (seconds, verb, by) in enumerate(acts):
        changes = [Change("tests.thing", "a", {"n": at}, {"n": at + 1})]
        record(by=by, at=start + timedelta(seconds=seconds), verb=verb, summary=f"ke-{at}", changes=changes)

    history = told(rows_of(entity="tests.thing", key="a", codes=None), fields={"n": "Urutan"}, values={})

    joined = [
        [entry.change.record.summary, *(each.change.record.summary for each in entry.others)] for entry in history
    ]
    assert joined == [["ke-6"], ["ke-5", "ke-4"], ["ke-3"], ["ke-2", "ke-1", "ke-0"]]
    assert [each.lines for each in history[3].others] == [(("Urutan", "1", "2"),), (("Urutan", "0", "1"),)]
