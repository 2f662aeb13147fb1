"""Which villages are visited first: the reasons that all rooms give, weighed by dated data, each shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse

from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import visible_visits
from rumahbersama.chain.oversight.visits.quarters import Quarter
from rumahbersama.chain.oversight.visits.reference import RiskRule, risk_rule_on
from rumahbersama.chain.oversight.visits.rules import CANCELLED, DONE
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import RiskReason
from rumahbersama.ground.core.wording import worded, worded_count
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of

SINCE_VISIT, NEVER = "since_visit", 1_000


@dataclass(frozen=True)
class Weighed:
    """A reason with what it weighs."""

    reason: RiskReason
    points: int


@dataclass(frozen=True)
class Ranked:
    """A village in the plan: its reasons, their sum, and its visits of the quarter."""

    village: Region
    reasons: list[Weighed]
    visits: list[Visit]

    @property
    def score(self) -> int:
        """Return the sum of the weights."""
        return sum(each.points for each in self.reasons)

    @property
    def is_planned(self) -> bool:
        """Tell whether a visit of the quarter is planned, being made or made."""
        return any(each.state != CANCELLED for each in self.visits)


def ranked(kecamatan: Region, *, user: Any, quarter: Quarter, today: date) -> list[Ranked]:  # noqa: ANN401 - Account
    """Return the villages of a kecamatan, the most urgent first; equals by code (two queries and those of rooms)."""
    villages = list(children_of(kecamatan))
    rule = risk_rule_on(today)
    reasons: dict[str, list[Weighed]] = {}
    for each in registry.risk_reasons.each(region=kecamatan, villages=villages, today=today):
        if each.kind in rule.weights and each.size > 0:
            reasons.setdefault(each.place_code, []).append(Weighed(each, points_of(each, rule)))
    visits: dict[int, list[Visit]] = {}
    for visit in visits_of_quarter(kecamatan, user=user, quarter=quarter):
        visits.setdefault(visit.region_id, []).append(visit)
    rows = [
        Ranked(
            village,
            sorted(reasons.get(village.code, ()), key=lambda each: -each.points),
            visits.get(village.pk, []),
        )
        for village in villages
    ]
    return sorted(rows, key=lambda row: (-row.score, row.village.code))


def points_of(reason: RiskReason, rule: RiskRule) -> int:
    """Return what a reason weighs: its size by the weight of its kind, no more than the most of that kind."""
    weight = rule.weights[reason.kind]
    return int(min(reason.size * weight.each, weight.most))


def visits_of_quarter(kecamatan: Region, *, user: Any, quarter: Quarter) -> list[Visit]:  # noqa: ANN401
    """Return the visits to the villages of a kecamatan that are planned for a quarter, by day (two queries)."""
    rows = visible_visits(user).filter(region__parent=kecamatan, planned_on__range=(quarter.first, quarter.last))
    return list(rows.order_by("planned_on", "pk"))


def on_one_day(visits: Iterable[Visit]) -> set[int]:
    """Return the numbers of the visits on which somebody goes who goes on another of them that day."""
    going: dict[tuple[date, int], list[int]] = {}
    for visit in visits:
        if visit.state != CANCELLED:
            for each in visit.who.all():
                going.setdefault((visit.day, each.post_id), []).append(visit.pk)
    return {number for numbers in going.values() if len(numbers) > 1 for number in numbers}


def risk_reasons(*, region: Region, villages: Iterable[Region], today: date) -> Iterator[RiskReason]:
    """Say of each village how long ago it was visited (filler of ``registry.risk_reasons``; one query)."""
    rows = Visit.objects.filter(region__parent=region, state=DONE).order_by()
    last: Mapping[str, date] = dict(rows.values_list("region__code").annotate(last=Max("visited_on")))
    yield from (_since(village, last.get(village.code), today) for village in villages)


def _since(village: Region, last: date | None, today: date) -> RiskReason:
    url = reverse("visits:place", args=[village.code])
    if last is None:
        return RiskReason(village.code, SINCE_VISIT, NEVER, worded("Belum pernah dikunjungi."), url)
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    text = worded_count("Dikunjungi {n} bulan lalu, {day}.", "Dikunjungi {n} bulan lalu, {day}.", months, day=last)
    return RiskReason(village.code, SINCE_VISIT, max(0, months), text, url)
