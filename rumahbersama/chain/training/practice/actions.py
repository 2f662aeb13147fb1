"""Changes: a copy opened, made anew and closed, each with its record; and what the worker notes, without one."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import TrainingClass
from rumahbersama.chain.training.practice import queries
from rumahbersama.chain.training.practice.addresses import why_not
from rumahbersama.chain.training.practice.models import PracticeCopy
from rumahbersama.chain.training.practice.rules import (
    CODE_LENGTH,
    LETTERS,
    PracticeRefusal,
    check_last_day,
    free_slot,
)
from rumahbersama.chain.training.recording import write_of_event


def open_copy(*, klass: TrainingClass, closes_on: date, by: Any, at: datetime) -> PracticeCopy:  # noqa: ANN401
    """Ask for the practice copy of a class, until the end of ``closes_on``; the worker then makes it.

    Raises:
        PracticeRefusal: copies are not opened here, it is open already, the day cannot be, or all places are taken.
    """
    refusal = why_not()
    if refusal:
        raise PracticeRefusal(refusal)
    check_last_day(closes_on, today=timezone.localdate(at))
    try:
        return _opened(klass, closes_on, by=by, at=at)
    except IntegrityError:
        raise PracticeRefusal(_("Salinan lain dibuka pada saat yang sama. Tekan tombolnya sekali lagi.")) from None


@transaction.atomic
def _opened(klass: TrainingClass, closes_on: date, *, by: Any, at: datetime) -> PracticeCopy:  # noqa: ANN401
    copy = _locked(klass) or PracticeCopy(klass=klass)
    if copy.is_open:
        raise PracticeRefusal(_("Salinan latihan kelas ini sudah terbuka."))
    there = list(queries.open_copies())
    copy.slot = free_slot({each.slot for each in there if each.slot}, most=settings.PRACTICE_COPIES)
    if copy.slot is None:
        text = _("Semua {n} tempat latihan di server ini terpakai: {names}. Tutup dulu salah satunya.")
        names = "; ".join(f"{each.klass}, {each.klass.event}" for each in there)
        raise PracticeRefusal(text.format(n=settings.PRACTICE_COPIES, names=names))
    before = _told(PracticeCopy(klass=klass, turn=copy.turn))
    copy.turn += 1
    copy.code = get_random_string(CODE_LENGTH, LETTERS)
    copy.closes_on, copy.port, copy.trouble = closes_on, None, ""
    copy.save()
    _write(copy, "training_practice.open", _("Salinan latihan dibuka: {event}"), before, by=by, at=at)
    return copy


@transaction.atomic
def make_anew(*, klass: TrainingClass, by: Any, at: datetime) -> PracticeCopy:  # noqa: ANN401
    """Throw away what was done in an open copy and give the class a fresh one, with the same code.

    Raises:
        PracticeRefusal: it is not open.
    """
    copy = _open_one(klass)
    before = _told(copy)
    copy.turn, copy.port, copy.trouble = copy.turn + 1, None, ""
    copy.save(update_fields=["turn", "port", "trouble"])
    _write(copy, "training_practice.make_anew", _("Salinan latihan diulang: {event}"), before, by=by, at=at)
    return copy


@transaction.atomic
def close_copy(*, klass: TrainingClass, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Close a copy; the worker then ends it and removes what was done in it.

    Raises:
        PracticeRefusal: it is not open.
    """
    copy = _open_one(klass)
    before = _told(copy)
    copy.slot, copy.port, copy.trouble = None, None, ""
    copy.save(update_fields=["slot", "port", "trouble"])
    _write(copy, "training_practice.close", _("Salinan latihan ditutup: {event}"), before, by=by, at=at)


def close_overdue(*, at: datetime) -> int:
    """Close the copies whose last day is over; return how many."""
    rows = list(queries.overdue(today=timezone.localdate(at)))
    for copy in rows:
        close_copy(klass=copy.klass, by=None, at=at)
    return len(rows)


def note_ready(copy: PracticeCopy, *, port: int) -> None:
    """Note that a copy answers as it is in ``copy.turn``."""
    _still(copy).update(port=port, trouble="")


def note_trouble(copy: PracticeCopy, text: str) -> None:
    """Note that a copy does not answer, and why; "" for one that is being made."""
    _still(copy).update(port=None, trouble=text[:300])


def _still(copy: PracticeCopy) -> QuerySet[PracticeCopy]:
    """Return the row as long as it is wanted as the worker saw it."""
    return PracticeCopy.objects.filter(pk=copy.pk, turn=copy.turn, slot=copy.slot)


def _locked(klass: TrainingClass) -> PracticeCopy | None:
    found = PracticeCopy.objects.select_for_update().filter(klass=klass).first()
    if found is not None:
        found.klass = klass
    return found


def _open_one(klass: TrainingClass) -> PracticeCopy:
    copy = _locked(klass)
    if copy is None or not copy.is_open:
        raise PracticeRefusal(_("Salinan latihan kelas ini tidak sedang terbuka."))
    return copy


def _told(copy: PracticeCopy) -> dict[str, Any]:
    """Return a copy as the record writes it: nothing of it while it is closed."""
    if not copy.is_open:
        return {"practice": "", "practice_turn": copy.turn, "practice_until": ""}
    return {
        "practice": str(copy.klass),
        "practice_turn": copy.turn,
        "practice_until": copy.closes_on.isoformat(),
    }


def _write(
    copy: PracticeCopy,
    verb: str,
    summary: str,
    before: dict[str, Any],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    write_of_event(copy.klass.event, verb=verb, summary=summary, by=by, at=at, before=before, after=_told(copy))
