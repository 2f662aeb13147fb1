"""The addresses of the house."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def problem(world: World, code: str) -> dict[str, Any]:
    return {"number": world.problem(code)}


def evidence(world: World, code: str) -> dict[str, Any]:
    return {"number": world.problem(code), "evidence": world.problem_evidence(code)}


def sheet(_world: World, code: str) -> dict[str, Any]:
    return {"code": code, "form": "csv"}


LINES: list[Line] = [
    # problems
    Line("problems:mine", "signed-in"),
    Line("problems:front", "a house", place),
    Line("problems:list", "a house of a kecamatan", place),
    Line("problems:download", "a house of a kecamatan", sheet),
    Line("problems:new", "raises problems", place, methods="GET POST"),
    Line("problems:sheet", "raises problems", place, methods="GET POST"),
    Line("problems:bring", "raises problems", place, query="bukti=kurang:posyandu:{code}:2026-S1"),
    Line("problems:problem", "a problem", problem),
    Line("problems:evidence", "a problem", evidence),
    Line("problems:edit", "works on a problem", problem, methods="GET POST"),
    Line("problems:score", "works on a problem", problem, methods="GET POST"),
    Line("problems:add_evidence", "works on a problem", problem, methods="POST"),
    Line("problems:remove_evidence", "works on a problem", evidence, methods="GET POST"),
    Line("problems:decide", "leads a problem", problem, methods="GET POST"),
    Line("problems:merge", "leads a problem", problem, methods="GET POST"),
    Line("problems:part", "leads a problem", problem, methods="POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
