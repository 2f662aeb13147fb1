"""The states of a problem, what leads from one to the other, what it must say, and when two may be the same.

Source: project decision, docs/adr/0033-problems-and-evidence.md.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.voices.rules import MAYBE, SURE, SURE_ELSEWHERE, likeness
from rumahbersama.ground.core.rules import Refusal

NEW, TABLED, AGREED, IN_HAND, SOLVED = "new", "tabled", "agreed", "in_hand", "solved"
PUT_OFF, UPWARD, CLOSED, MERGED = "put_off", "upward", "closed", "merged"
OPEN_STATES = (NEW, TABLED, AGREED, IN_HAND, PUT_OFF, UPWARD)
ENDED_STATES = (SOLVED, CLOSED)
# What is read by everybody in the kecamatan once it was there.
SHARING_STATES = frozenset({TABLED, AGREED, IN_HAND, SOLVED, PUT_OFF, UPWARD})
LEADS_TO: dict[str, tuple[str, ...]] = {
    NEW: (TABLED, PUT_OFF, UPWARD, CLOSED),
    TABLED: (AGREED, PUT_OFF, UPWARD, CLOSED),
    AGREED: (IN_HAND, SOLVED, PUT_OFF, UPWARD, CLOSED),
    IN_HAND: (SOLVED, PUT_OFF, UPWARD, CLOSED),
    PUT_OFF: (TABLED, PUT_OFF, UPWARD, CLOSED),  # until another day
    UPWARD: (TABLED, AGREED, IN_HAND, SOLVED, CLOSED),
    SOLVED: (TABLED,),
    CLOSED: (NEW, TABLED),
    MERGED: (),
}
SAYING_WHY = frozenset({SOLVED, PUT_OFF, UPWARD, CLOSED})
SHORTEST, LONGEST, LONGEST_REASON = 15, 300, 500
MOST_CAUSES = 5
MOST_EVIDENCE = 20
LOWEST, HIGHEST = 1, 5
LONGEST_PUT_OFF_DAYS = 2 * 366


class ProblemRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a problem, and how to mend it."""


def next_states(state: str, *, was_shared: bool) -> tuple[str, ...]:
    """Return the states to which a problem may be moved; what was shared once never becomes new again.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.
    """
    if state == CLOSED:
        return (TABLED,) if was_shared else (NEW,)
    return LEADS_TO[state]


def is_reopening(state: str) -> bool:
    """Tell whether leaving this state opens again what had ended.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.
    """
    return state in ENDED_STATES


@dataclass(frozen=True)
class Decision:
    """Where a problem goes: the state, why, and for what is put off until when.

    ``as_post`` names who decided, where that is not who writes it down: the chair of a meeting.
    """

    to: str
    reason: str = ""
    until: date | None = None
    as_post: str = ""


def check_decision(decision: Decision, *, state: str, was_shared: bool, today: date) -> None:
    """Refuse a change of state that makes no sense or does not say enough.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: which part of it, and how to mend it.
    """
    if decision.to not in next_states(state, was_shared=was_shared):
        raise ProblemRefusal(_("Keadaan masalah ini sudah berubah. Muat ulang halamannya, lalu periksa."))
    lacking = lacking_in(decision, state=state, today=today)
    if lacking:
        raise ProblemRefusal(" ".join(lacking.values()))


def lacking_in(decision: Decision, *, state: str, today: date) -> dict[str, str]:
    """Return what a decision does not say or says wrongly: a sentence for "reason", one for "until".

    Source: project decision, docs/adr/0033-problems-and-evidence.md.
    """
    found: dict[str, str] = {}
    if not decision.reason.strip():
        if decision.to == SOLVED:
            found["reason"] = _("Tulis apa yang membaik, supaya desa tahu masalahnya benar selesai.")
        elif decision.to in SAYING_WHY or is_reopening(state):
            found["reason"] = _("Tulis alasannya dalam satu kalimat.")
    if decision.to == PUT_OFF:
        if decision.until is None:
            found["until"] = _("Tulis sampai tanggal berapa masalah ini ditunda.")
        elif not 0 < (decision.until - today).days <= LONGEST_PUT_OFF_DAYS:
            found["until"] = _("Tanggal penundaan harus sesudah hari ini dan paling lama dua tahun lagi.")
    return found


def check_open(state: str) -> None:
    """Refuse to change what is no longer worked on.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: it is merged, solved or closed.
    """
    if state == MERGED:
        raise ProblemRefusal(_("Masalah ini sudah digabung ke masalah lain. Lepaskan dulu kalau memang berbeda."))
    if state in ENDED_STATES:
        raise ProblemRefusal(_("Masalah ini sudah ditutup. Buka lagi dulu kalau masih terjadi."))


def check_mergeable(state: str, *, holds_others: bool) -> None:
    """Refuse to merge away what is no longer worked on, waits for an answer from above, or holds others.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: which of these, and how the two come together all the same.
    """
    check_open(state)
    if state == UPWARD:
        raise ProblemRefusal(
            _(
                "Masalah ini menunggu jawaban kabupaten. Gabungkan masalah yang lain ke sini, "
                "atau tarik dulu masalah ini dari kabupaten."
            )
        )
    if holds_others:
        raise ProblemRefusal(
            _("Masalah lain sudah digabung ke masalah ini. Gabungkan ke sini, atau lepaskan dulu yang itu.")
        )


def check_takes_in(state: str, *, number: str, ended_in: str) -> None:
    """Refuse to merge into a problem that is no longer worked on; ``ended_in`` numbers what it was merged into.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: which problem to open again, or to merge into instead.
    """
    if state == MERGED:
        raise ProblemRefusal(
            _("Masalah no. {number} sendiri sudah digabung. Gabungkan ke no. {main}.").format(
                number=number, main=ended_in
            )
        )
    if state in ENDED_STATES:
        raise ProblemRefusal(
            _(
                "Masalah no. {number} sudah ditutup. Buka lagi dulu kalau masih terjadi, atau pilih masalah lain."
            ).format(number=number)
        )


def check_statement(statement: str) -> None:
    """Refuse a statement too short to be understood.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: with an example.
    """
    if len(statement.strip()) < SHORTEST:
        raise ProblemRefusal(
            _("Tulis masalahnya dalam satu kalimat, misalnya: Bayi di Dusun Hilir tidak ditimbang sejak Maret.")
        )


def check_causes(causes: tuple[str, ...]) -> None:
    """Refuse more causes than five whys.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: how many are allowed.
    """
    if len(causes) > MOST_CAUSES:
        raise ProblemRefusal(_("Paling banyak {most} sebab, satu baris satu sebab.").format(most=MOST_CAUSES))


def check_score(*values: int) -> None:
    """Refuse a score off the scale.

    Source: project decision, docs/adr/0033-problems-and-evidence.md.

    Raises:
        ProblemRefusal: what the scale is.
    """
    if not all(LOWEST <= value <= HIGHEST for value in values):
        raise ProblemRefusal(_("Nilai urgensi, keseriusan, dan pertumbuhan masing-masing 1 sampai 5."))


@dataclass(frozen=True)
class Told:
    """What two problems are compared by: words, codes of their places, service area."""

    statement: str
    places: frozenset[str]
    area: int | None


def alike(one: Told, other: Told) -> tuple[int, tuple[str, ...]] | None:
    """Return how alike two problems of one kecamatan are, 0 to 100, and why; None where nothing says so.

    Source: project decision, docs/adr/0033-problems-and-evidence.md: likeness offers, a person decides.
    """
    score = likeness(one.statement, other.statement)
    same_place = bool(one.places & other.places)
    same_area = one.area is not None and one.area == other.area
    enough = MAYBE if same_place and same_area else SURE if same_place or same_area else SURE_ELSEWHERE
    if score < enough:
        return None
    reasons = (
        (True, _("kalimatnya mirip {score}%").format(score=score)),
        (same_place, _("tempat yang sama")),
        (same_area, _("bidang yang sama")),
    )
    bonus = 5 * same_place + 3 * same_area
    return min(100, score + bonus), tuple(text for holds, text in reasons if holds)
