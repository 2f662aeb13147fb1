"""The one way observations are written: equal values, stale comparisons, refusals, states, the record."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from rumahbersama.chain.needs import ready
from rumahbersama.chain.needs.actions import correct_observation, set_state, verify_place
from rumahbersama.chain.needs.entry.actions import close_period
from rumahbersama.chain.needs.models import GapTotal, IndicatorSum, Observation
from rumahbersama.chain.needs.queries import figures_of
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.storing import NewValue, compare, write
from rumahbersama.chain.needs.sums import resum
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.intake.rules import Stale
from rumahbersama.ground.regions.models import Region

DESA = "71.01.01.2001"
KEY = f"{DESA}|penduduk|2026-S1"


def correct(reference, region, period, value, now, *, what="penduduk", by=None, **more):
    correct_observation(
        region=region,
        indicator=reference[what],
        period=period,
        numerator=Decimal(value),
        denominator=None,
        source="laporan",
        reason="salah ketik",
        by=by,
        at=now,
        **more,
    )


def changes_of(key: str) -> list[tuple]:
    rows = AuditChange.objects.filter(entity="needs.observation").order_by("pk").values_list("rows", flat=True)
    return [(before, after) for pack in rows for found, before, after in pack if found == key]


def test_the_same_values_again_change_nothing_and_write_no_record(put) -> None:
    values = {(DESA, "penduduk"): 1200, (DESA, "posyandu"): 1}
    first = put(values)
    records = AuditRecord.objects.count()
    again = put(values)

    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert AuditRecord.objects.count() == records


def prepared_and_stored(values: dict[tuple[str, str], str], now, *, between=lambda: None, is_held=False):
    """Store as an import does: compared and made ready without a lock, then written."""
    new = [NewValue(place, what, "2026-S1", Decimal(value), None, "tabel") for (place, what), value in values.items()]
    prepared = ready.make_ready(compare(new), by=None, at=now, run=None)
    between()
    with transaction.atomic():
        if isinstance(prepared, ready.Ready):
            ready.store(ready.hold(prepared) if is_held else prepared)
        else:
            write(prepared, by=None, at=now)
    return prepared


def sums_above() -> list[tuple]:
    """Every stored sum and gap, as numbers."""
    sums = IndicatorSum.objects.order_by("region", "indicator", "period")
    gaps = GapTotal.objects.order_by("region", "standard", "period")
    return [
        *sums.values_list(
            "region", "indicator", "level", "numerator", "denominator", "reported", "source", "newest_at"
        ),
        *gaps.values_list("region", "standard", "level", "required", "supply", "shortage", "surplus", "reported"),
    ]


def test_sums_made_ready_before_the_lock_are_those_of_the_rows(put, monkeypatch, now) -> None:
    monkeypatch.setattr(ready, "MANY", 1)
    others = {("71.01.01.2002", "penduduk"): 900, ("71.01.01.2002", "posyandu"): 4, (DESA, "pustu"): 2}
    put({(DESA, "penduduk"): 1200, (DESA, "posyandu"): 1} | others)
    prepared_and_stored({(DESA, "penduduk"): "1300", ("71.01.02.2001", "posyandu"): "3"}, now)
    kept = sums_above()
    resum(kabupaten=["71.01"])

    assert (len(kept) > 6, kept) == (True, sums_above())
    assert IndicatorSum.objects.get(region__code="71.01", indicator__code="penduduk").numerator == 2200


OTHER = "71.01.01.2002"
TABLE = {
    (DESA, "penduduk"): "1300",  # changes
    (DESA, "posyandu"): "1",  # stands so
    (OTHER, "posyandu"): "2",  # is new
    ("71.02.01.2001", "penduduk"): "70",  # lies below another kabupaten
}


@pytest.fixture
def begun(put, monkeypatch):
    """What stands before ``TABLE`` comes, which counts as many rows."""
    monkeypatch.setattr(ready, "MANY", 1)
    put({(DESA, "penduduk"): 1200, (DESA, "posyandu"): 1, ("71.02.01.2001", "penduduk"): 60})


@pytest.mark.parametrize("is_held", [False, True])
def test_figures_that_others_type_beside_those_of_a_table_stand_in_the_sums(begun, put, found, now, is_held) -> None:
    prepared_and_stored(
        TABLE, now, between=lambda: put({(OTHER, "penduduk"): 900, (DESA, "pustu"): 2}), is_held=is_held
    )
    kept = sums_above()
    resum(kabupaten=["71.01", "71.02"])

    assert kept == sums_above()
    assert [found(OTHER, "penduduk").numerator, found(DESA, "penduduk").numerator] == [900, 1300]
    assert IndicatorSum.objects.get(region__code="71.01", indicator__code="penduduk").numerator == 2200


@pytest.mark.parametrize("typed", [(DESA, "penduduk"), (DESA, "posyandu"), (OTHER, "posyandu")])
def test_a_table_is_not_stored_over_a_figure_that_somebody_typed_since_it_was_compared(
    begun, put, found, now, typed
) -> None:
    with pytest.raises(Stale):
        prepared_and_stored(TABLE, now, between=lambda: put({typed: 7}))

    assert found(*typed).numerator == 7
    assert IndicatorSum.objects.get(region__code="71.02", indicator__code="penduduk").numerator == 60


@pytest.mark.parametrize("said", ["verified", "contested"])
def test_a_table_is_not_stored_over_a_figure_that_somebody_looked_at_since(begun, found, now, said) -> None:
    with pytest.raises(Stale):
        prepared_and_stored(
            TABLE,
            now,
            between=lambda: set_state(
                observation=found(DESA, "penduduk"), state=said, reason="sudah dilihat", by=None, at=now
            ),
        )

    assert (found(DESA, "penduduk").numerator, found(DESA, "penduduk").state) == (1200, said)


@pytest.mark.parametrize("typed", [(DESA, "penduduk"), (DESA, "posyandu"), (OTHER, "posyandu")])
def test_under_the_lock_what_moved_is_compared_anew_and_the_record_tells_what_stood(
    begun, put, found, monkeypatch, now, typed
) -> None:
    held = []
    hold = ready.hold
    monkeypatch.setattr(ready, "hold", lambda prepared: held.append(hold(prepared)) or held[0])
    prepared_and_stored(TABLE, now, between=lambda: put({typed: 7}), is_held=True)
    comparison = held[0].comparison
    place, what = typed

    assert found(*typed).numerator == Decimal(TABLE[typed])
    assert [each.before["numerator"] for each in comparison.changes if each.key == f"{place}|{what}|2026-S1"] == ["7"]
    assert (comparison.created, comparison.changed, comparison.unchanged) == {
        (DESA, "penduduk"): (1, 2, 1),
        (DESA, "posyandu"): (1, 3, 0),
        (OTHER, "posyandu"): (0, 3, 1),
    }[typed]
    assert IndicatorSum.objects.get(region__code="71.02", indicator__code="penduduk").numerator == 70


def test_what_others_typed_while_a_table_was_made_ready_is_compared_anew_before_any_lock(
    begun, put, found, monkeypatch, now
) -> None:
    """Somebody types three times while it is made ready; by then what moved is a single kabupaten."""
    typed, summed = [], []
    sums_to_come = ready.coming.sums_to_come

    def overtaken(**asked):
        summed.append(list(asked["kabupaten"]))
        if len(typed) < 3:
            typed.append(len(typed))
            put({(DESA, "posyandu"): 10 + len(typed)})
        return sums_to_come(**asked)

    monkeypatch.setattr(ready.coming, "sums_to_come", overtaken)
    prepared = prepared_and_stored(TABLE, now)
    kept = sums_above()
    resum(kabupaten=["71.01", "71.02"])

    assert summed == [["71.01", "71.02"], ["71.01"], ["71.01"], ["71.01"]]
    assert [each.before for each in prepared.comparison.changes if "|posyandu|" in each.key and DESA in each.key] == [
        {"numerator": "13", "state": "entered", "source": "laporan"}
    ]
    assert (found(DESA, "posyandu").numerator, kept) == (1, sums_above())


def test_a_table_is_not_stored_into_a_period_closed_meanwhile(begun, country, found, period, now) -> None:
    with pytest.raises(NeedsRefusal):
        prepared_and_stored(
            TABLE, now, between=lambda: close_period(region=country["71.01.01"], period=period, by=None, at=now)
        )

    assert found(DESA, "penduduk").numerator == 1200


@pytest.mark.parametrize("many", [1, 10_000])
def test_many_rows_and_few_are_written_alike_and_the_first_day_stays(put, many, monkeypatch, now) -> None:
    """Many rows are laid ready; here that begins at the first row, or never."""
    monkeypatch.setattr(ready, "MANY", many)
    put({(DESA, "penduduk"): 1200, (DESA, "posyandu"): 1})
    first = Observation.objects.values_list("first_at", flat=True).distinct().get()
    Observation.objects.update(first_at=first - timedelta(days=9))
    prepared_and_stored(
        {(DESA, "penduduk"): "1300.5", (DESA, "posyandu"): "1", ("71.01.01.2002", "posyandu"): "2"}, now
    )

    rows = Observation.objects.order_by("region__code", "indicator__code")
    assert list(rows.values_list("region__code", "indicator__code", "numerator", "denominator", "run")) == [
        (DESA, "penduduk", Decimal("1300.5"), None, None),
        (DESA, "posyandu", Decimal(1), None, None),
        ("71.01.01.2002", "posyandu", Decimal(2), None, None),
    ]
    assert [row.first_at == first - timedelta(days=9) for row in rows] == [True, True, False]


def test_an_equal_value_keeps_what_a_keeper_said_and_another_takes_it_back(put, found, now) -> None:
    put({(DESA, "penduduk"): 1200})
    set_state(observation=found(DESA, "penduduk"), state="verified", reason="", by=None, at=now)
    put({(DESA, "penduduk"): 1200})
    kept = found(DESA, "penduduk").state
    put({(DESA, "penduduk"): 1201})

    assert (kept, found(DESA, "penduduk").state) == ("verified", "entered")


def test_writing_is_refused_when_somebody_wrote_below_the_kabupaten_meanwhile(put, period, now) -> None:
    prepared = compare([NewValue(DESA, "penduduk", period.code, Decimal(10))])
    put({("71.01.02.2001", "posyandu"): 2})

    with pytest.raises(Stale), transaction.atomic():
        write(prepared, by=None, at=now)

    assert list(Observation.objects.values_list("region__code", "numerator")) == [("71.01.02.2001", Decimal(2))]


def test_writing_goes_on_when_somebody_wrote_in_another_kabupaten(put, period, now) -> None:
    prepared = compare([NewValue(DESA, "penduduk", period.code, Decimal(10))])
    put({("71.02.01.2001", "posyandu"): 2})
    with transaction.atomic():
        write(prepared, by=None, at=now)

    assert Observation.objects.get(region__code=DESA).numerator == Decimal(10)


def test_the_record_holds_the_row_before_and_after_with_the_reason(
    put, reference, country, cast, period, now
) -> None:
    put({(DESA, "penduduk"): 1200})
    correct(reference, country[DESA], period, 1300, now, by=cast["operator"])

    assert changes_of(KEY) == [
        (None, {"numerator": "1200", "state": "entered", "source": "laporan"}),
        (
            {"numerator": "1200", "state": "entered", "source": "laporan"},
            {"numerator": "1300", "state": "entered", "source": "laporan"},
        ),
    ]
    record = AuditRecord.objects.order_by("pk").last()
    assert (record.verb, record.actor, record.place_code, record.reason) == (
        "needs.correct",
        cast["operator"],
        DESA,
        "salah ketik",
    )


def test_a_corrected_source_is_stored_though_the_number_stays(reference, country, put, found, period, now) -> None:
    put({(DESA, "penduduk"): 1200})
    correct_observation(
        region=country[DESA],
        indicator=reference["penduduk"],
        period=period,
        numerator=Decimal(1200),
        denominator=None,
        source="Dukcapil semester 1",
        reason="sumbernya keliru",
        by=None,
        at=now,
    )

    assert found(DESA, "penduduk").source == "Dukcapil semester 1"


@pytest.mark.parametrize(
    ("what", "value"),
    [("penduduk", "-1"), ("penduduk", "12.5"), ("luas", "-0.5"), ("umur-lk-00", "5")],
)
def test_an_impossible_value_is_refused_and_nothing_is_stored(what, value, reference, country, period, now) -> None:
    records = AuditRecord.objects.count()
    with pytest.raises(NeedsRefusal):
        correct(reference, country[DESA], period, value, now, what=what)

    assert (Observation.objects.count(), IndicatorSum.objects.count(), AuditRecord.objects.count()) == (0, 0, records)


def test_a_value_above_the_ceiling_is_stored_and_counted(reference, country, period, now) -> None:
    correct(reference, country[DESA], period, 1310, now, what="posyandu")

    sums = figures_of(country["71.01"], period)
    assert sums[reference["posyandu"].pk].numerator == 1310


def test_a_value_of_a_place_that_is_gone_is_refused(reference, country, period, now) -> None:
    Region.objects.filter(code=DESA).update(gone_on=now.date())
    with pytest.raises(NeedsRefusal):
        correct(reference, Region.objects.get(code=DESA), period, 5, now)

    assert Observation.objects.count() == 0


def test_a_value_longer_than_can_be_kept_is_refused(reference, country, period, now) -> None:
    reference["penduduk"].maximum = None
    with pytest.raises(NeedsRefusal):
        correct(reference, country[DESA], period, 10**16, now)

    assert Observation.objects.count() == 0


def test_contesting_asks_for_a_reason_and_marks_every_level(put, found, country, period, now) -> None:
    put({(DESA, "posyandu"): 1, ("71.01.01.2002", "posyandu"): 3})
    with pytest.raises(NeedsRefusal):
        set_state(observation=found(DESA, "posyandu"), state="contested", reason="  ", by=None, at=now)
    set_state(observation=found(DESA, "posyandu"), state="contested", reason="sudah tutup", by=None, at=now)

    what = found(DESA, "posyandu").indicator_id
    for code in ("71.01.01", "71.01", "71", "0"):
        figure = figures_of(country[code], period)[what]
        assert (code, figure.numerator, figure.unverified, figure.contested) == (code, Decimal(4), 2, 1)


def test_a_state_set_on_a_value_that_was_corrected_meanwhile_is_refused(put, found, reference, country, period, now):
    put({(DESA, "posyandu"): 1})
    seen = found(DESA, "posyandu")
    correct(reference, country[DESA], period, 4, now + timedelta(minutes=1), what="posyandu")
    with pytest.raises(NeedsRefusal):
        set_state(observation=seen, state="verified", reason="", by=None, at=now)

    assert found(DESA, "posyandu").state == "entered"


def test_a_state_set_on_a_value_that_is_gone_is_refused(put, found, period, now) -> None:
    put({(DESA, "posyandu"): 1})
    seen = found(DESA, "posyandu")
    prepared = compare([NewValue(DESA, "posyandu", period.code, None)])
    with transaction.atomic():
        write(prepared, by=None, at=now)
    with pytest.raises(NeedsRefusal):
        set_state(observation=seen, state="verified", reason="", by=None, at=now)


def test_verifying_a_place_leaves_contested_values_and_counts_the_rest(put, found, country, period, now) -> None:
    put({(DESA, "posyandu"): 1, (DESA, "penduduk"): 900, (DESA, "sd"): 1})
    set_state(observation=found(DESA, "sd"), state="contested", reason="bukan satu", by=None, at=now)

    count = verify_place(region=country[DESA], period=period, by=None, at=now)
    again = verify_place(region=country[DESA], period=period, by=None, at=now)

    states = dict(Observation.objects.values_list("indicator__code", "state"))
    assert (count, again) == (2, 0)
    assert states == {"posyandu": "verified", "penduduk": "verified", "sd": "contested"}
    figures = figures_of(country["71.01"], period)
    assert sorted((figure.unverified, figure.contested) for figure in figures.values()) == [(0, 0), (0, 0), (1, 1)]


def test_a_correction_is_what_every_level_shows_at_its_next_read(put, reference, country, period, now) -> None:
    put({(DESA, "penduduk"): 1000, ("71.01.02.2001", "penduduk"): 50, ("71.02.01.2001", "penduduk"): 7})
    correct(reference, country[DESA], period, 2000, now)

    levels = {"71.01.01.2001": 2000, "71.01.01": 2000, "71.01": 2050, "71": 2057, "0": 2057}
    shown = {code: figures_of(country[code], period)[reference["penduduk"].pk].numerator for code in levels}
    assert shown == {code: Decimal(value) for code, value in levels.items()}
