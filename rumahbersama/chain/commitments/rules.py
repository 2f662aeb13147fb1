"""The states of a commitment, what leads from one to the other, and when it is late.

Source: project decision, docs/adr/0020-commitments.md; the fields of an RTL: FACTS section 3 (Kepka Balitbang Diklat
Kemenag 26/2019, fields put together by this project).
"""

from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

PROMISED, IN_PROGRESS, WAITING = "promised", "in_progress", "waiting"
DONE, VERIFIED, DROPPED = "done", "verified", "dropped"
OPEN_STATES = (PROMISED, IN_PROGRESS, WAITING)
MOST_STEPS = 12
LONGEST_DAYS = 5 * 366


class CommitmentRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a commitment, and how to mend it."""


class Group(StrEnum):
    """How a list is grouped: by what the day asks for.

    Source: UX.md section 7 (Terlambat, Minggu ini, Berikutnya).
    """

    LATE = "terlambat"
    WEEK = "minggu-ini"
    NEXT = "berikutnya"
    REVIEW = "diperiksa"
    CLOSED = "selesai"


ASKED = "ditanya"  # beside the groups: what was asked about and is not yet answered
LONG_LATE = "lama-terlambat"  # and, of a place, what others promised and is so late that who leads is told
FILTERS = (*(group.value for group in Group), ASKED)


def end_of_week(today: date) -> date:
    """Return the Sunday of the week of ``today``."""
    return today + timedelta(days=6 - today.weekday())


def check_days(*, promised_on: date, due_on: date) -> None:
    """Refuse days that cannot be.

    Raises:
        CommitmentRefusal: due before it was promised, or years away.
    """
    if due_on < promised_on:
        raise CommitmentRefusal(_("Tenggatnya lebih awal daripada tanggal janjinya. Periksa kedua tanggal itu."))
    if (due_on - promised_on).days > LONGEST_DAYS:
        raise CommitmentRefusal(_("Tenggatnya lebih dari lima tahun lagi. Pecah menjadi janji yang lebih dekat."))


def check_target(*, measure: str, baseline: object, target: object) -> None:
    """Refuse a target of nothing.

    Raises:
        CommitmentRefusal: a baseline or target without the measure it belongs to.
    """
    if not measure.strip() and (baseline is not None or target is not None):
        raise CommitmentRefusal(_("Tulis ukurannya juga, supaya angka awal dan sasarannya berarti."))


def check_report(*, state: str) -> None:
    """Refuse to report on what is closed.

    Raises:
        CommitmentRefusal: it is verified or dropped.
    """
    if state in {VERIFIED, DROPPED}:
        raise CommitmentRefusal(_("Komitmen ini sudah ditutup. Buka lagi dulu kalau masih dikerjakan."))


def check_move(*, state: str, to: str) -> None:
    """Refuse a change of state that makes no sense.

    Raises:
        CommitmentRefusal: which one.
    """
    allowed = {
        IN_PROGRESS: (PROMISED, WAITING),
        WAITING: (PROMISED, IN_PROGRESS),
        DONE: OPEN_STATES,
        VERIFIED: (DONE,),
        DROPPED: (*OPEN_STATES, DONE),
    }[to]
    if state in allowed:
        return
    if to == VERIFIED:
        raise CommitmentRefusal(_("Yang diperiksa hanya komitmen yang sudah dinyatakan selesai."))
    raise CommitmentRefusal(_("Komitmen ini sudah berubah keadaan. Muat ulang halamannya, lalu periksa."))
