"""Who may see a roster and who may keep it: its owner says so; of lists of one's own, the place does.

A list of one's own ("presence.own") is read by whoever reads rows at its place, and kept by who writes promises of
that very place (PROMISE) or leads it (LEAD_PROMISES). Out of scope is 404; in sight but not allowed is 403.
"""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import LEAD_PROMISES, PROMISE, VIEW_ROWS
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from rumahbersama.workshop.presence.owners import OWN, owner_of, prefix_of
from rumahbersama.workshop.presence.scanning import look


class OwnLists:
    """The owner of lists that no other room holds: their place decides."""

    prefix = OWN

    def may_see(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether rows of the list's place may be read."""
        return scope_of(user).may(VIEW_ROWS, _place_of(reference))

    def may_keep(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether promises of that place may be written."""
        return may_make_at(user, _place_of(reference))

    def url(self, reference: str) -> str:
        """Return the list of lists."""
        return reverse("presence:rosters")

    def title(self, reference: str) -> str:
        """Return what that page is called."""
        return _("Daftar hadir")


def _place_of(reference: str) -> str:
    return Roster.objects.filter(owner=reference).values_list("region__code", flat=True).first() or "?"


def may_make_at(user: Any, code: str) -> bool:  # noqa: ANN401
    """Tell whether the user may make an attendance list of one's own at a place."""
    scope = scope_of(user)
    return code in scope.places_for(PROMISE) or scope.may(LEAD_PROMISES, code)


def places_to_make_at(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of places for which the user may make a list."""
    scope = scope_of(user)
    return sorted({*scope.places_for(PROMISE), *scope.places_for(LEAD_PROMISES)})


def require_making(user: Any) -> list[str]:  # noqa: ANN401
    """Return the places for which the user may make a list; 403 for who may for none."""
    codes = places_to_make_at(user)
    if not codes:
        raise PermissionDenied
    return codes


def visible_rosters(user: Any) -> QuerySet[Roster]:  # noqa: ANN401
    """Return the lists of one's own that this account may read; those of other rooms are listed there."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    if not codes:
        return Roster.objects.none()
    return Roster.objects.filter(within(codes), owner__startswith=f"{OWN}:").select_related("region")


def may_keep(user: Any, roster: Roster) -> bool:  # noqa: ANN401
    """Tell whether the user may open, tap, correct and close."""
    if prefix_of(roster.owner) == OWN:
        return may_make_at(user, roster.region.code)
    owner = owner_of(roster.owner)
    return owner is not None and owner.may_keep(user, roster.owner)


def may_see(user: Any, roster: Roster) -> bool:  # noqa: ANN401
    """Tell whether the user may read names and marks."""
    if prefix_of(roster.owner) == OWN:
        return scope_of(user).may(VIEW_ROWS, roster.region.code)
    owner = owner_of(roster.owner)
    return owner is not None and owner.may_see(user, roster.owner)


def get_roster_to_view(user: Any, number: int) -> Roster:  # noqa: ANN401
    """Return a roster; 404 out of sight, 403 where only figures of its place are in sight."""
    return _seen(user, Roster.objects.select_related("region").filter(pk=number).first())


def get_roster_to_keep(user: Any, number: int) -> Roster:  # noqa: ANN401
    """Return a roster that the user may keep; 404 out of sight, 403 in sight."""
    return _kept(user, get_roster_to_view(user, number))


def get_occasion_to_view(user: Any, number: int) -> Occasion:  # noqa: ANN401
    """Return an occasion with its roster; 404 out of sight, 403 where only figures of its place are in sight."""
    found = Occasion.objects.select_related("roster__region").filter(pk=number).first()
    _seen(user, found.roster if found else None)
    assert found is not None  # noqa: S101 - _seen has raised
    return found


def get_occasion_to_keep(user: Any, number: int) -> Occasion:  # noqa: ANN401
    """Return an occasion that the user may keep; 404 out of sight, 403 in sight."""
    found = get_occasion_to_view(user, number)
    _kept(user, found.roster)
    return found


def get_attendee_to_keep(user: Any, number: int, attendee: int) -> Attendee:  # noqa: ANN401
    """Return one person of a roster that the user may keep."""
    return _of(get_roster_to_keep(user, number), attendee)


def get_attendee_to_correct(user: Any, number: int, attendee: int) -> tuple[Occasion, Attendee]:  # noqa: ANN401
    """Return an occasion that the user may keep, and one person of its roster."""
    occasion = get_occasion_to_keep(user, number)
    return occasion, _of(occasion.roster, attendee)


def get_own_page(token: str) -> Attendee:
    """Return the person whose personal link this is; 404 for a link of nobody, or of one taken off the list."""
    found = Attendee.objects.select_related("roster").filter(token=token, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def get_scanned(key: str, number: int) -> tuple[Occasion, Attendee | None]:
    """Return the occasion whose QR this is, and somebody of its list (None for anybody else); 404 for none."""
    found = look(key, number)
    if found is None:
        raise Http404
    return found


def _of(roster: Roster, attendee: int) -> Attendee:
    found = Attendee.objects.filter(roster=roster, pk=attendee).first()
    if found is None:
        raise Http404
    found.roster = roster
    return found


def _seen(user: Any, roster: Roster | None) -> Roster:  # noqa: ANN401
    if roster is None:
        raise Http404
    if not (may_see(user, roster) or may_keep(user, roster)):
        _refuse(user, roster)
    return roster


def _kept(user: Any, roster: Roster) -> Roster:  # noqa: ANN401
    if not may_keep(user, roster):
        raise PermissionDenied
    return roster


def _refuse(user: Any, roster: Roster) -> NoReturn:  # noqa: ANN401
    """A desa whose figures one sees is in sight; a class somewhere else is not there at all."""
    if scope_of(user).sees_desa_figures(roster.region.code):
        raise PermissionDenied
    raise Http404
