"""What an outcome must say, what it does to a problem, and when a meeting may be closed.

Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.meetings.rules import CANCELLED, CLOSED, OPEN
from rumahbersama.chain.house.problems import rules as problems
from rumahbersama.ground.core.formats import with_unit
from rumahbersama.ground.core.rules import Refusal

NONE, COMMITMENT, DECISION, UPWARD, PUT_OFF = "none", "commitment", "decision", "upward", "put_off"
LONGEST_NOTES, LONGEST_TEXT = 20_000, 500
MOST_PLEDGES = 20
HUNDRED, TARGET_BELOW = Decimal(100), Decimal(10) ** 14  # what a commitment can keep
UP, DOWN = "up", "down"  # of an indicator
LONGEST_PUT_OFF_DAYS = problems.LONGEST_PUT_OFF_DAYS
# As they stand on papers, which are Indonesian.
NOT_FINISHED, NOT_DISCUSSED = "Belum selesai dibahas dalam rapat.", "Belum dibahas dalam rapat."
# What an outcome makes of the problem an item is about.
LEADS_TO = {
    COMMITMENT: problems.AGREED,
    DECISION: problems.AGREED,
    UPWARD: problems.UPWARD,
    PUT_OFF: problems.PUT_OFF,
}


class MinutesRefusal(Refusal):
    """A sentence for the user: why this cannot be done with minutes, and how to mend it."""


class AimRefusal(MinutesRefusal):
    """Why a promise cannot have this target."""


class SeenRefusal(MinutesRefusal):
    """That an item was ended otherwise meanwhile; the sentence says how, so the next try may replace it."""


def check_open(state: str) -> None:
    """Refuse minutes and outcomes of a meeting that is not being held.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        MinutesRefusal: not opened yet, closed, or called off.
    """
    if state == OPEN:
        return
    if state == CLOSED:
        raise MinutesRefusal(_("Rapat ini sudah ditutup. Buka lagi rapatnya dengan alasan, lalu ulangi."))
    if state == CANCELLED:
        raise MinutesRefusal(_("Rapat ini dibatalkan, jadi tidak ada notulennya."))
    raise MinutesRefusal(_("Rapat ini belum dibuka. Buka dulu rapatnya, lalu tulis notulennya."))


def checked_notes(typed: str) -> str:
    """Return typed notes with plain line ends and without control characters.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        MinutesRefusal: longer than a text of one item may be.
    """
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable() or ord(letter) > 0x9F)
    if len(text) > LONGEST_NOTES:
        raise MinutesRefusal(
            _("Notulen satu mata acara paling panjang {most} huruf; ini {n}. Ringkas, lalu simpan lagi.").format(
                most=LONGEST_NOTES, n=len(text)
            )
        )
    return text


@dataclass(frozen=True)
class Outcome:
    """What came of an item besides promises: a decision, passed upward, put off until a day; or nothing yet."""

    result: str
    text: str = ""
    until: date | None = None


def mark_of(outcome: Outcome) -> str:
    """Return a mark by which a later outcome tells that it is still this one that it replaces, "" for none yet.

    Promises stay beside every outcome and are never replaced, so they leave no mark.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    if outcome.result in (NONE, COMMITMENT):
        return ""
    return sha256(f"{outcome.result}|{outcome.until}|{outcome.text}".encode()).hexdigest()[:16]


def ended_meanwhile(seen: str | None, outcome: Outcome) -> bool:
    """Return whether an item ended in something that a person had not before them, beside which their promise stands.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    return seen is not None and mark_of(outcome) not in ("", seen)


def check_seen(seen: str | None, *, mark: str, now: str) -> None:
    """Refuse to replace an outcome that the person had not before them; None says that nothing was looked at.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        SeenRefusal: somebody else ended the item meanwhile, or took back what was there; what holds now.
    """
    if seen is None or seen == mark:
        return
    if now:
        text = _(
            "Sementara itu orang lain mencatat: {now} Kiriman Anda tidak hilang; kirim lagi kalau itu yang berlaku."
        )
        raise SeenRefusal(text.format(now=now if now.endswith((".", "!", "?")) else f"{now}."))
    raise SeenRefusal(
        _("Sementara itu orang lain mencabut hasilnya. Kiriman Anda tidak hilang; kirim lagi kalau itu yang berlaku.")
    )


def check_outcome(outcome: Outcome, *, has_problem: bool, today: date) -> None:
    """Refuse an outcome that does not say enough.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        MinutesRefusal: which part, and how to mend it.
    """
    if outcome.result == NONE:
        return
    if outcome.result not in (DECISION, UPWARD, PUT_OFF):
        raise MinutesRefusal(_("Pilih salah satu: keputusan, diteruskan, atau ditunda."))
    if outcome.result == UPWARD and not has_problem:
        raise MinutesRefusal(
            _("Hanya masalah yang diteruskan ke kabupaten. Catat dulu masalahnya, atau putuskan di sini.")
        )
    if not outcome.text.strip():
        if outcome.result == DECISION:
            raise MinutesRefusal(_("Tulis keputusannya dalam satu kalimat."))
        raise MinutesRefusal(_("Tulis alasannya dalam satu kalimat."))
    if outcome.result == PUT_OFF:
        check_put_off(outcome.until, today=today)


def check_put_off(until: date | None, *, today: date) -> None:
    """Refuse a day to which nothing can be put off.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md; as for problems, ADR 0033.

    Raises:
        MinutesRefusal: no day, or one that is over or too far.
    """
    if until is None:
        raise MinutesRefusal(_("Tulis sampai tanggal berapa ditunda."))
    if not 0 < (until - today).days <= LONGEST_PUT_OFF_DAYS:
        raise MinutesRefusal(_("Tanggal penundaan harus sesudah hari ini dan paling lama dua tahun lagi."))


def check_pledge(*, what: str, due_on: date, meeting_day: date, count: int) -> None:
    """Refuse a promise without words, due before the meeting, or one too many.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        MinutesRefusal: which, and how to mend it.
    """
    if not what.strip():
        raise MinutesRefusal(_("Tulis apa yang dijanjikan, dalam satu kalimat."))
    if due_on < meeting_day:
        raise MinutesRefusal(_("Tenggatnya harus pada hari rapat atau sesudahnya."))
    if count > MOST_PLEDGES:
        raise MinutesRefusal(_("Paling banyak {most} komitmen untuk satu mata acara.").format(most=MOST_PLEDGES))


@dataclass(frozen=True)
class Measured:
    """A figure that a promise is to change: as it was read, of which place, and which way is better ("" unknown)."""

    value: Decimal
    unit: str
    place_code: str
    place: str
    is_percent: bool = False
    direction: str = ""


def check_aim(target: Decimal | None, *, measured: Measured | None, place_code: str) -> None:
    """Refuse a target of no figure, one that its figure cannot reach, of another place, or the wrong way.

    A target the wrong way would let the golden thread praise a figure that got worse.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.

    Raises:
        AimRefusal: which, and how to mend it.
    """
    if target is None:
        return
    if measured is None:
        raise AimRefusal(_("Target ini belum punya angka. Pilih angka yang akan berubah, atau kosongkan targetnya."))
    began = with_unit(measured.value, measured.unit)
    if target < 0 <= measured.value or abs(target) >= TARGET_BELOW:
        raise AimRefusal(_("Targetnya tidak masuk akal: angka ini tercatat {began}.").format(began=began))
    if measured.is_percent and target > HUNDRED >= measured.value:
        raise AimRefusal(_("Target persen antara 0 dan 100. Angka ini tercatat {began}.").format(began=began))
    if measured.place_code and measured.place_code != place_code:
        text = _("Targetnya untuk angka {place}. Pilih tempat itu, atau kosongkan targetnya.")
        raise AimRefusal(text.format(place=measured.place or measured.place_code))
    if measured.direction == UP and target < measured.value:
        text = _("Angka ini makin besar makin baik, tercatat {began}. Targetnya tidak boleh lebih kecil.")
        raise AimRefusal(text.format(began=began))
    if measured.direction == DOWN and target > measured.value:
        text = _("Angka ini makin kecil makin baik, tercatat {began}. Targetnya tidak boleh lebih besar.")
        raise AimRefusal(text.format(began=began))


def result_of(result: str, *, has_pledges: bool) -> str:
    """Return the outcome of an item once promises came or went: they are one by themselves.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    if result in (NONE, COMMITMENT):
        return COMMITMENT if has_pledges else NONE
    return result


def steps_to(target: str, *, state: str, put_off_to: date | None, until: date | None) -> tuple[str, ...]:
    """Return the states through which an outcome moves a problem; none where it is there or cannot be moved.

    What a meeting agrees on was discussed there, so ``TABLED`` comes between. What is in hand already stays so.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    if state == target and (target != problems.PUT_OFF or put_off_to == until):
        return ()
    if target == problems.AGREED and state == problems.IN_HAND:
        return ()
    onward = problems.LEADS_TO[state]
    if state != target and target in onward and state != problems.NEW:
        return (target,)
    if problems.TABLED in onward and state not in problems.ENDED_STATES:
        return (problems.TABLED, target)
    return ()


def missing_sentence(titles: Sequence[str]) -> str:
    """Return that items have no outcome yet, naming the first of them.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    text = ngettext(
        "{n} mata acara belum punya hasil: {titles}. Catat hasilnya, atau tunda semuanya ke satu tanggal.",
        "{n} mata acara belum punya hasil: {titles}. Catat hasilnya, atau tunda semuanya ke satu tanggal.",
        len(titles),
    )
    told = "; ".join(titles[:3]) + ("; …" if len(titles) > 3 else "")
    return text.format(n=len(titles), titles=told)


def time_left(*, since: datetime, minutes: int, now: datetime) -> int:
    """Return how many minutes an item still has, rounded up; negative once it takes longer.

    Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
    """
    left = since + timedelta(minutes=minutes) - now
    return -int(-left.total_seconds() // 60)
