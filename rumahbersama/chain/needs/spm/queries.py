"""Reading the minimum services: what is in force, what kabupaten have sent, and the index that makes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from rumahbersama.chain.needs.models import Indicator, Observation, Period
from rumahbersama.chain.needs.spm.models import SpmField, SpmService
from rumahbersama.chain.needs.spm.rules import (
    FULL,
    Category,
    Law,
    Share,
    category_of,
    index_of,
    mean,
    missing_of,
)
from rumahbersama.ground.regions.models import Region

OURS = Q(indicator__in=SpmService.objects.values("receivers")) | Q(indicator__in=SpmService.objects.values("quality"))
MOST_SERVICES = 4  # on one page of the form: 16 boxes


@dataclass(frozen=True)
class Sent:
    """One measure as a kabupaten sent it, and who stands by it."""

    share: Share
    state: str
    source: str
    entered_at: datetime


@dataclass(frozen=True)
class ServiceLine:
    """One service of a kabupaten: both measures (None: nobody has sent it) and the index they make."""

    service: SpmService
    receivers: Sent | None
    quality: Sent | None
    index: Decimal | None
    law: Law | None = None

    @property
    def category(self) -> Category | None:
        """Return what the index is called."""
        return category_of(self.index, law=self.law) if self.index is not None and self.law is not None else None

    @property
    def missing(self) -> list[str]:
        """Return which measures lack, "receivers" or "quality"."""
        return missing_of(self._share(self.receivers), self._share(self.quality))

    @property
    def is_of_nobody(self) -> bool:
        """Tell whether nobody had a claim to it, so that it does not count."""
        return self.receivers is not None and self.receivers.share.is_empty

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing was sent."""
        return self.receivers is None and self.quality is None

    @property
    def sent(self) -> list[Sent]:
        """Return the measures that were sent."""
        return [each for each in (self.receivers, self.quality) if each is not None]

    @property
    def contested(self) -> int:
        """Return how many of its measures somebody contests."""
        return sum(each.state == Observation.State.CONTESTED for each in self.sent)

    @property
    def unverified(self) -> int:
        """Return how many of its measures are neither verified nor contested."""
        return sum(each.state != Observation.State.VERIFIED for each in self.sent) - self.contested

    @staticmethod
    def _share(sent: Sent | None) -> Share | None:
        return sent.share if sent else None


@dataclass(frozen=True)
class FieldLine:
    """One field with its services; its index is the mean of those that are known."""

    field: SpmField
    lines: list[ServiceLine]

    @property
    def index(self) -> Decimal | None:
        """Return the index of the field."""
        return mean(line.index for line in self.lines)


@dataclass(frozen=True)
class Attainment:
    """What a kabupaten has attained in a period."""

    fields: list[FieldLine]
    law: Law | None

    @cached_property
    def lines(self) -> list[ServiceLine]:
        """Return every service."""
        return [line for field in self.fields for line in field.lines]

    @cached_property
    def index(self) -> Decimal | None:
        """Return the index: the mean of the fields that are known."""
        return mean(field.index for field in self.fields)

    @cached_property
    def known(self) -> list[ServiceLine]:
        """Return the services with an index."""
        return [line for line in self.lines if line.index is not None]

    @cached_property
    def lacking(self) -> list[ServiceLine]:
        """Return the services of which a measure lacks."""
        return [line for line in self.lines if line.missing]

    @property
    def is_complete(self) -> bool:
        """Tell whether no measure lacks."""
        return not self.lacking

    @property
    def category(self) -> Category | None:
        """Return what the index is called; None while a measure lacks."""
        if self.index is None or self.law is None or not self.is_complete:
            return None
        return category_of(self.index, law=self.law)

    @property
    def lowest(self) -> list[ServiceLine]:
        """Return the services below 100, the lowest first."""
        return lowest_of(self.lines)

    @property
    def unverified(self) -> int:
        """Return how many figures are not verified."""
        states = [each.state for line in self.lines for each in line.sent]
        return len(states) - states.count(Observation.State.VERIFIED)


def lowest_of(lines: Iterable[ServiceLine]) -> list[ServiceLine]:
    """Return the services below 100, the lowest first."""
    below = [line for line in lines if line.index is not None and line.index < FULL]
    return sorted(below, key=lambda line: line.index or 0)


Figures = dict[int, Sent]  # by id of the indicator


def services_on(day: date) -> list[SpmService]:
    """Return the services in force on a day, in the order of the law (one query)."""
    return list(in_force(day).select_related("field", "receivers", "quality"))


def in_force(day: Any) -> QuerySet[SpmService]:  # noqa: ANN401 - a date, or a column of one
    """Return the services in force on a day."""
    return SpmService.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day, disabled_on=None)


def is_in_force(service: SpmService, day: date) -> bool:
    """Tell whether a service is in force on a day."""
    is_over = service.valid_to is not None and service.valid_to <= day
    return service.valid_from <= day and not is_over and service.disabled_on is None


def periods_sent(places: Collection[Region]) -> list[Period]:
    """Return the periods in which any of these kabupaten sent anything of it, newest first (two queries).

    Each carries ``filled``: how many figures there are.
    """
    rows = Observation.objects.filter(OURS, region__in=places).values_list("period")
    filled = dict(rows.annotate(count=Count("pk")).order_by())
    found = list(Period.objects.filter(pk__in=filled))
    for period in found:
        period.filled = filled[period.pk]  # type: ignore[attr-defined]
    return found


def figures_of(region: Region, period: Period) -> Figures:
    """Return what a kabupaten sent for a period, by id of the indicator (one query)."""
    rows = Observation.objects.filter(OURS, region=region, period=period)
    return {row.indicator_id: sent_of(row) for row in rows}


def sent_of(row: Observation) -> Sent:
    """Return a stored measure."""
    return Sent(Share(row.numerator, row.denominator or Decimal(0)), row.state, row.source, row.entered_at)


def attainment(*, services: list[SpmService], figures: Figures, law: Law | None) -> Attainment:
    """Return what a kabupaten has attained, from what it sent (no query)."""
    fields = [
        FieldLine(field, [_line(service, figures, law) for service in group])
        for field, group in groupby(services, key=lambda service: service.field)
    ]
    return Attainment(fields, law)


def _line(service: SpmService, figures: Figures, law: Law | None) -> ServiceLine:
    receivers, quality = figures.get(service.receivers_id), figures.get(service.quality_id)
    index = None
    if law is not None and receivers is not None and quality is not None:
        index = index_of(receivers.share, quality.share, law=law)
    return ServiceLine(service, receivers, quality, index, law)


def pages_of(services: list[SpmService]) -> Iterator[tuple[SpmField, int, int, list[Indicator]]]:
    """Yield the pages of the form: field, which of how many, the indicators on it; a few services a page."""
    for field, group in groupby(services, key=lambda service: service.field):
        members = list(group)
        count = -(-len(members) // MOST_SERVICES)
        size = -(-len(members) // count)
        for at in range(count):
            part = members[at * size : (at + 1) * size]
            yield field, at + 1, count, [each for service in part for each in (service.receivers, service.quality)]
