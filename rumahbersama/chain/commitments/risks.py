"""Why a village should be visited, as far as promises tell: those for it that are late."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count
from django.urls import reverse

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.ground.core.registry import RiskReason
from rumahbersama.ground.core.wording import worded_count
from rumahbersama.ground.regions.models import Region

LATE_PROMISES = "late_promises"


def risk_reasons(*, region: Region, villages: Sequence[Region], today: date) -> Iterator[RiskReason]:
    """Say of each village how many promises for it are late (one query)."""
    rows = Commitment.objects.filter(region__parent=region, state__in=OPEN_STATES, due_on__lt=today).order_by()
    late = dict(rows.values_list("region__code").annotate(n=Count("pk")))
    for village in villages:
        count = late.get(village.code, 0)
        if count:
            url = f"{reverse('commitments:place', args=[village.code])}?kelompok=terlambat"
            text = worded_count("{n} janji untuk desa ini terlambat.", "{n} janji untuk desa ini terlambat.", count)
            yield RiskReason(village.code, LATE_PROMISES, count, text, url)
