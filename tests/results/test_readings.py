"""As it was and on today's borders: a country worked by hand, who may compare the two, and the real editions.

Between the editions of 2021 and 2024 Akasia moves from Alas to Bukit, Suka Maju is recoded, Bambu is split (Bambu
Timur is new), and Alamanda is new in Alas. People (2023 / 2024):

    Anggrek 100/110  Akasia 200/210  Suka Maju 300/310  Alamanda -/40  Bambu 1000/600
    Bambu Timur -/450  Beringin 50/55

Alas as it was: 100 + 200 + 300 = 600; with today's villages 100 + 300 = 400; in 2024 both 110 + 310 + 40 = 460.
Bukit as it was: 1000 + 50 = 1050; with today's villages 1000 + 50 + 200 = 1250; in 2024 both
600 + 450 + 55 + 210 = 1315.
"""

import csv
from collections import defaultdict
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.chain.needs.reference import add_period, load_reference
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.chain.needs.sums import resum
from rumahbersama.ground.regions.actions import ensure_nation, link_regions
from rumahbersama.ground.regions.models import Edition, Region
from rumahbersama.ground.regions.queries.membership import membership_of
from rumahbersama.results.readings import AS_IT_WAS
from tests.conftest import make_account
from tests.needs.test_regions_change import run_waiting_jobs
from tests.regions.making import OLD, changed, load
from tests.regions.test_real_data import load as load_real
from tests.results.test_who_sees import numbers

ALAS, BUKIT, SUNGAI = "71.01.01", "71.01.02", "71.01"
NEW = changed(OLD, drop=("71.01.01.2002", "71.01.01.2003")) | {
    "71.01.01.2004": "Suka Maju",
    "71.01.01.2005": "Alamanda",
    "71.01.02.2003": "Akasia",
    "71.01.02.2004": "Bambu Timur",
}
PEOPLE_2023 = {
    f"{ALAS}.2001": 100,
    f"{ALAS}.2002": 200,
    f"{ALAS}.2003": 300,
    f"{BUKIT}.2001": 1000,
    f"{BUKIT}.2002": 50,
}
PEOPLE_2024 = {f"{ALAS}.2001": 110, f"{ALAS}.2004": 310, f"{ALAS}.2005": 40, f"{BUKIT}.2001": 600}
PEOPLE_2024 |= {f"{BUKIT}.2002": 55, f"{BUKIT}.2003": 210, f"{BUKIT}.2004": 450}


def put(values: dict[str, int], when: str, now) -> None:
    """Store people of villages."""
    if not Period.objects.filter(code=when).exists():
        add_period(code=when, by=None, at=now)
    new = [
        NewValue(code, "penduduk", when, Decimal(value), None, "laporan", "entered") for code, value in values.items()
    ]
    store(new, by=None, at=now, verb="needs.enter", summary="uji", place_code=SUNGAI)


@pytest.fixture
def moved(db, tmp_path, now) -> dict[str, object]:
    """The country worked by hand, with people to look at it."""
    ensure_nation()
    load(tmp_path, OLD, year=2021, dry_run=False)
    load_reference(by=None, at=now)
    put(PEOPLE_2023, "2023", now)
    load(tmp_path, NEW, year=2024, dry_run=False)
    gone = Region.objects.get(name="Akasia", gone_on__isnull=False)
    link_regions(gone=gone, successor=Region.objects.get(code=f"{BUKIT}.2003"), by=None, at=now, reason="pindah")
    put(PEOPLE_2024, "2024", now)
    run_waiting_jobs(now)
    places = {"camat_alas": ALAS, "camat_bukit": BUKIT, "bappeda": SUNGAI, "province": "71", "outsider": "71.02.01"}
    roles = {"bappeda": "bappeda", "province": "province"}
    return {
        who: make_account(roles.get(who, "camat"), Region.objects.get(code=code), name=who)
        for who, code in places.items()
    }


def page(client, code: str, borders: str = AS_IT_WAS, **query: str):
    address = reverse("results:indicator", args=[code, "penduduk"])
    return client.get(address, {"periode": "2024", "batas": borders} | query)


def own(context) -> dict[str, int]:
    found = context["page"]
    return {each.code: int(found.points[each.pk].value) for each in found.periods if each.pk in found.points}


def courses(context) -> dict[str, list[int | None]]:
    return {row.region.name: [point and int(point.value) for point in row.course] for row in context["page"].rows}


@pytest.mark.parametrize(
    ("code", "today", "then"),
    [
        (ALAS, {"2023": 400, "2024": 460}, {"2023": 600, "2024": 460}),
        (BUKIT, {"2023": 1250, "2024": 1315}, {"2023": 1050, "2024": 1315}),
        (SUNGAI, {"2023": 1650, "2024": 1775}, {"2023": 1650, "2024": 1775}),
    ],
)
def test_both_readings_are_what_was_worked_by_hand(code, today, then, moved, client):
    client.force_login(moved["bappeda"])

    assert own(page(client, code, "").context) == today
    assert own(page(client, code).context) == then


def test_the_children_follow_the_reading(moved, client):
    client.force_login(moved["bappeda"])

    assert courses(page(client, SUNGAI, "").context) == {"Alas": [400, 460], "Bukit": [1250, 1315]}
    assert courses(page(client, SUNGAI).context) == {"Alas": [600, 460], "Bukit": [1050, 1315]}


def test_a_kecamatan_as_it_was_lists_the_villages_of_that_period(moved, client):
    client.force_login(moved["bappeda"])

    assert courses(page(client, ALAS, periode="2023").context) == {
        "Suka Maju": [300],
        "Akasia": [200],
        "Anggrek": [100],
    }
    assert courses(page(client, ALAS).context) == {
        "Suka Maju": [300, 310],
        "Anggrek": [100, 110],
        "Alamanda": [None, 40],
    }


def test_a_sentence_says_what_differs_and_a_recoded_village_is_not_in_it(moved, client):
    client.force_login(moved["bappeda"])

    assert page(client, ALAS).context["page"].reading.differs == [
        "1 desa/kelurahan pindah keluar pada 1 Jan 2024: Desa Akasia.",
        "1 desa/kelurahan baru pada 1 Jan 2024: Desa Alamanda.",
    ]
    assert page(client, BUKIT).context["page"].reading.differs == [
        "1 desa/kelurahan pindah masuk pada 1 Jan 2024: Desa Akasia.",
        "1 desa/kelurahan baru pada 1 Jan 2024: Desa Bambu Timur.",
    ]
    assert page(client, SUNGAI).context["page"].reading.differs == [
        "1 desa/kelurahan pindah kecamatan di dalamnya pada 1 Jan 2024: Desa Akasia.",
        "2 desa/kelurahan baru pada 1 Jan 2024: Desa Alamanda, Desa Bambu Timur.",
    ]


@pytest.mark.parametrize("code", ["71.02", "71.02.01", "71"])
def test_where_no_border_changed_there_is_no_choice(code, moved, now, client):
    put({"71.02.01.2001": 70}, "2023", now)
    put({"71.02.01.2001": 80}, "2024", now)
    client.force_login(moved["province"])
    text = page(client, code, "").content.decode()

    assert ('name="batas"' in text, own(page(client, code, "").context)) == (False, own(page(client, code).context))


def test_a_village_that_leaves_and_comes_back_is_new_nowhere(db, tmp_path, now, client):
    """Akasia lies in Alas until 2022, in Bukit in 2022 and 2023, and in Alas again."""
    away = changed(OLD, drop=(f"{ALAS}.2002",)) | {f"{BUKIT}.2003": "Akasia"}
    ensure_nation()
    load(tmp_path, OLD, year=2021, dry_run=False)
    load_reference(by=None, at=now)
    put(PEOPLE_2023, "2021", now)
    for year, edition, code in ((2022, away, f"{BUKIT}.2003"), (2024, OLD, f"{ALAS}.2002")):
        load(tmp_path, edition, year=year, dry_run=False)
        gone = Region.objects.get(name="Akasia", gone_on__isnull=False)
        link_regions(gone=gone, successor=Region.objects.get(code=code), by=None, at=now, reason="pindah")
        put({f"{ALAS}.2001": 100, f"{BUKIT}.2001": 1000, code: 200}, f"{year}", now)
    run_waiting_jobs(now)
    client.force_login(make_account("bappeda", Region.objects.get(code=SUNGAI)))
    told = {code: page(client, code).context["page"].reading.differs for code in (ALAS, BUKIT, SUNGAI)}

    assert told == {
        ALAS: [
            "1 desa/kelurahan pindah masuk pada 1 Jan 2024: Desa Akasia.",
            "1 desa/kelurahan pindah keluar pada 1 Jan 2022: Desa Akasia.",
        ],
        BUKIT: [
            "1 desa/kelurahan pindah keluar pada 1 Jan 2024: Desa Akasia.",
            "1 desa/kelurahan pindah masuk pada 1 Jan 2022: Desa Akasia.",
        ],
        SUNGAI: [
            "1 desa/kelurahan pindah kecamatan di dalamnya pada 1 Jan 2024: Desa Akasia.",
            "1 desa/kelurahan pindah kecamatan di dalamnya pada 1 Jan 2022: Desa Akasia.",
        ],
    }


def test_a_span_after_the_change_has_no_choice(moved, now, client):
    put({f"{ALAS}.2001": 120}, "2025", now)
    Observation.objects.filter(period__code="2023").delete()
    resum(kabupaten=[SUNGAI])
    client.force_login(moved["bappeda"])

    assert page(client, ALAS).context["page"].reading.differs == []


# who may read it as it was: each desa in which the readings differ must be in sight (DESIGN section 4)
MATRIX = {
    ("camat_alas", ALAS): False,  # Akasia lies in Bukit now
    ("camat_alas", BUKIT): False,
    ("camat_alas", SUNGAI): False,
    ("camat_bukit", ALAS): False,  # Alamanda lies in Alas
    ("camat_bukit", BUKIT): True,
    ("camat_bukit", SUNGAI): False,
    ("bappeda", ALAS): True,
    ("bappeda", BUKIT): True,
    ("bappeda", SUNGAI): True,
    ("province", SUNGAI): True,
    ("outsider", ALAS): False,
    ("outsider", BUKIT): False,
    ("outsider", SUNGAI): False,
}
SECRET = {ALAS: {"600", "200"}, BUKIT: {"1050"}, SUNGAI: {"600", "1050"}}
ROWS = {ALAS: {"100", "200", "300"}, BUKIT: {"1000", "50"}, SUNGAI: {"600", "1050"}}


@pytest.mark.parametrize(("who", "code"), MATRIX)
def test_who_may_not_see_the_village_that_moved_gets_no_second_reading(who, code, moved, client):
    client.force_login(moved[who])
    response = page(client, code, periode="2023")
    files = {
        form: client.get(
            reverse("results:download_indicator", args=[code, "penduduk", form]),
            {"periode": "2023", "batas": AS_IT_WAS},
        )
        for form in ("csv", "xlsx")
    }
    told = numbers(response.content) & SECRET[code]
    text = response.content.decode()

    if MATRIX[who, code]:
        assert told == SECRET[code]
        assert [file.status_code for file in files.values()] == [200, 200]
        assert all(numbers(file.content, form) >= ROWS[code] for form, file in files.items())
    else:
        assert told == set()
        assert "tidak dibuka untuk Anda" in text
        assert [file.status_code for file in files.values()] == [403, 403]


def test_files_name_the_reading(moved, client):
    client.force_login(moved["bappeda"])
    address = reverse("results:download_indicator", args=[SUNGAI, "penduduk", "csv"])
    found = {}
    for borders in ("", AS_IT_WAS):
        response = client.get(address, {"periode": "2023", "batas": borders})
        rows = list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))
        found[borders] = {(row["Wilayah"], row["Nilai"], row["Batas wilayah"]) for row in rows}
        assert ("batas-waktu-itu" in response["Content-Disposition"]) is bool(borders)

    assert found == {
        "": {("Kecamatan Alas", "400", "batas hari ini"), ("Kecamatan Bukit", "1250", "batas hari ini")},
        AS_IT_WAS: {("Kecamatan Alas", "600", "batas waktu itu"), ("Kecamatan Bukit", "1050", "batas waktu itu")},
    }


@pytest.mark.parametrize("borders", ["", AS_IT_WAS])
@pytest.mark.parametrize("code", [ALAS, SUNGAI])
def test_either_reading_costs_no_more_than_twelve_queries(
    code, borders, moved, client, django_assert_max_num_queries
):
    client.force_login(moved["bappeda"])
    page(client, code)
    with django_assert_max_num_queries(12):
        page(client, code, borders)


def villages_by_kecamatan(codes: dict[int, str]) -> dict[int, set[int]]:
    """Return the ids of villages by the id of their kecamatan, from codes alone."""
    by_code = {code: pk for pk, code in codes.items()}
    found: dict[int, set[int]] = defaultdict(set)
    for code, pk in by_code.items():
        if code.count(".") == 3:
            found[by_code[code[:8]]].add(pk)
    return found


def test_the_real_editions_change_the_villages_of_as_many_kecamatan_as_counted_apart(shared_data, now, db):
    """Counted a second time without dates: the codes of the first edition against the codes of today."""
    load_real(shared_data, 2023, now)
    before = dict(Region.objects.filter(level__gte=3).values_list("pk", "code"))
    load_real(shared_data, 2025, now)
    then = villages_by_kecamatan(before)
    today = villages_by_kecamatan(dict(Region.objects.filter(level__gte=3, gone_on=None).values_list("pk", "code")))
    counted = {pk for pk, villages in today.items() if villages != then.get(pk)}

    day = Edition.objects.earliest("valid_from").valid_from
    touched = [each for each in Region.objects.filter(level=2, gone_on=None) if membership_of(each).differing([day])]
    kecamatan = Region.objects.filter(level=3, gone_on=None, parent__in=touched)
    found = {each.pk for each in kecamatan if membership_of(each).differing([day])}

    assert (len(today), len(counted)) == (7285, 66)
    assert found == counted
