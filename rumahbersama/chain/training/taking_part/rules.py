"""Seats, states and names: the arithmetic of a quota and what may follow what. Pure: no database.

Source: project decision, docs/adr/0024-seats-of-a-training.md.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.rules import is_below_or_same, level_of

PROPOSED, WAITING, APPROVED, CONFIRMED = "proposed", "waiting", "approved", "confirmed"
DECLINED, WITHDRAWN, REPLACED = "declined", "withdrawn", "replaced"
HELD = (PROPOSED, APPROVED, CONFIRMED)  # hold a seat
SURE = (APPROVED, CONFIRMED)  # are taught: placed in classes, invited
LEFT = (DECLINED, WITHDRAWN, REPLACED)
OPEN, CLOSED, DRAFT, CANCELLED = "open", "closed", "draft", "cancelled"  # states of an event
MOST_SEATS = 100_000
NIP_DIGITS = 18
_BEFORE = re.compile(r"^(?:(?:DR|DRS|DRA|DRG|PROF|IR|H|HJ|KH|R|RR)\s+)+")
MOVES: dict[str, tuple[str, ...]] = {
    PROPOSED: (APPROVED, DECLINED, WITHDRAWN, REPLACED),
    WAITING: (PROPOSED, DECLINED, WITHDRAWN),
    APPROVED: (CONFIRMED, DECLINED, WITHDRAWN, REPLACED),
    CONFIRMED: (APPROVED, DECLINED, WITHDRAWN, REPLACED),
    DECLINED: (PROPOSED, WAITING),
    WITHDRAWN: (PROPOSED, WAITING),
    REPLACED: (PROPOSED, WAITING),
}


class TakingPartRefusal(Refusal):
    """A sentence for the user: why this cannot be done with seats or people, and how to mend it."""


def check_move(*, state: str, to: str, label: str) -> None:
    """Refuse a change of state that makes no sense; ``label`` is the present state in words.

    Source: docs/adr/0022.
    """
    if to not in MOVES[state]:
        raise TakingPartRefusal(
            _("Keadaannya sekarang “{state}”, jadi ini tidak dapat dilakukan lagi. Muat ulang halamannya.").format(
                state=label
            )
        )


def is_open(*, state: str, closes_on: date, today: date) -> bool:
    """Tell whether places may name people by themselves: open, and the last day of registration is not over.

    Source: docs/adr/0022.
    """
    return state == OPEN and today <= closes_on


def check_registration(*, state: str, closes_on: date, today: date, runs: bool, reason: str) -> None:
    """Refuse changes of seats and people at the wrong time.

    While registration is open whoever may name people does; before it opens who runs the event; after it who runs
    the event, with a reason; of a cancelled event nobody.

    Source: docs/adr/0022.
    """
    if state == CANCELLED:
        raise TakingPartRefusal(_("Kegiatan ini dibatalkan, jadi pesertanya tidak diubah lagi."))
    if is_open(state=state, closes_on=closes_on, today=today) or (runs and state == DRAFT):
        return
    if not runs:
        raise TakingPartRefusal(
            _("Pendaftaran sedang tidak dibuka. Hubungi penyelenggara; hanya mereka yang dapat mengubah peserta.")
        )
    if not reason.strip():
        raise TakingPartRefusal(_("Pendaftaran sudah ditutup. Tulis alasan perubahan ini, supaya riwayatnya jelas."))


# Seats ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Seats:
    """The arithmetic of one quota, or of several added up.

    Attributes:
        seats: given in all.
        names: people who hold a seat (proposed, approved, confirmed).
        kept: seats that places keep without a name yet.
        waiting: people on the waiting list; they hold none.
    """

    seats: int = 0
    names: int = 0
    kept: int = 0
    waiting: int = 0

    @property
    def taken(self) -> int:
        """Return how many are no longer free."""
        return self.names + self.kept

    @property
    def free(self) -> int:
        """Return how many are free."""
        return self.seats - self.taken

    def __add__(self, other: "Seats") -> "Seats":
        """Add up two quotas."""
        return Seats(
            self.seats + other.seats,
            self.names + other.names,
            self.kept + other.kept,
            self.waiting + other.waiting,
        )


class Ledger:
    """The seats of one quota, counted name by name.

    ``kept`` are the seats that places keep, by code; no such place lies inside another (``check_apart``). Taken is,
    summed over those places, the larger of what a place keeps and how many of its people hold a seat; and whoever
    holds a seat from elsewhere.

    Source: docs/adr/0022.
    """

    def __init__(self, seats: int, kept: Mapping[str, int], waiting: int = 0) -> None:
        self.seats, self.kept, self.waiting = seats, dict(kept), waiting
        self.names: Counter[str] = Counter()

    def place_of(self, code: str) -> str:
        """Return the keeping place at or above ``code``, "" where there is none."""
        return next((place for place in self.kept if is_below_or_same(code, place)), "")

    def add(self, code: str, count: int = 1) -> None:
        """Count people of ``code`` who hold a seat; a negative count takes them away."""
        self.names[self.place_of(code)] += count

    def sums(self) -> Seats:
        """Return the arithmetic as it stands."""
        empty = sum(max(0, kept - self.names[place]) for place, kept in self.kept.items())
        return Seats(self.seats, sum(self.names.values()), empty, self.waiting)

    def has_seat_for(self, code: str) -> bool:
        """Tell whether somebody of ``code`` would get a seat: one that their place keeps, or a free one."""
        place = self.place_of(code)
        return (bool(place) and self.names[place] < self.kept[place]) or self.sums().free > 0


def check_apart(code: str, others: Iterable[tuple[str, str]]) -> None:
    """Refuse to keep seats for a place inside another that keeps some, or around one: they would count twice.

    Args:
        code: the place that wants to keep seats.
        others: (code, name) of the places that keep seats of the same quota.

    Source: docs/adr/0022.
    """
    for other, name in others:
        if other != code and (is_below_or_same(code, other) or is_below_or_same(other, code)):
            raise TakingPartRefusal(
                _("{place} sudah menyimpan kursi dari kuota ini. Kursi yang sama tidak disimpan dua kali.").format(
                    place=name
                )
            )


def quota_for(quotas: Iterable[tuple[int, str, str]], *, code: str, kind: str) -> int | None:
    """Return which quota somebody belongs to: the nearest place at or above theirs, their own kind before any kind.

    Args:
        quotas: (number, code of its place, kind of agency or "") of an event.
        code: the place somebody comes from.
        kind: their kind of agency.

    Source: docs/adr/0022.
    """
    fitting = [each for each in quotas if is_below_or_same(code, each[1]) and each[2] in ("", kind)]
    best = max(fitting, key=lambda each: (level_of(each[1]), bool(each[2])), default=None)
    return best[0] if best else None


def how_it_adds_up(quotas: Iterable[tuple[str, str, int]]) -> tuple[int, int, int] | None:
    """Return (places, kinds, seats of each) where a sum is that product: "24 × 5 × 1 = 120"; None where it is not.

    Args:
        quotas: (code of the place, kind or "", seats) of what is summed.
    """
    rows = list(quotas)
    places, kinds = {row[0] for row in rows}, {row[1] for row in rows}
    each = {row[2] for row in rows}
    if len(each) == 1 and len({row[:2] for row in rows}) == len(places) * len(kinds):
        return len(places), len(kinds), each.pop()
    return None


# Names ------------------------------------------------------------------------------------
def plain_person_name(name: str) -> str:
    """Return a name for comparing: upper case, no accents, no titles before it, nothing after its first comma.

    "Drs. H. Budi Santoso, M.Si." and "BUDI SANTOSO" are the same.
    """
    plain = unicodedata.normalize("NFKD", name.partition(",")[0]).encode("ascii", "ignore").decode().upper()
    plain = " ".join(re.sub(r"[^A-Z0-9]+", " ", plain.replace("'", "")).split())
    return _BEFORE.sub("", plain) or plain


def check_name(name: str) -> str:
    """Return a name with single blanks, or refuse it."""
    clean = " ".join(name.split())
    if sum(letter.isalpha() for letter in clean) < 2:
        raise TakingPartRefusal(_("Tulis nama orangnya, seperti yang akan dicetak di sertifikat."))
    if len(clean) > 120:
        raise TakingPartRefusal(_("Nama paling panjang 120 huruf. Singkat gelarnya."))
    return clean


def check_nip(text: str) -> str:
    """Return a NIP as 18 digits, "" for none; refuse anything else without repeating it, for it holds a birth date.

    Source: Perka BKN 22/2007 (8 digits of birth, 6 of the first appointment, 1 of sex, 3 of the sequence).
    """
    digits = re.sub(r"[\s.'-]+", "", text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) == NIP_DIGITS):
        raise TakingPartRefusal(
            _("NIP terdiri dari {most} angka. Periksa lagi, atau kosongkan.").format(most=NIP_DIGITS)
        )
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise TakingPartRefusal(
            _("Delapan angka pertama NIP adalah tanggal lahir, dan tanggal itu tidak ada. Periksa lagi.")
        ) from None
    return digits


def masked(nip: str) -> str:
    """Return a NIP as it may be told back: its last three digits."""
    return f"…{nip[-3:]}" if nip else ""


def code_of(number: int) -> str:
    """Return the readable code of an event: "P-000123"."""
    return f"P-{number:06d}"


def number_of(code: str) -> int | None:
    """Return the number of an event's code in the ways in which it is written, or None."""
    found = re.fullmatch(r"\s*P?[\s-]*0*(\d{1,9})\s*", code, re.IGNORECASE)
    return int(found[1]) if found else None
