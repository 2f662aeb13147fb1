"""Whether a page that lists the rows of a place opens for its reader, so that no link leads to a refusal."""

from typing import Any

from django import template

from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import VIEW_ROWS

register = template.Library()


@register.filter
def reads_rows(user: Any, code: str) -> bool:  # noqa: ANN401 - Account or AnonymousUser
    """Tell whether the user reads rows of the place of ``code`` (no query of its own)."""
    return scope_of(user).may(VIEW_ROWS, code)
