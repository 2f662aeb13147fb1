"""Filling in: sections, seen values, reasons, moved sums, doubts, confirming, closing and reopening a period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.needs import hooks
from rumahbersama.chain.needs.actions import set_state, verify_place
from rumahbersama.chain.needs.entry.actions import (
    UNSEEN,
    Typed,
    close_period,
    confirm_place,
    enter_values,
    explain_values,
    reopen_period,
)
from rumahbersama.chain.needs.entry.queries import doubts_of, due_date, sections_of, thresholds_on
from rumahbersama.chain.needs.entry.rules import Limits, doubt_of, modified_z
from rumahbersama.chain.needs.models import Indicator, Observation, Period, Threshold
from rumahbersama.chain.needs.reference import add_period, replace_threshold
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.ground.audit.models import AuditRecord

DESA, KEC = "71.01.01.2001", "71.01.01"
LIMITS = Limits(score=3.5, past=4, neighbours=8)


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


# Rules ------------------------------------------------------------------
def test_the_modified_z_score_of_a_worked_case():
    """log(1+x) of 0, 1, 3, 7, 15 is 0, 1, 2, 3, 4 times log 2: median 2, median deviation 1, so 63 lies 4/1.4826."""
    assert modified_z(Decimal(63), numbers(0, 1, 3, 7, 15)) == pytest.approx(4 * 0.6745)


def test_where_most_others_are_equal_the_mean_deviation_stands_in():
    """Of 0, 1, 1, 1, 3 the logs are 0, 1, 1, 1, 2 times log 2: mean deviation 0.4, so 7 lies 2/(1.253314*0.4)."""
    assert modified_z(Decimal(7), numbers(0, 1, 1, 1, 3)) == pytest.approx(2 / (1.253314 * 0.4))


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(0, 10_000))
def test_the_score_is_never_negative_and_zero_at_the_median_of_equal_values(others, value):
    assert modified_z(Decimal(value), numbers(*others)) >= 0
    assert modified_z(Decimal(value), numbers(value, value)) == 0


@pytest.mark.parametrize(
    ("value", "past", "neighbours", "kind"),
    [
        (120, (11, 12, 12, 13), (), "past"),  # a slipped digit
        (12, (11, 12, 12, 13), (), None),
        (13, (12, 12, 12, 12), (), None),  # one more is never doubted
        (120, (11, 12, 12), (), None),  # too few to judge by
        (120, (11, 12, 12), (10, 11, 12, 12, 13, 14, 15, 16), "neighbours"),
        (120, (118, 119, 121, 122), (10, 11, 12, 12, 13, 14, 15, 16), None),  # always was different
    ],
)
def test_a_value_is_doubted_by_its_past_else_by_its_neighbours(value, past, neighbours, kind):
    found = doubt_of(
        value=Decimal(value), whole=None, past=numbers(*past), neighbours=numbers(*neighbours), limits=LIMITS
    )
    assert (found.kind if found else None) == kind


def test_a_part_larger_than_its_whole_is_doubted():
    found = doubt_of(value=Decimal(9), whole=Decimal(8), past=[], neighbours=[], limits=LIMITS)
    assert (found.kind, found.usual) == ("part", Decimal(8))


# Sections ------------------------------------------------------------------
def test_an_operator_fills_in_what_the_village_supplies_and_a_unit_its_villages(cast, reference, country, period):
    village = sections_of(user=cast["operator"], region=country[DESA], period=period)
    unit = sections_of(user=cast["education_unit"], region=country[KEC], period=period)

    assert [(each.code, [cell.indicator.code for cell in each.cells]) for each in village] == [
        ("bidang-kesehatan", ["posyandu"]),
        ("bidang-infrastruktur", ["jarak-kantor-camat"]),
    ]
    assert [each.code for each in unit] == ["sd", "sltp", "slta", "perguruan-tinggi"]
    assert [cell.region.name for cell in unit[0].cells] == ["Asri", "Anggrek", "Akasia"]


def test_sections_cost_the_same_whatever_is_stored(cast, country, put, period, django_assert_num_queries):
    put({(DESA, "sd"): 1})
    cast["keeper"]._scope = None
    for more in ({}, {("71.01.01.2002", "sd"): 2, ("71.01.01.1003", "sltp"): 1}):
        put(more) if more else None
        sections_of(user=cast["keeper"], region=country[KEC], period=period)
        with django_assert_num_queries(3):
            sections_of(user=cast["keeper"], region=country[KEC], period=period)


# Entering ------------------------------------------------------------------
def typed(reference, country, code: str, value: int, seen=UNSEEN, place: str = DESA) -> Typed:
    return Typed(country[place], reference[code], Decimal(value), None, seen)


def enter(country, period, values, now, *, by=None, reason=""):
    return enter_values(region=country[KEC], period=period, values=values, source="uji", reason=reason, by=by, at=now)


def test_entering_tells_which_sums_moved(put, reference, country, period, now):
    put({("71.01.01.2002", "posyandu"): 3, ("71.01.02.2001", "posyandu"): 5})
    saved = enter(country, period, [typed(reference, country, "posyandu", 2)], now)

    assert saved.count == 1
    assert [(str(each.place), each.before, each.after) for each in saved.sums] == [
        ("Kecamatan Alas", 3, 5),
        ("Kabupaten Sungai", 8, 10),
    ]


def test_one_bad_value_stores_none(reference, country, period, now):
    values = [typed(reference, country, "penduduk", 900), typed(reference, country, "posyandu", -1)]
    with pytest.raises(NeedsRefusal):
        enter(country, period, values, now)

    assert Observation.objects.count() == 0


def test_a_value_that_somebody_changed_since_it_was_seen_is_refused_by_name(put, reference, country, period, now):
    put({(DESA, "posyandu"): 7})
    with pytest.raises(NeedsRefusal, match=r"Posyandu Desa Anggrek baru saja diubah orang lain; sekarang 7\."):
        enter(
            country, period, [typed(reference, country, "posyandu", 4, seen=Decimal(2))], now, reason="hitung ulang"
        )


def test_the_same_value_from_somebody_else_is_no_conflict(put, reference, country, period, now):
    put({(DESA, "posyandu"): 7})
    assert enter(country, period, [typed(reference, country, "posyandu", 7, seen=Decimal(2))], now).count == 0


def test_a_reason_is_asked_for_what_others_stand_by_and_not_for_ones_own_slip(
    cast, put, found, reference, country, period, now
):
    me, other = cast["keeper"], cast["kasi"]
    put({(DESA, "posyandu"): 2}, by=me)
    enter(country, period, [typed(reference, country, "posyandu", 3)], now, by=me)
    with pytest.raises(NeedsRefusal, match="Tulis alasan mengubahnya"):
        enter(country, period, [typed(reference, country, "posyandu", 4)], now, by=other)
    set_state(observation=found(DESA, "posyandu"), state="verified", reason="", by=me, at=now)
    with pytest.raises(NeedsRefusal, match="Tulis alasan mengubahnya"):
        enter(country, period, [typed(reference, country, "posyandu", 4)], now, by=me)
    enter(country, period, [typed(reference, country, "posyandu", 4)], now, by=me, reason="hitung ulang")

    assert (found(DESA, "posyandu").numerator, found(DESA, "posyandu").state) == (4, "entered")


def test_when_a_value_first_came_in_stays(put, found, reference, country, period, now):
    put({(DESA, "posyandu"): 2})
    enter(country, period, [typed(reference, country, "posyandu", 3)], now + timedelta(days=3))

    row = found(DESA, "posyandu")
    assert (row.first_at, row.entered_at) == (now, now + timedelta(days=3))


# Doubts ------------------------------------------------------------------
def test_a_slipped_digit_is_doubted_against_the_villages_own_past_until_it_is_explained(
    put, cast, country, period, now
):
    for year in range(2020, 2025):
        if not Period.objects.filter(code=f"{year}-S1").exists():
            add_period(code=f"{year}-S1", by=None, at=now)
        put({(DESA, "posyandu"): 5 + year % 2}, when=f"{year}-S1")
    put({(DESA, "posyandu"): 55}, by=cast["operator"])
    [section] = [
        each
        for each in sections_of(user=cast["operator"], region=country[DESA], period=period)
        if each.code == "bidang-kesehatan"
    ]
    doubts = doubts_of(section.cells, period=period)
    changed = explain_values(notes=dict.fromkeys(doubts, "digabung"), period=period, by=None, at=now)

    assert [(doubt.kind, doubt.usual) for doubt in doubts.values()] == [("past", Decimal(5))]
    assert (changed, Observation.objects.get(period=period).note) == (1, "digabung")
    assert explain_values(notes=dict.fromkeys(doubts, "digabung"), period=period, by=None, at=now) == 0


def test_a_threshold_is_replaced_from_a_day_on(reference, period, now):
    old = Threshold.objects.get(code="days-to-send")
    new = Threshold(code="days-to-send", value=30, source="SK Bupati", valid_from=period.ends_on)
    replace_threshold(threshold=new, reason="SK baru", by=None, at=now)

    before, after = thresholds_on(old.valid_from), thresholds_on(period.ends_on)
    assert (before["days-to-send"], after["days-to-send"]) == (15, 30)
    assert due_date(period, after) == period.ends_on + timedelta(days=29)
    with pytest.raises(NeedsRefusal):
        replace_threshold(
            threshold=Threshold(code="days-to-send", value=3, source="x", valid_from=old.valid_from),
            reason="x",
            by=None,
            at=now,
        )


# Confirming and closing ------------------------------------------------------------------
def test_a_village_confirms_what_nobody_contests(put, found, cast, country, period, now):
    put({(DESA, "posyandu"): 2, (DESA, "sd"): 1, ("71.01.01.2002", "sd"): 1})
    set_state(observation=found(DESA, "sd"), state="contested", reason="tutup", by=None, at=now)

    assert confirm_place(region=country[DESA], period=period, by=cast["operator"], at=now) == 1
    assert (found(DESA, "posyandu").state, found(DESA, "sd").state) == ("confirmed", "contested")
    assert found("71.01.01.2002", "sd").state == "entered"


def test_who_supplies_a_contested_figure_is_told_until_it_is_corrected(put, found, cast, now):
    def told(who: str) -> list[tuple[str, str]]:
        tasks = hooks.home_tasks(user=cast[who], today=date(2026, 8, 1))
        return [(task.text, task.url) for task in tasks if task.action == "Perbaiki"]

    put({(DESA, "posyandu"): 2, (DESA, "sd"): 1, ("71.01.02.2001", "sd"): 1})
    set_state(observation=found(DESA, "sd"), state="contested", reason="tutup", by=None, at=now)
    set_state(observation=found("71.01.02.2001", "sd"), state="contested", reason="tutup", by=None, at=now)

    assert told("education_unit") == [
        ("1 angka Semester 1 2026 dari unit Anda disanggah", f"/kebutuhan/isi/{KEC}/?periode=2026-S1")
    ]
    assert (told("health_unit"), told("operator")) == ([], [])

    set_state(observation=found(DESA, "posyandu"), state="contested", reason="dua bubar", by=None, at=now)
    assert [url for _text, url in told("operator")] == [f"/kebutuhan/isi/{DESA}/?periode=2026-S1"]
    put({(DESA, "posyandu"): 3, (DESA, "sd"): 2})
    assert (told("education_unit"), told("operator")) == ([], [])


@pytest.mark.parametrize(
    ("what", "value", "sentence"),
    [("posyandu", -1, "Nilai tidak boleh negatif"), ("sd", Decimal("1.5"), "dihitung utuh")],
)
def test_a_refused_box_of_a_section_is_named(what, value, sentence, reference, cast, country, period, now):
    boxes = [Typed(country[place], reference["posyandu"], Decimal(3)) for place in ("71.01.01.2002", DESA)]
    boxes[1] = Typed(country[DESA], reference[what], Decimal(value))
    with pytest.raises(NeedsRefusal, match=f"^{reference[what]}, {country[DESA]}: .*{sentence}"):
        enter_values(
            region=country[KEC], period=period, values=boxes, source="x", reason="", by=cast["keeper"], at=now
        )
    assert not Observation.objects.exists()


def test_a_closed_period_takes_nothing_until_it_is_reopened_with_a_reason(
    put, found, cast, reference, country, period, now
):
    put({(DESA, "posyandu"): 2, ("71.01.02.2001", "posyandu"): 5})
    close_period(region=country[KEC], period=period, by=cast["camat"], at=now)
    with pytest.raises(NeedsRefusal, match="sudah ditutup"):
        put({(DESA, "posyandu"): 3})
    with pytest.raises(NeedsRefusal, match="sudah ditutup"):
        set_state(observation=found(DESA, "posyandu"), state="verified", reason="", by=None, at=now)
    with pytest.raises(NeedsRefusal, match="sudah ditutup"):
        verify_place(region=country[KEC], period=period, by=None, at=now)
    put({("71.01.02.2001", "posyandu"): 6})  # the neighbour is open
    put({(DESA, "posyandu"): 3}, when="2026-S2")  # and so is the next period
    with pytest.raises(NeedsRefusal):
        reopen_period(region=country[KEC], period=period, reason=" ", by=cast["camat"], at=now)
    reopen_period(region=country[KEC], period=period, reason="salah hitung", by=cast["camat"], at=now)
    put({(DESA, "posyandu"): 3})

    assert found(DESA, "posyandu").numerator == 3
    assert list(
        AuditRecord.objects.filter(verb__endswith="_period").order_by("pk").values_list("verb", "reason")
    ) == [("needs.close_period", ""), ("needs.reopen_period", "salah hitung")]


# Pages ------------------------------------------------------------------
def address(code: str, section: str = "", name: str = "section") -> str:
    arguments = [code, section] if section else [code]
    return reverse(f"needs:{name}", args=arguments) + "?periode=2026-S1"


def boxes(code: str, place: str, value: str, seen: str) -> dict[str, str]:
    name = f"n-{code}-{place.replace('.', '_')}"
    return {name: value, f"initial-{name}": seen}


def test_a_unit_fills_in_its_villages_on_one_page_and_goes_on_to_the_next(cast, put, client):
    put({(DESA, "sd"): 2})
    client.force_login(cast["education_unit"])
    sent = boxes("sd", DESA, "2", "2") | boxes("sd", "71.01.01.2002", "0", "") | {"source": "dapodik"}
    response = client.post(address(KEC, "sd"), sent)

    assert response.url == address(KEC, "sltp")
    values = dict(Observation.objects.values_list("region__name", "numerator"))
    assert values == {"Anggrek": 2, "Akasia": 0}


def test_a_box_changed_meanwhile_is_refused_and_what_was_typed_stays(cast, put, found, client):
    put({(DESA, "posyandu"): 7})
    client.force_login(cast["operator"])
    sent = boxes("posyandu", DESA, "4", "2") | {"source": "desa", "reason": "hitung ulang"}
    page = client.post(address(DESA, "bidang-kesehatan"), sent)

    assert (page.status_code, found(DESA, "posyandu").numerator) == (422, 7)
    text = page.content.decode()
    assert (f'name="initial-n-posyandu-{DESA.replace(".", "_")}" value="7"' in text, 'value="4"' in text) == (
        True,
        True,
    )


def test_half_a_ratio_is_refused(cast, reference, client):
    fields = {"name": "Air layak", "unit": "%", "numerator": "Rumah berair layak", "denominator": "Rumah seluruhnya"}
    area = reference["posyandu"].area
    Indicator.objects.create(
        code="air-layak", area=area, upward="ratio", supplier="operator", source="uji", legal_basis="uji", **fields
    )
    client.force_login(cast["operator"])
    sent = {"d-air-layak-71_01_01_2001": "40", "source": "desa"}
    page = client.post(address(DESA, "bidang-kesehatan"), sent)

    assert (page.status_code, Observation.objects.count()) == (422, 0)
    assert "Isi pembilangnya juga" in page.content.decode()


def test_an_unusual_value_is_stored_and_asked_about_on_the_same_page(cast, put, client, now):
    for year in range(2021, 2025):
        add_period(code=f"{year}-S1", by=None, at=now)
        put({(DESA, "posyandu"): 5}, when=f"{year}-S1")
    client.force_login(cast["operator"])
    url = address(DESA, "bidang-kesehatan")
    response = client.post(url, boxes("posyandu", DESA, "55", "") | {"source": "desa"})
    page = client.get(response.url).content.decode()
    name = f"k-posyandu-{DESA.replace('.', '_')}"
    sent = boxes("posyandu", DESA, "55", "55") | {"source": "desa", name: "Digabung dari dusun"}
    onward = client.post(url, sent)

    assert response.url == url
    assert "Jauh dari biasanya di sini (5)." in page
    assert onward.url == address(DESA, "bidang-infrastruktur")
    assert Observation.objects.get(period__code="2026-S1").note == "Digabung dari dusun"


def test_a_village_confirms_on_the_page_only_after_reading(cast, put, found, client):
    put({(DESA, "sd"): 2})
    client.force_login(cast["operator"])
    unread = client.post(address(DESA, name="confirm_place"))
    before = found(DESA, "sd").state
    client.post(address(DESA, name="confirm_place"), {"looked": "on"})

    assert (unread.url.endswith("#benarkan"), before, found(DESA, "sd").state) == (True, "entered", "confirmed")


def test_a_keeper_closes_and_reopens_a_period_on_the_page(cast, put, client, period):
    put({(DESA, "sd"): 2})
    client.force_login(cast["keeper"])
    url = address(KEC, name="closing")
    client.post(url)
    closed = client.get(address(KEC, name="tasks")).content.decode()
    unsaid = client.post(url, {"reason": ""})
    client.post(url, {"reason": "salah hitung"})
    page = client.get(url).content.decode()

    assert ("Periode ini ditutup di Kecamatan Alas" in closed, unsaid.status_code) == (True, 422)
    assert ("Tutup Semester 1 2026 di Kecamatan Alas" in page, "salah hitung" in page) == (True, True)


def test_a_unit_is_told_on_its_home_how_many_figures_of_its_villages_are_empty(cast, put, client):
    put({(DESA, "sd"): 2}, when="2026-S2")
    told = [task.text for task in hooks.home_tasks(user=cast["education_unit"], today=date(2026, 8, 1))]

    assert told == ["11 angka Semester 2 2026 dari desa-desa belum diisi"]


def test_the_keeper_sees_what_is_doubted_and_how_it_was_explained(cast, put, client, now):
    for year in range(2021, 2025):
        add_period(code=f"{year}-S1", by=None, at=now)
        put({(DESA, "posyandu"): 5}, when=f"{year}-S1")
    put({(DESA, "posyandu"): 55})
    Observation.objects.filter(period__code="2026-S1").update(note="Digabung dari dusun")
    client.force_login(cast["keeper"])
    page = client.get(reverse("needs:verify_place", args=[KEC]) + "?periode=2026-S1").content.decode()

    assert ("Jauh dari biasanya di sini (5)." in page, "“Digabung dari dusun”" in page) == (True, True)
