"""The road of a problem beyond the kecamatan: who holds it, until when, and what each step must say.

One holder at a time: the coordinator of the kabupaten until an office is named, then that office, and the kecamatan
while it is asked something. Whoever holds it has a number of working days; while the kecamatan is asked, the clock of
the holder rests, and goes on with what was left: when it replied, when the question was taken back, or when it kept
silent for too long.

Source: project decision, docs/adr/0036-upward.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.working_days import OfficeDays, add_working_days, working_days_between

NEW, ASSIGNED, ASKED, ACCEPTED, REJECTED, WITHDRAWN = (
    "new",
    "assigned",
    "asked",
    "accepted",
    "rejected",
    "withdrawn",
)
OPEN_STATES = (NEW, ASSIGNED, ASKED)
RUNNING = (NEW, ASSIGNED)  # states whose clock belongs to the kabupaten
ANSWERED = (ACCEPTED, REJECTED)
PASSED, REASSIGNED, REPLIED, ESCALATED = "passed", "reassigned", "replied", "escalated"
UNASKED, UNANSWERED, LAPSED = "unasked", "unanswered", "lapsed"  # taken back, or not replied to for too long
LONGEST_TEXT = 500
MOST_DAYS = 250  # working days of about a year; a typed slip of a finger, not a time limit


class UpwardRefusal(Refusal):
    """A sentence for the user: why this cannot be done with what was passed upward, and how to mend it."""


@dataclass(frozen=True)
class Level:
    """Who is told once something is so many working days late; ``post`` is its number, None for any of that title."""

    code: str
    title: str
    after: int
    post: int | None = None


@dataclass(frozen=True)
class ServiceTarget:
    """How many working days each holder has, since when that holds, and by which regulation."""

    valid_from: date
    assign_days: int
    answer_days: int
    reply_days: int
    levels: tuple[Level, ...]
    legal_basis: str
    is_ours: bool = False

    def days_in(self, state: str) -> int:
        """Return how many working days the holder of a state has."""
        return {NEW: self.assign_days, ASSIGNED: self.answer_days, ASKED: self.reply_days}[state]


def check_target(target: ServiceTarget) -> None:
    """Refuse a target that cannot be kept or that names no regulation.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: which part, and how to mend it.
    """
    days = (target.assign_days, target.answer_days, target.reply_days)
    if not all(1 <= count <= MOST_DAYS for count in days):
        raise UpwardRefusal(_("Setiap batas waktu antara 1 dan {most} hari kerja.").format(most=MOST_DAYS))
    afters = [level.after for level in target.levels]
    if not all(1 <= count <= MOST_DAYS for count in afters):
        raise UpwardRefusal(_("Keterlambatan yang dilaporkan antara 1 dan {most} hari kerja.").format(most=MOST_DAYS))
    if afters != sorted(set(afters)):
        raise UpwardRefusal(
            _("Jenjang yang lebih tinggi diberi tahu sesudah yang di bawahnya: beri hari lebih banyak.")
        )
    if not target.legal_basis.strip():
        raise UpwardRefusal(_("Tulis dasar hukumnya, misalnya nomor peraturan atau keputusan bupati."))


def check_assign(*, state: str, old: int | None, new: int, reason: str) -> None:
    """Refuse to name an office where none can be named, or a change of office without a reason.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why, and how to mend it.
    """
    check_open(state)
    if state == ASKED:
        raise UpwardRefusal(_("Kecamatan sedang ditanya. Tunggu balasannya, baru pindahkan ke kantor lain."))
    if old == new:
        raise UpwardRefusal(_("Kantor ini sudah memegangnya. Pilih kantor lain, atau biarkan."))
    if old is not None and not reason.strip():
        raise UpwardRefusal(_("Tulis alasan pindah kantor, supaya tampak mengapa masalah ini berpindah tangan."))


def check_open(state: str) -> None:
    """Refuse to work on what is answered or withdrawn.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: which of both.
    """
    if state in ANSWERED:
        raise UpwardRefusal(_("Penerusan ini sudah dijawab. Kecamatan dapat meneruskan lagi dengan alasan baru."))
    if state == WITHDRAWN:
        raise UpwardRefusal(_("Penerusan ini sudah ditarik kecamatan."))


@dataclass(frozen=True)
class Answer:
    """What an office answers: accepted into a plan year, or rejected; and why."""

    outcome: str
    text: str
    plan_year: int | None = None


def check_answer(answer: Answer, *, state: str, today: date, plan_years: int) -> None:
    """Refuse an answer that comes at the wrong time or does not say enough.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: which part, and how to mend it.
    """
    check_open(state)
    if state == NEW:
        raise UpwardRefusal(
            _("Belum ada kantor yang ditugaskan. Koordinator menugaskan dulu, lalu kantor itu menjawab.")
        )
    if state == ASKED:
        raise UpwardRefusal(_("Kecamatan sedang ditanya. Tunggu balasannya sebelum menjawab."))
    if answer.outcome not in ANSWERED:
        raise UpwardRefusal(_("Pilih salah satu: diterima atau ditolak."))
    if answer.outcome == REJECTED and not answer.text.strip():
        raise UpwardRefusal(_("Tulis alasan penolakan: kecamatan dan desa membacanya."))
    if answer.outcome == ACCEPTED:
        last = today.year + plan_years
        if answer.plan_year is None or not today.year <= answer.plan_year <= last:
            raise UpwardRefusal(
                _("Tulis tahun rencana yang memuatnya, antara {first} dan {last}.").format(
                    first=today.year, last=last
                )
            )


def check_ask(*, state: str, text: str) -> None:
    """Refuse a question that cannot be asked now, or is empty.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why.
    """
    check_open(state)
    if state == ASKED:
        raise UpwardRefusal(_("Kecamatan sudah ditanya dan belum membalas."))
    if not text.strip():
        raise UpwardRefusal(_("Tulis apa yang perlu dijelaskan kecamatan."))


def check_reply(*, state: str, text: str) -> None:
    """Refuse a reply where nothing was asked, or an empty one.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why.
    """
    check_open(state)
    if state != ASKED:
        raise UpwardRefusal(_("Tidak ada pertanyaan yang menunggu balasan."))
    if not text.strip():
        raise UpwardRefusal(_("Tulis balasannya."))


def check_unask(*, state: str, reason: str) -> None:
    """Refuse to take back a question that is not open, or without a reason.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why.
    """
    check_open(state)
    if state != ASKED:
        raise UpwardRefusal(_("Tidak ada pertanyaan yang menunggu balasan."))
    if not reason.strip():
        raise UpwardRefusal(_("Tulis alasan menarik pertanyaannya."))


def check_unanswer(*, state: str, reason: str, days: int, most: int, is_acted_on: bool) -> None:
    """Refuse to take back an answer that was acted on, is older than ``most`` working days, or without a reason.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why.
    """
    if state not in ANSWERED:
        raise UpwardRefusal(_("Belum ada jawaban yang dapat ditarik."))
    if is_acted_on:
        raise UpwardRefusal(_("Kecamatan sudah menindaklanjuti jawaban ini, jadi tidak ditarik lagi."))
    if days > most:
        raise UpwardRefusal(
            _("Jawaban hanya dapat ditarik dalam {most} hari kerja. Sampaikan perubahannya dengan surat.").format(
                most=most
            )
        )
    if not reason.strip():
        raise UpwardRefusal(_("Tulis alasan menarik jawabannya: kecamatan dan desa membacanya."))


def check_withdraw(*, state: str, reason: str) -> None:
    """Refuse to withdraw what is closed, or without a reason.

    Source: project decision, docs/adr/0036-upward.md.

    Raises:
        UpwardRefusal: why.
    """
    check_open(state)
    if not reason.strip():
        raise UpwardRefusal(_("Tulis alasan menarik kembali masalah ini."))


def due_of(start: date, days: int, *, office: OfficeDays) -> date:
    """Return the last day on which a holder is in time: the ``days``-th working day after ``start``.

    Source: project decision, docs/adr/0036-upward.md.
    """
    return add_working_days(start, days, office=office)


def due_after_rest(due: date, *, asked_on: date, replied_on: date, office: OfficeDays) -> date:
    """Return when something is due after its clock rested: as many working days later as it rested.

    What was late before stays as late as it was.

    Source: project decision, docs/adr/0036-upward.md.
    """
    rested = working_days_between(asked_on, replied_on, office=office)
    return add_working_days(due, rested, office=office) if rested else due


def days_late(due: date, today: date, *, office: OfficeDays) -> int:
    """Return how many working days something is late, 0 where it is not.

    Source: project decision, docs/adr/0036-upward.md.
    """
    return max(0, working_days_between(due, today, office=office)) if today > due else 0


def levels_reached(late: int, levels: Iterable[Level]) -> list[Level]:
    """Return who is told of something that is so many working days late, the lowest first.

    Source: project decision, docs/adr/0036-upward.md.
    """
    return [level for level in levels if late >= level.after]
