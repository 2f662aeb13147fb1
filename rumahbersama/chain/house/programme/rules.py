"""The states of a programme and of its activities, what must be said, and when an activity is late. Pure.

Source: project decision, docs/adr/0038-programme-and-calendar.md.
"""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

DRAFT, IN_FORCE, CLOSED = "draft", "in_force", "closed"
# Where a programme may go; back from a closed one leads to the one in force.
LEADS_TO: dict[str, tuple[str, ...]] = {DRAFT: (IN_FORCE,), IN_FORCE: (CLOSED,), CLOSED: (IN_FORCE,)}
PLANNED, GOING, DONE, DROPPED = "planned", "going", "done", "dropped"
OPEN_STATES = (PLANNED, GOING)
# Where an activity may go when something is told about it.
ACTIVITY_LEADS_TO: dict[str, tuple[str, ...]] = {
    PLANNED: (GOING, DONE, DROPPED),
    GOING: (DONE, DROPPED),
    DONE: (GOING,),
    DROPPED: (PLANNED,),
}
EARLIEST_YEAR, LATEST_YEAR = 2015, 2100


class ProgrammeRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a programme, and how to mend it."""


def check_year(year: int) -> None:
    """Refuse a year that is a slip of the finger.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: which years are taken.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ProgrammeRefusal(
            _("Tahun harus antara {first} dan {last}.").format(first=EARLIEST_YEAR, last=LATEST_YEAR)
        )


def check_move(*, state: str, to: str, activities: int) -> None:
    """Refuse to approve nothing, and a state that does not follow.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: why.
    """
    if to not in LEADS_TO[state]:
        raise ProgrammeRefusal(_("Keadaan program ini sudah berubah. Muat ulang halamannya, lalu periksa."))
    if state == DRAFT and not activities:
        raise ProgrammeRefusal(_("Program ini belum punya kegiatan. Tambahkan dulu, lalu setujui."))


def check_writable(state: str) -> None:
    """Refuse to change what a closed programme holds.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: it is closed.
    """
    if state == CLOSED:
        raise ProgrammeRefusal(_("Program tahun ini sudah ditutup. Buka lagi dulu kalau masih ada yang berubah."))


def check_reason(*, state: str, reason: str) -> None:
    """Refuse a change of an approved programme that does not say why.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: no reason.
    """
    if state != DRAFT and not reason.strip():
        raise ProgrammeRefusal(_("Program ini sudah disetujui, jadi tulis alasan perubahannya dalam satu kalimat."))


def check_days(*, starts_on: date, ends_on: date, year: int) -> None:
    """Refuse days that cannot be, or lie in another year.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: which of them.
    """
    if ends_on < starts_on:
        raise ProgrammeRefusal(_("Waktu selesainya mendahului waktu mulainya. Periksa keduanya."))
    if starts_on.year != year or ends_on.year != year:
        raise ProgrammeRefusal(_("Waktunya harus dalam tahun {year}, tahun program ini.").format(year=year))


def check_target(*, statement: str, has_figures: bool, unit: str) -> None:
    """Refuse a goal without words, and figures without a unit.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: which.
    """
    if not statement.strip():
        raise ProgrammeRefusal(_("Tulis sasarannya dalam satu kalimat."))
    if has_figures and not unit.strip():
        raise ProgrammeRefusal(_("Tulis satuannya, misalnya: %, desa, atau orang."))


def check_told(*, state: str, to: str, text: str, may_drop: bool) -> None:
    """Refuse a report that says nothing, or leads where it cannot.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.

    Raises:
        ProgrammeRefusal: which.
    """
    if not text.strip():
        raise ProgrammeRefusal(_("Tulis satu kalimat: apa yang sudah terjadi, atau mengapa dihentikan."))
    if to and to != state and to not in next_states(state, may_drop=may_drop):
        raise ProgrammeRefusal(_("Keadaan kegiatan ini sudah berubah. Muat ulang halamannya, lalu periksa."))


def next_states(state: str, *, may_drop: bool) -> tuple[str, ...]:
    """Return where an activity may go; who only holds its post neither drops it nor takes it up again.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    if state == DROPPED and not may_drop:
        return ()
    return tuple(each for each in ACTIVITY_LEADS_TO[state] if each != DROPPED or may_drop)


def whole_months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first and the last day of months of a year.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def is_late(*, state: str, ends_on: date, today: date) -> bool:
    """Tell whether an activity should be over and is not.

    Source: project decision, docs/adr/0038-programme-and-calendar.md.
    """
    return state in OPEN_STATES and ends_on < today
