"""The addresses of visits."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def visit(world: World, code: str) -> dict[str, Any]:
    return {"number": world.visit(code)}


LINES: list[Line] = [
    Line("visits:place", "rows", place),
    Line("visits:download", "rows", lambda _world, code: {"code": code, "form": "csv"}),
    Line("visits:new", "plans visits", place, methods="GET POST"),
    Line("visits:visit", "a visit", visit),
    Line("visits:edit", "makes a visit", visit, methods="GET POST"),
    Line("visits:cancel", "makes a visit", visit, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
