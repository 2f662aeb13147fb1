"""The questionnaires that are delivered with the program: added where they are missing, never changed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from rumahbersama.workshop.surveys.actions.questionnaires import make_questionnaire, publish
from rumahbersama.workshop.surveys.models import Questionnaire
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
    """Add and publish delivered questionnaires that are missing; what people changed stays. Returns how many."""
    known = set(Questionnaire.objects.filter(region=None).values_list("code", flat=True))
    missing = [(told, questions) for told, questions in delivered(folder, read) if told["code"] not in known]
    for told, questions in missing:
        plain = {name: told[name] for name in ("code", "title", "kind", "origin")}
        purpose = f"{told['purpose']} {told['basis']}"
        made = make_questionnaire(**plain, purpose=purpose, region=None, questions=questions, by=by, at=at)
        draft = made.versions.get()
        publish(draft=draft, by=by, at=at, seen=draft.edits)
    return len(missing)
