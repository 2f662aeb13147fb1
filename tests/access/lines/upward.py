"""The addresses of what was passed upward."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def referral(world: World, code: str) -> dict[str, Any]:
    return {"number": world.referral(code)}


def own_sheet(_world: World, _code: str) -> dict[str, Any]:
    return {"form": "csv"}


def sheet(_world: World, code: str) -> dict[str, Any]:
    return {"code": code, "form": "csv"}


LINES: list[Line] = [
    # upward: what was passed to the kabupaten
    Line("upward:mine", "signed-in"),
    Line("upward:download_mine", "signed-in", own_sheet),
    Line("upward:place", "what went up", place),
    Line("upward:download", "what went up", sheet),
    Line("upward:targets", "an answer target", place, methods="GET POST", post_kind="sets an answer target"),
    Line("upward:referral", "a passed problem", referral),
    Line("upward:assign", "coordinates a passed problem", referral, methods="GET POST"),
    Line("upward:answer", "coordinates a passed problem", referral, methods="GET POST"),
    Line("upward:ask", "coordinates a passed problem", referral, methods="GET POST"),
    Line("upward:take_back_question", "coordinates a passed problem", referral, methods="GET POST"),
    Line("upward:take_back_answer", "coordinates a passed problem", referral, methods="GET POST"),
    Line("upward:reply", "replies about a passed problem", referral, methods="GET POST"),
    Line("upward:withdraw", "withdraws a passed problem", referral, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
