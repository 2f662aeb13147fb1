"""The addresses of meetings."""

from tests.access.lines.shape import Line, Make, place
from tests.access.world import World


def meeting(world: World, code: str) -> dict[str, int]:
    return {"number": world.meeting(code)}


def of_meeting(name: str) -> Make:
    return lambda world, code: meeting(world, code) | {name: world.of_meeting(name, code)}


def link(world: World, _code: str) -> dict[str, str]:
    return {"token": world.meeting_link}


def sheet(make: Make) -> Make:
    return lambda world, code: make(world, code) | {"form": "csv"}


LINES: list[Line] = [
    # meetings: their pages are the kecamatan's own, and name who is invited
    Line("meetings:place", "a house", place, names_people=True),
    Line("meetings:download", "a house", sheet(place), names_people=True),
    Line("meetings:new", "plans meetings", place, methods="GET POST", names_people=True),
    Line("meetings:meeting", "a meeting", meeting, names_people=True),
    Line("meetings:calendar", "a meeting", meeting, names_people=True),
    Line("meetings:invitees", "a meeting", meeting, "GET POST", post_kind="keeps a meeting", names_people=True),
    Line("meetings:download_invitees", "keeps a meeting", sheet(meeting)),
    Line("meetings:send", "keeps a meeting", meeting, methods="GET POST"),
    Line("meetings:invitee", "keeps a meeting", of_meeting("invitee"), methods="GET POST"),
    Line("meetings:answer", "keeps a meeting", of_meeting("invitee"), methods="GET POST"),
    Line("meetings:agenda", "keeps a meeting", meeting, methods="GET POST"),
    Line("meetings:item", "keeps a meeting", of_meeting("item"), methods="POST"),
    Line("meetings:edit", "keeps a meeting", meeting, methods="GET POST"),
    Line("meetings:move_on", "keeps a meeting", meeting, methods="POST"),
    Line("meetings:attendance", "keeps a meeting", meeting, methods="POST"),
    Line("meetings:letter", "keeps a meeting", meeting, methods="GET POST"),
    Line("meetings:cancel", "calls a meeting off", meeting, methods="GET POST"),
    Line("meetings:invitation", "public", link, methods="GET POST", names_people=True),
    Line("meetings:invitation_calendar", "public", link, names_people=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
