"""The addresses of notes and recommendations, and of the history of a village."""

from tests.access.lines.shape import Line, Make, place
from tests.access.world import World


def one(name: str = "recommendation") -> Make:
    return lambda world, code: {"number": world.of_guidance(name, code)}


def sheet(_world: World, code: str) -> dict[str, str]:
    return {"code": code, "form": "csv"}


WORKS = "works on a recommendation"
LINES: list[Line] = [
    Line("recommendations:mine", "signed-in"),
    Line("recommendations:list", "reads guidance", place),
    Line("recommendations:download", "reads guidance", sheet),
    Line("recommendations:repeated", "what repeats", place),
    Line("recommendations:download_repeated", "what repeats", sheet),
    Line("recommendations:new", "writes guidance", place, methods="GET POST"),
    Line("recommendations:reports", "reports guidance", place, methods="GET POST"),
    Line("recommendations:recommendation", "a recommendation", one()),
    Line("recommendations:edit", WORKS, one(), methods="GET POST"),
    Line("recommendations:send", WORKS, one(), methods="POST"),
    Line("recommendations:answer", WORKS, one(), methods="GET POST"),
    Line("recommendations:withdraw", WORKS, one(), methods="GET POST"),
    Line("recommendations:recheck", WORKS, one(), methods="GET POST"),
    Line("recommendations:reopen", WORKS, one(), methods="GET POST"),
    Line("recommendations:reply", "replies to a recommendation", one(), methods="GET POST"),
    Line("recommendations:confirm", "confirms a recommendation", one(), methods="GET POST"),
    Line("recommendations:unconfirm", "confirms a recommendation", one(), methods="GET POST"),
    Line("recommendations:report", "a report of guidance", one("report")),
    Line("recommendations:take_back", "frees a report of guidance", one("report"), methods="POST"),
    Line("results:history", "history of a village", place, names_people=True),
    Line("results:download_history", "history of a village", sheet, names_people=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {"recommendations:proof": "tests/recommendations/test_pages.py: needs a file"}
