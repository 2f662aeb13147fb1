"""What a practice copy may be: how long it is open, and what its code looks like.

Source: project decision, docs/adr/0029.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.rules import Refusal

MOST_DAYS = 31  # the longest training of the reports has 12 days; a copy is for a class, not for a year
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # that do not look alike
CODE_LENGTH = 6  # a thousand million codes, against at most 600 tries a minute


class PracticeRefusal(Refusal):
    """What is not done with a practice copy, in a sentence."""


def check_last_day(closes_on: date, *, today: date) -> None:
    """Refuse a last day that is over, or too far away.

    Raises:
        PracticeRefusal: says from when to when it may be.
    """
    latest = today + timedelta(days=MOST_DAYS)
    if not today <= closes_on <= latest:
        raise PracticeRefusal(
            _("Hari terakhir latihan harus antara hari ini ({today}) dan {latest}.").format(
                today=day(today), latest=day(latest)
            )
        )


def usual_last_day(ends_on: date, *, today: date) -> date:
    """Return the last day of the training where it may be chosen, else the nearest day that may."""
    return min(max(ends_on, today), today + timedelta(days=MOST_DAYS))


def free_slot(taken: set[int], *, most: int) -> int | None:
    """Return the first of the places 1 to ``most`` that no open copy has; None where there is none."""
    return next((slot for slot in range(1, most + 1) if slot not in taken), None)
