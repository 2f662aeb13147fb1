"""The addresses of commitments."""

from tests.access.lines.shape import Line, place, promise

LINES: list[Line] = [
    # commitments
    Line("commitments:mine", "signed-in"),
    Line("commitments:reviews", "signed-in"),
    Line("commitments:download_mine", "signed-in", lambda world, code: {"form": "csv"}),
    Line("commitments:calendars", "signed-in", methods="GET POST"),
    Line("commitments:feed", "public", lambda world, code: {"token": world.calendar}),
    Line("commitments:new", "promises", methods="GET POST"),
    Line("commitments:place", "rows", place, names_people=True),
    Line("commitments:download", "rows", lambda world, code: {"code": code, "form": "csv"}, names_people=True),
    Line("commitments:commitment", "a voice", promise, names_people=True),
    Line("commitments:edit", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:report", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:confirm", "confirms a promise", promise, methods="GET POST"),
    Line("commitments:drop", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:reopen", "keeps a promise", promise, methods="POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "commitments:proof": "needs a report with a file: tests/commitments",
}
