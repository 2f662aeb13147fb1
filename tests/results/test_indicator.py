"""One indicator at a place: its own figure, how it moved, how the places below compare, who may see that."""

import csv
import io

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.reference import add_period

A, B, C = "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"


@pytest.fixture
def two_periods(put, now) -> None:
    """Posyandu of three villages now, of two of them half a year before."""
    add_period(code="2025-S2", by=None, at=now)
    put({(A, "posyandu"): 2, (B, "posyandu"): 5}, when="2025-S2")
    put({(A, "posyandu"): 3, (B, "posyandu"): 5, (C, "posyandu"): 9})


def page(client, code: str, what: str = "posyandu", **query: str):
    return client.get(reverse("results:indicator", args=[code, what]), {"periode": "2026-S1"} | query)


def test_the_lead_says_what_it_is_how_it_moved_and_where(two_periods, cast, client):
    client.force_login(cast["bappeda"])

    assert page(client, "71.01.01").context["lead"] == [
        "Posyandu di Kecamatan Alas pada Semester 1 2026: 8 posyandu, dari 2 tempat yang mengirim.",
        "Naik 1 sejak Semester 2 2025.",
        "Terbesar di Desa Akasia (5), terkecil di Desa Anggrek (3).",
    ]


def test_sums_of_different_numbers_of_villages_are_not_compared(two_periods, cast, client):
    client.force_login(cast["bappeda"])
    found = page(client, "71.01").context

    assert found["lead"][:2] == [
        "Posyandu di Kabupaten Sungai pada Semester 1 2026: 17 posyandu, dari 3 tempat yang mengirim.",
        "Tidak dibandingkan dengan Semester 2 2025: waktu itu 2 tempat mengirim.",
    ]
    assert {row.region.name: row.change for row in found["page"].rows} == {"Alas": 1, "Bukit": None}


def test_without_an_earlier_period_there_is_no_column_of_it(put, now, cast, client):
    put({(A, "posyandu"): 3, (B, "posyandu"): 5})
    client.force_login(cast["bappeda"])
    alone = page(client, "71.01.01").content.decode()
    add_period(code="2025-S2", by=None, at=now)
    put({(A, "posyandu"): 2, (B, "posyandu"): 5}, when="2025-S2")
    beside = page(client, "71.01.01").content.decode()

    assert (alone.count('role="columnheader"'), "Perubahan" in alone) == (3, False)
    assert (beside.count('role="columnheader"'), 'data-l="Semester 2 2025"' in beside) == (5, True)


def test_villages_are_compared_the_fewest_first_where_more_is_better(two_periods, cast, client):
    client.force_login(cast["camat"])
    response = client.get(reverse("results:download_indicator", args=["71.01.01", "posyandu", "csv"]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]

    assert [(row[1], row[4], row[9]) for row in rows] == [
        ("Desa Anggrek", "3", "2"),
        ("Desa Akasia", "5", "5"),
        ("Kelurahan Asri", "", ""),
    ]


@pytest.mark.parametrize("who", ["camat_b", "nobody", "outsider"])
def test_villages_out_of_sight_are_not_compared(who, two_periods, cast, client):
    client.force_login(cast[who])
    found = page(client, "71.01.01")
    file = client.get(reverse("results:download_indicator", args=["71.01.01", "posyandu", "csv"]))

    assert (found.status_code, found.context["page"].rows, found.context["page"].hides_desa) == (200, [], True)
    assert "Anggrek" not in file.content.decode()


def test_an_index_tells_its_bands_and_no_sum(put, cast, client):
    put({(A, "idm"): 1, (B, "idm"): 0})
    client.force_login(cast["bappeda"])
    found = page(client, "71.01", "idm")

    assert found.context["lead"][0] == "Dari 2 desa: 1 Mandiri; 1 Sangat tertinggal."
    assert {row.region.level for row in found.context["page"].rows} == {4}


@pytest.mark.parametrize(
    ("code", "who"),
    [("0", "ministry"), ("71", "province"), ("71.01", "bappeda"), ("71.01.01", "camat"), (A, "operator")],
)
def test_the_page_asks_the_same_whatever_the_rows(
    code, who, two_periods, put, cast, client, django_assert_max_num_queries
):
    client.force_login(cast[who])
    page(client, code)
    with django_assert_max_num_queries(12) as few:
        page(client, code)
    put({("71.01.01.1003", "posyandu"): 4, ("71.01.02.2002", "posyandu"): 1, ("71.02.01.2001", "posyandu"): 2})
    with django_assert_max_num_queries(12) as many:
        page(client, code)

    assert len(few) == len(many)
