"""Who may read which part of the record."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import records_in
from rumahbersama.ground.people.permissions import opened_for, require_somewhere, scope_of
from rumahbersama.ground.people.roles import VIEW_HISTORY
from rumahbersama.ground.regions.rules import NATION_CODE, is_below_or_same


def readable_codes(user: Any) -> list[str] | None:  # noqa: ANN401 - Account or AnonymousUser
    """Return the places whose record ``user`` may read, None meaning everything; 403 if there is none."""
    codes = require_somewhere(user, VIEW_HISTORY).places_for(VIEW_HISTORY)
    return None if NATION_CODE in codes else codes


def narrowed_codes(user: Any, wish: str) -> list[str] | None:  # noqa: ANN401
    """Return the codes to read for a wished place ("" for all of one's own).

    Raises:
        Http404: the wished place lies outside what the user may read.
    """
    codes = readable_codes(user)
    if not wish or (wish == NATION_CODE and codes is None):
        return codes
    if codes is not None and not any(is_below_or_same(wish, code) for code in codes):
        raise Http404
    return [wish]


def visible_records(user: Any) -> QuerySet[AuditRecord]:  # noqa: ANN401
    """Return every record ``user`` may read."""
    return records_in(codes=readable_codes(user), opened=opened_for(user))


def get_record_to_see(user: Any, number: int) -> AuditRecord:  # noqa: ANN401
    """Return one record; 404 outside of what the user may read."""
    record = visible_records(user).filter(pk=number).first()
    if record is None:
        raise Http404
    return record


def may_read_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may read the record of this place."""
    return scope_of(user).may(VIEW_HISTORY, code)
