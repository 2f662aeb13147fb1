"""What a dry run found, as JSON for the run's page, the command line and machines."""

from typing import Any

from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.core import registry
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.outcome import Outcome
from rumahbersama.ground.intake.rules import Prepared

MAX_LISTED = 200
MAX_QUESTIONS = 500
_QUIET = frozenset({"state", "source"})  # follow from the change of the value itself


def summary_of(run: ImportRun, outcome: Outcome, prepared: Prepared | None) -> dict[str, Any]:
    """Return counts, sums, total rows and questions of a dry run."""
    return {
        "rows": len(outcome.rows),
        "values": outcome.values,
        "places": len({row.place_code for row in outcome.rows}),
        "findings": len(outcome.findings),
        "created": prepared.created if prepared else None,
        "changed": prepared.changed if prepared else None,
        "unchanged": prepared.unchanged if prepared else None,
        "of_people": _altered(prepared.of_people if prepared else []),
        "of_people_count": len(prepared.of_people) if prepared else 0,
        "altered": _altered([change for change in (prepared.changes if prepared else []) if change.before]),
        "sums": [
            {"key": key, "period": period, "sum": canonical(total)} for (key, period), total in outcome.sums.items()
        ],
        "totals": [_total(run, outcome_total) for outcome_total in outcome.totals[:MAX_LISTED]],
        "questions": [_question(question) for question in outcome.questions[:MAX_QUESTIONS]],
        "questions_count": len(outcome.questions),
        "left_out": outcome.left_out[:MAX_LISTED],
        "matched": [list(each) for each in outcome.matched[:MAX_LISTED]],
        "renamed": [list(each) for each in outcome.renamed[:MAX_LISTED]],
        "absent": outcome.absent[:MAX_LISTED],
        "absent_count": len(outcome.absent),
    }


def _altered(changes: list[Change]) -> list[list[str]]:
    """Return what rows that would change are called, with their values before and after; the first of them."""
    told = changes[:MAX_LISTED]
    names: dict[str, str] = {}
    for known in registry.history_labels.each():
        keys = {change.key for change in told if change.entity == known.entity}
        names |= known.names(keys) if keys else {}
    return [[names.get(change.key, " · ".join(change.key.split("|"))), *_sides(change)] for change in told]


def _sides(change: Change) -> tuple[str, str]:
    before, after = only_differences(change.before or {}, change.after or {})
    old = [str(value) for name, value in before.items() if name not in _QUIET]
    new = [str(value) for name, value in after.items() if name not in _QUIET]
    return ", ".join(old), ", ".join(new)


def _total(run: ImportRun, total: Any) -> dict[str, Any]:  # noqa: ANN401 - Reconciled
    off = {index for index, _written, _added in total.off}
    return {
        "row": total.row,
        "label": total.label[:80],
        "columns": [
            {
                "heading": run.look["headings"][index],
                "written": canonical(written),
                "added": canonical(added),
                "agrees": index not in off,
            }
            for index, written, added in total.columns
        ],
    }


def _question(question: Any) -> dict[str, Any]:  # noqa: ANN401 - Question
    best = question.best
    return {
        "key": list(question.key),
        "rows": list(question.rows),
        "given": question.given,
        "name": question.name,
        "parent": question.parent,
        "offers": [[offer.code, offer.name, offer.parent_name, offer.score] for offer in question.offers],
        "best": best.code if best else "",
    }
