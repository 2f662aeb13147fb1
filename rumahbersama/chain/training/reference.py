"""Reference data of training: what ships with the program and is missing is added; what people edited stays."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import CostCeiling, Curriculum, Subject
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change

CURRICULA = Path(__file__).parent / "curricula" / "data" / "curricula.yaml"
CEILINGS = Path(__file__).parent / "events" / "data" / "ceilings.yaml"


@transaction.atomic
def load_reference(*, by: Any, at: datetime) -> int:  # noqa: ANN401 - Account, or None for the program
    """Add curricula and ceilings of the files that are missing; returns how many rows were added."""
    added = [*_curricula(), *_ceilings()]
    if added:
        record(
            by=by,
            at=at,
            verb="training.load_reference",
            summary=_("Data acuan pelatihan dimuat: {count} baris baru").format(count=len(added)),
            place_code="0",
            changes=added,
        )
    return len(added)


def _told(path: Path) -> list[dict[str, Any]]:
    """Return copies of the rows of a file, which is read once a process."""
    return [dict(row) for row in _rows(path)]


@cache
def _rows(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


def _curricula() -> Iterator[Change]:
    known = set(Curriculum.objects.values_list("code", flat=True))
    subjects: list[Subject] = []
    for told in _told(CURRICULA):
        if told["code"] in known:
            continue
        taught = told.pop("subjects")
        made = Curriculum.objects.create(**told)
        subjects += [
            Subject(curriculum=made, order=order, jp_is_assumed=True, **each) for order, each in enumerate(taught, 1)
        ]
        yield Change("training.curriculum", made.code, None, {"title": made.title, "subjects": len(taught)})
    Subject.objects.bulk_create(subjects)


def _ceilings() -> Iterator[Change]:
    known = set(CostCeiling.objects.values_list("code", "valid_from"))
    new = [CostCeiling(**told) for told in _told(CEILINGS) if (told["code"], told["valid_from"]) not in known]
    CostCeiling.objects.bulk_create(new)
    for row in new:
        yield Change("training.ceiling", row.code, None, {"most_rupiah": row.most_rupiah})
