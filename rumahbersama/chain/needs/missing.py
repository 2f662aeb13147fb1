"""How many figures of its villages a place has not sent, each in the period that its kind is asked for now."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.rules import MONTHS
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region

Missing = list[tuple[Period, int]]


def missing_at(*, code: str, asked: Mapping[str, Period], suppliers: Collection[str]) -> Missing:
    """Return by period, the longest first, how many figures of these suppliers a desa has not sent (one query).

    Args:
        code: of the desa.
        asked: the period that each kind is asked for now, as ``asked_now`` gives it.
        suppliers: whose figures.
    """
    sent = Observation.objects.filter(region__code=code, indicator=OuterRef("pk"))
    empty = Q(pk__in=[])
    for kind, period in asked.items():
        empty |= Q(~Exists(sent.filter(period=period)), asked_each=kind)
    counts = dict(_of_desa(suppliers).filter(empty).order_by().values_list("asked_each").annotate(Count("pk")))
    return _longest_first({asked[kind]: count for kind, count in counts.items()})


def missing_below(*, code: str, asked: Mapping[str, Period], suppliers: Collection[str]) -> Missing:
    """Return the same of all villages of a kecamatan together (three queries)."""
    wanted: dict[str, list[int]] = {}
    for pk, kind in _of_desa(suppliers).values_list("pk", "asked_each"):
        if kind in asked:
            wanted.setdefault(kind, []).append(pk)
    desa = Region.objects.filter(code=code).values_list("desa_count", flat=True).first() or 0
    theirs = Q(pk__in=[])
    for kind, indicators in wanted.items():
        theirs |= Q(period=asked[kind], indicator__in=indicators)
    rows = Observation.objects.filter(within([code]), theirs, region__gone_on=None).order_by()
    sent = dict(rows.values_list("period").annotate(Count("pk")))
    return _longest_first(
        {asked[kind]: desa * len(each) - sent.get(asked[kind].pk, 0) for kind, each in wanted.items()}
    )


def _of_desa(suppliers: Collection[str]) -> QuerySet[Indicator]:
    return Indicator.objects.filter(disabled_on=None, observed_level=Level.DESA, supplier__in=suppliers)


def _longest_first(counts: Mapping[Period, int]) -> Missing:
    found = [(period, count) for period, count in counts.items() if count > 0]
    return sorted(found, key=lambda pair: -MONTHS[pair[0].kind])
