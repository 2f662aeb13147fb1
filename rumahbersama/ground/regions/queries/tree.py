"""The tree of today: regions below a place, children, ancestors."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet

from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import NATION_CODE, ancestor_codes, code_range


def present() -> QuerySet[Region]:
    """Return all regions that exist today."""
    return Region.objects.filter(gone_on=None)


def below(*, code: str, level: int | None = None) -> QuerySet[Region]:
    """Return today's regions strictly below ``code``, in code order, of one ``level`` if given.

    Below the nation only regions that count nationally: invented ones in the demo, real ones elsewhere.
    """
    low, high = code_range(code)
    regions = present().filter(code__gte=low, code__lt=high)
    if code == NATION_CODE:
        regions = regions.filter(invented=settings.DEMO)
    return regions if level is None else regions.filter(level=level)


def children_of(region: Region) -> QuerySet[Region]:
    """Return today's children of ``region``."""
    return below(code=region.code, level=region.level + 1)


def breadcrumb_of(region: Region) -> list[Region]:
    """Return the ancestors from Indonesia down to, not with, ``region`` (one query)."""
    return list(Region.objects.filter(code__in=ancestor_codes(region.code)).order_by("level"))


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Return the names of regions by today's code, as far as there are any (one query)."""
    return {region.code: str(region) for region in Region.objects.filter(code__in=codes)}
