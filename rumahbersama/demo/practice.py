"""The practice copy of the course of camat, open: the worker of the demo makes it beside."""

from datetime import date, datetime, timedelta

from rumahbersama.chain.training.models import TrainingClass
from rumahbersama.chain.training.practice.actions import open_copy
from rumahbersama.chain.training.practice.addresses import why_not
from rumahbersama.chain.training.practice.rules import MOST_DAYS


def open_practice(*, at: datetime, today: date) -> None:
    """Open it for as long as may be; not where copies are not opened, as inside of a copy."""
    if why_not():
        return
    klass = TrainingClass.objects.select_related("event__region").get(event__title="Diklat Kapasitas Camat")
    open_copy(klass=klass, closes_on=today + timedelta(days=MOST_DAYS), by=None, at=at)
