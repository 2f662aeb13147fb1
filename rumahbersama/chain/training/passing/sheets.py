"""Passing as headings and rows for CSV and XLSX."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.passing.forms import part_names, source_names
from rumahbersama.chain.training.passing.queries import Standing
from rumahbersama.chain.training.passing.rules import PARTS, POST_TEST


def sheet_of(standings: Iterable[Standing]) -> tuple[list[Any], list[list[Any]]]:
    """Return people with their parts, what they come to and what was decided; numbers as numbers, without NIP."""
    names = part_names()
    parts = [*(names[part] for part in PARTS), _("Nilai akhir"), _("Putusan"), _("Sumber tes akhir")]
    header, sources = [_("Kelas"), _("Nama"), _("Asal"), *parts], source_names()
    rows = []
    for row in standings:
        person, decision = row.person, row.decision
        score = decision.score if decision else row.verdict.score
        outcome = decision.get_outcome_display() if decision else _("belum diputuskan")
        values = [_number(row.parts.value(part)) for part in PARTS]
        told = [str(person.klass or ""), person.name, str(person.region), *values, _number(score), outcome]
        rows.append([*told, sources.get(row.parts.sources.get(POST_TEST, ""), "")])
    return header, rows


def _number(value: Any) -> Any:  # noqa: ANN401 - a Decimal or nothing
    return "" if value is None else float(value)
