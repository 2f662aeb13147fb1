"""Reference data of the data side: loading what is missing, and changing it with a record of who and why."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.adding import add_missing
from rumahbersama.chain.needs.models import IndexBand, Indicator, Period, Service, ServiceArea, Standard, Threshold
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.spm import reference as spm
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.regions.models import Level

REFERENCE = Path(__file__).parent / "data" / "reference.yaml"
BEGIN = date(1945, 8, 17)
_MONTHS = {"S": 6, "Q": 3, "M": 1}
_KINDS = {"S": Period.Kind.SEMESTER, "Q": Period.Kind.QUARTER, "M": Period.Kind.MONTH}


def period_from_code(code: str) -> Period:
    """Return the unsaved period of a code: "2020", "2020-S1", "2020-Q3", "2020-M11".

    Raises:
        NeedsRefusal: the code names no period between 1945 and 2100.
    """
    year, dash, part = code.partition("-")
    refusal = NeedsRefusal(
        _(
            "“{code}” bukan periode. Tulis tahun (2026), semester (2026-S1), triwulan (2026-Q1) atau bulan (2026-M3)."
        ).format(code=code)
    )
    if not (year.isascii() and year.isdigit() and 1945 <= int(year) <= 2100):
        raise refusal
    if not dash:
        return Period(
            code=year, kind=Period.Kind.YEAR, starts_on=date(int(year), 1, 1), ends_on=date(int(year) + 1, 1, 1)
        )
    length = _MONTHS.get(part[:1])
    if length is None or not part[1:].isdigit() or not 1 <= int(part[1:]) <= 12 // length:
        raise refusal
    first, last = (int(part[1:]) - 1) * length + 1, int(part[1:]) * length
    end = date(int(year), last, calendar.monthrange(int(year), last)[1]) + timedelta(days=1)
    return Period(
        code=f"{year}-{part[0]}{int(part[1:])}",
        kind=_KINDS[part[0]],
        starts_on=date(int(year), first, 1),
        ends_on=end,
    )


@transaction.atomic
def load_reference(*, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Add what of the files in ``data/`` is missing; what people edited stays. Returns how many were added."""
    added = [Change(f"needs.{kind}", key, None, {"code": key}) for kind, key in _add_all()]
    if added:
        record(
            by=by,
            at=at,
            verb="needs.load_reference",
            summary=_("Data acuan kebutuhan dimuat: {count} baris baru").format(count=len(added)),
            place_code="0",
            changes=added,
        )
    return len(added)


Rows = list[dict[str, Any]]


@cache
def _data() -> dict[str, Rows]:
    return dict(yaml.safe_load(REFERENCE.read_text(encoding="utf-8")))


def _add_all() -> Iterator[tuple[str, str]]:
    """Add table by table, each after those that it refers to; yields kind and key of what was added."""
    data = _data()
    for kind, add, rows in (
        ("area", _add_areas, data["areas"]),
        ("period", _add_periods, data["periods"]),
        ("indicator", _add_indicators, [*data["indicators"], *spm.indicator_rows()]),
        ("band", _add_bands, data["bands"]),
        ("threshold", _add_thresholds, [*data["thresholds"], *spm.threshold_rows()]),
        ("service", _add_services, data["services"]),
        ("standard", _add_standards, data["standards"]),
    ):
        yield from ((kind, key) for key in add(rows))
    yield from spm.load_services()


def _add_areas(rows: Rows) -> list[str]:
    areas = {row["code"]: ServiceArea(code=row["code"], **_names(row, order)) for order, row in enumerate(rows)}
    return add_missing(ServiceArea, areas)


def _add_periods(rows: Rows) -> list[str]:
    periods = [period_from_code(str(row["code"])) for row in rows]
    return add_missing(Period, {period.code: period for period in periods})


def _add_indicators(rows: Rows) -> list[str]:
    areas = {area.code: area for area in ServiceArea.objects.all()}
    added = add_missing(
        Indicator,
        {
            row["code"]: Indicator(code=row["code"], **_indicator_fields(row, order, areas))
            for order, row in enumerate(rows)
        },
    )
    wholes = {row["code"]: row["part_of"] for row in rows if "part_of" in row}
    parts = list(Indicator.objects.filter(code__in=wholes, part_of=None))
    indicators = _indicators() if parts else {}
    for part in parts:
        part.part_of = indicators[wholes[part.code]]
    Indicator.objects.bulk_update(parts, ["part_of"])
    return added


def _add_bands(rows: Rows) -> list[str]:
    indicators = _indicators()
    bands = {
        f"{row['indicator']}|{row['name']}": IndexBand(
            indicator=indicators[row["indicator"]],
            name=row["name"],
            name_en=row["name_en"],
            above=Decimal(str(row["above"])),
            legal_basis=row["basis"],
            valid_from=row["valid_from"],
        )
        for row in rows
    }
    return add_missing(IndexBand, bands, known_by=("indicator_id", "name", "valid_from"))


def _add_thresholds(rows: Rows) -> list[str]:
    return add_missing(Threshold, {row["code"]: Threshold(**row) for row in rows})


def _add_services(rows: Rows) -> list[str]:
    areas = {area.code: area for area in ServiceArea.objects.all()}
    indicators = _indicators()
    services = {
        row["code"]: Service(
            code=row["code"], area=areas[row["area"]], supply=indicators[row["supply"]], **_names(row, order)
        )
        for order, row in enumerate(rows)
    }
    return add_missing(Service, services)


def _add_standards(rows: Rows) -> list[str]:
    population = Indicator.objects.get(code="penduduk")
    services = {service.code: service for service in Service.objects.all()}
    standards = {
        row["service"]: Standard(service=services[row["service"]], population=population, **_standard_fields(row))
        for row in rows
    }
    return add_missing(Standard, standards, known_by=("service_id",))


def _indicators() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


def _names(row: dict[str, Any], order: int) -> dict[str, Any]:
    return {"name": row["name"], "name_en": row.get("name_en", ""), "order": order}


def _indicator_fields(row: dict[str, Any], order: int, areas: dict[str, ServiceArea]) -> dict[str, Any]:
    return _names(row, order) | {
        "area": areas[row["area"]],
        "unit": row["unit"],
        "numerator": row["numerator"],
        "denominator": row.get("denominator", ""),
        "observed_level": Level[row.get("level", "desa").upper()],
        "upward": row.get("upward", "sum"),
        "direction": row.get("direction", "neutral"),
        "supplier": row["supplier"],
        "asked_each": row.get("each", Period.Kind.SEMESTER),
        "source": row.get("source", "Kiriman desa dan unit penyedia"),
        "legal_basis": row.get("basis", "Pendataan daerah (Perpres 39/2019 Satu Data)"),
        "legal_basis_verified": row.get("verified", False),
        "aliases": list(row.get("aliases", [])),
        "whole": row.get("whole", True),
        "maximum": row.get("maximum"),
        "replaces": row.get("replaces", ""),
        "replaces_origin": row.get("replaces_origin", ""),
    }


def _standard_fields(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "people_per_facility": row["people"],
        "level": Level[row["level"].upper()],
        "rounding": row.get("rounding", "up"),
        "minimum_per_place": row.get("minimum", 0),
        "legal_basis": row["basis"],
        "legal_basis_verified": row["verified"],
        "note": row.get("note", ""),
        "valid_from": row["valid_from"],
    }


def as_record(thing: Indicator | Service | Standard | Threshold) -> dict[str, Any]:
    """Return the stored fields JSON-ready, for the record."""
    return {
        name: value if isinstance(value, (bool, int, list, type(None))) else str(value)
        for name, value in model_to_dict(thing).items()
    }


@transaction.atomic
def save_indicator(*, indicator: Indicator, reason: str, by: Any, at: datetime) -> Indicator:  # noqa: ANN401
    """Store a new or changed indicator with the reason for it; its sums follow in the background."""
    old = Indicator.objects.filter(pk=indicator.pk).first()
    indicator.save()
    before, after = (
        ({}, as_record(indicator)) if old is None else only_differences(as_record(old), as_record(indicator))
    )
    record(
        by=by,
        at=at,
        verb="needs.save_indicator",
        summary=_("Indikator {name} disimpan").format(name=indicator.name),
        place_code="0",
        changes=[Change("needs.indicator", indicator.code, None if old is None else before, after)],
        reason=reason,
    )
    if old is not None and (old.upward, old.observed_level) != (indicator.upward, indicator.observed_level):
        _start_resum([indicator.pk], by=by, at=at)
    return indicator


@transaction.atomic
def replace_standard(*, standard: Standard, reason: str, by: Any, at: datetime) -> Standard:  # noqa: ANN401
    """Put a standard in force from its ``valid_from``; the one before ends that day. Gaps follow in the background.

    A standard that begins on the same day as the open one corrects it.

    Raises:
        NeedsRefusal: it would begin before the one in force.
    """
    service = standard.service
    current = service.standards.filter(valid_to=None).first()
    if current is not None and standard.valid_from < current.valid_from:
        raise NeedsRefusal(
            _("Standar yang berlaku mulai {day}. Tanggal mulai yang baru tidak boleh sebelum itu.").format(
                day=day(current.valid_from)
            )
        )
    before = as_record(current) if current is not None else None
    if current is not None and current.valid_from == standard.valid_from:
        standard.pk = current.pk
    elif current is not None:
        current.valid_to = standard.valid_from
        current.save(update_fields=["valid_to"])
    standard.save()
    record(
        by=by,
        at=at,
        verb="needs.replace_standard",
        summary=_("Standar {service}: 1 per {people}, berlaku {day}").format(
            service=service.name, people=standard.people_per_facility, day=day(standard.valid_from)
        ),
        place_code="0",
        changes=[Change("needs.standard", f"{service.code}|{standard.valid_from}", before, as_record(standard))],
        reason=reason,
    )
    _start_resum([service.supply_id, standard.population_id], by=by, at=at)
    return standard


@transaction.atomic
def replace_threshold(*, threshold: Threshold, reason: str, by: Any, at: datetime) -> Threshold:  # noqa: ANN401
    """Put another value of a threshold in force from its ``valid_from``; the one before ends that day.

    Raises:
        NeedsRefusal: it would begin before the one in force.
    """
    current = Threshold.objects.select_for_update().get(code=threshold.code, valid_to=None)
    if threshold.valid_from < current.valid_from:
        text = _("Batas yang berlaku mulai {day}. Tanggal mulai yang baru tidak boleh sebelum itu.")
        raise NeedsRefusal(text.format(day=day(current.valid_from)))
    before = as_record(current)
    if current.valid_from == threshold.valid_from:
        threshold.pk = current.pk
    else:
        current.valid_to = threshold.valid_from
        current.save(update_fields=["valid_to"])
    threshold.save()
    record(
        by=by,
        at=at,
        verb="needs.replace_threshold",
        summary=_("Batas {code}: {value}, berlaku {day}").format(
            code=threshold.code, value=threshold.value, day=day(threshold.valid_from)
        ),
        place_code="0",
        changes=[Change("needs.threshold", threshold.code, before, as_record(threshold))],
        reason=reason,
    )
    return threshold


@transaction.atomic
def add_period(*, code: str, by: Any, at: datetime) -> Period:  # noqa: ANN401
    """Add a named period.

    Raises:
        NeedsRefusal: the code names no period, or it is there already.
    """
    period = period_from_code(code.strip().upper())
    if Period.objects.filter(code=period.code).exists():
        raise NeedsRefusal(_("Periode {code} sudah ada.").format(code=period.code))
    period.save()
    record(
        by=by,
        at=at,
        verb="needs.add_period",
        summary=_("Periode {period} ditambahkan").format(period=period),
        place_code="0",
        changes=[Change("needs.period", period.code, None, {"code": period.code})],
    )
    return period


def _start_resum(indicators: list[int], *, by: Any, at: datetime) -> None:  # noqa: ANN401
    jobs.start(
        kind="needs.resum",
        title=_("Menghitung ulang jumlah dan kekurangan"),
        by=by,
        at=at,
        arguments={"indicators": indicators},
    )
