"""Rows of notes and recommendations, locked before they change."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.chain.oversight.recommendations.rules import RecommendationRefusal
from rumahbersama.ground.core.working_days import add_working_days
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.ground.regions.office_days.zones import day_at


def held(found: Recommendation, *, seen: int) -> Recommendation:
    """Return one, locked and unchanged since it was seen.

    Raises:
        RecommendationRefusal: somebody changed it meanwhile.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("village", "kecamatan")
    fresh = rows.get(pk=found.pk)
    if fresh.version != seen:
        raise RecommendationRefusal(
            _("Ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(found: Recommendation) -> None:
    """Keep a changed one as its next version."""
    found.version += 1
    found.save()


def next_number(model: Any, kecamatan: Region, year: int) -> int:  # noqa: ANN401 - Recommendation or Report
    """Return the next number of a kecamatan and year; who asks at the same moment waits."""
    Region.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    highest = model.objects.filter(kecamatan=kecamatan, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def reply_due(village: Region, at: datetime) -> date:
    """Return until when a village replies to what is sent to it now, in working days of its place."""
    today = day_at(village.code, at)
    return add_working_days(today, rule_on(today).reply_working_days, office=office_days_of(village.code))


def due_proposed(village: Region, severity: str, today: date) -> date:
    """Return by when something of this severity is mended, as the form proposes it, in working days of the place."""
    days = max(1, rule_on(today).severity(severity).working_days)
    return add_working_days(today, days, office=office_days_of(village.code))
