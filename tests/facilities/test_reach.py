"""Reach: what goes into the engine, what comes onto the page, and the four kinds of gap."""

from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.facilities.actions import close_facility
from rumahbersama.chain.needs.facilities.maps import class_of
from rumahbersama.chain.needs.facilities.reach import reach_of
from rumahbersama.chain.needs.facilities.rules import (
    NOT_THERE,
    NOT_USED,
    NOT_WORKING,
    TOO_FAR,
    GapKind,
    Listed,
    kinds_of_gap,
)
from rumahbersama.chain.needs.facilities.sentences import kind_words
from rumahbersama.chain.needs.models import IndicatorSum, Observation, Service, Threshold
from rumahbersama.ground.regions.models import Region
from tests.facilities.conftest import DESA, OTHER, SISTER

# On the equator 0.01 degree is 1.112 km. Anggrek 0 km, Akasia 1.1 km, Asri 8.9 km; Bambu of the neighbour 2.2 km.
MIDDLES = {DESA: "110.00", SISTER: "110.01", "71.01.01.1003": "110.08", OTHER: "110.02"}
PEOPLE = {DESA: 1000, SISTER: 3000, "71.01.01.1003": 500, OTHER: 1000}


@pytest.fixture
def placed(reference, put):
    """Four desa on the equator with their people."""
    for code, longitude in MIDDLES.items():
        Region.objects.filter(code=code).update(latitude=Decimal(0), longitude=Decimal(longitude))
    put({(code, "penduduk"): people for code, people in PEOPLE.items()})


def reach(period, place="71.01.01", service="sd"):
    return reach_of(
        region=Region.objects.get(code=place),
        service=Service.objects.select_related("supply").get(code=service),
        period=period,
        standard=None,
    )


def told(found):
    return {row.region.name: (row.access.within_reach, round(row.score or 0, 3)) for row in found.rows}


def test_counts_stand_at_the_middle_of_their_desa(placed, put, period):
    """Catchment of SD 3 km. One school counted in Anggrek; Anggrek, Akasia and Bambu reach it: 1/5,000 = 0.2."""
    put({(DESA, "sd"): 1})

    found = reach(period)

    assert told(found) == {"Asri": (0, 0), "Anggrek": (1, 0.2), "Akasia": (1, 0.2)}
    assert found.average == pytest.approx(1000 / 5500)  # one school, 5,500 people in the kabupaten
    assert (found.basis.counted, found.basis.listed_own, found.far_people, found.catchment_km) == (1, 0, 500, 3)
    assert found.rows[0].region.name == "Asri"
    assert found.rows[0].access.nearest_km == pytest.approx(8.8956, abs=1e-3)


def test_a_list_as_long_as_the_count_takes_its_place_and_says_so(placed, make, put, period):
    """The list knows better: the school stands at 110.08, where only Asri's 500 people reach it: 1/500 = 2."""
    put({(DESA, "sd"): 1})
    make(latitude=Decimal(0), longitude=Decimal("110.08"))

    found = reach(period)

    assert told(found) == {"Anggrek": (0, 0), "Akasia": (0, 0), "Asri": (1, 2)}
    assert (found.basis.listed_own, found.basis.counted) == (1, 0)


def test_a_list_that_has_only_begun_hides_no_count(placed, make, put, period):
    put({(DESA, "sd"): 2})
    make(latitude=Decimal(0), longitude=Decimal("110.08"))
    found = reach(period)
    assert (found.basis.counted, found.basis.listed_own, found.basis.kecamatan_counted) == (2, 0, 1)


def test_a_facility_over_the_border_of_the_kecamatan_counts(placed, make, period):
    make(region=OTHER)
    assert told(reach(period)) == {"Asri": (0, 0), "Anggrek": (1, 0.2), "Akasia": (1, 0.2)}
    assert reach(period).basis.listed_centroid == 1


def test_what_does_not_work_or_has_closed_is_in_nobodys_reach(placed, make, period, now):
    make(working="no")
    close_facility(facility=make("SD Tutup"), on=now.date(), reason="x", by=None, at=now)
    make("SD Belum tahu", working="unknown", region=SISTER)
    assert reach(period).basis.total == 1


def test_a_desa_without_people_has_no_share_and_is_no_zero(placed, make, period, cast, client):
    """Nobody has sent the people of Akasia: it takes no share; what it reaches is told all the same."""
    Observation.objects.filter(region__code=SISTER, indicator__code="penduduk").delete()
    make()

    found = reach(period)

    akasia = next(row for row in found.rows if row.region.code == SISTER)
    assert (akasia.score, akasia.access.within_reach, akasia.is_far, class_of(akasia.score, 1.0)) == (
        None,
        1,
        False,
        "nd",
    )
    assert (found.without_people, found.unknown) == (1, 0)
    client.force_login(cast["camat"])
    page = client.get("/tempat/71.01.01/jangkauan/?layanan=sd").content.decode()
    assert "1 desa belum mengirim jumlah penduduk" in page


def test_without_any_population_distances_are_told_and_what_is_missing(placed, make, cast, client):
    """Not one figure was ever sent; the list holds one school, in Anggrek: Asri lies 8.9 km away, beyond 3 km."""
    Observation.objects.all().delete()
    IndicatorSum.objects.all().delete()
    make()
    client.force_login(cast["camat"])
    response = client.get("/tempat/71.01.01/jangkauan/?layanan=sd")
    page, found = response.content.decode(), response.context["page"]

    assert [(row.region.name, row.access.within_reach, row.score) for row in found.reach.rows] == [
        ("Asri", 0, 0.0),
        ("Akasia", 1, None),
        ("Anggrek", 1, None),
    ]
    assert found.lead.startswith("1 desa tidak punya SD/MI dalam 3 km; penduduknya belum dikirim.")
    assert "Paling jauh: Kelurahan Asri, yang terdekat 8,9 km." in page
    assert "bagian per 1.000 penduduk dan banyaknya orang yang jauh belum dapat dihitung." in page
    assert ("Jarak ke SD/MI terdekat" in page, page.count('class="map"'), "<title>Asri: 8,9 km" in page) == (
        True,
        1,
        True,
    )
    assert {kind.kind: kind.count for kind in found.kinds}[TOO_FAR] is None
    file = client.get(reverse("facilities:download_reach", args=["71.01.01", "csv"]) + "?layanan=sd")
    assert ",8.9,0,0.0," in file.content.decode()


def test_of_the_far_only_those_with_people_are_counted_where_some_have_sent(placed, make, put, period):
    Observation.objects.filter(region__code="71.01.01.1003").delete()
    make()
    found = reach(period)

    assert (found.is_peopled, found.far_people, found.unknown) == (True, None, 1)
    assert [row.region.name for row in found.far] == ["Asri"]
    put({("71.01.01.1003", "penduduk"): 7})
    assert reach(period).far_people == 7


def test_without_middles_nothing_is_made_up(reference, put, make, period, cast, client):
    put({(DESA, "penduduk"): 1000, (DESA, "sd"): 1})
    found = reach(period)
    assert (found.basis.nowhere, found.far_people, found.unknown) == (1, None, 3)
    client.force_login(cast["camat"])
    page = client.get("/tempat/71.01.01/jangkauan/?layanan=sd").content.decode()
    assert "titik tengah desanya belum diketahui" in page


def test_the_page_says_it_first_then_shows_the_worst_first(placed, put, cast, client):
    put({(DESA, "sd"): 1})
    client.force_login(cast["operator"])  # any role in the kecamatan sees figures per desa

    response = client.get("/tempat/71.01.01/jangkauan/?layanan=sd")
    page = response.content.decode()

    assert "1 desa dengan 500 penduduk tidak punya SD/MI dalam 3 km." in page
    assert "Paling jauh: Kelurahan Asri, yang terdekat 8,9 km." in page
    assert "1 dari hitungan desa, diletakkan di titik tengah desa" in page
    assert "Semua jarak dihitung dari titik tengah desa." in page
    assert [row.region.name for row in response.context["rows"]] == ["Asri", "Akasia", "Anggrek"]
    assert page.count('class="map"') == 1
    assert "di desa ini" in page


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_costs_the_same_however_many(schools, placed, make, cast, client, django_assert_num_queries):
    for number in range(schools):
        make(f"SD {number}")
    client.force_login(cast["camat"])
    client.get("/tempat/71.01.01/jangkauan/?layanan=sd")
    with django_assert_num_queries(12):
        client.get("/tempat/71.01.01/jangkauan/?layanan=sd")


def test_the_kabupaten_ranks_all_its_desa(placed, put, cast, client):
    put({(DESA, "sd"): 1})
    client.force_login(cast["bappeda"])
    response = client.get("/tempat/71.01/jangkauan/?layanan=sd")
    assert len(response.context["page"].reach.rows) == 5
    assert "letak belum diketahui" in response.content.decode()


@pytest.mark.parametrize("place", ["0", "71", DESA])
def test_other_levels_have_no_such_page(place, placed, cast, client):
    client.force_login(cast["ministry"])
    assert client.get(f"/tempat/{place}/jangkauan/").status_code == 404


def test_the_table_goes_out_with_its_labels(placed, put, cast, client):
    put({(DESA, "sd"): 1})
    client.force_login(cast["camat"])
    address = reverse("facilities:download_reach", args=["71.01.01", "csv"])
    lines = client.get(address + "?layanan=sd").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "71.01.01.1003,Asri,Alas,500,,,8.9,0,0.0,dari titik tengah desa"
    assert lines[2] == "71.01.01.2002,Akasia,Alas,3000,,,1.11,1,0.2,dari titik tengah desa"


def test_a_service_without_a_catchment_is_told(placed, put, cast, client):
    Threshold.objects.filter(code="jangkauan-sd").delete()
    client.force_login(cast["camat"])
    page = client.get("/tempat/71.01.01/jangkauan/?layanan=sd").content.decode()
    assert "Jarak paling jauh layanan ini belum ditetapkan" in page


NOTHING = Listed()


def test_kinds_of_gap_nothing_known_tells_what_is_missing():
    kinds = kinds_of_gap(shortage=None, listed=NOTHING, far_people=None)
    assert [kind.is_told for kind in kinds] == [False] * 4
    assert [kind.kind for kind in kinds] == [NOT_THERE, NOT_WORKING, TOO_FAR, NOT_USED]
    assert all(kind_words(kind).startswith("Belum dapat dikatakan") for kind in kinds)


def test_kinds_of_gap_tell_only_what_somebody_has_said():
    """12 listed: 10 work, 1 does not, of 1 nobody knows; of the 10 the use of 4 is known, and 1 serves nobody."""
    listed = Listed(total=12, working=10, not_working=1, unused=1, use_known=4, placed=3)
    assert kinds_of_gap(shortage=2, listed=listed, far_people=0, far_unknown=1) == [
        GapKind(NOT_THERE, 2),
        GapKind(NOT_WORKING, 1, 1),
        GapKind(TOO_FAR, 0, 1),
        GapKind(NOT_USED, 1, 6),
    ]


@pytest.mark.parametrize(
    ("score", "css"), [(None, "nd"), (0, "q0"), (0.4, "q1"), (0.5, "q2"), (1.0, "q3"), (1.5, "q4"), (9, "q4")]
)
def test_classes_of_the_map(score, css):
    assert class_of(score, 1.0) == css


def test_without_an_average_there_is_no_class():
    assert class_of(0.4, None) == "nd"


def test_where_every_desa_has_its_own_nobody_is_called_farthest(placed, put, cast, client):
    put({(code, "sd"): 1 for code in MIDDLES})
    client.force_login(cast["camat"])
    lead = client.get("/tempat/71.01.01/jangkauan/?layanan=sd").context["page"].lead
    assert lead == (
        "Semua desa yang dapat dihitung punya SD/MI dalam 3 km. "
        "Dasar hitungan: 4 dari hitungan desa, diletakkan di titik tengah desa."
    )
