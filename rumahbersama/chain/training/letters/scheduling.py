"""The schedule of an event as a paper: a table of each day, classes that do the same at once in one row."""

from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.models import Session
from rumahbersama.chain.training.events.queries import sessions_of, teachers_by_session
from rumahbersama.chain.training.letters.inviting import Drafted
from rumahbersama.chain.training.letters.rules import LettersRefusal
from rumahbersama.chain.training.models import Event
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.writing import heading, named_day, table

MOST_NAMES = 4  # of rooms or teachers in one cell
COLUMNS = ("Pukul", "Acara", "Untuk", "Ruangan", "Pengajar", "JP")


def schedule(event: Event) -> list[Drafted]:
    """Return the schedule of an event.

    Raises:
        LettersRefusal: it has no sessions.
    """
    blocks = schedule_blocks(event)
    if not blocks:
        raise LettersRefusal(_("Jadwal kegiatan ini masih kosong. Susun jadwalnya dulu."))
    return [Drafted(event.title, {"copies": [], "blocks": blocks})]


def schedule_blocks(event: Event) -> list[Block]:
    """Return a heading and a table for each day; [] without sessions (two queries)."""
    rows = list(sessions_of(event))
    teachers = teachers_by_session(event, rows)
    days: dict[date, dict[tuple[str, ...], list[Session]]] = {}
    for row in rows:
        begins, ends = row.site.local(row.starts_at), row.site.local(row.ends_at)
        hours = f"{begins:%H.%M}–{ends:%H.%M} {row.site.get_zone_display()}"
        same = days.setdefault(begins.date(), {}).setdefault((hours, row.title, row.site.name, str(row.jp)), [])
        same.append(row)
    blocks: list[Block] = []
    for day, groups in days.items():
        lines = []
        for (hours, title, site, jp), together in groups.items():
            names = [each.person.name for row in together for each in teachers[row.pk]]
            lines.append((hours, title, _for(together, site), _few(_rooms(together)), _few(names), jp))
        blocks += [heading(named_day(day)), table(COLUMNS, lines)]
    return blocks


def _for(rows: list[Session], site: str) -> str:
    """Return for whom: classes one after another as "Kelas 1-9", or all classes of a site."""
    if any(row.klass is None for row in rows):
        return f"Semua kelas, {site}"
    classes = [row.klass for row in rows if row.klass is not None]
    if len(classes) <= MOST_NAMES:
        return ", ".join(str(klass) for klass in classes)
    return f"{len(classes)} kelas: {classes[0]} sampai {classes[-1]}"


def _rooms(rows: list[Session]) -> list[str]:
    return [str(row.room) for row in rows if row.room is not None]


def _few(names: list[str]) -> str:
    told = list(dict.fromkeys(names))
    if not told:
        return "-"
    rest = len(told) - MOST_NAMES
    return ", ".join(told[:MOST_NAMES]) + (f", dan {rest} lainnya" if rest > 0 else "")
