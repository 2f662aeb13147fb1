"""The pictures of an indicator: map, spread and course, whose titles say what they show."""

import gzip
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.reference import add_period
from rumahbersama.ground.regions.models import Region, Shape
from rumahbersama.results.rules import middle_half, value_classes
from tests.conftest import make_region

A, B, C = "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"


def page(client, code: str, what: str = "posyandu", **query: str):
    return client.get(reverse("results:indicator", args=[code, what]), {"periode": "2026-S1"} | query)


def map_of(response) -> dict[str, tuple[str, str]]:
    """Return class and value of each place of the map that was rendered."""
    found = re.findall(r'tabindex="-1" class="(\w+)">.*?<title>([^:]+): ([^<]*)</title>', response.content.decode())
    return {name: (css, value) for css, name, value in found}


@pytest.fixture
def sent(placed, put) -> None:
    """Posyandu of three villages in two kecamatan, and one of the other kabupaten."""
    put({(A, "posyandu"): 3, (B, "posyandu"): 5, (C, "posyandu"): 9, ("71.02.01.2001", "posyandu"): 4})


def test_each_level_has_its_map_and_its_spread(sent, cast, client):
    client.force_login(cast["ministry"])
    province, kabupaten, kecamatan = (page(client, code) for code in ("71", "71.01", "71.01.01"))

    assert map_of(province) == {"Kabupaten Sungai": ("q3", "17"), "Kabupaten Danau": ("q2", "4")}
    assert map_of(kabupaten) == {"Alas": ("q2", "8"), "Bukit": ("q3", "9")}
    assert map_of(kecamatan) == {"Anggrek": ("q2", "3"), "Akasia": ("q3", "5"), "Asri": ("nd", "")}
    assert [each.context["titles"]["map"] for each in (province, kabupaten, kecamatan)] == [
        "Posyandu terendah di Kabupaten Danau: 4",
        "Posyandu terendah di Alas: 8",
        "Posyandu terendah di Anggrek: 3",
    ]
    assert [each.context["titles"]["spread"] for each in (province, kabupaten, kecamatan)] == [
        "Semua 2 kabupaten/kota bernilai 4–17",
        "Semua 2 kecamatan bernilai 8–9",
        "Semua 2 desa/kelurahan bernilai 3–5",
    ]
    assert [each.context["page"].partial for each in (province, kabupaten, kecamatan)] == [1, 2, 0]
    assert [int(sum(bar.value for bar in each.context["page"].bins)) for each in (province, kabupaten)] == [2, 2]


def test_borders_are_drawn_where_they_are_known_and_the_rest_is_told(sent, cast, client):
    Region.objects.filter(code="71.01.01.1003").update(latitude=None)
    for code in (A, B):
        region = Region.objects.get(code=code)
        Shape.objects.create(
            region=region, path="M0 0h200v200h-200z", box="0 0 480 300", label_x=99, label_y=99, source="BIG"
        )
    client.force_login(cast["camat"])
    text = page(client, "71.01.01").content.decode()

    assert ('<path d="M0 0h200v200h-200z"/><title>Anggrek: 3</title>' in text, "BIG." in text) == (True, True)
    assert "1 wilayah tidak ada di peta; ada di daftar." in text


def test_an_index_is_coloured_by_its_status_and_its_villages_stand_as_dots(placed, put, cast, client):
    put({(A, "idm"): 1, (B, "idm"): 0, (C, "idm"): 1})
    client.force_login(cast["bappeda"])
    found = page(client, "71.01", "idm")

    assert {name: css for name, (css, _value) in map_of(found).items() if css != "nd"} == {
        "Anggrek": "q4",
        "Akasia": "q0",
        "Bambu": "q4",
    }
    assert found.context["titles"]["map"] == "2 dari 3 desa/kelurahan berstatus Mandiri"
    assert found.context["map"].scale == [("q4", "Mandiri"), ("q0", "Sangat tertinggal")]


def test_of_hundreds_of_places_the_map_carries_neither_link_nor_name(
    sent, put, country, cast, client, django_assert_max_num_queries
):
    for number in range(300):
        made = make_region(f"71.01.01.{3000 + number}", f"Banyak {number}")
        Region.objects.filter(pk=made.pk).update(latitude=-7 - number % 17 / 97, longitude=109 + number / 997)
    put({(f"71.01.01.{3000 + number}", "idm"): number % 2 for number in range(300)})
    client.force_login(cast["bappeda"])
    page(client, "71.01", "idm")
    with django_assert_max_num_queries(12):
        found = page(client, "71.01", "idm")

    assert len(gzip.compress(found.content)) < 20 * 1024
    drawn = found.content.decode().partition('class="areas"')[2].partition("</svg>")[0]
    assert (drawn.count("<circle"), drawn.count("<title"), map_of(found)) == (305, 0, {})


def test_villages_out_of_sight_are_neither_drawn_nor_counted(sent, cast, client):
    client.force_login(cast["outsider"])
    found = page(client, "71.01.01")

    assert (found.context["map"], found.context["page"].bins, found.context["titles"]) == (None, [], {})


def test_the_course_says_how_it_moved_and_never_compares_other_numbers_of_villages(sent, put, now, cast, client):
    for code, values in {"2025-S1": {A: 1, B: 1}, "2025-S2": {A: 4, B: 5}}.items():
        add_period(code=code, by=None, at=now)
        put({(place, "posyandu"): value for place, value in values.items()}, when=code)
    client.force_login(cast["bappeda"])
    kecamatan, kabupaten = page(client, "71.01.01"), page(client, "71.01")

    assert kecamatan.context["titles"]["line"] == "Posyandu naik dari 2 (Semester 1 2025) ke 8 (Semester 1 2026)"
    assert (
        kabupaten.context["titles"]["line"] == "Semester 1 2025: 2 desa/kelurahan mengirim, Semester 1 2026 sudah 3"
    )
    assert '<h2 id="h-waktu">Posyandu naik dari 2' in kecamatan.content.decode()
    put({(B, "posyandu"): 0}, when="2025-S1")
    put({(A, "posyandu"): 1, (B, "posyandu"): 0})
    assert page(client, "71.01.01").context["titles"]["line"] == (
        "Posyandu sama pada Semester 1 2025 dan Semester 1 2026: 1"
    )


def test_the_page_says_what_the_figure_means_and_on_what_law_it_stands(sent, reference, cast, client):
    client.force_login(cast["bappeda"])
    meaning = page(client, "71.01").content.decode().partition('id="arti"')[2]

    what = reference["posyandu"]
    assert [text in meaning for text in (what.numerator, what.source, what.legal_basis)] == [True] * 3


@pytest.mark.parametrize(
    ("values", "half"),
    [([1, 2, 2, 3, 9], (1, 2, 3)), ([1, 5, 6, 20], (5, 6, 2)), ([4], (4, 4, 1)), ([0, 0, 0, 7], (0, 0, 3))],
)
def test_the_middle_half_is_the_narrowest_span(values: list[int], half: tuple[int, int, int]):
    assert middle_half([Decimal(value) for value in values]) == half


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([1, 2, 3, 4, 5, 6], ["q2", "q2", "q3", "q3", "q4", "q4"]),
        ([2, 2, 2, 2], ["q2", "q2", "q2", "q2"]),
        ([1, 1, 1, 1, 8, 9], ["q2", "q2", "q2", "q2", "q3", "q3"]),
    ],
)
def test_equal_values_are_of_one_class(values: list[int], classes: list[str]):
    css, ranges = value_classes(dict(enumerate(Decimal(value) for value in values)))

    assert list(css.values()) == classes
    assert set(ranges) == set(classes)
