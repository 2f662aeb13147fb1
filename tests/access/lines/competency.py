"""The addresses of competency."""

from typing import Any

from tests.access.lines.shape import Line
from tests.access.world import World


def unit(_world: World, _code: str) -> dict[str, Any]:
    return {"code": "pelayanan"}


def holder(world: World, code: str) -> dict[str, Any]:
    return {"person": world.person(code)}


def judged(world: World, code: str) -> dict[str, Any]:
    return {"person": world.person(code), "number": world.judgement(code)}


def qualified(world: World, code: str) -> dict[str, Any]:
    return {"person": world.person(code), "number": world.qualification(code)}


LINES: list[Line] = [
    Line("competency:standards", "signed-in"),
    Line("competency:new_standard", "manages reference", methods="GET POST"),
    Line("competency:standard", "signed-in", unit),
    Line("competency:edit_standard", "manages reference", unit, methods="GET POST"),
    Line("competency:end_standard", "manages reference", unit, methods="GET POST"),
    Line("competency:raises", "manages reference", unit, methods="GET POST"),
    Line("competency:people", "develops people somewhere"),
    Line("competency:download", "develops people somewhere", lambda world, code: {"form": "csv"}),
    Line("competency:person", "develops people", holder),
    Line("competency:judge", "develops people", holder, methods="GET POST"),
    Line("competency:withdraw_judgement", "develops people", judged, methods="GET POST"),
    Line("competency:qualify", "develops people", holder, methods="GET POST"),
    Line("competency:withdraw_qualification", "develops people", qualified, methods="GET POST"),
    Line("competency:compare", "fills posts"),
    Line("competency:requirements", "signed-in"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
