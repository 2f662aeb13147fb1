"""The addresses of minutes, outcomes, closing, papers and the screen of the hall."""

from tests.access.lines.meetings import meeting, of_meeting
from tests.access.lines.shape import Line, Make


def revision() -> Make:
    return lambda world, code: of_meeting("item")(world, code) | {"revision": 1}


LINES: list[Line] = [
    Line("minutes:front", "a meeting", meeting),
    Line("minutes:screen", "keeps a meeting", meeting),
    Line("minutes:close", "keeps a meeting", meeting, methods="GET POST"),
    Line("minutes:reopen", "keeps a meeting", meeting, methods="GET POST"),
    Line("minutes:paper", "keeps a meeting", meeting, methods="POST", data={"jenis": "notulen"}),
    Line("minutes:item", "keeps a meeting", of_meeting("item"), methods="GET POST"),
    Line("minutes:text", "keeps a meeting", of_meeting("item")),
    Line("minutes:revisions", "keeps a meeting", of_meeting("item")),
    Line("minutes:revision", "keeps a meeting", revision(), methods="GET POST"),
    Line("minutes:take", "keeps a meeting", of_meeting("item"), methods="POST"),
    Line("minutes:outcome", "keeps a meeting", of_meeting("item"), methods="POST"),
    Line("minutes:take_back", "keeps a meeting", of_meeting("item"), methods="GET POST"),
    Line("minutes:pledge", "keeps a meeting", of_meeting("pledge"), methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
