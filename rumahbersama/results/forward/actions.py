"""Reading the figures of all promises at night: what they did is kept, so that no programme need read them all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.ground.core.bulk import upsert
from rumahbersama.results.forward.reading import GROUP, Named, indicators_of, named_of, read_at, readings_of
from rumahbersama.results.forward.rules import Reading
from rumahbersama.results.models import FigureOfPromise, FiguresOfTraining, FiguresRead

BATCH = 1_000  # promises of one short transaction
FIELDS = ("commitment_id", "source_url", "indicator", "verdict", "beside")


def is_due(*, at: datetime) -> bool:
    """Tell whether the figures were not yet read on this day."""
    last = read_at()
    return last is None or timezone.localdate(last) != timezone.localdate(at)


def read_figures(*, at: datetime) -> int:
    """Read the figures of all promises of trainings anew; return how many name one. Safe to do again."""
    last, count = 0, 0
    while True:
        rows = Commitment.objects.filter(source_kind=Commitment.Source.RTL, rtl__isnull=False, pk__gt=last)
        numbers = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not numbers:
            break
        named = named_of(Commitment.objects.filter(pk__in=numbers))
        readings = readings_of(named, indicators_of(row.indicator for row in named))
        _keep(numbers, named, readings)
        last, count = numbers[-1], count + len(named)
    _sum(at)
    return count


@transaction.atomic
def _sum(at: datetime) -> None:
    """Put down how many promises of each training name a figure that did what, and that all were read."""
    rows = FigureOfPromise.objects.order_by().values(*GROUP, "source_url").annotate(promises=Count("pk"))
    FiguresOfTraining.objects.all().delete()
    FiguresOfTraining.objects.bulk_create([FiguresOfTraining(**row, read_at=at) for row in rows], batch_size=BATCH)
    FiguresRead.objects.update_or_create(pk=1, defaults={"began_at": at})


@transaction.atomic
def _keep(numbers: list[int], named: Iterable[Named], readings: dict[int, Reading]) -> None:
    """Put down what was read of these promises; those that name none any more are taken out."""
    rows = {}
    for row in named:
        reading = readings.get(row.pk, Reading())
        rows[row.pk] = (row.pk, row.source_url, row.indicator, reading.verdict, reading.beside)
    kept = FigureOfPromise.objects.filter(pk__in=numbers)
    known = {row[0]: row for row in kept.values_list(*FIELDS)}
    gone = known.keys() - rows.keys()
    if gone:
        FigureOfPromise.objects.filter(pk__in=gone).delete()
    changed = [row for number, row in sorted(rows.items()) if known.get(number) != row]
    if changed:
        upsert(FigureOfPromise, FIELDS, changed, unique=("commitment_id",))
