"""The service target that comes with the program, and how it reminds; a kabupaten's own stands in the database.

Read once from ``data/``; a file that was changed counts after the next start of the server.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from rumahbersama.chain.house.upward.rules import Level, ServiceTarget

OWN = ("remind_before", "from_hour", "silence_days", "take_back_days", "plan_years", "agenda_days")
FILE = Path(__file__).parent / "data" / "targets.yaml"


@dataclass(frozen=True)
class Shipped:
    """One row of the file: the target, and what a kabupaten does not set for itself."""

    target: ServiceTarget
    remind_before: int
    from_hour: int
    silence_days: int
    take_back_days: int
    plan_years: int
    agenda_days: int


@cache
def _rows() -> tuple[Shipped, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rows = [
        Shipped(
            target=ServiceTarget(
                valid_from=each["valid_from"],
                assign_days=each["assign_days"],
                answer_days=each["answer_days"],
                reply_days=each["reply_days"],
                levels=tuple(Level(**level) for level in each["levels"]),
                legal_basis=each["legal_basis"],
                is_ours=each["origin"] == "ours",
            ),
            **{name: each[name] for name in OWN},
        )
        for each in told
    ]
    return tuple(sorted(rows, key=lambda row: row.target.valid_from))


def shipped_on(day: date) -> Shipped:
    """Return the row in force on a day; before the first one the first counts."""
    rows = _rows()
    return next((row for row in reversed(rows) if row.target.valid_from <= day), rows[0])
