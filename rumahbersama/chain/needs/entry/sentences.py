"""What the pages of filling in say."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.entry.actions import Saved
from rumahbersama.chain.needs.entry.queries import Cell, Section, due_date, thresholds_on
from rumahbersama.chain.needs.entry.rules import CEILING, NEIGHBOURS, PAST, Doubt
from rumahbersama.chain.needs.models import Period
from rumahbersama.ground.core.formats import day, number

MOST_SUMS = 4


def tasks_lead(sections: list[Section], period: Period, *, today: date) -> str:
    """Return how much is filled in, and until when the period's figures are in time."""
    filled, boxes = sum(each.filled for each in sections), sum(len(each.cells) for each in sections)
    if not boxes:
        return ""
    text = _("{filled} dari {boxes} angka {period} sudah terisi.").format(
        filled=number(filled), boxes=number(boxes), period=period
    )
    return f"{text} {due_text(period, today=today)}"


def due_text(period: Period, *, today: date) -> str:
    """Return until when figures of a period are in time, as seen from today."""
    due = due_date(period, thresholds_on(period.ends_on))
    left = (due - today).days
    if left < 0:
        return _("Batas kirimnya {day}, sudah lewat {days} hari.").format(day=day(due), days=number(-left))
    return _("Batas kirimnya {day}, {days} hari lagi.").format(day=day(due), days=number(left))


def doubt_text(doubt: Doubt | None, cell: Cell) -> str:
    """Return why a value is doubted, in one sentence; "" where it is not."""
    if doubt is None:
        return ""
    usual = number(doubt.usual)
    if doubt.kind == CEILING:
        return _("Melampaui batas wajar {indicator} ({ceiling}).").format(indicator=cell.indicator, ceiling=usual)
    if doubt.kind == PAST:
        return _("Jauh dari biasanya di sini ({usual}).").format(usual=usual)
    if doubt.kind == NEIGHBOURS:
        return _("Jauh dari desa lain sekecamatan (biasanya {usual}).").format(usual=usual)
    return _("Lebih besar dari {whole} ({usual}).").format(whole=cell.indicator.part_of, usual=usual)


def saved_text(saved: Saved, explained: int) -> str:
    """Return what saving did, with the sums above that moved."""
    parts = []
    if saved.count:
        parts.append(ngettext("{count} angka tersimpan.", "{count} angka tersimpan.", saved.count))
    if explained:
        parts.append(_("Penjelasan tersimpan."))
    moved = [str(each) for each in saved.sums[:MOST_SUMS]]
    if moved:
        parts.append(_("Jumlah di atasnya ikut berubah: {sums}.").format(sums="; ".join(moved)))
    return " ".join(parts).replace("{count}", str(saved.count))
