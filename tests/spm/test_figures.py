"""Figures of minimum services: what is delivered, the attainment of a kabupaten, none of none, what others see."""

import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rumahbersama.chain.needs.actions import check_value
from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Observation, Period, Threshold
from rumahbersama.chain.needs.queries import indicators_in_use
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.series import through_time
from rumahbersama.chain.needs.spm.models import SpmField, SpmService
from rumahbersama.chain.needs.spm.queries import attainment, figures_of, pages_of, periods_sent, services_on
from rumahbersama.chain.needs.spm.rules import law_of, shown
from rumahbersama.chain.needs.spm.summaries import summaries_of

KAB = "71.01"


def attained(region, when: str = "2026-S1"):
    period = Period.objects.get(code=when)
    figures = figures_of(region, period)
    law = law_of(thresholds_on(period.ends_on))
    return attainment(services=services_on(period.ends_on), figures=figures, law=law)


def test_six_fields_of_29_services_are_delivered_with_two_indicators_each(reference):
    counts = {field.code: field.services.count() for field in SpmField.objects.all()}

    assert counts == {
        "spm-pendidikan": 3,
        "spm-kesehatan": 12,
        "spm-pekerjaan-umum": 2,
        "spm-perumahan": 2,
        "spm-trantibum": 5,
        "spm-sosial": 5,
    }
    ours = [each for each in reference.values() if each.code.startswith("spm-")]
    assert {(each.observed_level, each.upward, each.supplier, each.legal_basis_verified) for each in ours} == {
        (2, "ratio", "agency", False)
    }
    assert len(ours) == 58


def test_loading_again_adds_nothing_and_keeps_what_people_edited(reference, now):
    SpmService.objects.filter(code="spm-paud").update(name="PAUD")
    Threshold.objects.filter(code="spm-mutu").update(value=30)

    assert load_reference(by=None, at=now) == 0
    assert SpmService.objects.get(code="spm-paud").name == "PAUD"
    assert Threshold.objects.get(code="spm-mutu").value == 30


def test_the_attainment_of_a_kabupaten_worked_by_hand(send, country):
    """PAUD 0.8 x 90 + 0.2 x 75 = 87, dikdas 0.8 x 50 + 0.2 x 100 = 60: education 73.5; water 100: together 86.75."""
    send(KAB, {"spm-paud-penerima": (90, 100), "spm-paud-mutu": (3, 4)})
    send(KAB, {"spm-dikdas-penerima": (500, 1000), "spm-dikdas-mutu": (5, 5)})
    send(KAB, {"spm-air-minum-penerima": (70, 70), "spm-air-minum-mutu": (2, 2)})
    send(KAB, {"spm-kebakaran-penerima": (0, 0), "spm-kesetaraan-penerima": (3, 9)}, state="verified")
    found = attained(country[KAB])

    by_code = {line.service.code: line for line in found.lines}
    assert [by_code[code].index for code in ("spm-paud", "spm-dikdas", "spm-air-minum")] == [87, 60, 100]
    assert [field.index for field in found.fields if field.index is not None] == [Decimal("73.5"), 100]
    assert (shown(found.index), len(found.known), len(found.lacking)) == (Decimal("86.75"), 3, 25)
    assert (by_code["spm-kesetaraan"].missing, by_code["spm-kebakaran"].is_of_nobody) == (["quality"], True)
    assert (found.category, found.unverified) == (None, 6)


def test_a_category_is_given_once_nothing_lacks(send, country, reference):
    everything = {code: (8, 10) for code in reference if code.startswith("spm-")}
    send(KAB, everything | {"spm-kebakaran-penerima": (0, 0)})
    found = attained(country[KAB])

    assert (found.index, str(found.category.label), found.is_complete) == (80, "Tuntas madya", True)


@pytest.mark.parametrize(
    ("when", "services", "has_law"), [("2017", 0, False), ("2018", 29, False), ("2026-S1", 29, True)]
)
def test_the_law_is_that_of_the_day_on_which_the_period_ends(reference, country, when, services, has_law):
    found = attained(country[KAB], when)
    assert (len(found.lines), found.law is not None) == (services, has_law)


def test_another_weight_counts_from_its_day_on(send, country, reference):
    measures = {"spm-paud-penerima": (90, 100), "spm-paud-mutu": (30, 40)}
    send(KAB, measures, when="2025")
    send(KAB, measures)
    Threshold.objects.filter(code="spm-mutu").update(valid_to="2026-02-01")
    Threshold.objects.create(code="spm-mutu", value=80, source="uji", valid_from="2026-02-01")

    assert (attained(country[KAB], "2025").index, attained(country[KAB]).index) == (87, Decimal("82.5"))


def test_none_of_none_is_kept_and_some_of_none_is_refused(send, reference, country, put_one):
    what, region = reference["spm-kebakaran-penerima"], country[KAB]
    check_value(indicator=what, region=region, numerator=Decimal(0), denominator=Decimal(0))
    with pytest.raises(NeedsRefusal, match="3 dari 0 tidak mungkin"):
        check_value(indicator=what, region=region, numerator=Decimal(3), denominator=Decimal(0))
    with pytest.raises(NeedsRefusal, match="Isi penyebutnya"):
        check_value(indicator=what, region=region, numerator=Decimal(3), denominator=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        put_one(what, region, 3, 0)
    put_one(what, region, 0, 0)

    assert through_time(region=region, indicator=what) == {}


@pytest.fixture
def put_one(now):
    """Write a row without any rule but those of the database."""

    def putting(indicator, region, top, bottom):
        period = Period.objects.get(code="2026-S1")
        Observation.objects.create(
            region=region, indicator=indicator, period=period, numerator=top, denominator=bottom, entered_at=now
        )

    return putting


def test_they_stand_in_the_dictionary_and_not_among_the_figures_of_a_place(reference, client, cast):
    client.force_login(cast["agency"])
    book = client.get(reverse("needs:dictionary_file")).content.decode()

    assert "spm-hiv-mutu" in book
    assert not [each for each in indicators_in_use() if each.code.startswith("spm-")]


def test_the_pages_of_the_form_hold_at_most_four_services(reference):
    pages = [(field.code, at, count, len(page)) for field, at, count, page in pages_of(services_on(_day("2026-S1")))]

    assert pages == [
        ("spm-pendidikan", 1, 1, 6),
        ("spm-kesehatan", 1, 3, 8),
        ("spm-kesehatan", 2, 3, 8),
        ("spm-kesehatan", 3, 3, 8),
        ("spm-pekerjaan-umum", 1, 1, 4),
        ("spm-perumahan", 1, 1, 4),
        ("spm-trantibum", 1, 2, 6),
        ("spm-trantibum", 2, 2, 4),
        ("spm-sosial", 1, 2, 6),
        ("spm-sosial", 2, 2, 4),
    ]


def _day(when: str):
    return Period.objects.get(code=when).ends_on


def test_the_periods_are_those_in_which_a_service_was_sent(send, country, reference):
    send(KAB, {"spm-paud-penerima": (9, 10)}, when="2025")
    assert [each.code for each in periods_sent([country[KAB], country["71.02"]])] == ["2025"]
    assert periods_sent([country["71.02"]]) == []


@pytest.mark.parametrize("seed", range(6))
def test_the_database_makes_the_same_index_as_python(send, reference, country, seed):
    rng, period = random.Random(seed), Period.objects.get(code="2026-S1")
    for place in (KAB, "71.02"):
        measures = {}
        for code in sorted(each for each in reference if each.startswith("spm-")):
            asked = rng.choice([0, 3, 7, rng.randint(1, 300_000_000)])
            measures[code] = (0 if not asked else rng.randint(0, asked + asked // 3), asked)
        kept = rng.sample(sorted(measures), rng.randint(1, len(measures)))
        send(place, {code: measures[code] for code in kept})
    services, law = services_on(period.ends_on), law_of(thresholds_on(period.ends_on))
    found = summaries_of([country[KAB], country["71.02"], country["72.01"]], period, services=services, law=law)

    assert set(found) == {country[KAB].pk, country["71.02"].pk}
    for place in (KAB, "71.02"):
        one, many = attained(country[place]), found[country[place].pk]
        assert (shown(many.index), many.known, many.lacking, many.unverified, many.category) == (
            shown(one.index),
            len(one.known),
            len(one.lacking),
            one.unverified,
            one.category,
        )
