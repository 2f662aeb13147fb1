"""Reads: the copy of a class, all that are open, and those a person may enter."""

from datetime import date

from django.db.models import Q, QuerySet

from rumahbersama.chain.training.models import Teaching, TrainingClass
from rumahbersama.chain.training.practice.models import PracticeCopy
from rumahbersama.chain.training.practice.permissions import COMING

SHOWN = ("klass__event__region", "klass__site")


def copy_of(klass: TrainingClass | None) -> PracticeCopy | None:
    """Return the copy of a class, open or closed; None where there never was one (one query)."""
    if klass is None:
        return None
    return PracticeCopy.objects.filter(klass=klass).first()


def open_copies() -> QuerySet[PracticeCopy]:
    """Return all copies that are not closed, in the order of their places."""
    return PracticeCopy.objects.exclude(slot=None).select_related(*SHOWN)


def overdue(*, today: date) -> QuerySet[PracticeCopy]:
    """Return the open copies whose last day is over."""
    return open_copies().filter(closes_on__lt=today)


def open_for(person: int, *, today: date) -> QuerySet[PracticeCopy]:
    """Return the open copies of the classes in which a person takes part or teaches."""
    mine = Q(klass__participations__person=person, klass__participations__state__in=COMING)
    taught = Q(klass__in=Teaching.objects.filter(person=person).exclude(klass=None).values("klass"))
    return open_copies().filter(mine | taught, closes_on__gte=today).distinct()
