"""Loading centroids from a table of kode, lat, lng."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Avg, OuterRef, Subquery
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.core import bulk
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.regions.actions.reading import opened
from rumahbersama.ground.regions.actions.shapes import PlacesLoaded
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import EAST, NATION_CODE, NORTH, SOUTH, WEST, RegionRefusal, dotted

CODES = ("kode", "code")
LATITUDES, LONGITUDES = ("lat", "latitude", "lintang"), ("lng", "lon", "long", "longitude", "bujur")
_PLACES = Decimal("0.00001")


def load_centroids(*, path: Path, by: Any, at: datetime, dry_run: bool = False) -> PlacesLoaded:  # noqa: ANN401
    """Load latitudes and longitudes; a wrong number stops the file, an unknown code is listed and left out.

    Raises:
        RegionRefusal: the table has no columns kode, lat and lng.
    """
    with opened(path) as table:
        header = [cell.strip().lower() for cell in table.header]
        columns = [_place(header, names) for names in (CODES, LATITUDES, LONGITUDES)]
        if min(columns) < 0:
            raise RegionRefusal(_("Berkas ini bukan daftar titik tengah: perlu kolom “kode”, “lat”, dan “lng”."))
        points = [
            _Point(number, *(cells[place] if place < len(cells) else "" for place in columns))
            for number, cells in table.rows
            if any(cells)
        ]
        headings = [table.header[place] for place in columns]
    compared = _compare(points, headings)
    if compared.wrong:
        return PlacesLoaded(findings=compared.wrong)
    if compared.updates and not dry_run:
        _store(compared.updates, compared.changes, by=by, at=at)
    return PlacesLoaded([change.key for change in compared.changes], compared.unchanged, compared.unknown)


class _Point(NamedTuple):
    """One row: its number and the texts of code, latitude and longitude."""

    row: int
    code: str
    lat: str
    lng: str


@dataclass
class _Compared:
    """Points of a file against those stored."""

    wrong: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    updates: list[tuple[Any, ...]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0


def _compare(points: list[_Point], headings: list[str]) -> _Compared:
    found = _Compared()
    stored = {
        code: (pk, latitude, longitude)
        for pk, code, latitude, longitude in Region.objects.filter(gone_on=None)
        .order_by()
        .values_list("pk", "code", "latitude", "longitude")
    }
    for number, text, lat, lng in points:
        code, latitude, longitude = dotted(text) or "", _degree(lat, SOUTH, NORTH), _degree(lng, WEST, EAST)
        if latitude is None or longitude is None:
            rule = _("Lintang dan bujur berupa derajat desimal di dalam Indonesia.")
            remedy = _("Tulis seperti -7.62 dan 109.11.")
            found.wrong.append(Finding(number, headings[1], f"{lat}, {lng}"[:40], rule, remedy))
        elif code not in stored:
            rule = _("Kode ini tidak ada di edisi yang berlaku.")
            remedy = _("Periksa kodenya; baris ini dilewati.")
            found.unknown.append(Finding(number, headings[0], text[:40], rule, remedy))
        elif stored[code][1:] == (latitude, longitude):
            found.unchanged += 1
        else:
            pk, before_lat, before_lng = stored[code]
            before = None if before_lat is None else {"lat": str(before_lat), "lng": str(before_lng)}
            after = {"lat": str(latitude), "lng": str(longitude)}
            found.updates.append((str(latitude), str(longitude), pk))
            found.changes.append(Change("regions.centroid", code, before, after))
    return found


@transaction.atomic
def _store(updates: list[tuple[Any, ...]], changes: list[Change], *, by: Any, at: datetime) -> None:  # noqa: ANN401
    bulk.update(Region, ["latitude", "longitude"], updates)
    record(
        by=by,
        at=at,
        verb="regions.load_centroids",
        summary=_("Titik tengah {count} wilayah dimuat.").format(count=len(updates)),
        place_code=NATION_CODE,
        changes=changes,
    )
    _place_provinces()


def _place_provinces() -> None:
    """Put a province that has no point of its own in the middle of its kabupaten, so that it is on the map."""
    below = Region.objects.filter(parent=OuterRef("pk"), gone_on=None, latitude__isnull=False).order_by()
    middle = below.values("parent").annotate(north=Avg("latitude"), east=Avg("longitude"))
    Region.objects.filter(level=Level.PROVINCE, latitude=None).update(
        latitude=Subquery(middle.values("north")), longitude=Subquery(middle.values("east"))
    )


def _place(header: list[str], names: tuple[str, ...]) -> int:
    return next((header.index(name) for name in names if name in header), -1)


def _degree(text: str, low: float, high: float) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(_PLACES) if value.is_finite() and low <= value <= high else None
