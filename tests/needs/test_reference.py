"""Reference data: periods by their codes, loading twice, edited rows, standards that replace one another."""

import csv
import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs.models import GapTotal, Indicator, Period, Service, Standard
from rumahbersama.chain.needs.queries import band_of, bands_on, figures_of, gaps_of, standards_of
from rumahbersama.chain.needs.reference import (
    add_period,
    load_reference,
    period_from_code,
    replace_standard,
    save_indicator,
)
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core.models import Job
from tests.needs.plain import raw_gaps, raw_sums, stored_gaps, stored_sums
from tests.needs.test_regions_change import run_waiting_jobs


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2020", date(2020, 1, 1), date(2021, 1, 1)),
        ("2020-S1", date(2020, 1, 1), date(2020, 7, 1)),
        ("2020-S2", date(2020, 7, 1), date(2021, 1, 1)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2024-M2", date(2024, 2, 1), date(2024, 3, 1)),
        ("2024-M12", date(2024, 12, 1), date(2025, 1, 1)),
    ],
)
def test_a_period_is_half_open_and_known_by_its_code(code: str, start: date, end: date) -> None:
    period = period_from_code(code)

    assert (period.code, period.starts_on, period.ends_on) == (code, start, end)


@pytest.mark.parametrize(
    "code", ["", "20226", "1944", "2101", "2020-", "2020-S0", "2020-S3", "2020-Q5", "2020-M13", "2020-X1", "２０２０"]
)
def test_a_code_that_names_no_period_is_refused(code: str) -> None:
    with pytest.raises(NeedsRefusal):
        period_from_code(code)


@given(st.integers(1945, 2100), st.sampled_from([("S", 2), ("Q", 4), ("M", 12)]))
def test_the_parts_of_a_year_follow_each_other_without_a_gap(year: int, kind: tuple[str, int]) -> None:
    letter, count = kind
    parts = [period_from_code(f"{year}-{letter}{number}") for number in range(1, count + 1)]

    assert (parts[0].starts_on, parts[-1].ends_on) == (date(year, 1, 1), date(year + 1, 1, 1))
    assert all(one.ends_on == other.starts_on for one, other in itertools.pairwise(parts))


def test_loading_twice_adds_nothing_and_keeps_what_people_edited(reference, now) -> None:
    Indicator.objects.filter(code="posyandu").update(name="Posyandu aktif", aliases=["pos"])
    records = AuditRecord.objects.count()

    assert (load_reference(by=None, at=now), AuditRecord.objects.count()) == (0, records)
    assert Indicator.objects.get(code="posyandu").name == "Posyandu aktif"


def test_the_five_standards_have_their_law_and_say_whether_it_was_seen(reference) -> None:
    rows = Standard.objects.values_list("service__code", "people_per_facility", "level", "legal_basis_verified")

    assert sorted(rows) == [
        ("posyandu", 1250, 4, True),
        ("puskesmas", 120_000, 3, True),
        ("pustu", 30_000, 3, True),
        ("sd", 2000, 4, True),
        ("sltp", 4800, 3, False),
    ]


def new_standard(people: int, start: date) -> Standard:
    return Standard(
        service=Service.objects.get(code="posyandu"),
        population=Indicator.objects.get(code="penduduk"),
        people_per_facility=people,
        level=4,
        rounding="up",
        legal_basis="Permenkes uji",
        valid_from=start,
    )


def test_a_new_standard_ends_the_old_one_and_the_gaps_follow_from_its_day_on(put, country, cast, now) -> None:
    values = {("71.01.01.2001", "penduduk"): 2500, ("71.01.01.2001", "posyandu"): 1}
    put(values, when="2025")
    put(values, when="2026-S1")
    replace_standard(standard=new_standard(500, date(2026, 1, 1)), reason="aturan baru", by=cast["ministry"], at=now)
    before = {period: _shortage(country, period) for period in ("2025", "2026-S1")}
    done = run_waiting_jobs(now)

    after = {period: _shortage(country, period) for period in ("2025", "2026-S1")}
    old, new = Standard.objects.filter(service__code="posyandu").order_by("valid_from")
    assert (old.valid_to, new.valid_to, done) == (date(2026, 1, 1), None, 1)
    assert (before["2025"], after) == (1, {"2025": 1, "2026-S1": 4})
    assert (stored_sums(), stored_gaps()) == (raw_sums(), raw_gaps())
    record = AuditRecord.objects.get(verb="needs.replace_standard")
    assert (record.reason, record.actor) == ("aturan baru", cast["ministry"])


def _shortage(country, when: str) -> int | None:
    period = Period.objects.get(code=when)
    (standard,) = [one for one in standards_of(period) if one.service.code == "posyandu"]
    total = gaps_of(country["71"], period).get(standard.pk)
    return total.shortage if total else None


def test_a_standard_of_the_same_day_corrects_the_one_in_force(put, country, now) -> None:
    put({("71.01.01.2001", "penduduk"): 2500, ("71.01.01.2001", "posyandu"): 1})
    replace_standard(standard=new_standard(2500, date(2004, 1, 1)), reason="salah tulis", by=None, at=now)
    run_waiting_jobs(now)

    assert Standard.objects.filter(service__code="posyandu").count() == 1
    assert _shortage(country, "2026-S1") == 0


def test_a_standard_before_the_one_in_force_is_refused(reference, now) -> None:
    with pytest.raises(NeedsRefusal, match="1 Jan 2004"):
        replace_standard(standard=new_standard(500, date(2003, 12, 31)), reason="x", by=None, at=now)

    assert (Standard.objects.filter(service__code="posyandu").count(), Job.objects.count()) == (1, 0)


def test_an_indicator_no_longer_summed_loses_its_sums_in_the_background(put, reference, now) -> None:
    put({("71.01.01.2001", "penduduk"): 2500, ("71.01.01.2001", "posyandu"): 1})
    indicator = reference["posyandu"]
    indicator.upward = Indicator.Upward.NONE
    save_indicator(indicator=indicator, reason="indeks", by=None, at=now)
    run_waiting_jobs(now)

    assert stored_sums() == raw_sums()
    assert sorted(what for _place, what, _when in stored_sums()) == ["penduduk", "penduduk"]
    assert AuditChange.objects.get(entity="needs.indicator", first_key="posyandu").rows == [
        ["posyandu", {"upward": "sum"}, {"upward": "none"}]
    ]


def test_a_period_is_added_once(reference, now) -> None:
    period = add_period(code=" 2027-s1 ", by=None, at=now)
    with pytest.raises(NeedsRefusal, match="sudah ada"):
        add_period(code="2027-S1", by=None, at=now)

    assert str(period) == "Semester 1 2027"


@pytest.mark.parametrize(
    ("who", "status"), [("ministry", 302), ("administrator", 302), ("bappeda", 403), ("camat", 403)]
)
def test_reference_data_is_changed_by_its_managers_alone(who, status, cast, reference, client) -> None:
    client.force_login(cast[who])
    data = {
        "people_per_facility": "1000",
        "population": str(reference["penduduk"].pk),
        "level": "4",
        "rounding": "up",
        "minimum_per_place": "0",
        "legal_basis": "Permenkes uji",
        "valid_from_0": "1",
        "valid_from_1": "1",
        "valid_from_2": "2026",
        "reason": "aturan baru",
    }
    response = client.post(reverse("needs:replace_standard", args=["posyandu"]), data)

    assert response.status_code == status
    assert Standard.objects.filter(service__code="posyandu").count() == (2 if status == 302 else 1)
    assert GapTotal.objects.count() == 0


def test_reference_pages_and_dictionary_open_for_everybody_signed_in(cast, reference, client) -> None:
    client.force_login(cast["nobody"])
    urls = [
        reverse("needs:index"),
        reverse("needs:dictionary"),
        reverse("needs:indicator", args=["posyandu"]),
        reverse("needs:service", args=["posyandu"]),
    ]
    pages = {url: client.get(url) for url in urls}

    assert {page.status_code for page in pages.values()} == {200}
    assert "1 posyandu per 1.250 penduduk" in pages[urls[3]].content.decode()


def test_the_bands_of_the_law_give_every_desa_of_2024_the_status_it_was_given(reference, shared_data) -> None:
    bands = bands_on(date(2024, 12, 31))[reference["idm"].pk]
    with (shared_data / "layanan_dasar/idm_2024_desa.csv").open(encoding="utf-8-sig") as file:
        rows = [(Decimal(row["idm"]), row["status"]) for row in csv.DictReader(file)]
    wrong = [row for row in rows if str(band_of(row[0], bands)).upper() != row[1]]

    assert (len(rows), wrong) == (15_387, [])


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("0.8156", "Mandiri"),
        ("0.8155", "Maju"),
        ("0.5989", "Tertinggal"),
        ("0.4907", "Sangat tertinggal"),
        ("0", "Sangat tertinggal"),
    ],
)
def test_a_band_begins_just_above_its_limit(reference, value, name) -> None:
    assert band_of(Decimal(value), bands_on(date(2024, 12, 31))[reference["idm"].pk]).name == name


def test_an_index_is_never_averaged_upward(reference, put, country, period) -> None:
    put({("71.01.01.2001", "idm"): 1, ("71.01.01.2002", "idm"): 0})

    assert reference["idm"].pk not in figures_of(country["71.01.01"], period)
