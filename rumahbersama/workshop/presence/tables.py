"""Presence as headings and rows of a file."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.workshop.presence.queries import Line, Table
from rumahbersama.workshop.presence.words import words_of


def attendance_sheet(table: Table) -> tuple[list[Any], list[list[Any]]]:
    """Return a list's attendance: a row per person, a column per occasion, then the sums."""
    titles = [f"{each.title} ({timezone.localtime(each.starts):%Y-%m-%d %H:%M})" for each in table.occasions]
    header = [_("No."), _("Nama"), _("Instansi"), *titles]
    header += [_("Hadir"), _("Terlambat"), _("JP diikuti"), _("JP seluruhnya")]
    return header, [
        [
            *(number, row.attendee.name, row.attendee.agency),
            *(words_of(standing) for standing in row.standings),
            *(row.there, row.late, row.attended, row.total),
        ]
        for number, row in enumerate(table.rows, start=1)
    ]


def occasion_sheet(lines: Iterable[Line]) -> tuple[list[Any], list[list[Any]]]:
    """Return who was at an occasion: state, moment, by which way, notes."""
    header = [_("No."), _("Nama"), _("Instansi"), _("Keadaan"), _("Tercatat"), _("Menit terlambat"), _("Cara")]
    header += [_("Dicatat oleh"), _("Catatan")]
    return header, [
        [
            *(number, line.attendee.name, line.attendee.agency, words_of(line.standing)),
            timezone.localtime(line.standing.at).strftime("%Y-%m-%d %H:%M:%S") if line.standing.at else "",
            line.standing.minutes_late or None,
            ", ".join(dict.fromkeys(str(mark.get_how_display()) for mark in line.marks)),
            ", ".join(dict.fromkeys(mark.by_name for mark in line.marks if mark.by_name)),
            "; ".join(_notes(line)),
        ]
        for number, line in enumerate(lines, start=1)
    ]


def _notes(line: Line) -> list[str]:
    told = [mark.note for mark in line.marks if mark.note]
    return [*told, _("dua nama dari satu gawai")] if line.shares_device else told
