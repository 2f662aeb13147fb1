"""Who has not sent: above the kabupaten counted for each child, inside it village by village with what is missing.

Asked for are the figures that are due (``rules.due_of_desa``) and that at least one place here has sent for the
period; what nobody has sent anywhere is told apart, else every village of the country would be late with it. So are
figures that were sent but are not due.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, DateTimeField, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs import queries as needs
from rumahbersama.chain.needs.entry.queries import due_date, thresholds_on
from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.rules import fits
from rumahbersama.ground.people.permissions import may_see_desa_inside
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below, children_of
from rumahbersama.results.rules import due_of_desa


@dataclass(frozen=True)
class Completeness:
    """The page of who has not sent, for one period; ``by_desa`` where villages are listed one by one."""

    region: Region
    breadcrumb: list[Region]
    period: Period
    periods: list[Period]
    asked: "Asked"
    chosen: Indicator | None
    by_desa: bool
    due: date
    arrivals: dict[int, tuple[int, int]]

    @property
    def wanted(self) -> list[Indicator]:
        """Return what the list is about: the indicator chosen, else all that are asked for."""
        return [self.chosen] if self.chosen else self.asked.wanted

    @property
    def choices(self) -> list[Indicator]:
        """Return the indicators one can choose."""
        return [*self.asked.wanted, *self.asked.optional, *self.asked.unsent]

    @cached_property
    def children(self) -> list["ChildLine"]:
        """Return the children with how much has come in from each, the least complete first."""
        return child_lines(region=self.region, period=self.period, wanted=self.wanted)

    def desa(self) -> QuerySet[Region]:
        """Return the villages that lack something."""
        return late_desa(region=self.region, period=self.period, wanted=self.wanted)

    def missing_of(self, desa: Iterable[Region]) -> dict[int, list[Indicator]]:
        """Return what each of these villages has not sent, by region id."""
        return missing_of(desa=desa, period=self.period, wanted=self.wanted)

    def missing_words(self, desa: Iterable[Region]) -> dict[int, list[str]]:
        """Return the same in few words, a line for each unit that supplies it."""
        return {pk: self._in_words(missing) for pk, missing in self.missing_of(desa).items()}

    @property
    def on_time(self) -> tuple[int, int]:
        """Return how many of the figures that came in did so by the due day, and how many came in at all."""
        counts = [self.arrivals.get(each.pk, (0, 0)) for each in self.wanted]
        return sum(early for early, _all in counts), sum(every for _early, every in counts)

    def _in_words(self, missing: list[Indicator]) -> list[str]:
        if len(missing) == len(self.wanted) > 1:
            return [_("semua ({count} angka)").format(count=len(missing))]
        by_supplier: dict[str, list[str]] = {}
        for each in missing:
            by_supplier.setdefault(each.supplier_name, []).append(str(each))
        return [f"{supplier}: {', '.join(names)}" for supplier, names in by_supplier.items()]


def completeness_page(
    *,
    region: Region,
    breadcrumb: list[Region],
    user: Any,  # noqa: ANN401 - Account
    period: str,
    indicator: str,
) -> Completeness | None:
    """Read who has not sent what, like the page of the place; None where nothing was ever sent."""
    periods = needs.periods_of(region)
    when = next((each for each in periods if each.code == period), None) or needs.period_to_open(periods)
    if when is None:
        return None
    by_desa = region.level >= Level.KABUPATEN and may_see_desa_inside(user, region)
    due = due_date(when, thresholds_on(when.ends_on))
    arrived = arrivals(region=region, period=when, due=due) if by_desa else {}
    asked = asked_of(
        sent=arrived if by_desa else needs.figures_of(region, when),
        due=due_of_desa(needs.standards_of(when), when),
        period=when,
    )
    choices = [*asked.wanted, *asked.optional, *asked.unsent]
    return Completeness(
        region=region,
        breadcrumb=breadcrumb,
        period=when,
        periods=periods,
        asked=asked,
        chosen=next((each for each in choices if each.code == indicator), None),
        by_desa=by_desa,
        due=due,
        arrivals=arrived,
    )


@dataclass(frozen=True)
class Asked:
    """What is asked of the villages of a place for a period: ``wanted``.

    Apart from it what some have sent without owing it, and what nobody here has sent.
    """

    wanted: list[Indicator]
    optional: list[Indicator]
    unsent: list[Indicator]


@dataclass(frozen=True)
class ChildLine:
    """One child above the village: how many of the figures asked for have come in."""

    region: Region
    sent: int
    asked: int

    @property
    def missing(self) -> int:
        """Return how many figures have not come in."""
        return max(0, self.asked - self.sent)


def asked_of(*, sent: Collection[int], due: Collection[int], period: Period) -> Asked:
    """Return what villages are asked for, of what is due, where at least one has sent it (one query).

    Args:
        sent: ids of the indicators that at least one of them has sent.
        due: ids of those that are due.
        period: for which it is asked; what no such period asks for is not told as unsent.
    """
    of_desa = [each for each in needs.indicators_in_use() if each.observed_level == Level.DESA]
    return Asked(
        wanted=[each for each in of_desa if each.pk in sent and each.pk in due],
        optional=[each for each in of_desa if each.pk in sent and each.pk not in due],
        unsent=[each for each in of_desa if each.pk not in sent and fits(each.asked_each, period.kind)],
    )


def arrivals(*, region: Region, period: Period, due: date) -> dict[int, tuple[int, int]]:
    """Return by indicator how many villages of a kabupaten or kecamatan sent it in time, and at all (one query)."""
    end = timezone.make_aware(datetime.combine(due + timedelta(days=1), time.min))
    desa = below(code=region.code, level=Level.DESA)
    rows = Observation.objects.filter(region__in=desa.values("pk"), period=period).values_list("indicator")
    counted = rows.annotate(early=Count("pk", filter=Q(first_at__lt=end)), every=Count("pk")).order_by()
    return {indicator: (early, every) for indicator, early, every in counted}


def child_lines(*, region: Region, period: Period, wanted: list[Indicator]) -> list[ChildLine]:
    """Return the children of a place above kecamatan, the least complete first (two queries)."""
    sent = needs.sent_by_child(region=region, period=period, indicators=[each.pk for each in wanted])
    expected = _desa_by_child(region)
    lines = [
        ChildLine(region=child, sent=sent.get(child.pk, 0), asked=expected.get(child.pk, 0) * len(wanted))
        for child in children_of(region)
    ]
    return sorted(lines, key=lambda line: (-line.missing, line.region.code))


def _desa_by_child(region: Region) -> dict[int, int]:
    """Return how many desa lie in each child of a place above kecamatan (one query)."""
    if region.level != Level.NATION:
        return dict(children_of(region).values_list("pk", "desa_count"))
    kabupaten = below(code=region.code, level=Level.KABUPATEN)
    return dict(kabupaten.values_list("parent").annotate(desa=Sum("desa_count")).order_by())


def late_desa(*, region: Region, period: Period, wanted: list[Indicator]) -> QuerySet[Region]:
    """Return the desa of a kabupaten or kecamatan that lack any of ``wanted`` (one query).

    Each carries ``sent``, how many of them it has sent, and ``newest``, when it last sent anything.
    """
    rows = Observation.objects.filter(region=OuterRef("pk"), period=period).order_by().values("region")
    newest = rows.annotate(newest=Max("entered_at")).values("newest")
    return (
        below(code=region.code, level=Level.DESA)
        .select_related("parent")
        .annotate(sent=sent_count(period=period, wanted=wanted))
        .annotate(newest=Subquery(newest, output_field=DateTimeField()))
        .filter(sent__lt=len(wanted))
    )


def sent_count(*, period: Period, wanted: list[Indicator]) -> Coalesce:
    """Return how many of ``wanted`` a region has sent, as a column to annotate."""
    rows = Observation.objects.filter(
        region=OuterRef("pk"), period=period, indicator__in=[each.pk for each in wanted]
    )
    sent = rows.order_by().values("region").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(sent, output_field=IntegerField()), 0)


def missing_of(*, desa: Iterable[Region], period: Period, wanted: list[Indicator]) -> dict[int, list[Indicator]]:
    """Return which of ``wanted`` each of these desa has not sent, by region id (one query)."""
    places = [each.pk for each in desa]
    rows = Observation.objects.filter(region__in=places, period=period, indicator__in=[each.pk for each in wanted])
    sent = set(rows.values_list("region", "indicator"))
    return {pk: [each for each in wanted if (pk, each.pk) not in sent] for pk in places}
