"""What an RTL must say before it is sent, and the months after a training at which its state is noted.

Source: issue 4, section 2 "RTL": problem, activity, output, outcome indicator with baseline and target, steps, time,
partners, money, mentor; fields of FACTS section 3 (Kepka Balitbang Diklat Kemenag 26/2019, put together by this
project). The baseline may stay empty where it has not been measured: an invented one would be worse.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.rules import MOST_STEPS, check_days
from rumahbersama.ground.core.rules import Refusal

MONTHS = (1, 3, 6)
GRACE_DAYS = 14  # a state noted later than this after its day would tell of another time
NONE, DRAFT, SENT = "none", "draft", "sent"

Steps = tuple[tuple[str, date | None], ...]


class RtlRefusal(Refusal):
    """A sentence for the user: why this cannot be done with an RTL, and how to mend it."""


def names() -> dict[str, str]:
    """Return the fields that must be filled before sending, in the order of the form."""
    return {
        "problem": _("Masalah"),
        "activity": _("Kegiatan"),
        "output": _("Keluaran"),
        "measure": _("Ukuran hasil"),
        "target": _("Sasaran"),
        "steps": _("Langkah"),
        "due_on": _("Selesai paling lambat"),
    }


def missing_in(facts: Mapping[str, Any]) -> list[str]:
    """Return the labels of what is still empty and must be filled."""
    return [label for name, label in names().items() if facts[name] in (None, "", ())]


def check_sent(facts: Mapping[str, Any], *, today: date) -> None:
    """Refuse to send what is not whole or cannot be.

    Raises:
        RtlRefusal: what is missing, or a step outside of the time.
        CommitmentRefusal: a deadline before today, or years away.
    """
    missing = missing_in(facts)
    if missing:
        raise RtlRefusal(_("Isi dulu: {names}. Yang sudah ditulis tetap tersimpan.").format(names=", ".join(missing)))
    check_days(promised_on=today, due_on=facts["due_on"])
    check_steps(facts["steps"], today=today, due_on=facts["due_on"])


def check_steps(steps: Steps, *, today: date, due_on: date) -> None:
    """Refuse too many steps, and one outside of the time.

    Raises:
        RtlRefusal: which one.
    """
    if len(steps) > MOST_STEPS:
        raise RtlRefusal(_("Paling banyak {most} langkah. Gabungkan yang kecil.").format(most=MOST_STEPS))
    for text, day in steps:
        if day is not None and not today <= day <= due_on:
            raise RtlRefusal(_("Tanggal langkah “{text}” harus antara hari ini dan tenggat RTL.").format(text=text))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month: 31 January + 1 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for candidate in range(day.day, 27, -1):
        try:
            return date(year, month + 1, candidate)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
