"""The golden thread as a table."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.results.thread import PromisedAbove, Thread


def sheet_of(thread: Thread) -> tuple[list[Any], list[list[Any]]]:
    """Return the thread as headings and rows, in the order of the chain; where a link is cut, a row says so."""
    header = [_("Mata rantai"), _("Tanggal"), _("Apa"), _("Keterangan"), _("Alamat")]
    told = [item.result_text or item.get_result_display() for item in thread.meetings]
    links: dict[str, tuple[str, list[list[Any]]]] = {
        "events": (
            _("Pelatihan"),
            [[row.starts_on, row.title, "", row.get_absolute_url()] for row in thread.events],
        ),
        "above": (_("Janji RTL kecamatan"), [_above_cells(row) for row in thread.above]),
        "problems": (_("Masalah"), [_problem_cells(row) for row in thread.problems]),
        "meetings": (
            _("Rapat"),
            [
                [row.meeting.day, row.meeting.title, words, row.meeting.get_absolute_url()]
                for row, words in zip(thread.meetings, told, strict=True)
            ],
        ),
        "rows": (
            _("Komitmen"),
            [[row.promised_on, row.what, row.get_state_display(), row.get_absolute_url()] for row in thread.rows],
        ),
        "visits": (
            _("Kunjungan"),
            [[row.visited_on, row.purpose, str(row.region), row.get_absolute_url()] for row in thread.visits],
        ),
    }
    rows: list[list[Any]] = []
    for name, (link, cells) in links.items():
        rows += [[link, *each] for each in cells]
        if thread.more[name]:
            rows.append([link, "", _("Masih ada yang lebih lama; berkas ini memuat yang terbaru saja."), "", ""])
    if thread.moved is not None:
        was, now = thread.moved.baseline, thread.moved.now
        last = f"{now.value}, {_('sementara')}" if thread.moved.is_provisional else str(now.value)
        figures = ((was.period, str(was.value)), (now.period, last))
        rows += [[_("Angka"), period.ends_on, str(thread.indicator), value, ""] for period, value in figures]
    return header, rows


def _above_cells(row: PromisedAbove) -> list[Any]:
    promise = row.promise
    told = ", ".join(filter(None, (promise.post.title, promise.get_state_display(), row.training)))
    return [promise.promised_on, promise.what, told, promise.get_absolute_url()]


def _problem_cells(row: Problem) -> list[Any]:
    return [timezone.localdate(row.entered_at), row.statement, row.get_state_display(), row.get_absolute_url()]
