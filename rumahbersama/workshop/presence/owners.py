"""Who owns a roster: the room that made it decides who may see and keep it, by a hook.

A room fills ``registry.presence_owners`` with a function that yields its ``Owner``; a roster's ``owner`` is
"<prefix>:<reference>", e.g. "training.class:KEY", and the owner is asked with the whole text.
"""

from typing import Any, Protocol

from rumahbersama.ground.core import registry

OWN = "presence.own"


class Owner(Protocol):
    """What a room says of the rosters it owns; each is asked with the roster's whole ``owner`` text."""

    prefix: str

    def may_see(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether this account may read names and marks."""

    def may_keep(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether this account may open, tap, correct and close."""

    def url(self, reference: str) -> str:
        """Return the page of what the roster belongs to, "" for none."""

    def title(self, reference: str) -> str:
        """Return what that page is called."""


def prefix_of(reference: str) -> str:
    """Return the prefix of an owner text."""
    return reference.partition(":")[0]


def owner_of(reference: str) -> Owner | None:
    """Return the owner that a text names; None where its room is not there, and then nobody sees the roster."""
    prefix = prefix_of(reference)
    return next((owner for owner in registry.presence_owners.each() if owner.prefix == prefix), None)
