"""The import from the command line: the same road, told as an exit code and a report for machines."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.intake import actions
from rumahbersama.ground.intake.matching import Question
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.queries import findings_of, meanings_of, twins_of
from rumahbersama.ground.intake.rules import Meaning
from rumahbersama.ground.intake.validation import LEAVE_OUT

DONE, FINDINGS, REFUSED = 0, 1, 2
State = ImportRun.State
Answer = Callable[[Question], str | None]


def accept_best(question: Question) -> str | None:
    """Decide for the offer that is good and stands clearly before the next, else leave it open."""
    return question.best.code if question.best else None


def leave_unmatched_out(decide: Answer | None) -> Answer:
    """Return what answers as ``decide`` does, and leaves out the rows of a question that it leaves open."""

    def answer(question: Question) -> str:
        code = decide(question) if decide else None
        return LEAVE_OUT if code is None else code

    return answer


def import_table(
    path: Path,
    *,
    dataset: str,
    place_code: str,
    place_name: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    period: str = "",
    source: str = "",
    columns: Sequence[str] = (),
    skip: Sequence[str] = (),
    accept_matches: bool = False,
    leave_unmatched: bool = False,
    ask: Answer | None = None,
    commit: bool = False,
    progress: actions.Progress = actions.no_progress,
) -> tuple[int, dict[str, Any]]:
    """Import a table and return the exit code with a report.

    Args:
        path: the file.
        dataset: e.g. "needs.observations".
        place_code: the place it belongs to.
        place_name: its name.
        by: the account that imports; decisions about matches need one.
        at: when.
        period: default period.
        source: where the figures come from.
        columns: "HEADING=KEY" or "HEADING=KEY@PERIOD": what a column means after all (``--column``).
        skip: headings of columns to leave out (``--skip``).
        accept_matches: decide for every clear match (``--accept-matches`` is the person's consent).
        leave_unmatched: leave out the rows whose place nothing decides (``--leave-unmatched``).
        ask: asked for each question instead, e.g. on a terminal.
        commit: store (``--yes``); without it only the dry run is made (``--dry-run``).
        progress: told phase, done and total.

    Returns:
        0 with what was (or would be) stored, 1 with findings, 2 with the sentence of the refusal.
    """
    decide = accept_best if accept_matches else ask
    try:
        run = actions.run_import(
            path,
            dataset=dataset,
            place_code=place_code,
            place_name=place_name,
            by=by,
            at=at,
            period=period,
            source=source,
            corrections=dict.fromkeys(skip) | dict(map(_correction, columns)),
            decide=leave_unmatched_out(decide) if leave_unmatched else decide,
            dry_run=not commit,
            progress=progress,
        )
    except OSError:
        return REFUSED, {"state": "refused", "refusal": f"Berkas {path.name} tidak dapat dibuka. Periksa letaknya."}
    except Refusal as refusal:
        return REFUSED, {"state": "refused", "refusal": str(refusal)}
    report = report_of(run)
    if run.state == State.PREVIEWED:
        actions.discard(run=run, by=by, at=at)
    if run.state == State.REFUSED:
        return REFUSED, report
    return (FINDINGS if report["findings"] else DONE), report


def _correction(text: str) -> tuple[str, Meaning | None]:
    """Read "HEADING=KEY@PERIOD"."""
    heading, _equals, meaning = text.rpartition("=")
    key, _at, period = meaning.partition("@")
    return heading, Meaning(key, period)


def report_of(run: ImportRun) -> dict[str, Any]:
    """Return everything a person or a machine wants to know of a run."""
    headings = run.look.get("headings", [])
    meanings = meanings_of(run)
    return {
        "run": run.pk,
        "state": run.state,
        "file": run.file_name,
        "place": run.place_code,
        "refusal": run.refusal,
        "same_file_before": [twin.pk for twin in twins_of(run)],
        "mapping": {heading: list(each) if each else None for heading, each in zip(headings, meanings, strict=False)},
        "summary": run.summary,
        "findings": [asdict(finding) for finding in findings_of(run)] if run.summary else [],
    }
