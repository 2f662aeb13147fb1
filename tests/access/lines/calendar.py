"""The addresses of the calendar of a kecamatan."""

from tests.access.lines.shape import Line, place
from tests.access.world import World


def sheet(_world: World, code: str) -> dict[str, str]:
    return {"code": code, "form": "csv"}


LINES: list[Line] = [
    Line("calendar:calendar", "a house of a kecamatan", place, names_people=True),
    Line("calendar:download", "a house of a kecamatan", sheet, names_people=True),
    Line("calendar:address", "a house of a kecamatan", place, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "calendar:feed": "an address without signing in: tests/calendar",
}
