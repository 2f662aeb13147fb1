"""The checklists that are delivered with the program: questionnaires of ``surveys`` made from ``data/``."""

from datetime import datetime
from pathlib import Path
from typing import Any

from rumahbersama.chain.oversight.checklists.rules import OURS, UNSEEN
from rumahbersama.workshop.surveys import reference

FOLDER = Path(__file__).parent / "data"
SEEN = frozenset({"S", "T"})


def with_basis(row: dict[str, Any]) -> dict[str, Any]:
    """Return a question as ``surveys`` takes it, its legal basis in words.

    What FACTS gives with a source seen is cited; what it gives without one says so; all else is marked as ours. A
    question that is not weighed needs none.
    """
    told = dict(row)
    basis, mark = told.pop("basis", ""), told.pop("mark", "")
    if basis:
        told["legal_basis"] = basis if mark in SEEN else f"{basis} {UNSEEN}"
    elif told.get("weight") is not None:
        told["legal_basis"] = OURS
    return told


def load_reference(*, by: Any, at: datetime) -> int:  # noqa: ANN401 - Account, or None for the program
    """Publish delivered checklists that are missing or newer; what people changed stays. Returns how many."""
    return reference.load_reference(by=by, at=at, folder=FOLDER, read=with_basis)
