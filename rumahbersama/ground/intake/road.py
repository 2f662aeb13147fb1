"""The stations of the road: read, dry run, commit, undo. Each may be started over without harm.

Jobs call them on the web, ``actions.run_import`` calls them in a row on the command line.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Packed, packed, record
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake import sentences, staging, storage
from rumahbersama.ground.intake.layout import Layout, find_layout
from rumahbersama.ground.intake.limits import BadFile
from rumahbersama.ground.intake.mapping import Meanings
from rumahbersama.ground.intake.messages import sentence
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.numbers import canonical, cell_text
from rumahbersama.ground.intake.outcome import Outcome
from rumahbersama.ground.intake.queries import (
    changes_of,
    dataset_of,
    decisions_for,
    meanings_of,
    noun_of,
    options_of,
    remembered_meanings,
    source_of,
)
from rumahbersama.ground.intake.rules import IntakeRefusal, Prepared, Stale
from rumahbersama.ground.intake.summary import summary_of
from rumahbersama.ground.intake.table import Sheet, Table, open_table
from rumahbersama.ground.intake.validation import DryRun

State = ImportRun.State
Stage = staging.Stage
Progress = Callable[[str, int, int], None]
SAMPLES = 3
ATTEMPTS = 3
# What one commit may hold, so that SQLite's write lock is free again within about 2 s.
MAX_VALUES = {"sqlite": 120_000, "postgresql": 400_000}


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold Python's cycle collector while many small rows are made; they hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# Read --------------------------------------------------------------------------
def read(run_id: int, *, at: datetime, progress: Progress) -> None:
    """Check the file, read it in a child, stage its rows and propose what its columns mean."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != State.UPLOADED:
        return
    try:
        _read(run, progress)
    except BadFile as reason:
        refuse(run, sentence(reason), at=at)
    except IntakeRefusal as refusal:
        refuse(run, str(refusal), at=at)


def _read(run: ImportRun, progress: Progress) -> None:
    meanings = Meanings(dataset_of(run.dataset))
    progress(_("Memeriksa berkas"), 0, 0)
    with open_table(storage.path_of(run.stored_as)) as table:
        number, layout = _best_sheet(table, meanings)
        sheet = table.sheets[number]
        staging.stage(run, Stage.RAW, _counted(table, number, progress))
        run.look = {
            "kind": table.checked.kind,
            "sheet": sheet.name,
            "other_sheets": [other.name for at, other in enumerate(table.sheets) if at != number and other.head],
            "headings": layout.headings,
            "header_row": layout.header_row,
            "skipped": layout.skipped,
            "findings": [[f.row, f.column, f.value, f.rule, f.remedy] for f in layout.findings],
            "samples": _samples(sheet, layout),
            "merged": sheet.merged,
            "widths": table.widths,
            "error_cells": table.checked.error_cells,
            "notes": table.checked.notes,
            "count": table.count,
        }
    _propose(run, meanings)
    run.state = State.CHECKED
    run.save(update_fields=["look", "mapping", "state"])


def _best_sheet(table: Table, meanings: Meanings) -> tuple[int, Layout]:
    """Return the sheet with most known headings, whatever its name."""
    best: tuple[tuple[int, int], int, Layout] | None = None
    refusal: IntakeRefusal | None = None
    for number, sheet in enumerate(table.sheets):
        try:
            layout = find_layout(sheet, recognises=meanings.recognises)
        except IntakeRefusal as reason:
            refusal = reason
            continue
        rank = (sum(meanings.recognises(heading) for heading in layout.headings if heading), sheet.rows)
        if best is None or rank > best[0]:
            best = (rank, number, layout)
    if best is None:
        raise refusal or IntakeRefusal(sentence(BadFile("no_rows")))
    return best[1], best[2]


def _counted(table: Table, number: int, progress: Progress) -> Iterator[str]:
    total = table.sheets[number].rows
    done = 0
    for pack in table.packs(number):
        yield pack
        done = min(total, done + pack.count("],[") + 1)
        progress(_("Membaca baris"), done, total)


def _samples(sheet: Sheet, layout: Layout) -> list[list[str]]:
    data = [row[1:] for row in sheet.head if row[0] > layout.header_row and row[0] not in layout.skipped]
    return [
        [text for row in data if at < len(row) and (text := cell_text(row[at])[:40])][:SAMPLES]
        for at in range(len(layout.headings))
    ]


def _propose(run: ImportRun, meanings: Meanings) -> None:
    headings = run.look["headings"]
    proposals = meanings.proposals(headings, run.look["samples"], place_code=run.place_code)
    remembered = remembered_meanings(account=run.created_by, dataset=run.dataset, headings=headings)
    run.look["remembered"] = remembered is not None
    run.look["unknown_periods"] = {
        str(at): each.unknown_period for at, each in enumerate(proposals) if each.unknown_period
    }
    chosen = remembered if remembered is not None else [each.meaning for each in proposals]
    run.mapping = [list(meaning) if meaning else None for meaning in chosen]


def refuse(run: ImportRun, text: str, *, at: datetime) -> None:
    """Refuse an upload: its rows and its file go, the sentence stays."""
    with transaction.atomic():
        staging.clear(run, *Stage.values)
        run.state, run.refusal = State.REFUSED, text[:1000]
        run.save(update_fields=["state", "refusal"])
        record(
            by=run.created_by,
            at=at,
            verb="intake.refuse",
            summary=_("Berkas {file} ditolak").format(file=run.file_name),
            place_code=run.place_code,
            reason=text,
        )
    storage.forget(run.stored_as)


# Dry run -------------------------------------------------------------------------
def preview(
    run_id: int,
    *,
    progress: Progress,
    sure_of_headings: bool = True,
    assumed: Mapping[tuple[str, str, str], str] | None = None,
) -> tuple[Outcome, Prepared | None] | None:
    """Understand every row, stage the values, and count what storing would do.

    Args:
        run_id: the upload.
        progress: told phase, done and total.
        sure_of_headings: a person has looked at the mapping; else headings with a spoilt period are errors.
        assumed: matches taken as decided for this dry run only.

    Returns:
        What was found and what storing would do (None where there are errors), or None for a run not open.
    """
    run = ImportRun.objects.get(pk=run_id)
    if not run.is_open:
        return None
    with _without_collecting():
        return _preview(run, progress, sure_of_headings, assumed or {})


def _preview(
    run: ImportRun,
    progress: Progress,
    sure_of_headings: bool,
    assumed: Mapping[tuple[str, str, str], str],
) -> tuple[Outcome, Prepared | None]:
    dataset, options = dataset_of(run.dataset), options_of(run)
    outcome = dry_run(run, progress=progress, assumed=assumed)
    if not sure_of_headings:
        outcome.findings[:0] = spoilt_headings(run)
    outcome.findings[:0] = [Finding(*each) for each in run.look["findings"]]
    limit = MAX_VALUES[connection.vendor]
    if outcome.values > limit:
        outcome.findings.insert(0, sentences.finding(0, "", outcome.values, "too_many", limit=limit))
    staging.clear(run, Stage.VALUES)
    prepared: Prepared | None = None
    if not outcome.findings:
        progress(_("Membandingkan dengan yang tersimpan"), 0, outcome.values)
        batches = list(outcome.batches())
        staging.stage(run, Stage.VALUES, staging.value_packs(batches))
        prepared = dataset.prepare(batches, options)
    staging.stage(run, Stage.FINDINGS, staging.finding_packs(outcome.findings))
    run.summary = summary_of(run, outcome, prepared)
    run.state = State.PREVIEWED
    run.save(update_fields=["summary", "state"])
    return outcome, prepared


def dry_run(run: ImportRun, *, progress: Progress, assumed: Mapping[tuple[str, str, str], str]) -> Outcome:
    """Return what the staged rows hold under the run's mapping and the decided matches; writes nothing."""
    return DryRun(
        dataset=dataset_of(run.dataset),
        source=source_of(run),
        meanings=meanings_of(run),
        options=options_of(run),
        decisions=decisions_for(place_code=run.place_code) | dict(assumed),
    ).run(progress)


def spoilt_headings(run: ImportRun) -> list[Finding]:
    """Return a finding per heading that names a period nobody knows ("Penduduk 20226") and has no meaning yet."""
    return [
        sentences.finding(run.look["header_row"], run.look["headings"][int(at)], period, "heading_period")
        for at, period in run.look["unknown_periods"].items()
        if run.mapping[int(at)] is None
    ]


# Commit --------------------------------------------------------------------------
def commit(
    run_id: int,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    progress: Progress,
    prepared: Prepared | None = None,
) -> None:
    """Store all values or none; a second call does nothing more.

    Args:
        run_id: the upload.
        by: who stores.
        at: when.
        progress: told phase, done and total.
        prepared: what the dry run just prepared in this process, to be tried first.

    Raises:
        IntakeRefusal: when others kept changing the same figures, or the room refuses.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state == State.COMMITTED:
        _after_commit(run, progress)
        return
    try:
        with _without_collecting():
            _commit(run, by=by, at=at, progress=progress, prepared=prepared)
    except Exception:
        ImportRun.objects.filter(pk=run_id, state=State.COMMITTING).update(state=State.PREVIEWED)
        raise
    with _without_collecting():
        _after_commit(ImportRun.objects.get(pk=run_id), progress)


def _commit(
    run: ImportRun,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    progress: Progress,
    prepared: Prepared | None,
) -> None:
    dataset, options = dataset_of(run.dataset), options_of(run)
    for attempt in range(1, ATTEMPTS + 1):
        if prepared is None:
            progress(_("Menyiapkan"), 0, run.summary["values"])
            prepared = dataset.prepare(staging.staged_values(run), options)
        progress(_("Menyimpan"), 0, run.summary["values"])
        prepared = dataset.ready(prepared, run_id=run.pk, by=by, at=at)
        changes: Packed | None = packed(prepared.changes)
        try:
            with transaction.atomic():
                held = ImportRun.objects.select_for_update().get(pk=run.pk)
                if held.state != State.COMMITTING:
                    return
                if attempt == ATTEMPTS:
                    earlier, prepared = prepared, dataset.held(prepared, staging.staged_values(run), options)
                    changes = changes if prepared.changes is earlier.changes else None
                held.record = record(  # before storing, which takes what others wait for
                    by=by,
                    at=at,
                    verb="intake.commit",
                    summary=_("Impor {file}: {created} baru, {changed} berubah, {unchanged} tetap").format(
                        file=run.file_name,
                        created=prepared.created,
                        changed=prepared.changed,
                        unchanged=prepared.unchanged,
                    ),
                    place_code=run.place_code,
                    changes=prepared.changes if changes is None else changes,
                )
                dataset.store(prepared, run_id=run.pk, options=options, by=by, at=at)
                held.state, held.committed_by, held.committed_at = State.COMMITTED, by, at
                held.summary |= {name: getattr(prepared, name) for name in ("created", "changed", "unchanged")}
                held.save(update_fields=["record", "state", "committed_by", "committed_at", "summary"])
        except Stale:
            prepared = None
            continue
        return
    raise IntakeRefusal(_("Angka di wilayah ini sedang diubah orang lain. Coba simpan lagi sebentar."))


def _after_commit(run: ImportRun, progress: Progress) -> None:
    """Compare what is stored with the file, then let the staged rows go."""
    if run.state != State.COMMITTED or "stored" in run.summary:
        return
    progress(_("Membandingkan jumlah"), 0, 0)
    totals = dataset_of(run.dataset).totals(staging.staged_values(run), options_of(run))
    run.summary["stored"] = {f"{key}\t{period}": canonical(total) for (key, period), total in totals.items()}
    run.summary["differs"] = sum(
        run.summary["stored"].get(f"{line['key']}\t{line['period']}") != line["sum"] for line in run.summary["sums"]
    )
    run.save(update_fields=["summary"])
    staging.clear(run, Stage.RAW, Stage.VALUES)


# Undo ----------------------------------------------------------------------------
def what_rests_on(run: ImportRun) -> list[str]:
    """Return the sentences naming what forbids undo; empty where it is allowed."""
    return dataset_of(run.dataset).resting_on(changes_of(run), run_id=run.pk)


def undo(run_id: int, *, by: Any, at: datetime, progress: Progress) -> None:  # noqa: ANN401
    """Take a committed upload back: what it made goes, what it changed returns.

    Raises:
        IntakeRefusal: when something rests on it, or it is not committed.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state == State.UNDONE:
        return
    if run.state != State.COMMITTED:
        raise IntakeRefusal(_("Hanya unggahan yang sudah tersimpan dapat dibatalkan."))
    progress(_("Memeriksa apa yang bersandar padanya"), 0, 0)
    resting = what_rests_on(run)
    if resting:
        raise IntakeRefusal(resting_sentence(resting))
    dataset, changes = dataset_of(run.dataset), changes_of(run)
    for attempt in range(1, ATTEMPTS + 1):
        prepared = dataset.reverse(changes, run_id=run.pk)
        progress(_("Mengembalikan"), 0, len(changes))
        try:
            with transaction.atomic():
                held = ImportRun.objects.select_for_update().get(pk=run.pk)
                if held.state != State.COMMITTED:
                    return
                if attempt == ATTEMPTS:
                    dataset.hold(prepared)
                    prepared = dataset.reverse(changes, run_id=run.pk)
                dataset.store(prepared, run_id=run.pk, options=options_of(run), by=by, at=at)
                record(
                    by=by,
                    at=at,
                    verb="intake.undo",
                    summary=_("Impor {file} dibatalkan: {count} {noun} kembali seperti semula").format(
                        file=run.file_name, count=len(changes), noun=noun_of(dataset)
                    ),
                    place_code=run.place_code,
                    changes=prepared.changes,
                )
                held.state, held.undone_by, held.undone_at = State.UNDONE, by, at
                held.save(update_fields=["state", "undone_by", "undone_at"])
        except Stale:
            resting = what_rests_on(run)
            if resting:
                raise IntakeRefusal(resting_sentence(resting)) from None
            continue
        return
    raise IntakeRefusal(_("Angka di wilayah ini sedang diubah orang lain. Coba batalkan lagi sebentar."))


def resting_sentence(resting: list[str]) -> str:
    """Return one text naming up to five things that rest on an upload."""
    more = _(" Dan {count} lainnya.").format(count=len(resting) - 5) if len(resting) > 5 else ""
    return _("Tidak dapat dibatalkan: ") + " ".join(resting[:5]) + more
