"""Values above the ceiling of their indicator in a table: taken with the reason that a form would ask for.

One column of the sheet holds the reasons of its row: "Posyandu: gabungan dua dusun; SD/MI: ...", or one sentence
for all. The export writes them there, so that it is taken back as it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, Observation
from rumahbersama.chain.needs.storing import stored_under
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.rules import TEXT, Column, Row

EXPLANATION = "penjelasan"
LONGEST = Observation._meta.get_field("note").max_length or 300


def explanation_column() -> Column:
    """Return the column of reasons."""
    aliases = ("penjelasan", "alasan", "explanation")
    return Column(EXPLANATION, _("Penjelasan angka di atas batas"), TEXT, aliases, periodic=False)


def is_explanation(key: str) -> bool:
    """Tell whether a staged value is a reason, not a number."""
    return key == EXPLANATION


def is_above(indicator: Indicator, value: Decimal) -> bool:
    """Tell whether a value exceeds what its indicator can usually be."""
    return indicator.maximum is not None and value > indicator.maximum


def reason_for(indicator: Indicator, text: str, names: Mapping[str, Indicator]) -> str:
    """Return what a cell of reasons says about one indicator: what stands behind its name, else the unnamed part.

    Args:
        indicator: the one asked about.
        text: the cell, e.g. "penduduk musiman; Posyandu: gabungan dua dusun".
        names: all indicators by code; a part that begins with the name or code of one belongs to it alone.
    """
    parts = _parts(text, names)
    return parts.get(indicator.code, parts.get("", ""))


def _parts(text: str, names: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the parts of a cell by the code of the indicator that they name, "" for the part before any."""
    parts: dict[str, str] = {}
    owner = ""
    for piece in text.split(";"):
        head, colon, rest = piece.partition(":")
        named = _named(head, names) if colon else None
        if named is not None:
            owner, piece = named, rest
        parts[owner] = f"{parts[owner]};{piece}" if owner in parts else piece
    return {code: part.strip() for code, part in parts.items()}


def _named(head: str, names: Mapping[str, Indicator]) -> str | None:
    asked = re.sub(r"\s+", " ", head).strip().casefold()
    for code, each in names.items():
        if asked in {code, each.name.casefold(), each.name_en.casefold()}:
            return code
    return None


def note_for(indicator: Indicator, value: Decimal, text: str, names: Mapping[str, Indicator]) -> str | None:
    """Return the reason to keep with a value; None where the sheet gives none, so that a stored one stays."""
    return (reason_for(indicator, text, names) or None) if text and is_above(indicator, value) else None


def unexplained(rows: Sequence[Row], indicators: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Yield values above their ceiling that no reason is given for, and reasons that are too long.

    A value that stands there already is no news: it is asked about on its page. Four queries where any is too high.
    """
    high = [
        (row, key, period, value)
        for row in rows
        for (key, period), value in row.values.items()
        if isinstance(value, Decimal)
        and key in indicators
        and is_above(indicators[key], value)
        and row.place_code.count(".") + 1 == indicators[key].observed_level
    ]
    if not high:
        return
    keys = {(row.place_code, key, period) for row, key, period, _value in high}
    stored = {key: found[0] for key, found in stored_under(keys)}
    for row, key, period, value in high:
        indicator = indicators[key]
        reason = reason_for(indicator, str(row.values.get((EXPLANATION, ""), "")), indicators)
        if len(reason) > LONGEST:
            rule = _("Penjelasan paling panjang {limit} huruf.").format(limit=LONGEST)
            yield Finding(row.number, EXPLANATION, reason, rule, _("Persingkat penjelasannya."))
        elif not reason and stored.get((row.place_code, key, period)) != value:
            yield Finding(
                row.number,
                key,
                canonical(value),
                _("Melampaui batas wajar {indicator} ({ceiling}).").format(
                    indicator=indicator, ceiling=number(indicator.maximum)
                ),
                _("Periksa angkanya. Kalau benar, tulis “{indicator}: alasannya” di kolom “{column}”.").format(
                    indicator=indicator, column=explanation_column().label
                ),
            )


class Explained:
    """The reasons of stored values above their ceiling, gathered for a sheet."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, Decimal, str]]] = defaultdict(list)

    def add(self, place: str, indicator: str, value: Decimal, note: str) -> None:
        """Take a stored value with its reason, if it has one."""
        if note:
            self.found[place].append((indicator, value, note))

    def cells(self, indicators: Iterable[Indicator]) -> dict[str, str]:
        """Return the cell of reasons of each place, of these indicators alone."""
        known = {each.code: each for each in indicators}
        cells: dict[str, str] = {}
        for place, rows in self.found.items():
            told = [
                f"{known[code]}: {note}"
                for code, value, note in rows
                if code in known and is_above(known[code], value)
            ]
            cells[place] = "; ".join(told)
        return cells
