"""The questionnaires that are delivered with the program: added where they are missing, never changed by hand.

One that is delivered in a newer version is published as that version where nobody wrote one of their own.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from rumahbersama.workshop.surveys.actions.questionnaires import (
    make_questionnaire,
    publish,
    put_questions,
    start_draft,
)
from rumahbersama.workshop.surveys.models import Questionnaire, Version
from rumahbersama.workshop.surveys.rules import RATING, YESNO, Asked, Option, yes_no_options

FOLDER = Path(__file__).parent / "data" / "questionnaires"
Row = dict[str, Any]


def as_written(row: Row) -> Row:
    """Return a question as it stands in the file."""
    return row


def delivered(folder: Path = FOLDER, read: Callable[[Row], Row] = as_written) -> Iterator[tuple[Row, list[Asked]]]:
    """Yield each delivered questionnaire: what is told of it, and its questions in order.

    A room that delivers its own names its ``folder``, and how its questions are read.
    """
    for path in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield told, [asked_of(read(row), told.get("scale", ())) for row in told["questions"]]


def asked_of(row: dict[str, Any], scale: Sequence[str]) -> Asked:
    """Return a question as written in YAML; a rating takes the scale of its questionnaire unless it has options."""
    told = dict(row)
    options = told.pop("options", None)
    for name in ("minimum", "maximum", "weight"):
        if told.get(name) is not None:
            told[name] = Decimal(str(told[name]))
    return Asked(**told, options=_options(told["kind"], options, scale))


def _options(kind: str, options: list[Option] | None, scale: Sequence[str]) -> tuple[Option, ...]:
    if options is not None:
        return tuple((str(name), str(label)) for name, label in options)
    if kind == RATING:
        return tuple((str(number), label) for number, label in enumerate(scale, start=1))
    return yes_no_options() if kind == YESNO else ()


@transaction.atomic
def load_reference(
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    folder: Path = FOLDER,
    read: Callable[[Row], Row] = as_written,
) -> int:
    """Publish delivered questionnaires that are missing or newer; what people changed stays. Returns how many."""
    known = {row.code: row for row in Questionnaire.objects.filter(region=None).prefetch_related("versions")}
    count = 0
    for told, questions in delivered(folder, read):
        draft = _draft_of(told, questions, known.get(told["code"]), by=by, at=at)
        if draft is not None:
            publish(draft=draft, by=by, at=at, seen=draft.edits)
            count += 1
    return count


def _draft_of(
    told: Row,
    questions: list[Asked],
    there: Questionnaire | None,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Version | None:
    """Return the draft of what is delivered and not there; None where it is, or where people went on from it."""
    if there is None:
        plain: dict[str, Any] = {name: told[name] for name in ("code", "title", "kind", "origin")}
        purpose = f"{told['purpose']} {told['basis']}"
        more = {"purpose": purpose, "region": None, "questions": questions, "number": told["version"]}
        return make_questionnaire(**plain, **more, by=by, at=at).versions.get()
    newest = there.versions.all()[0]
    if newest.state != Version.State.PUBLISHED or newest.number >= told["version"]:
        return None
    draft = start_draft(questionnaire=there, by=by, at=at)
    put_questions(draft=draft, questions=questions, by=by, at=at, seen=draft.edits, told=f"v{told['version']}")
    draft.refresh_from_db()
    return draft
