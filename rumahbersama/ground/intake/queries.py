"""Reading uploads, datasets, remembered meanings and decisions."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.models import AuditChange
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake import staging
from rumahbersama.ground.intake.mapping import fingerprint, remembered
from rumahbersama.ground.intake.models import ImportRun, SavedMapping, SavedMatch
from rumahbersama.ground.intake.outcome import Source
from rumahbersama.ground.intake.rules import Dataset, IntakeRefusal, Meaning, Options


def datasets() -> list[Dataset]:
    """Return the tables that can be received."""
    return list(registry.datasets.each())


def dataset_of(code: str) -> Dataset:
    """Return the dataset of this code.

    Raises:
        IntakeRefusal: when no room receives such a table.
    """
    for dataset in datasets():
        if dataset.code == code:
            return dataset
    raise IntakeRefusal(f"Jenis tabel “{code}” tidak dikenal.")


def noun_of(dataset: Dataset) -> str:
    """Return the word for what a dataset stores ("angka", "usulan"); a room names it by ``noun``."""
    return str(getattr(dataset, "noun", _("angka")))


def runs() -> QuerySet[ImportRun]:
    """Return all uploads with their sender and job; the caller narrows them to what a person may see."""
    return ImportRun.objects.select_related("created_by", "committed_by", "undone_by", "job")


def twins_of(run: ImportRun) -> list[ImportRun]:
    """Return the latest uploads of the same file for the same table and place, this one left out."""
    return list(
        runs()
        .filter(file_digest=run.file_digest, dataset=run.dataset, place_code=run.place_code, pk__lt=run.pk)
        .exclude(state__in=(ImportRun.State.REFUSED, ImportRun.State.DISCARDED))[:3]
    )


def options_of(run: ImportRun) -> Options:
    """Return what the sender said about the whole file."""
    return Options(
        place_code=run.place_code, period=run.period, source=run.source or run.file_name, by=run.created_by
    )


def source_of(run: ImportRun) -> Source:
    """Return the staged table for a dry run."""
    look = run.look
    return Source(
        rows=lambda: staging.raw_rows(run),
        headings=look["headings"],
        header_row=look["header_row"],
        skipped=frozenset(look["skipped"]),
        merged=look["merged"],
        widths={int(width): lines for width, lines in look["widths"].items()},
        error_cells=frozenset(look["error_cells"]),
        count=look["count"],
    )


def meanings_of(run: ImportRun) -> list[Meaning | None]:
    """Return the meaning of each heading of an upload."""
    return [Meaning(*each) if each else None for each in run.mapping]


def remembered_meanings(*, account: Any, dataset: str, headings: list[str]) -> list[Meaning | None] | None:  # noqa: ANN401
    """Return what this sender said about the same headings before, or None."""
    if getattr(account, "pk", None) is None:
        return None
    saved = SavedMapping.objects.filter(account=account, dataset=dataset, fingerprint=fingerprint(headings)).first()
    return remembered(saved.meanings, headings) if saved else None


def decisions_for(*, place_code: str) -> dict[tuple[str, str, str], str]:
    """Return the decided matches at a place and the places above it, the nearest winning."""
    parts = place_code.split(".")
    above = ["0", *(".".join(parts[:size]) for size in range(1, len(parts) + 1))]
    found = SavedMatch.objects.filter(place_code__in=above).values_list(
        "place_code", "given", "name", "parent", "matched_code"
    )
    return {
        (given, name, parent): code for _place, given, name, parent, code in sorted(found, key=lambda f: len(f[0]))
    }


def findings_of(run: ImportRun, *, first: int = 0, limit: int = staging.MAX_FINDINGS) -> list[Finding]:
    """Return the findings of the last dry run from the ``first`` on."""
    return staging.staged_findings(run, first=first, limit=limit)


def changes_of(run: ImportRun) -> list[Change]:
    """Return what a committed upload changed, from the audit record."""
    return list(_changes(run))


def _changes(run: ImportRun) -> Iterator[Change]:
    if run.record_id is None:
        return
    for entity, rows in AuditChange.objects.filter(record=run.record_id).order_by("pk").values_list("entity", "rows"):
        for key, before, after in rows:
            yield Change(entity, key, before, after)
