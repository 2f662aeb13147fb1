"""Loading borders: simplified together with their siblings once, stored as SVG paths."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.regions.actions.reading import features_of
from rumahbersama.ground.regions.models import Region, Shape
from rumahbersama.ground.regions.rules import RegionRefusal, dotted, parent_code


@dataclass(frozen=True)
class PlacesLoaded:
    """What a file of shapes or centroids does: changed codes, unchanged count, what is wrong."""

    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return the counts for a report."""
        return {"changed": len(self.changed), "unchanged": self.unchanged, "findings": len(self.findings)}


def load_shapes(
    *,
    path: Path,
    source: str,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL or None
    at: datetime,
    dry_run: bool = False,
) -> PlacesLoaded:
    """Load polygons by code ("kode" of each feature); unknown codes are listed, the others enter.

    Raises:
        RegionRefusal: no GeoJSON of features, too large, or no source named.
    """
    from rumahbersama.ground.regions.borders import draw

    if not source.strip():
        raise RegionRefusal(_("Sebutkan sumber batas wilayah ini, misalnya “BIG 2024”."))
    siblings, findings = _read(path)
    regions = {region.code: region for region in _regions([code for group in siblings.values() for code in group])}
    stored = {shape.region_id: shape for shape in Shape.objects.filter(region__in=regions.values())}
    fresh: list[Shape] = []
    unchanged = 0
    for group in siblings.values():
        known = {code: polygon for code, (polygon, _row) in group.items() if code in regions}
        findings += [_unknown(code, row) for code, (_polygon, row) in group.items() if code not in regions]
        for code, drawn in (draw(known) if known else {}).items():
            old = stored.get(regions[code].pk)
            if old is not None and (old.path, old.box, old.source) == (drawn.path, drawn.box, source.strip()):
                unchanged += 1
                continue
            fresh.append(
                Shape(
                    region=regions[code],
                    path=drawn.path,
                    box=drawn.box,
                    label_x=drawn.label_x,
                    label_y=drawn.label_y,
                    source=source.strip()[:200],
                )
            )
    findings.sort(key=lambda one: one.row)
    if fresh and not dry_run:
        _store(fresh, source=source.strip(), by=by, at=at)
    return PlacesLoaded([shape.region.code for shape in fresh], unchanged, findings)


@transaction.atomic
def _store(fresh: list[Shape], *, source: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    Shape.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["path", "box", "label_x", "label_y", "source"],
        batch_size=200,
    )
    codes = sorted(shape.region.code for shape in fresh)
    record(
        by=by,
        at=at,
        verb="regions.load_shapes",
        summary=_("Batas {count} wilayah dimuat dari {source}.").format(count=len(fresh), source=source),
        place_code=_common_place(codes),
        changes=[Change("regions.shape", code, None, {"source": source}) for code in codes],
    )


def _common_place(codes: list[str]) -> str:
    """Return the lowest place that all codes lie in."""
    place = parent_code(codes[0]) or "0"
    while place != "0" and not all(code.startswith(place + ".") for code in codes):
        place = parent_code(place) or "0"
    return place


def _regions(codes: list[str]) -> list[Region]:
    found: list[Region] = []
    for start in range(0, len(codes), 500):
        found.extend(Region.objects.filter(code__in=codes[start : start + 500], gone_on=None))
    return found


def _read(path: Path) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    from rumahbersama.ground.regions.borders import polygon_of

    siblings: dict[str, dict[str, Any]] = defaultdict(dict)
    findings: list[Finding] = []
    for row, feature in enumerate(features_of(path), start=1):
        whole = feature if isinstance(feature, dict) else {}
        properties, geometry = whole.get("properties"), whole.get("geometry")
        text = str(properties.get("kode", "")) if isinstance(properties, dict) else ""
        code = dotted(text)
        polygon = polygon_of(geometry) if code and isinstance(geometry, dict) else None
        if code is None:
            findings.append(
                Finding(row, "kode", text[:40], _("Setiap wilayah punya kode Kemendagri."), _("Isi properti “kode”."))
            )
        elif polygon is None:
            rule = _("Batas wilayah berupa bidang (Polygon) dalam derajat, di dalam Indonesia.")
            findings.append(Finding(row, "geometry", code, rule, _("Ekspor ulang dalam EPSG:4326.")))
        elif code in siblings[parent_code(code) or "0"]:
            rule = _("Setiap kode hanya boleh ada satu kali.")
            findings.append(Finding(row, "kode", code, rule, _("Gabungkan bidangnya menjadi satu.")))
        else:
            siblings[parent_code(code) or "0"][code] = (polygon, row)
    return siblings, findings


def _unknown(code: str, row: int) -> Finding:
    return Finding(
        row, "kode", code, _("Kode ini tidak ada di edisi yang berlaku."), _("Periksa kodenya; baris ini dilewati.")
    )
