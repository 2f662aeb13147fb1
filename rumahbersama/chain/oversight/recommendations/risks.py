"""Why a village should be visited, as far as recommendations tell: those that are open."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count
from django.urls import reverse

from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.rules import OPEN_STATES
from rumahbersama.ground.core.registry import RiskReason
from rumahbersama.ground.core.wording import worded_count
from rumahbersama.ground.regions.models import Region

OPEN = "recommendations"


def risk_reasons(*, region: Region, villages: Sequence[Region], today: date) -> Iterator[RiskReason]:
    """Say of each village how many notes and recommendations are open (one query)."""
    rows = Recommendation.objects.filter(kecamatan=region, state__in=OPEN_STATES).order_by()
    still = dict(rows.values_list("village__code").annotate(n=Count("pk")))
    for village in villages:
        count = still.get(village.code, 0)
        if count:
            url = reverse("recommendations:list", args=[village.code])
            text = worded_count("{n} catatan masih terbuka.", "{n} catatan masih terbuka.", count)
            yield RiskReason(village.code, OPEN, count, text, url)
