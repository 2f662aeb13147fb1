"""The pages of minutes: of the meeting that is over, and of the one being held."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import Kind, Scene, number


def item(name: str = "minutes_item", **more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["meeting_open"], "item": scene["numbers"][name]} | more


def pledge(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["meeting_open"], "pledge": scene["numbers"]["minutes_pledge"]}


KINDS: list[Kind] = [
    Kind("minutes:front", "operator", number("meeting_past"), note="over"),
    Kind("minutes:front", "kasi", number("meeting_open"), note="being held"),
    Kind("minutes:item", "kasi", item()),
    Kind("minutes:item", "keeper", item("minutes_opening"), note="the opening"),
    Kind("minutes:take_back", "kasi", item("minutes_decided")),
    Kind("minutes:pledge", "kasi", pledge, empty=True),
    Kind("minutes:revisions", "kasi", item()),
    Kind("minutes:revision", "kasi", item(revision=1)),
    Kind("minutes:close", "kasi", number("meeting_open")),
    Kind("minutes:reopen", "camat", number("meeting_past"), empty=True),
    Kind("minutes:screen", "kasi", number("meeting_open")),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "minutes:text": "asked by the script of the page of an item",
    "minutes:paper": "a form on the page of minutes",
    "minutes:take": "a form on the page of an item",
    "minutes:outcome": "forms on the page of an item",
}
