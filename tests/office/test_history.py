"""The record on pages: scope, filters, words, files."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.queries import rows_behind
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import AuditEntity, Hook
from rumahbersama.ground.people.models import RoleAssignment
from rumahbersama.office.history.words import in_words, value_text
from tests.conftest import make_region
from tests.needs.conftest import period, reference

__all__ = ["period", "reference"]

LIST = "/riwayat/"


@pytest.fixture
def entries(cast, now):
    """One record in A, its desa, B and elsewhere, an hour apart."""
    made = {}
    for hour, code in enumerate(["71.01.01", "71.01.01.2001", "71.01.02", "72.01.01"]):
        made[code] = record(
            by=cast["camat" if code.startswith("71.01.01") else "outsider"],
            at=now - timedelta(days=2) + timedelta(hours=hour),
            verb="tests.note" if hour % 2 else "tests.other",
            summary=f"catatan {code}",
            place_code=code,
            changes=[Change("tests.thing", "kunci", {"state": "a", "n": 1}, {"state": "b", "n": None})],
        )
    return made


def listed(page) -> list[str]:
    return [entry.place_code for entry in page.context["listing"].page]


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("camat", ["71.01.01.2001", "71.01.01"]),
        ("camat_b", ["71.01.02"]),
        ("bappeda", ["71.01.02", "71.01.01.2001", "71.01.01"]),
        ("outsider", ["72.01.01"]),
        ("administrator", ["72.01.01", "71.01.02", "71.01.01.2001", "71.01.01"]),
    ],
)
def test_list_is_of_ones_place_and_below(client, cast, entries, role, codes):
    client.force_login(cast[role])

    assert listed(client.get(LIST)) == codes


@pytest.mark.parametrize("role", ["kasi", "operator", "agency", "nobody"])
def test_list_is_forbidden_without_the_role(client, cast, role):
    client.force_login(cast[role])

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("role", ["camat", "camat_b", "outsider", "bappeda", "administrator"])
@pytest.mark.parametrize("code", ["71.01.01", "71.01.01.2001", "71.01.02", "72.01.01"])
def test_record_outside_of_scope_does_not_exist(client, cast, entries, role, code):
    sees = {
        "camat": ["71.01.01", "71.01.01.2001"],
        "camat_b": ["71.01.02"],
        "outsider": ["72.01.01"],
        "bappeda": ["71.01.01", "71.01.01.2001", "71.01.02"],
        "administrator": ["71.01.01", "71.01.01.2001", "71.01.02", "72.01.01"],
    }
    client.force_login(cast[role])

    page = client.get(reverse("history:record", args=[entries[code].pk]))

    assert (page.status_code, f"catatan {code}" in page.content.decode()) == (
        (200, True) if code in sees[role] else (404, False)
    )


@pytest.mark.parametrize(
    ("wish", "codes"),
    [
        ({"tempat": "71.01.01.2001"}, ["71.01.01.2001"]),
        ({"tempat": "710102"}, ["71.01.02"]),
        ({"tempat": "kecamatan bukit"}, ["71.01.02"]),
        ({"tempat": "Anggrek"}, ["71.01.01.2001"]),
        ({"siapa": "camat alas"}, ["71.01.01.2001", "71.01.01"]),
        ({"tindakan": "tests.other"}, ["71.01.02", "71.01.01"]),
        ({"hal_apa": "tests.thing"}, ["71.01.02", "71.01.01.2001", "71.01.01"]),
    ],
)
def test_filters(client, cast, entries, monkeypatch, wish, codes):
    labels: Hook[AuditEntity] = Hook("history_labels")
    labels.fill(lambda: [AuditEntity("tests.thing", "Hal", {})])
    monkeypatch.setattr(registry, "history_labels", labels)
    client.force_login(cast["bappeda"])

    assert listed(client.get(LIST, wish)) == codes


def test_filter_by_day(client, cast, entries, now):
    client.force_login(cast["administrator"])
    day = entries["71.01.01"].at.astimezone().date()

    assert len(listed(client.get(LIST, {"dari": day, "sampai": day + timedelta(days=1)}))) == 4
    assert listed(client.get(LIST, {"dari": day + timedelta(days=3)})) == []


def test_filter_by_a_place_of_others_is_not_found(client, cast, entries):
    client.force_login(cast["camat"])

    statuses = [client.get(address, {"tempat": "71.01.02"}).status_code for address in (LIST, "/riwayat/unduh.csv")]

    assert statuses == [404, 404]


def test_a_name_that_several_places_bear_is_asked_about(client, cast, entries):
    make_region("71.01.02.2003", "Anggrek")
    client.force_login(cast["bappeda"])

    page = client.get(LIST, {"tempat": "Anggrek"})

    assert page.status_code == 422
    assert "Desa Anggrek (71.01.01.2001), Desa Anggrek (71.01.02.2003)" in page.content.decode()


def test_filter_that_is_no_code_and_no_name_is_told(client, cast, entries):
    client.force_login(cast["camat"])

    page = client.get(LIST, {"tempat": "Adipala"})

    assert page.status_code == 422
    assert "Tidak ada wilayah dengan kode atau nama ini." in page.content.decode()


def test_rows_of_one_thing(client, cast, entries):
    client.force_login(cast["bappeda"])

    page = client.get("/riwayat/baris/", {"entity": "tests.thing", "key": "kunci"})

    assert [row.change.record.place_code for row in page.context["rows"]] == ["71.01.02", "71.01.01.2001", "71.01.01"]


def test_rows_outside_of_scope_do_not_exist(client, cast, entries, now):
    record(
        by=None,
        at=now,
        verb="tests.note",
        summary="",
        place_code="72",
        changes=[Change("tests.thing", "x", None, {})],
    )
    client.force_login(cast["camat"])

    assert client.get("/riwayat/baris/", {"entity": "tests.thing", "key": "x"}).status_code == 404


def test_csv_holds_what_the_list_shows(client, cast, entries):
    client.force_login(cast["camat"])

    lines = client.get("/riwayat/unduh.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Waktu,Oleh,")
    assert [line.split(",")[5] for line in lines[1:]] == ["71.01.01.2001", "71.01.01"]


def test_xlsx_holds_what_the_list_shows(client, cast, entries):
    client.force_login(cast["camat"])

    book = openpyxl.load_workbook(BytesIO(client.get("/riwayat/unduh.xlsx").content))

    assert [row[5] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["71.01.01.2001", "71.01.01"]


def test_a_value_is_called_by_its_words_in_the_record(client, cast, reference, period, now):
    key = "71.01.01.2001|posyandu|2026-S1"
    change = Change("needs.observation", key, None, {"numerator": "3"})
    record(by=None, at=now, verb="needs.enter", summary="", place_code="71.01.01.2001", changes=[change])
    client.force_login(cast["camat"])

    page = client.get("/riwayat/baris/", {"entity": "needs.observation", "key": key})

    assert [row.name for row in page.context["rows"]] == ["Posyandu, Desa Anggrek, Semester 1 2026"]


def test_words_of_a_row(entries, monkeypatch):
    labels: Hook[AuditEntity] = Hook("history_labels")
    labels.fill(
        lambda: [AuditEntity("tests.thing", "Hal", {"state": "Keadaan"}, {"state": {"a": "Awal", "b": "Baru"}})]
    )
    monkeypatch.setattr(registry, "history_labels", labels)
    rows, _total = rows_behind(record=entries["71.01.01"])

    (told,) = in_words(rows)
    assert (told.label, told.what) == ("Hal", "Diubah")
    assert [(field.label, field.before, field.after) for field in told.fields] == [
        ("Keadaan", "Awal", "Baru"),
        ("n", "1", "–"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), ("", "–"), (0, "0"), (True, "ya"), (False, "tidak"), ([1, "a"], "1, a"), ({"a": None}, "a: –")],
)
def test_value_text(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries_do_not_grow(client, cast, now, count, django_assert_num_queries):
    for _row in range(count):
        record(by=cast["camat"], at=now, verb="tests.note", summary="x", place_code="71.01.01")
    client.force_login(cast["camat"])
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


LIST_QUERIES = 7  # session, account, roles, verbs, count, records, names of places


def test_role_that_ended_opens_nothing(client, cast, entries):
    RoleAssignment.objects.filter(account=cast["camat"]).update(ends_on="2021-01-01")
    client.force_login(cast["camat"])

    assert client.get(LIST).status_code == 403
