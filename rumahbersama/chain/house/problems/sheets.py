"""The list of problems as headings and rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems import queries
from rumahbersama.chain.house.problems.models import Problem


def sheet_of(problems: QuerySet[Problem], *, today: date) -> tuple[list[Any], list[list[Any]]]:
    """Return problems as headings and rows, in their order, with the spread of their scores (three queries)."""
    header = [_("Nomor"), _("Masalah"), _("Tempat"), _("Dusun/lingkungan"), _("Bidang"), _("Yang merasakan")]
    header += [_("Jumlah orang"), _("Kewenangan"), _("Keadaan"), _("Ditunda sampai"), _("Yang harus menjawab")]
    header += [_("Nilai USG"), _("Nilai terendah"), _("Nilai tertinggi"), _("Banyaknya penilai"), _("Ditulis")]
    rows = list(problems.prefetch_related("places"))
    spreads = queries.spreads_of(rows, today=today)
    return header, [
        [*_told(each), *_scored(spreads.get(each.pk)), timezone.localdate(each.entered_at)] for each in rows
    ]


def _told(problem: Problem) -> list[Any]:
    return [
        problem.numbered,
        problem.statement,
        ", ".join(str(place) for place in problem.places.all()),
        problem.hamlet,
        str(problem.area or _("Lain-lain")),
        problem.sufferers,
        problem.people,
        problem.get_authority_display(),
        problem.get_state_display(),
        problem.put_off_to,
        problem.answers.title if problem.answers else "",
    ]


def _scored(spread: Any) -> list[Any]:  # noqa: ANN401 - Spread or None
    if spread is None:
        return [None, None, None, 0]
    return [round(spread.total, 2), spread.low, spread.high, spread.count]
