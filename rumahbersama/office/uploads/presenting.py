"""What the page of an upload shows, put together from the run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.intake.mapping import columns_of
from rumahbersama.ground.intake.messages import NOTES
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.queries import dataset_of
from rumahbersama.ground.intake.rules import Dataset

State = ImportRun.State
TONES = {
    State.UPLOADED: ("none", "clock"),
    State.CHECKED: ("warn", "columns-3"),
    State.PREVIEWED: ("warn", "list-checks"),
    State.COMMITTING: ("over", "loader"),
    State.COMMITTED: ("ok", "circle-check"),
    State.UNDONE: ("none", "undo-2"),
    State.REFUSED: ("bad", "circle-x"),
    State.DISCARDED: ("none", "trash-2"),
}


@dataclass(frozen=True)
class Step:
    """One step of the road: its word, and whether it is done or the present one."""

    label: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class SumLine:
    """One column's total in the file, and stored after the commit where there was one."""

    label: str
    period: str
    in_file: str
    stored: str
    agrees: bool


def tone_of(run: ImportRun) -> tuple[str, str]:
    """Return tone and icon of the state's chip."""
    return TONES[State(run.state)]


def periods_of(dataset: Dataset) -> dict[str, str]:
    """Return how the periods of a dataset are called, by code."""
    return {period: str(label) for period, label in dataset.periods()}


def periods_named(runs: Iterable[ImportRun]) -> dict[str, str]:
    """Return how the periods of these uploads' datasets are called, by code."""
    named: dict[str, str] = {}
    for code in sorted({run.dataset for run in runs}):
        named |= periods_of(dataset_of(code))
    return named


def steps_of(run: ImportRun) -> list[Step]:
    """Return the road with the present step marked."""
    labels = [_("Unggah"), _("Arti kolom"), _("Periksa"), _("Simpan")]
    now = {State.UPLOADED: 0, State.CHECKED: 1, State.PREVIEWED: 2, State.COMMITTING: 3}.get(State(run.state), 4)
    return [Step(label, at < now, at == now) for at, label in enumerate(labels)]


def notes_of(run: ImportRun) -> list[str]:
    """Return what reading noticed, as sentences."""
    notes = [str(NOTES[code]) for code in run.look.get("notes", []) if code in NOTES]
    others = run.look.get("other_sheets", [])
    if others:
        notes.append(
            _("Yang dibaca hanya lembar “{sheet}”; lembar lain: {others}.").format(
                sheet=run.look["sheet"], others=", ".join(others)
            )
        )
    return notes


def labels_of(dataset: Dataset) -> dict[str, str]:
    """Return how the columns of a dataset are called, by key."""
    return {column.key: str(column.label) for column in columns_of(dataset)}


def sums_of(run: ImportRun, labels: Mapping[str, str], periods: Mapping[str, str]) -> list[SumLine]:
    """Return the totals per column, in the file and as stored."""
    stored = run.summary.get("stored", {})
    lines = []
    for line in run.summary.get("sums", []):
        after = stored.get(f"{line['key']}\t{line['period']}")
        lines.append(
            SumLine(
                label=labels.get(line["key"], line["key"]),
                period=periods.get(line["period"], line["period"]),
                in_file=number(Decimal(line["sum"])),
                stored=number(Decimal(after)) if after is not None else "",
                agrees=after == line["sum"],
            )
        )
    return lines


def meanings_of(run: ImportRun, labels: Mapping[str, str], periods: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return heading, meaning and period of each column that is read."""
    return [
        (heading, labels.get(meaning[0], meaning[0]), periods.get(meaning[1], meaning[1]))
        for heading, meaning in zip(run.look.get("headings", []), run.mapping, strict=False)
        if meaning
    ]


def totals_of(run: ImportRun) -> list[dict[str, Any]]:
    """Return the recognised total rows with numbers as people write them."""
    return [
        {
            "row": total["row"],
            "label": total["label"],
            "columns": [
                {**each, "written": number(Decimal(each["written"])), "added": number(Decimal(each["added"]))}
                for each in total["columns"]
            ],
        }
        for total in run.summary.get("totals", [])
    ]
