"""The states of a meeting, what an answer must say, and what fits into an agenda.

Source: project decision, docs/adr/0034-meetings-and-agendas.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.wording import FACTS, TEXT, Worded

PLANNED, INVITED, OPEN, CLOSED, CANCELLED = "planned", "invited", "open", "closed", "cancelled"
AHEAD = (PLANNED, INVITED)
HELD = (OPEN, CLOSED)
UNANSWERED, COMING, REPRESENTED, ABSENT = "", "coming", "represented", "absent"
PROMISES, PROBLEM, COMMITMENT, DEADLINE, OTHER = "promises", "problem", "commitment", "deadline", "other"
OPENING_TITLE = "Janji rapat lalu"  # as it stands on papers, which are Indonesian
MOST_INVITEES, MOST_ITEMS = 300, 40
LONGEST_ITEM = 240  # minutes; a typed slip of a finger, not a time limit
UP, DOWN = "naik", "turun"
# Reasons that count days from the meeting, and which way they grow when it is held later (see proposing.py).
SAME_DAY = "hari itu juga"
COUNTED = {"{n} hari sesudah rapat": -1, "ditulis {n} hari sebelum rapat": 1, "lewat tenggat {n} hari": 1}


class MeetingRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a meeting, and how to mend it."""


def check_times(*, day: date, begins: time, ends: time, today: date, before: date | None = None) -> None:
    """Refuse hours that cannot be, and a day that is over; ``before`` is the day it had, which may stay.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.

    Raises:
        MeetingRefusal: which of them, and how to mend it.
    """
    if ends <= begins:
        raise MeetingRefusal(_("Jam selesai harus sesudah jam mulai, pada hari yang sama."))
    if day < today and day != before:
        raise MeetingRefusal(_("Tanggalnya sudah lewat. Isi hari ini atau sesudahnya."))


def check_ahead(state: str) -> None:
    """Refuse to change what is being held, is over, or was called off.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.

    Raises:
        MeetingRefusal: why.
    """
    if state == CANCELLED:
        raise MeetingRefusal(_("Rapat ini sudah dibatalkan. Salin menjadi rapat baru kalau jadi diadakan."))
    if state == CLOSED:
        raise MeetingRefusal(_("Rapat ini sudah selesai. Salin menjadi rapat baru untuk pertemuan berikutnya."))
    if state == OPEN:
        raise MeetingRefusal(_("Rapat ini sedang berlangsung, jadi jadwalnya tidak diubah lagi."))


def check_listed(state: str) -> None:
    """Refuse a change of invitations or agenda once a meeting is over; while it is held both may grow.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.

    Raises:
        MeetingRefusal: why.
    """
    if state != OPEN:
        check_ahead(state)


def check_answer(*, state: str, answer: str, represented_by: str, reason: str) -> None:
    """Refuse an answer that comes too late or does not say enough.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.

    Raises:
        MeetingRefusal: which, and how to mend it.
    """
    if state == CANCELLED:
        raise MeetingRefusal(_("Rapat ini dibatalkan, jadi undangannya tidak perlu dijawab."))
    if state in HELD:
        raise MeetingRefusal(_("Rapat ini sudah dimulai, jadi jawaban undangan tidak diubah lagi."))
    if answer not in (COMING, REPRESENTED, ABSENT):
        raise MeetingRefusal(_("Pilih salah satu: hadir, diwakili, atau tidak hadir."))
    if answer == REPRESENTED and not represented_by.strip():
        raise MeetingRefusal(_("Tulis nama yang mewakili, supaya namanya ada di daftar hadir."))
    if answer == ABSENT and not reason.strip():
        raise MeetingRefusal(_("Tulis alasannya dalam beberapa kata."))


@dataclass(frozen=True)
class Proposal:
    """Something the program would put on an agenda.

    Attributes:
        kind: PROBLEM, COMMITMENT, DEADLINE or OTHER.
        source: what it is, e.g. "problem:12"; the same thing is proposed once.
        title: what the item is called.
        minutes: how long it takes.
        why: the parts of the sentence that says why it is proposed.
        problem, commitment, carried_from: number of the row it is about, None where it is not about one.
        url: where more of it stands, "" where nowhere.
        fits: whether it still fits into the time that is left, after those before it.
    """

    kind: str
    source: str
    title: str
    minutes: int
    why: tuple[Worded | str, ...]
    problem: int | None = None
    commitment: int | None = None
    carried_from: int | None = None
    url: str = ""
    fits: bool = True

    @property
    def sentence(self) -> str:
        """Return why it is proposed, as one sentence."""
        return one_sentence(self.why)


def one_sentence(parts: Iterable[object]) -> str:
    """Return parts as one sentence, "" for none."""
    told = ", ".join(str(part) for part in parts)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def fitted(proposals: Sequence[Proposal], *, minutes_left: int) -> list[Proposal]:
    """Return proposals in their order, each marked whether it fits into what those before it leave.

    One that is too long is passed over, and a shorter one after it may still fit.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.
    """
    found = []
    for each in proposals:
        fits = each.minutes <= minutes_left
        minutes_left -= each.minutes if fits else 0
        found.append(replace(each, fits=fits))
    return found


def moved_reasons(reasons: Sequence[Any], *, days: int) -> list[Any]:
    """Return kept reasons, days counted anew for a meeting so many days later; what no more holds is left out.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.
    """
    found = []
    for part in reasons:
        words = part.get(TEXT) if isinstance(part, dict) else None
        if words == SAME_DAY:
            continue
        if words in COUNTED:
            n = part[FACTS]["n"] + COUNTED[words] * days
            if n > 0:
                found.append(part | {FACTS: part[FACTS] | {"n": n}})
        else:
            found.append(part)
    return found


def time_sentence(*, used: int, length: int) -> str:
    """Return in a sentence whether an agenda fits into the meeting.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.
    """
    if used > length:
        return _(
            "Agenda ini {used} menit, padahal rapatnya {length} menit: lebih {over} menit. "
            "Kurangi menitnya, keluarkan sebagian, atau perpanjang rapatnya."
        ).format(used=used, length=length, over=used - length)
    left = length - used
    if not left:
        return _("Agenda ini tepat mengisi {length} menit rapatnya.").format(length=length)
    return _("Agenda ini {used} menit dari {length} menit rapatnya; tersisa {left} menit.").format(
        used=used, length=length, left=left
    )


def moved(numbers: Sequence[int], number: int, *, way: str) -> list[int]:
    """Return the numbers of items with one moved up or down by a place; the first, the opening, stays first.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md: a meeting opens with what was promised.
    """
    order = list(numbers)
    if number not in order[1:]:
        return order
    place = order.index(number)
    to = place - 1 if way == UP else place + 1
    if 1 <= to < len(order):
        order[place], order[to] = order[to], order[place]
    return order


def check_item(*, title: str, minutes: int) -> None:
    """Refuse an item without words or without time.

    Source: project decision, docs/adr/0034-meetings-and-agendas.md.

    Raises:
        MeetingRefusal: which, and how to mend it.
    """
    if not title.strip():
        raise MeetingRefusal(_("Tulis apa yang dibahas, dalam beberapa kata."))
    if not 1 <= minutes <= LONGEST_ITEM:
        raise MeetingRefusal(_("Lamanya 1 sampai {most} menit.").format(most=LONGEST_ITEM))
