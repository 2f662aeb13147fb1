"""Who writes letters of an event: who runs it and writes the papers of its place, or of a place above it.

The office that writes is the event's own place, else the nearest place above it whose papers the user writes. Who
only names people for an event writes the assignment of its own people, as its own office. Letters are then read,
signed and sent by the rules of ``papers``.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from rumahbersama.chain.training.letters.rules import LETTERS, NOMINEES, Letter
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.permissions import get_event_to_view, may_run, naming_places
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import is_below_or_same
from rumahbersama.workshop.papers.permissions import writing_places


def office_code(user: Any, event: Event) -> str:  # noqa: ANN401 - Account or AnonymousUser
    """Return the code of the place as which the user writes all letters of an event, "" where there is none."""
    if not may_run(user, event):
        return ""
    codes = [code for code in writing_places(user) if is_below_or_same(event.region.code, code)]
    return max(codes, key=len, default="")


def naming_offices(user: Any, event: Event) -> list[str]:  # noqa: ANN401
    """Return the codes of places as which the user may assign the people whom they named (one query at most)."""
    if may_run(user, event):
        return []
    mine = set(writing_places(user))
    return [code for code in naming_places(user, event) if code in mine]


def letters_to_write(user: Any, event: Event) -> list[Letter]:  # noqa: ANN401
    """Return what the user may write about an event (one query at most)."""
    if event.state == Event.State.CANCELLED:
        return []
    if office_code(user, event):
        return list(LETTERS.values())
    return [LETTERS[NOMINEES]] if naming_offices(user, event) else []


def get_letter_to_write(user: Any, number: int, what: str, place: str) -> tuple[Event, Letter, Region]:  # noqa: ANN401
    """Return an event, what is to be written of it, and the place that writes; 404 out of sight, 403 in sight.

    Args:
        user: who writes.
        number: of the event.
        what: code of the letter.
        place: code of the place that is to write, where the user names people for several.
    """
    event, letter = get_event_to_view(user, number), LETTERS.get(what)
    if letter is None:
        raise Http404
    code = office_code(user, event)
    if not code and what == NOMINEES:
        codes = naming_offices(user, event)
        code = place if place in codes else next(iter(codes), "")
    if not code:
        raise PermissionDenied
    return event, letter, event.region if code == event.region.code else Region.objects.get(code=code)
