"""The pages of visits."""

from typing import Any

from tests.browser.kinds.shape import HOME, Kind, Scene, number, place


def photo(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["visit_going"], "photo": scene["numbers"]["visit_photo"]}


def signature(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["visit_going"], "signature": scene["numbers"]["visit_signature"]}


KINDS: list[Kind] = [
    Kind("visits:place", "kasi", place(HOME)),
    Kind("visits:place", "operator", place("99.01.01.2001"), note="of a village"),
    Kind("visits:plan", "kasi", place(HOME)),
    Kind("visits:new", "kasi", place(HOME), empty=True),
    Kind("visits:visit", "kasi", number("visit_ahead"), note="ahead"),
    Kind("visits:visit", "kasi", number("visit_going"), note="being made"),
    Kind("visits:visit", "camat", number("visit_done"), note="made"),
    Kind("visits:fill", "kasi", number("visit_going")),
    Kind("visits:photos", "kasi", number("visit_going")),
    Kind("visits:remove_photo", "kasi", photo),
    Kind("visits:sign", "kasi", number("visit_going")),
    Kind("visits:remove_signature", "kasi", signature, empty=True),
    Kind("visits:close", "kasi", number("visit_going")),
    Kind("visits:share", "kasi", number("visit_closed")),
    Kind("visits:reopen", "kasi", number("visit_done"), empty=True),
    Kind("visits:visit", "operator", number("visit_ahead"), note="seen by the village"),
    Kind("visits:visit", "camat", number("visit_off"), note="called off"),
    Kind("visits:edit", "kasi", number("visit_ahead")),
    Kind("visits:cancel", "kasi", number("visit_ahead"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "visits:paper": "a form on the page of the visit",
    "visits:swap": "a form on the page of the plan",
    "visits:letter": "a form on the page of the plan",
    "visits:download": "a file",
    "visits:photo": "a picture",
    "visits:signature": "a picture",
}
