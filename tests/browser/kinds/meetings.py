"""The pages of meetings."""

from typing import Any

from tests.browser.kinds.shape import HOME, Kind, Scene, number, place


def invitee(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["meeting_ahead"], "invitee": scene["numbers"]["meeting_guest"]}


def link(scene: Scene) -> dict[str, Any]:
    return {"token": scene["meeting_link"]}


KINDS: list[Kind] = [
    Kind("meetings:place", "kasi", place(HOME)),
    Kind("meetings:place", "bappeda", place("99.01"), note="above"),
    Kind("meetings:new", "kasi", place(HOME), empty=True),
    Kind("meetings:meeting", "kasi", number("meeting_ahead"), note="ahead"),
    Kind("meetings:meeting", "operator", number("meeting_past"), note="over"),
    Kind("meetings:meeting", "camat", number("meeting_off"), note="called off"),
    Kind("meetings:edit", "kasi", number("meeting_ahead")),
    Kind("meetings:cancel", "camat", number("meeting_ahead"), empty=True),
    Kind("meetings:letter", "kasi", number("meeting_ahead")),
    Kind("meetings:agenda", "kasi", number("meeting_ahead")),
    Kind("meetings:invitees", "kasi", number("meeting_ahead"), note="kept"),
    Kind("meetings:invitees", "operator", number("meeting_ahead"), note="read"),
    Kind("meetings:send", "kasi", number("meeting_ahead")),
    Kind("meetings:invitee", "kasi", invitee),
    Kind("meetings:answer", "kasi", invitee, empty=True),
    Kind("meetings:invitation", "anonymous", link, empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "meetings:download": "a file",
    "meetings:download_invitees": "a file",
    "meetings:calendar": "a file",
    "meetings:invitation_calendar": "a file",
    "meetings:item": "a form on the page of the agenda",
    "meetings:move_on": "a form on the page of the meeting",
    "meetings:attendance": "a form on the page of the meeting",
}
