"""Stored sums and gaps are those of the raw rows, after any sequence of what people do."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahbersama.chain.needs import sums
from rumahbersama.chain.needs.actions import correct_observation, set_state, verify_place
from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.queries import figures_of, gaps_of
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.regions.models import Region
from tests.needs.plain import raw_gaps, raw_sums, stored_gaps, stored_sums

DESA = [
    "71.01.01.2001",
    "71.01.01.2002",
    "71.01.01.1003",
    "71.01.02.2001",
    "71.01.02.2002",
    "71.02.01.2001",
    "72.01.01.2001",
]
WHAT = ["penduduk", "posyandu", "pustu", "puskesmas", "sd"]
WHEN = ["2026-S1", "2026-S2"]
PLACES = st.sampled_from(DESA)
NUMBERS = st.integers(0, 60_000)
STORE = st.tuples(st.just("store"), st.lists(st.tuples(PLACES, st.sampled_from(WHAT), NUMBERS), min_size=1))
CORRECT = st.tuples(st.just("correct"), PLACES, st.sampled_from(WHAT), NUMBERS)
RATIO = st.tuples(st.just("ratio"), PLACES, st.integers(0, 40), st.integers(41, 400))
AREA = st.tuples(st.just("area"), PLACES, st.decimals(0, 999, places=4))
WHICH = st.integers(0, 1000)  # one of the values that are there
REMOVE = st.tuples(st.just("remove"), WHICH)
STATE = st.tuples(st.just("state"), WHICH, st.sampled_from(Observation.State.values[1:]))
VERIFY = st.tuples(st.just("verify"), PLACES)
STEPS = st.lists(st.one_of(STORE, CORRECT, RATIO, AREA, REMOVE, STATE, VERIFY), min_size=1, max_size=9)


class _People:
    """What people do, in one period, at moments that go on."""

    def __init__(self, period: Period, now) -> None:
        self.period, self.at = period, now

    def do(self, step: tuple) -> None:
        self.at += timedelta(minutes=1)
        getattr(self, step[0])(*step[1:])

    def store(self, rows: list[tuple[str, str, int]]) -> None:
        unique = {(place, what): value for place, what, value in rows}
        self._store([NewValue(*key, self.period.code, Decimal(value), None, "A") for key, value in unique.items()])

    def remove(self, which: int) -> None:
        if found := self._one(which):
            self._store([NewValue(found.region.code, found.indicator.code, self.period.code, None)])

    def _one(self, which: int) -> Observation | None:
        rows = list(Observation.objects.select_related("region", "indicator", "period").order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def _store(self, values: list[NewValue]) -> None:
        store(values, by=None, at=self.at, verb="needs.enter", summary="uji", place_code="0")

    def correct(self, place: str, what: str, value: int | Decimal, bottom: Decimal | None = None) -> None:
        indicator = Indicator.objects.get(code=what)
        if indicator.maximum is not None:
            value = min(value, indicator.maximum)
        correct_observation(
            region=Region.objects.get(code=place),
            indicator=indicator,
            period=self.period,
            numerator=Decimal(value),
            denominator=bottom,
            source="B",
            reason="uji",
            by=None,
            at=self.at,
        )

    def ratio(self, place: str, top: int, bottom: int) -> None:
        self.correct(place, "air-layak", top, Decimal(bottom))

    def area(self, place: str, value: Decimal) -> None:
        self.correct(place, "luas", value)

    def state(self, which: int, state: str) -> None:
        found = self._one(which)
        if found is not None and found.state != state:
            set_state(observation=found, state=state, reason="uji", by=None, at=self.at)

    def verify(self, place: str) -> None:
        verify_place(region=Region.objects.get(code=place), period=self.period, by=None, at=self.at)


def _a_ratio(reference: dict[str, Indicator]) -> None:
    area = reference["penduduk"].area
    Indicator.objects.create(
        code="air-layak",
        name="Rumah berair layak",
        area=area,
        unit="%",
        numerator="Rumah berair layak",
        denominator="Rumah",
        upward=Indicator.Upward.RATIO,
        supplier="operator",
        source="uji",
        legal_basis="uji",
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_sums_are_those_of_the_raw_rows_after_any_steps(reference, period, now, steps: list[tuple]) -> None:
    with transaction.atomic():
        _a_ratio(reference)
        people = _People(period, now)
        for step in steps:
            people.do(step)

        assert stored_sums() == raw_sums()
        assert stored_gaps() == raw_gaps()
        transaction.set_rollback(True)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_province_and_nation_are_the_sums_of_their_kabupaten(reference, period, now, steps: list[tuple]) -> None:
    with transaction.atomic():
        _a_ratio(reference)
        people = _People(period, now)
        for step in steps:
            people.do(step)
        raw, nation = raw_sums(), figures_of(Region.objects.get(code="0"), period)

        for what in (*WHAT, "luas"):
            parts = [raw[code, what, period.code] for code in ("71.01", "71.02", "72.01") if _has(raw, code, what)]
            told = nation.get(reference[what].pk)
            assert (told.numerator if told else None) == (sum(part[0] for part in parts) if parts else None)
            assert (told.reported if told else 0) == sum(part[2] for part in parts)
        gaps = gaps_of(Region.objects.get(code="71"), period)
        for standard, total in gaps.items():
            both = [
                found
                for code in ("71.01", "71.02")
                if (found := raw_gaps().get((code, str(standard), period.code))) is not None
            ]
            assert total.shortage == sum(found[4] for found in both)
        transaction.set_rollback(True)


def _has(raw, code: str, what: str) -> bool:
    return (code, what, "2026-S1") in raw


def test_decimal_areas_add_up_exactly(reference, period, now) -> None:
    people = _People(period, now)
    for place in DESA:
        people.do(("area", place, Decimal("0.1")))
    people.do(("area", DESA[0], Decimal("33333.3333")))

    assert stored_sums() == raw_sums()
    assert stored_sums()["71.01", "luas", period.code][0] == Decimal("33333.7333")


def test_a_refused_step_leaves_no_row_behind(reference, period, now) -> None:
    people = _People(period, now)
    people.do(("correct", DESA[0], "penduduk", 900))
    before = (stored_sums(), stored_gaps())
    try:
        people.do(("correct", DESA[0], "penduduk", -1))
    except NeedsRefusal:
        refused = True

    assert refused
    assert (stored_sums(), stored_gaps()) == before


def test_many_kabupaten_at_once_are_summed_as_few_are(reference, period, now, monkeypatch) -> None:
    people = _People(period, now)
    for number, place in enumerate(DESA):
        people.do(("store", [(place, "penduduk", 1000 + number), (place, "posyandu", number % 3)]))
    few = (stored_sums(), stored_gaps())
    monkeypatch.setattr(sums, "FEW", 0)
    sums.resum(kabupaten=["71.01", "71.02", "72.01"])

    assert (stored_sums(), stored_gaps()) == few
    assert few == (raw_sums(), raw_gaps())
