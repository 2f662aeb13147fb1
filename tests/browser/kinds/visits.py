"""The pages of visits."""

from tests.browser.kinds.shape import HOME, Kind, number, place

KINDS: list[Kind] = [
    Kind("visits:place", "kasi", place(HOME)),
    Kind("visits:place", "operator", place("99.01.01.2001"), note="of a village"),
    Kind("visits:new", "kasi", place(HOME), empty=True),
    Kind("visits:visit", "kasi", number("visit_ahead"), note="ahead"),
    Kind("visits:visit", "operator", number("visit_ahead"), note="seen by the village"),
    Kind("visits:visit", "camat", number("visit_off"), note="called off"),
    Kind("visits:edit", "kasi", number("visit_ahead")),
    Kind("visits:cancel", "kasi", number("visit_ahead"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {"visits:download": "a file"}
