"""Places offered beside the box in which one types a place."""

from rumahbersama.chain.training.models import Event, Quota
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import NATION_CODE

MOST = 300


def places_to_suggest(event: Event, codes: list[str]) -> list[Region]:
    """Return the places of the quotas to who runs the event, to others their own and those right below."""
    if NATION_CODE in codes:
        return list(present().filter(pk__in=Quota.objects.filter(event=event).values("region"))[:MOST])
    own, below = present().filter(code__in=codes), present().filter(parent__code__in=codes)
    return list((own | below)[:MOST])
