"""Small multiples of an indicator: one scale, the worst first, gaps that stay gaps, a table that says the same."""

import csv
import io
import re

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.reference import add_period, period_from_code
from rumahbersama.ground.core.charts import sparkline
from rumahbersama.ground.regions.actions import refresh_counts
from rumahbersama.results.multiples import MOST, MOST_PERIODS, axis_of
from tests.conftest import make_region

A, B = "71.01.01.2001", "71.01.01.2002"
YEARS = {"2022": {A: 4, B: 1}, "2023": {A: 2}, "2025": {A: 8, B: 1}}


@pytest.fixture
def years(put, now) -> None:
    """Posyandu of two villages; in 2023 only one has sent, in 2024 nobody."""
    for code, values in YEARS.items():
        if not Period.objects.filter(code=code).exists():
            add_period(code=code, by=None, at=now)
        put({(place, "posyandu"): value for place, value in values.items()}, when=code)


def page(client, code: str = "71.01.01", **query: str):
    return client.get(reverse("results:indicator", args=[code, "posyandu"]), {"periode": "2025"} | query)


def test_the_axis_leaves_room_for_a_period_nobody_sent(years):
    sent = list(Period.objects.filter(code__in=YEARS))

    assert [each and each.code for each in axis_of(sent, sent[0])] == ["2022", "2023", None, "2025"]


@pytest.mark.parametrize(
    ("codes", "places"),
    [
        (["2025-M11", "2026-M02"], 4),
        (["2025-Q4", "2026-Q1"], 2),
        (["2024-S2", "2025-S2", "2026-S1"], 4),
        (["1990", "2026"], MOST_PERIODS),
    ],
)
def test_the_axis_counts_each_kind_of_period(codes, places):
    made = [period_from_code(code) for code in codes]

    assert len(axis_of(made, made[-1])) == places


def test_a_village_that_did_not_send_has_a_gap_and_no_zero(years, cast, client):
    client.force_login(cast["camat"])
    found = page(client)
    courses = {
        each.row.region.name: [point and int(point.value) for point in each.row.course]
        for each in found.context["small"]
    }

    assert courses == {
        "Akasia": [1, None, None, 1],
        "Anggrek": [4, 2, None, 8],
        "Asri": [None, None, None, None],
    }
    assert list(courses) == ["Akasia", "Anggrek", "Asri"]  # the fewest first, where more is better


def test_all_charts_share_one_scale_from_zero(years, cast, client):
    client.force_login(cast["camat"])
    small = page(client).context["small"]

    assert [str(each.chart) for each in small] == [
        sparkline([1, None, None, 1], over=(0, 8)),
        sparkline([4, 2, None, 8], over=(0, 8)),
        "",
    ]
    # 1 of 8 lies 3 units above the bottom at 29; on a scale of its own it would lie in the middle
    assert re.findall(r'cy="([\d.]+)"', str(small[0].chart)) == ["26", "26"]


def test_the_heading_says_what_the_charts_show_and_the_table_holds_the_same(years, cast, client):
    client.force_login(cast["camat"])
    text = page(client).content.decode()
    table = text.partition("Angka tiap periode sebagai tabel")[2].partition("</table>")[0]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table)

    assert "Sejak 2022: 1 naik, 0 turun, 1 tetap, 1 tidak dapat dibandingkan</h2>" in text
    assert "Semua gambar berskala sama, dari 0 sampai 8 posyandu" in text
    assert cells == [
        *["Wilayah", "2022", "2023", "2025"],
        *["Desa Akasia", "1", "–", "1"],
        *["Desa Anggrek", "4", "2", "8"],
        *["Kelurahan Asri", "–", "–", "–"],
    ]


def test_the_file_holds_every_period(years, cast, client):
    client.force_login(cast["camat"])
    address = reverse("results:download_indicator", args=["71.01.01", "posyandu", "csv"])
    rows = list(csv.reader(io.StringIO(client.get(address, {"periode": "2025"}).content.decode("utf-8-sig"))))

    assert [row[12:] for row in rows] == [
        ["2022", "2023", "2025"],
        ["1", "", "1"],
        ["4", "2", "8"],
        ["", "", ""],
    ]


def test_with_one_period_there_is_nothing_to_draw(put, cast, client):
    put({(A, "posyandu"): 2})
    client.force_login(cast["camat"])

    assert page(client, periode="2026-S1").context["small"] == []


@pytest.mark.parametrize("who", ["camat_b", "nobody", "outsider"])
def test_the_villages_of_others_are_not_drawn(who, years, cast, client):
    client.force_login(cast[who])

    assert page(client).context["small"] == []


def test_a_page_holds_as_many_as_fit_and_the_next_the_others_for_the_same_queries(
    years, put, country, cast, client, django_assert_max_num_queries
):
    client.force_login(cast["camat"])
    page(client)
    with django_assert_max_num_queries(12) as few:
        page(client)
    for number in range(MOST):
        make_region(f"71.01.01.{2101 + number}", f"Desa {number}")
    refresh_counts()
    put({(f"71.01.01.{2101 + number}", "posyandu"): number for number in range(MOST)}, when="2025")
    with django_assert_max_num_queries(12) as many:
        first = page(client)
    second = page(client, hal="2")

    assert len(few) == len(many)
    assert (len(first.context["small"]), len(second.context["small"])) == (MOST, 3)
