"""Scores and item analysis as headings and rows."""

from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.tests.measuring import Measurement
from rumahbersama.chain.training.tests.queries import PersonRow

Sheet = tuple[list[Any], list[list[Any]]]


def scores_sheet(rows: list[PersonRow]) -> Sheet:
    """Return people with both scores (0 to 100), points gained, and their own normalised gain (0 to 1)."""
    header = [_("Nama lengkap"), _("Kelas"), _("Nilai pre-test"), _("Nilai post-test"), _("Naik"), _("Gain peserta")]
    return header, [
        [
            row.person.name,
            str(row.person.klass or ""),
            _rounded(row.before),
            _rounded(row.after),
            _rounded(row.points),
            _rounded(row.normalised, 3),
        ]
        for row in rows
    ]


def questions_sheet(found: Measurement | None) -> Sheet:
    """Return questions under the names of ``rumah training analyse``, with key and options."""
    header = [
        "item",
        "n",
        "p",
        "r_item_total",
        "r_item_rest",
        "alpha_without_item",
        "d_27",
        "missing",
        "key",
        "options",
    ]
    return header, [
        [
            each.figures.name,
            each.figures.n,
            _rounded(each.figures.p, 4),
            _rounded(each.figures.r_item_total, 4),
            _rounded(each.figures.r_item_rest, 4),
            _rounded(each.figures.alpha_without_item, 4),
            _rounded(each.figures.d_27, 4),
            each.figures.missing,
            each.asked.version.letter,
            " ".join(f"{one.option or '-'}:{one.count}" for one in each.options),
        ]
        for each in (found.items if found else [])
    ]


def _rounded(value: float | None, digits: int = 1) -> float | str:
    return "" if value is None else round(value, digits)
