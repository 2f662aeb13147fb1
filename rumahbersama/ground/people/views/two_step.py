"""The second factor: allauth's pages, with a record of the change and a QR that the browser may draw."""

from allauth.mfa.totp import views as totp
from csp.decorators import csp_update
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.permissions import signed_in


@never_cache
@csp_update({"img-src": ["data:"]})
def activate(request: HttpRequest) -> HttpResponse:
    """Set up the authenticator app; its QR is a ``data:`` image, allowed on this page alone."""
    return _recorded(totp.activate_totp, request)


@never_cache
def deactivate(request: HttpRequest) -> HttpResponse:
    """Remove the authenticator app, where the role does not demand it."""
    return _recorded(totp.deactivate_totp, request)


@transaction.atomic
def _recorded(view, request: HttpRequest) -> HttpResponse:  # type: ignore[no-untyped-def] # noqa: ANN001
    before = request.method == "POST" and queries.has_second_factor(request.user)
    response: HttpResponse = view(request)
    if request.method == "POST" and request.user.is_authenticated:
        after = queries.has_second_factor(request.user)
        if before != after:
            actions.note_second_factor(account=signed_in(request), on=after, at=timezone.now())
    return response
