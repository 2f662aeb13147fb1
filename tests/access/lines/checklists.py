"""The addresses of checklists, which everybody with a role reads."""

from typing import Any

from tests.access.lines.shape import Line
from tests.access.world import World


def sheet(world: World, _code: str) -> dict[str, Any]:
    return {"number": world.checklist}


LINES: list[Line] = [
    Line("checklists:list", "signed-in"),
    Line("checklists:sheet", "any role", sheet),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
