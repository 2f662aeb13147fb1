"""The pages of the yearly programme."""

from typing import Any

from tests.browser.kinds.shape import HOME, OTHER, Kind, Scene, number, place


def goal(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["programme_draft"], "goal": scene["numbers"]["programme_goal"]}


def share(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["programme"], "post": scene["numbers"]["programme_post"]}


def section(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["programme"], "section": scene["numbers"]["programme_section"]}


KINDS: list[Kind] = [
    Kind("programme:mine", "kasi"),
    Kind("programme:place", "camat", place(HOME)),
    Kind("programme:place", "bappeda", place(OTHER), note="none yet"),
    Kind("programme:new", "kasi", place(HOME), empty=True),
    Kind("programme:programme", "camat", number("programme")),
    Kind("programme:programme", "kasi", number("programme_draft"), note="draft"),
    Kind("programme:programme", "operator", number("programme"), note="of a village"),
    Kind("programme:share", "camat", share),
    Kind("programme:section", "camat", section),
    Kind("programme:move", "camat", number("programme"), empty=True),
    Kind("programme:new_goal", "kasi", number("programme_draft"), empty=True),
    Kind("programme:goal", "kasi", goal, empty=True),
    Kind("programme:new_activity", "kasi", number("programme"), empty=True),
    Kind("programme:activity", "camat", number("activity_handed_over"), note="late"),
    Kind("programme:activity", "operator", number("activity_done"), note="done"),
    Kind("programme:edit", "kasi", number("activity_draft"), empty=True),
    Kind("programme:report", "kasi", number("activity_late"), empty=True),
    Kind("programme:hand_over", "camat", number("activity_late"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "programme:download": "a file",
    "programme:proof": "a file",
}
