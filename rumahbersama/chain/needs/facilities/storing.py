"""The one way facilities are written, with the record of it: one from a form, many from a table."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Observation, Service
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.intake.matching import plain_name
from rumahbersama.ground.intake.rules import Stale
from rumahbersama.ground.regions.models import Region

ENTITY = "needs.facility"
PLAIN = ("name", "number", "address", "capacity", "capacity_unit", "staff", "users", "working", "condition", "source")
FIELDS = ("service", "region", *PLAIN, "latitude", "longitude", "as_of", "state", "ended_on")
Match = tuple[str, ...]
Row = dict[str, Any]


def as_record(facility: Facility) -> Row:
    """Return a facility as the record holds it; service and region must be loaded."""
    return {
        "service": facility.service.code,
        "region": facility.region.code,
        **{name: getattr(facility, name) for name in PLAIN},
        "latitude": _degrees(facility.latitude),
        "longitude": _degrees(facility.longitude),
        "as_of": facility.as_of.isoformat() if facility.as_of else None,
        "state": str(facility.state),
        "ended_on": facility.ended_on.isoformat() if facility.ended_on else None,
    } | {"working": str(facility.working), "condition": str(facility.condition)}


def as_values(values: FacilityValues) -> Row:
    """Return what people told of a facility as the record holds it."""
    return {
        "service": values.service,
        "region": values.region,
        **{name: getattr(values, name) for name in PLAIN},
        "latitude": _degrees(values.latitude),
        "longitude": _degrees(values.longitude),
        "as_of": values.as_of.isoformat() if values.as_of else None,
    }


def _degrees(number: Decimal | None) -> str | None:
    return None if number is None else str(number.quantize(Decimal("0.00001")))


def stored_fields(record: Row, *, services: dict[str, int], regions: dict[str, int]) -> Row:
    """Return the columns of the table for a record."""
    return {
        "service_id": services[record["service"]],
        "region_id": regions[record["region"]],
        **{name: record[name] for name in PLAIN},
        "latitude": None if record["latitude"] is None else Decimal(record["latitude"]),
        "longitude": None if record["longitude"] is None else Decimal(record["longitude"]),
        "as_of": date.fromisoformat(record["as_of"]) if record["as_of"] else None,
        "state": record["state"],
        "ended_on": date.fromisoformat(record["ended_on"]) if record["ended_on"] else None,
    }


@dataclass
class Standing:
    """Stored facilities, found by number within their service, else by name and place."""

    by_number: dict[Match, Facility] = field(default_factory=dict)
    by_name: dict[Match, Facility] = field(default_factory=dict)

    def find(self, row: Row) -> Facility | None:
        """Return the facility that a row of a table is about; a row with a number never takes another's."""
        if row["number"]:
            return self.by_number.get((row["service"], row["number"]))
        return self.by_name.get((row["service"], row["region"], plain_name(row["name"])))


def standing_of(services: Iterable[str]) -> Standing:
    """Return the stored facilities of these services (one query)."""
    rows = Facility.objects.filter(service__code__in=set(services)).select_related("service", "region")
    found = Standing()
    for row in rows.order_by("pk"):
        if row.number:
            found.by_number[row.service.code, row.number] = row
        found.by_name.setdefault((row.service.code, row.region.code, plain_name(row.name)), row)
    return found


def new_key(service: str, number: str, *, taken: Collection[str] | None = None) -> str:
    """Return the name in the record of a new facility: told by its number where that is still free.

    ``taken`` are the names known already; None to ask.
    """
    wanted = f"{service}|{number}" if number else ""
    if wanted and not (Facility.objects.filter(key=wanted).exists() if taken is None else wanted in taken):
        return wanted
    return f"{service}|{number}|{uuid.uuid4().hex[:12]}"


@dataclass
class Comparison:
    """What storing would do: counts, audit changes, and what to write."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    new: list[tuple[str, Row]] = field(default_factory=list)
    moved: list[tuple[int, int, Row]] = field(default_factory=list)  # pk, version that was read, row
    gone: list[tuple[int, int]] = field(default_factory=list)


def compare(rows: Sequence[Row]) -> Comparison:
    """Hold rows against what is stored; what a row does not tell stays. Reads, never writes (two queries).

    A facility changed by a table is no longer verified; one that is closed stays closed.
    """
    result = Comparison()
    standing = standing_of({row["service"] for row in rows})
    taken = set(Facility.objects.values_list("key", flat=True))
    for row in rows:
        old = standing.find(row)
        if old is None:
            key = new_key(row["service"], row["number"], taken=taken)
            taken.add(key)
            after = EMPTY | row | {"state": str(Observation.State.ENTERED)}
            result.created += 1
            result.new.append((key, after))
            result.changes.append(Change(ENTITY, key, None, after))
            continue
        before = as_record(old)
        after = before | _finer(row, before)
        if _same(before, after):
            result.unchanged += 1
            continue
        _note(result, old, before, after | {"state": str(Observation.State.ENTERED)})
    return result


def _finer(row: Row, before: Row) -> Row:
    """Return a row without what would be lost: the desa where it names only its kecamatan, a number it leaves out."""
    lost = {"region"} if before["region"].startswith(row["region"] + ".") else set()
    lost |= {"number"} if not row["number"] else set()
    return {name: value for name, value in row.items() if name not in lost}


EMPTY: Row = as_values(FacilityValues(service="", region="", name="")) | {"ended_on": None}


def _same(before: Row, after: Row) -> bool:
    """Tell whether only source and date differ: the same said again takes back nothing that a person has said."""
    told = set(FIELDS) - {"source", "as_of", "state"}
    return all(before[name] == after[name] for name in told)


def _note(result: Comparison, old: Facility, before: Row, after: Row) -> None:
    result.changed += 1
    result.moved.append((old.pk, old.version, after))
    result.changes.append(Change(ENTITY, old.key, before, after))


def reversal(changes: Sequence[Change]) -> Comparison:
    """Return what brings facilities back to what they were before these changes."""
    result = Comparison()
    standing = by_key([change.key for change in changes])
    for change in changes:
        old = standing.get(change.key)
        if old is None:
            continue
        if change.before is None:
            result.changed += 1
            result.gone.append((old.pk, old.version))
            result.changes.append(Change(ENTITY, old.key, as_record(old), None))
        else:
            _note(result, old, as_record(old), change.before)
    return result


def by_key(keys: Sequence[str]) -> dict[str, Facility]:
    """Return facilities by their name in the record."""
    found: dict[str, Facility] = {}
    for start in range(0, len(keys), 500):
        rows = Facility.objects.filter(key__in=keys[start : start + 500]).select_related("service", "region")
        found |= {row.key: row for row in rows}
    return found


def photographed(keys: Sequence[str]) -> set[str]:
    """Return which of these facilities have a photo."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        rows = FacilityPhoto.objects.filter(facility__key__in=keys[start : start + 500])
        found |= set(rows.values_list("facility__key", flat=True))
    return found


def write(comparison: Comparison, *, by: Any, at: datetime, run: int | None = None) -> None:  # noqa: ANN401
    """Write a comparison inside the caller's transaction.

    Raises:
        Stale: somebody changed, added or removed one of them since ``compare``.
    """
    rows = [row for _key, row in comparison.new] + [row for _pk, _version, row in comparison.moved]
    services = dict(Service.objects.values_list("code", "id"))
    codes = {row["region"] for row in rows}
    regions = dict(Region.objects.filter(code__in=codes).values_list("code", "id"))
    told = {"entered_by_id": getattr(by, "pk", None), "entered_at": at, "run": run}
    _take_away(comparison.gone)
    for pk, version, row in comparison.moved:
        fields = stored_fields(row, services=services, regions=regions) | told
        changed = Facility.objects.filter(pk=pk, version=version).update(**fields, version=F("version") + 1)
        _must_be_one(changed)
    new = [
        Facility(key=key, **stored_fields(row, services=services, regions=regions), **told)
        for key, row in comparison.new
    ]
    try:
        with transaction.atomic():
            Facility.objects.bulk_create(new)
    except IntegrityError:
        raise Stale from None


def _take_away(gone: Sequence[tuple[int, int]]) -> None:
    """Delete facilities that nobody touched and nobody gave a photo; they are locked first, in one order."""
    for start in range(0, len(gone), 500):
        wanted = dict(gone[start : start + 500])
        held = Facility.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        if dict(held.values_list("pk", "version")) != wanted:
            raise Stale
        if FacilityPhoto.objects.filter(facility__in=wanted).exists():
            raise Stale
        Facility.objects.filter(pk__in=wanted).delete()


def _must_be_one(count: int) -> None:
    if count != 1:
        raise Stale
