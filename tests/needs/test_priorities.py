"""The priority list: worked ranks, its parts, minimum counts, sureness, scope, costs."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.models import Observation, Threshold
from rumahbersama.chain.needs.priorities import views
from rumahbersama.chain.needs.priorities.queries import priorities_of
from rumahbersama.chain.needs.priorities.rules import Shortage, Weights, rank_of
from rumahbersama.chain.needs.voices.models import Voice

WEIGHTS = Weights(share=Decimal(4), people=Decimal(4), voice=Decimal(2), minimum_people=50)
A, B = "71.01.01.2001", "71.01.01.2002"


def shortage(required=4, missing=1, people=5000, per=1250, voiced=0, **more) -> Shortage:
    return Shortage(required, missing, people, per, voiced, **more)


def test_a_rank_worked_by_hand():
    """1 of 4 missing: 4/10 x 25 = 10; 1,250 of at most 2,500 unserved: 4/10 x 50 = 20; 625 of 1,250 asked: 10."""
    rank = rank_of(shortage(voiced=625), most_unserved=2500, weights=WEIGHTS)

    assert rank.parts == {"share": Decimal("10.0"), "people": Decimal("20.0"), "voice": Decimal("10.0")}
    assert rank.score == Decimal("40.0")


@pytest.mark.parametrize(
    ("required", "missing", "people", "per", "unserved"),
    [
        (4, 9, 5000, 1250, 5000),  # nothing is there: all of them, never more
        (2, 1, 2022, 2000, 22),  # one school for 2,000 of 2,022 people: the second is for 22
        (3, 2, 2540, 1250, 1290),
        (10, 3, 44_439, 4800, 10_839),
        (1, 1, 300, 2000, 300),  # a village has a right to one, however small it is
        (2, 1, 1900, 2000, 0),  # a right to two, where one is enough for all
    ],
)
def test_the_unserved_are_those_beyond_what_is_there(required, missing, people, per, unserved):
    assert shortage(required, missing, people, per).unserved == unserved


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_rank_lies_between_0_and_100_and_more_voices_never_lower_it(required, missing, voiced, more):
    fewer = rank_of(shortage(required, min(missing, required), voiced=voiced), most_unserved=9000, weights=WEIGHTS)
    louder = rank_of(
        shortage(required, min(missing, required), voiced=voiced + more), most_unserved=9000, weights=WEIGHTS
    )
    assert 0 <= fewer.score <= louder.score <= Decimal("100.1")


@pytest.mark.parametrize(
    ("more", "sure"),
    [
        ({}, "verified"),
        ({"unverified": True}, "unverified"),
        ({"unverified": True, "is_complete": False}, "partial"),
        ({"contested": True, "is_complete": False}, "contested"),
    ],
)
def test_how_sure_a_shortage_is(more, sure):
    assert shortage(**more).sureness == sure


@pytest.fixture
def short(put) -> None:
    """Anggrek lacks 1 of 4 posyandu, Akasia 2 of 2; in B Bambu has enough; Asri has sent no people."""
    put({(A, "penduduk"): 5000, (A, "posyandu"): 3, (B, "penduduk"): 2000, (B, "posyandu"): 0})
    put({("71.01.01.1003", "posyandu"): 0, ("71.01.02.2001", "penduduk"): 900, ("71.01.02.2001", "posyandu"): 1})


def listed(region, **more) -> list[tuple[str, str, int, Decimal]]:
    found = priorities_of(region=region, period="2026-S1")
    return [(e.place.name, e.standard.service.code, e.shortage.unserved, e.rank.score) for e in found.ranked]


def test_the_list_ranks_every_shortage_of_the_place(short, country):
    assert listed(country["71.01.01"]) == [
        ("Akasia", "posyandu", 2000, Decimal("80.0")),
        ("Anggrek", "posyandu", 1250, Decimal("35.0")),
    ]
    assert listed(country["71.01"]) == listed(country["71.01.01"])
    assert listed(country[B]) == [("Akasia", "posyandu", 2000, Decimal("80.0"))]


def test_voices_lift_an_entry_by_their_weight(short, reference, country, now):
    Voice.objects.create(
        region=country[A],
        statement="Posyandu di dusun II",
        area=reference["posyandu"].area,
        service=reference["posyandu"].service,
        source_kind=Voice.Source.values[0],
        voiced_on=now.date(),
        people_count=1250,
        entered_at=now,
    )
    assert listed(country["71.01.01"])[1] == ("Anggrek", "posyandu", 1250, Decimal("55.0"))


def test_shortages_for_few_people_are_told_apart_unranked(short, country):
    Threshold.objects.filter(code="priority-minimum").update(value=1500)
    found = priorities_of(region=country["71.01.01"], period="2026-S1")

    assert [e.place.name for e in found.ranked] == ["Akasia"]
    assert [(e.place.name, e.rank) for e in found.small] == [("Anggrek", None)]


def test_what_only_some_villages_have_sent_is_told_apart_and_never_first(short, put, country, cast, client):
    """Puskesmas is asked for per kecamatan: Asri has not sent, and may have it."""
    put({(A, "puskesmas"): 0, (B, "puskesmas"): 0})
    some = priorities_of(region=country["71.01.01"], period="2026-S1")
    client.force_login(cast["camat"])
    page = client.get(reverse("priorities:place", args=["71.01.01"])).content.decode()

    assert [e.standard.service.code for e in some.ranked] == ["posyandu", "posyandu"]
    assert [(e.place.name, e.standard.service.code, e.rank) for e in some.partial] == [("Alas", "puskesmas", None)]
    assert "1 lagi belum diurutkan karena baru sebagian desanya mengirim." in page
    assert "1 kekurangan baru dari sebagian desanya, belum diurutkan" in page
    assert page.count("kurang 1 untuk 7.000 orang") == 1

    put({("71.01.01.1003", "puskesmas"): 0, ("71.01.01.1003", "penduduk"): 90})
    whole = priorities_of(region=country["71.01.01"], period="2026-S1")

    assert (whole.ranked[0].standard.service.code, whole.partial) == ("puskesmas", [])


def test_what_is_contested_says_so(short, country):
    Observation.objects.filter(region__code=B, indicator__code="posyandu").update(state="contested")
    found = priorities_of(region=country["71.01.01"], period="2026-S1")

    assert [e.shortage.sureness for e in found.ranked] == ["contested", "unverified"]


def test_the_list_costs_the_same_with_one_shortage_and_with_three(
    short, put, country, cast, client, django_assert_num_queries
):
    client.force_login(cast["bappeda"])
    address = reverse("priorities:place", args=["71.01"])
    client.get(address)
    with django_assert_num_queries(COST):
        client.get(address)
    put({("71.01.02.2002", "penduduk"): 4000, ("71.01.02.2002", "posyandu"): 1, ("71.01.02.2002", "sd"): 0})
    with django_assert_num_queries(COST):
        client.get(address)


COST = 11


def test_the_page_says_why_and_the_file_holds_the_parts(short, cast, client):
    client.force_login(cast["camat"])
    page = client.get(reverse("priorities:place", args=["71.01.01"])).content.decode()
    response = client.get(reverse("priorities:download", args=["71.01.01", "csv"]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]

    assert (
        "Kurang 2 dari 2 (40,0 poin), 2.000 orang belum terlayani (40,0 poin), belum ada usulan (0,0 poin)." in page
    )
    assert [row[0] + row[2] for row in rows] == ["1Desa Akasia", "2Desa Anggrek"]
    assert rows[0][12:] == ["80.0", "40.0", "40.0", "0.0"]


def test_the_second_page_goes_on_counting_and_words_only_what_it_shows(short, cast, client, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    client.force_login(cast["camat"])
    address = reverse("priorities:place", args=["71.01.01"])
    shown = [client.get(address, {views.PAGE: number}).context["rows"] for number in (1, 2)]

    assert [[(number, entry.place.name) for number, entry, *_words in rows] for rows in shown] == [
        [(1, "Akasia")],
        [(2, "Anggrek")],
    ]
