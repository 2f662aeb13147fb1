"""Each figure is asked for in its own kind of period: a month that is added for one is not asked of the others."""

from datetime import date

import pytest
from django.urls import reverse

from rumahbersama.chain.needs import hooks, queries
from rumahbersama.chain.needs.entry.queries import periods_asked, sections_of
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.reference import add_period, save_indicator
from rumahbersama.chain.needs.risks import risk_reasons
from rumahbersama.chain.needs.rules import MONTHS, fits
from rumahbersama.chain.needs.spm.own import current_period as current_period_of_spm
from rumahbersama.results.completeness import completeness_page
from rumahbersama.results.queries import place_page

DESA, KEC, KAB = "71.01.01.2001", "71.01.01", "71.01"
TODAY, MONTH, SEMESTER, YEAR = date(2026, 11, 20), "2026-M11", "2026-S2", "2026"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def monthly(reference, now) -> Period:
    """November is added, for the posyandu are counted each month from now on; distances each year."""
    for code, kind in (("posyandu", "month"), ("jarak-kantor-camat", "year")):
        indicator = reference[code]
        indicator.asked_each = kind
        save_indicator(indicator=indicator, reason="Diminta dinas", by=None, at=now)
    return add_period(code=MONTH, by=None, at=now)


def told(user) -> list[str]:
    return [each.text for each in hooks.home_tasks(user=user, today=TODAY)]


@pytest.mark.parametrize("kind", list(MONTHS))
def test_a_figure_can_be_told_of_no_shorter_time_than_it_is_asked_for(kind):
    assert [each for each in MONTHS if fits(kind, each)] == list(MONTHS)[: list(MONTHS).index(kind) + 1]


def test_the_reference_names_the_kind_of_those_that_are_no_semester(reference):
    kinds = {each.code: each.asked_each for each in reference.values()}

    assert {code for code, kind in kinds.items() if kind != "semester"} == {
        *("idm", "idm-iks", "idm-ike", "idm-ikl", "sensus", "sensus-0-14", "sensus-15-64", "sensus-65")
    }
    assert kinds["idm"] == "year"


def test_an_added_month_changes_nothing_where_no_figure_is_monthly(reference, cast, country, now):
    before = told(cast["operator"])
    add_period(code=MONTH, by=None, at=now)

    assert told(cast["operator"]) == before == ["2 angka Semester 2 2026 belum diisi"]
    assert [str(queries.current_period(today=TODAY)), str(current_period_of_spm(today=TODAY))] == [
        "Semester 2 2026",
        "Semester 2 2026",
    ]


def test_home_asks_each_in_its_own_period_the_longest_first(monthly, cast, put):
    assert told(cast["operator"]) == ["1 angka 2026 belum diisi", "1 angka Bulan 11 2026 belum diisi"]

    put({(DESA, "posyandu"): 2}, when=SEMESTER)  # of another kind: it does not stand for the month
    put({(DESA, "jarak-kantor-camat"): 7}, when=YEAR)
    assert told(cast["operator"]) == ["1 angka Bulan 11 2026 belum diisi"]

    put({(DESA, "posyandu"): 2}, when=MONTH)
    assert told(cast["operator"]) == []


def test_a_unit_is_asked_for_its_villages_in_two_kinds(reference, cast, put, now):
    schools = reference["sd"]
    schools.asked_each = "month"
    save_indicator(indicator=schools, reason="Diminta dinas", by=None, at=now)
    add_period(code=MONTH, by=None, at=now)
    put({(DESA, "sd"): 2}, when=MONTH)
    put({(DESA, "sltp"): 1, ("71.01.02.2001", "sltp"): 1}, when=SEMESTER)

    assert told(cast["education_unit"]) == [
        "8 angka Semester 2 2026 dari desa-desa belum diisi",
        "2 angka Bulan 11 2026 dari desa-desa belum diisi",
    ]


def test_a_kind_of_which_there_is_no_period_is_not_asked(reference, cast, now):
    indicator = reference["posyandu"]
    indicator.asked_each = "quarter"
    save_indicator(indicator=indicator, reason="Diminta dinas", by=None, at=now)

    assert told(cast["operator"]) == ["1 angka Semester 2 2026 belum diisi"]


def boxes(user, region, when: str) -> list[str]:
    found = sections_of(user=user, region=region, period=Period.objects.get(code=when))
    return [cell.indicator.code for section in found for cell in section.cells]


def test_a_period_shows_the_boxes_of_its_kind_and_what_it_has(monthly, cast, country, put):
    desa, operator = country[DESA], cast["operator"]

    assert [boxes(operator, desa, when) for when in (MONTH, YEAR)] == [["posyandu"], ["jarak-kantor-camat"]]
    put({(DESA, "posyandu"): 2}, when=YEAR)
    assert boxes(operator, desa, YEAR) == ["posyandu", "jarak-kantor-camat"]


def test_an_old_year_that_asks_for_nothing_takes_all_that_can_be_told_of_it(reference, cast, country, now):
    add_period(code=MONTH, by=None, at=now)
    desa, operator = country[DESA], cast["operator"]

    assert boxes(operator, desa, "2025") == ["posyandu", "jarak-kantor-camat"]
    assert boxes(operator, desa, MONTH) == []


def test_the_page_for_filling_in_opens_with_the_longest_and_links_the_other(monthly, cast, client):
    client.force_login(cast["operator"])
    page = client.get(reverse("needs:tasks", args=[DESA]))

    now = queries.asked_now(today=page.context["period"].starts_on.replace(month=12))
    asked = periods_asked(user=cast["operator"], region=page.context["region"], asked=now)
    assert [each.code for each in asked] == [YEAR, MONTH]
    assert page.context["period"].code == YEAR
    assert f'Yang diminta dari Anda sekarang: 2026, <a href="?periode={MONTH}">Bulan 11 2026</a>.' in text_of(page)


def test_a_period_without_a_figure_of_ones_own_says_so(reference, cast, client, now):
    add_period(code=MONTH, by=None, at=now)
    client.force_login(cast["operator"])
    words = text_of(client.get(reverse("needs:tasks", args=[DESA]), {"periode": MONTH}))

    assert "Tidak ada angka yang diminta dari Anda untuk Bulan 11 2026" in words
    assert f'<a href="?periode={SEMESTER}">Semester 2 2026</a>' in words


def test_a_month_makes_nobody_late_with_a_semester(monthly, cast, country, put):
    put({(DESA, "posyandu"): 2, (DESA, "penduduk"): 900}, when=MONTH)
    seen = {"region": country[KEC], "breadcrumb": [], "user": cast["camat"], "period": MONTH}
    page = place_page(**seen)
    late = completeness_page(**seen, indicator="")

    assert late is not None
    assert [each.code for each in late.asked.wanted] == ["posyandu"]
    assert ([line.indicator.code for line in page.asked], page.unsent) == (["posyandu"], [])
    assert late.asked.unsent == []
    put({(DESA, "penduduk"): 900}, when=SEMESTER)
    whole = completeness_page(**(seen | {"period": SEMESTER}), indicator="")
    assert whole is not None
    assert [each.code for each in whole.asked.wanted] == ["penduduk"]


def test_a_month_that_is_over_makes_no_village_late_with_a_semester(reference, country, put, now):
    put({(DESA, "posyandu"): 2, (DESA, "penduduk"): 900, (DESA, "sd"): 1}, when="2026-S1")
    before = {each.text for each in risk_reasons(region=country[KEC], villages=[country[DESA]], today=TODAY)}
    add_period(code="2026-M10", by=None, at=now)
    after = {each.text for each in risk_reasons(region=country[KEC], villages=[country[DESA]], today=TODAY)}

    assert before == after
    assert not any("Bulan" in text for text in after)


def test_minimum_services_follow_their_own_kind(monthly, now):
    assert current_period_of_spm(today=TODAY).code == SEMESTER
    Indicator.objects.filter(code__startswith="spm-").update(asked_each="year")

    assert current_period_of_spm(today=TODAY).code == YEAR


def test_where_a_page_knows_nobody_it_opens_with_the_kind_that_most_figures_have(monthly):
    plain = [each for each in queries.indicators_in_use() if each.asked_each == "semester"]
    found = queries.current_period(today=TODAY)

    assert (found.code, found.asked) == (SEMESTER, len(plain))


def test_the_kind_is_changed_with_a_reason_and_told_in_the_dictionary(reference, cast, client):
    client.force_login(cast["ministry"])
    page = client.get(reverse("needs:edit_indicator", args=["posyandu"]))

    assert page.context["form"]["asked_each"].label == "Diminta tiap"
    assert "Diminta tiap" in text_of(client.get(reverse("needs:indicator", args=["posyandu"])))
    assert "Semester" in client.get(reverse("needs:dictionary_file")).content.decode()
