"""Invitations: made and taken back by managers of people, accepted by whoever holds the link."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.forms.people import AcceptForm, InviteForm
from rumahbersama.ground.people.models import Invitation
from rumahbersama.ground.people.permissions import (
    get_invitation_to_manage,
    require_somewhere,
    signed_in,
)
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.people.rules import may_grant


@login_required
@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    """List invitations for one's places: those that wait, or all."""
    scope = require_somewhere(request.user, MANAGE_PEOPLE)
    state = request.GET.get("keadaan", "terbuka")
    rows = queries.invitations_in(codes=scope.places_for(MANAGE_PEOPLE), state=state)
    listing = listed(
        request, rows, sorts={"nama": "name", "sampai": "expires_at"}, default="sampai", search=["name", "email"]
    )
    for row in listing.page:
        row.mine = may_grant(scope.holdings, role=row.role, code=row.region.code)
    return render_page(
        request, "people/invitations.html", {"listing": listing, "state": state, "now": timezone.now()}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, this once."""
    scope = require_somewhere(request.user, MANAGE_PEOPLE)
    form = InviteForm(request.POST or None, scope=scope, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitation, link = actions.invite(
                role=form.cleaned_data["role"],
                region=form.chosen,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                is_shared=form.cleaned_data["is_shared"],
                by=signed_in(request),
                at=timezone.now(),
                base_url=_base_url(request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_link(request, invitation, link)
    return render_page(request, "people/invite.html", {"form": form}, invalid=form.is_bound)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {"role": request.GET.get("peran", ""), "place": request.GET.get("tempat", "")}


def _base_url(request: HttpRequest) -> str:
    return "" if settings.MODE == "tls" else f"{request.scheme}://{request.get_host()}"


def _show_link(request: HttpRequest, invitation: Invitation, link: str) -> HttpResponse:
    return render_page(request, "people/invitation_link.html", {"invitation": invitation, "link": link})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def resend(request: HttpRequest, number: int) -> HttpResponse:
    """Make a new link in place of the old one."""
    invitation = get_invitation_to_manage(request.user, number)
    refusal = ""
    if request.method == "POST":
        try:
            entry, link = actions.resend_invitation(
                invitation=invitation, by=signed_in(request), at=timezone.now(), base_url=_base_url(request)
            )
            return _show_link(request, entry, link)
        except Refusal as problem:
            refusal = str(problem)
    context = {"invitation": invitation, "refusal": refusal, "resend": True}
    return render_page(request, "people/invitation_confirm.html", context, invalid=bool(refusal))


@login_required
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back, after asking."""
    invitation = get_invitation_to_manage(request.user, number)
    refusal = ""
    if request.method == "POST":
        try:
            actions.revoke_invitation(invitation=invitation, by=signed_in(request), at=timezone.now())
            messages.success(request, _("Undangan dicabut; tautannya tidak berlaku lagi."))
            return go_to(request, reverse("people:invitations"))
        except Refusal as problem:
            refusal = str(problem)
    context = {"invitation": invitation, "refusal": refusal, "resend": False}
    return render_page(request, "people/invitation_confirm.html", context, invalid=bool(refusal))


@never_cache
@sensitive_post_parameters("password")
@rate_limit(action="accept_invitation", limit_get=True)  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: a new account with name and password, or the account that is signed in."""
    invitation = queries.invitation_of_token(token=token)
    if invitation is None:
        raise Http404
    problem = _why_not(invitation)
    if problem:
        return render_page(request, "people/accept.html", {"invitation": invitation, "problem": problem}, status=410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    form = AcceptForm(
        request.POST or None,
        ask_email=not invitation.email,
        initial={"name": invitation.name, "email": invitation.email},
    )
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.accept_invitation(
                invitation=invitation,
                name=form.cleaned_data["name"],
                email=form.cleaned_data.get("email", ""),
                password=form.cleaned_data["password"],
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            get_adapter().login(request, account)
            record_authentication(request, account, method="password", email=account.email)
            return go_to(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    return render_page(request, "people/accept.html", {"invitation": invitation, "form": form}, invalid=form.is_bound)


def _why_not(invitation: Invitation) -> str:
    if invitation.used_at:
        return "used"
    if invitation.revoked_at:
        return "revoked"
    return "expired" if invitation.expires_at <= timezone.now() else ""


def _accept_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            actions.accept_with_account(invitation=invitation, account=signed_in(request), at=timezone.now())
            messages.success(request, _("Peran baru Anda sudah berlaku."))
            return go_to(request, reverse("people:profile"))
        except Refusal as problem:
            refusal = str(problem)
    context = {"invitation": invitation, "signed_in": True, "refusal": refusal}
    return render_page(request, "people/accept.html", context, invalid=bool(refusal))
