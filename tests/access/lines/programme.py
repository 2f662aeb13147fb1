"""The addresses of the yearly programme."""

from tests.access.lines.shape import Line, Make, place
from tests.access.world import World


def of_programme(*names: str) -> Make:
    """Return number of the programme of a kecamatan, and of what lies in it."""
    return lambda world, code: {
        "number": world.of_programme("programme", code),
        **{name: world.of_programme(name, code) for name in names},
    }


def activity(world: World, code: str) -> dict[str, int]:
    return {"number": world.of_programme("activity", code)}


def sheet(world: World, code: str) -> dict[str, object]:
    return {"number": world.of_programme("programme", code), "form": "csv"}


LINES: list[Line] = [
    Line("programme:mine", "signed-in"),
    Line("programme:place", "a house of a kecamatan", place),
    Line("programme:new", "plans meetings", place, methods="GET POST"),
    Line("programme:programme", "a meeting", of_programme(), names_people=True),
    Line("programme:download", "a meeting", sheet, names_people=True),
    Line("programme:share", "a meeting", of_programme("post"), names_people=True),
    Line("programme:section", "a meeting", of_programme("section"), names_people=True),
    Line("programme:move", "calls a meeting off", of_programme(), methods="GET POST"),
    Line("programme:new_goal", "keeps a meeting", of_programme(), methods="GET POST"),
    Line("programme:goal", "keeps a meeting", of_programme("goal"), methods="GET POST"),
    Line("programme:new_activity", "keeps a meeting", of_programme(), methods="GET POST"),
    Line("programme:activity", "a meeting", activity, names_people=True),
    Line("programme:edit", "keeps a meeting", activity, methods="GET POST"),
    Line("programme:report", "keeps a meeting", activity, methods="GET POST"),
    Line("programme:hand_over", "calls a meeting off", activity, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "programme:proof": "needs a report with a file: tests/programme",
}
