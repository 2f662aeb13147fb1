"""The states of a case, what leads to what, what a party reads, and what a commitment may not say outside.

Source: project decision, docs/adr/0037-mediation.md; the camat's task: ``data/mediation.yaml``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

RECEIVED, MEDIATING, AGREED = "received", "mediating", "agreed"
NOT_AGREED, HANDED, ENDED, WITHDRAWN = "not_agreed", "handed", "ended", "withdrawn"
OVER = (ENDED, WITHDRAWN)
OPEN_STATES = (RECEIVED, MEDIATING, AGREED, NOT_AGREED)
LEADS_TO: dict[str, tuple[str, ...]] = {
    RECEIVED: (MEDIATING, HANDED, WITHDRAWN),
    MEDIATING: (AGREED, NOT_AGREED, WITHDRAWN),
    AGREED: (ENDED, MEDIATING),
    NOT_AGREED: (HANDED, MEDIATING),
    HANDED: (ENDED, MEDIATING),
    ENDED: (),
    WITHDRAWN: (),
}
# What the Kasi Trantib may do without the camat: begin what was received.
WITHOUT_CAMAT = frozenset({(RECEIVED, MEDIATING)})
INVITATION, HEARING, SITE, JOINT = "undangan", "dengar", "lapangan", "bersama"
COORDINATION, NOTE = "koordinasi", "catatan"
SHARED_KINDS = frozenset({INVITATION, SITE, JOINT})
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 8, 160, 3_000, 500
LEAST_PARTIES = 2
HOLDS, BROKEN, LATER = "berjalan", "dilanggar", "nanti"
WAITING, TAKEN, CLOSED = "waiting", "taken", "closed"  # of a report; "withdrawn" as a case
LONGEST_LINE = 120  # of one who is concerned, as a party is named
SHORTEST_PART = 4  # a part of a name with fewer letters is too often a word of its own
WORDS_OF_A_DISPUTE = ("mediasi", "sengketa", "perkara", "pertikaian", "perselisihan", "konflik", "kesepakatan damai")


class MediationRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a case, and how to mend it."""


def next_states(state: str, *, before_end: str = "") -> tuple[str, ...]:
    """Return where a case may go; what ended or was withdrawn goes back to where it stood (``before_end``)."""
    if state in OVER:
        return (before_end or RECEIVED,)
    return LEADS_TO[state]


def is_going_back(state: str, to: str) -> bool:
    """Tell whether a move takes back what was decided, so that it must say why."""
    return state in OVER or (to == MEDIATING and state != RECEIVED)


def before_end_of(state: str, earlier: Iterable[str]) -> str:
    """Return where a case stood before it ended or was withdrawn, of the states it came to; else ""."""
    if state not in OVER:
        return ""
    return next((each for each in reversed([*earlier]) if each not in OVER), RECEIVED)


def must_say_why(state: str, to: str) -> bool:
    """Tell whether a move says why: all but the way forward to an agreement."""
    return to in (NOT_AGREED, HANDED, ENDED, WITHDRAWN) or is_going_back(state, to)


@dataclass(frozen=True)
class Decision:
    """Where a case goes: why, to whom it is handed, and when an agreement is looked at again."""

    to: str
    reason: str = ""
    handed_to: str = ""
    check_on: date | None = None


def check_decision(
    decision: Decision, *, state: str, before_end: str, parties: int, points: int, today: date, longest: int
) -> None:
    """Refuse a move that makes no sense or does not say enough.

    Raises:
        MediationRefusal: which part of it, and how to mend it.
    """
    if decision.to not in next_states(state, before_end=before_end):
        raise MediationRefusal(_("Keadaan perkara ini sudah berubah. Muat ulang halamannya, lalu periksa."))
    if decision.to in (MEDIATING, AGREED) and parties < LEAST_PARTIES and not is_going_back(state, decision.to):
        raise MediationRefusal(_("Catat sedikitnya dua pihak dulu: mediasi tidak ada tanpa keduanya."))
    is_undone = state in OVER
    if decision.to == AGREED and not is_undone:
        if not points:
            raise MediationRefusal(_("Tulis dulu butir kesepakatannya, satu baris satu butir."))
        check_check_date(decision.check_on, today=today, longest=longest)
    if decision.to == HANDED and not is_undone and not decision.handed_to.strip():
        raise MediationRefusal(_("Tulis kepada siapa perkara ini diserahkan, misalnya Polsek atau Bagian Hukum."))
    if must_say_why(state, decision.to) and not decision.reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat. Para pihak membacanya."))


def check_check_date(day: date | None, *, today: date, longest: int) -> None:
    """Refuse a check date that does not lie ahead, or lies too far.

    Raises:
        MediationRefusal: none, past, or further than ``longest`` days.
    """
    if day is None:
        raise MediationRefusal(_("Tulis tanggal kesepakatan ini diperiksa lagi."))
    if not 0 < (day - today).days <= longest:
        raise MediationRefusal(
            _("Tanggal periksa harus sesudah hari ini dan paling lama {days} hari lagi.").format(days=longest)
        )


def check_writable(state: str) -> None:
    """Refuse to change what is over.

    Raises:
        MediationRefusal: it ended or was withdrawn.
    """
    if state in OVER:
        raise MediationRefusal(_("Perkara ini sudah berakhir. Buka lagi dulu kalau masih ditangani."))


def check_title(title: str, names: Iterable[str] = ()) -> None:
    """Refuse a title that says nothing, or names a party.

    Raises:
        MediationRefusal: with an example.
    """
    if len(title.strip()) < SHORTEST_TITLE:
        raise MediationRefusal(
            _("Tulis judul dengan kata yang netral, misalnya: Pembagian air dari mata air bersama.")
        )
    named = _first_in(_parts(names), title)
    if named:
        raise MediationRefusal(_("Judul memuat nama “{name}”. Pakai kata yang netral tanpa nama.").format(name=named))


def check_neutral(text: str, *, names: Iterable[str], title: str) -> None:
    """Refuse words of a commitment that would tell outside what the case is about, or between whom.

    Raises:
        MediationRefusal: which word, and what to write instead.
    """
    found = _first_in((*_parts(names), title, *WORDS_OF_A_DISPUTE), text)
    if found:
        raise MediationRefusal(
            _(
                "Kalimat ini dibaca semua orang di kecamatan, dan memuat “{word}”. Tulis pekerjaannya saja, "
                "misalnya: memasang dua keran di bak pembagi."
            ).format(word=found)
        )


def _parts(names: Iterable[str]) -> list[str]:
    """Return names whole and in parts, for people are called by one of them."""
    return [part for name in names for part in (name, *name.split()) if part == name or len(part) >= SHORTEST_PART]


def _first_in(wanted: Iterable[str], text: str) -> str:
    whole = f" {_plain(text)} "
    return next((words for words in wanted if _plain(words) and f" {_plain(words)} " in whole), "")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def party_reads(kind: str, *, of_party: int | None, party: int) -> bool:
    """Tell whether a party reads a step: what is of all, and of what is about one party only its own."""
    if of_party is not None:
        return of_party == party and kind in (INVITATION, HEARING)
    return kind in SHARED_KINDS


def check_step(kind: str, *, text: str, has_party: bool, day: date, today: date) -> None:
    """Refuse a step that does not say enough.

    Raises:
        MediationRefusal: which part of it.
    """
    if not text.strip():
        raise MediationRefusal(_("Tulis apa yang terjadi pada langkah ini."))
    if kind == HEARING and not has_party:
        raise MediationRefusal(_("Pilih pihak yang didengar: catatannya hanya dibaca pihak itu dan penangan."))
    if kind in (SITE, JOINT, COORDINATION, NOTE) and has_party:
        raise MediationRefusal(_("Langkah ini bukan milik satu pihak. Kosongkan pihaknya."))
    if kind != INVITATION and day > today:
        raise MediationRefusal(_("Langkah ini belum terjadi. Catat sesudah dilakukan, atau tulis sebagai undangan."))


def check_points(points: Sequence[str], *, most: int) -> None:
    """Refuse more points than an agreement can hold.

    Raises:
        MediationRefusal: how many are allowed.
    """
    if len(points) > most:
        raise MediationRefusal(_("Paling banyak {most} butir. Gabungkan yang sejenis.").format(most=most))


@dataclass(frozen=True)
class Concerned:
    """Somebody named in a report: who it is, and for whom, as a party is named."""

    name: str
    stands_for: str = ""


def concerned_of(text: str) -> tuple[Concerned, ...]:
    """Return who is concerned, of lines as "Karim Latif, kelompok tani di hilir"; each once."""
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
    parts = (line.partition(",") for line in lines if line)
    return tuple(Concerned(name.strip()[:LONGEST_LINE], side.strip()[:160]) for name, _comma, side in parts if name)


def check_report(text: str, *, has_places: bool) -> None:
    """Refuse a report that does not say what happened, or where.

    Raises:
        MediationRefusal: which part of it.
    """
    if not text.strip():
        raise MediationRefusal(_("Tulis apa yang terjadi."))
    if not has_places:
        raise MediationRefusal(_("Pilih sedikitnya satu tempat: desanya, atau kecamatan seluruhnya."))


def check_waiting(state: str) -> None:
    """Refuse to change or answer a report that was answered or withdrawn.

    Raises:
        MediationRefusal: it does not wait any more.
    """
    if state != WAITING:
        raise MediationRefusal(_("Laporan ini sudah dijawab atau ditarik, jadi tidak diubah lagi."))
