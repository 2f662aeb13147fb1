"""The pages of commitments."""

from tests.browser.kinds.shape import HOME, Kind, number, place

KINDS: list[Kind] = [
    Kind("commitments:mine", "camat"),
    Kind("commitments:mine", "nobody", note="without a post"),
    Kind("commitments:reviews", "camat"),
    Kind("commitments:calendars", "camat"),
    Kind("commitments:place", "camat", place(HOME)),
    Kind("commitments:new", "camat", empty=True),
    Kind("commitments:commitment", "camat", number("promise_done"), note="done"),
    Kind("commitments:commitment", "camat", number("promise_late"), note="late"),
    Kind("commitments:commitment", "camat", number("promise_dropped"), note="dropped"),
    Kind("commitments:edit", "camat", number("promise_late")),
    Kind("commitments:report", "camat", number("promise_late"), empty=True),
    Kind("commitments:confirm", "camat", number("promise_done"), empty=True),
    Kind("commitments:drop", "camat", number("promise_late"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "commitments:download": "a file",
    "commitments:feed": "a file",
    "commitments:download_mine": "a file",
    "commitments:proof": "a file",
    "commitments:reopen": "a form on the page of the commitment",
}
