"""Making invented regions (provinces 90, 98 and 99): for the demo, and for practice in a real installation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.regions.actions.counts import refresh_counts
from rumahbersama.ground.regions.models import Region, RegionCode
from rumahbersama.ground.regions.rules import RegionRefusal, folded, is_invented, kind_of, level_of, parent_code


class InventedRegion(NamedTuple):
    """A region to make: its code below 98 or 99, and its name without title."""

    code: str
    name: str


@transaction.atomic
def invent_regions(*, rows: Sequence[InventedRegion], by: Any, at: datetime) -> int:  # noqa: ANN401
    """Make regions that belong to no edition, parents before children; returns how many.

    Raises:
        RegionRefusal: a code lies outside the invented provinces, or its parent does not exist.
    """
    made: dict[str, Region] = {}
    for row in sorted(rows, key=lambda row: (level_of(row.code), row.code)):
        if not is_invented(row.code):
            raise RegionRefusal(_("{code} bukan kode wilayah rekaan (98 atau 99).").format(code=row.code))
        above = parent_code(row.code) or ""
        parent = made.get(above) or Region.objects.filter(code=above).first()
        if parent is None:
            raise RegionRefusal(_("Wilayah induk {code} belum ada.").format(code=above))
        made[row.code] = Region.objects.create(
            code=row.code,
            name=row.name,
            search_name=folded(row.name),
            level=level_of(row.code),
            kind=kind_of(row.code),
            parent=parent,
            invented=True,
        )
    RegionCode.objects.bulk_create(
        [
            RegionCode(region=region, code=region.code, name=region.name, valid_from=timezone.localdate(at))
            for region in made.values()
        ]
    )
    refresh_counts()
    record(
        by=by,
        at=at,
        verb="regions.invent",
        summary=_("{count} wilayah rekaan dibuat").format(count=len(made)),
        place_code="0",
        changes=[Change("regions.region", code, None, {"name": region.name}) for code, region in made.items()],
    )
    return len(made)
