"""One's own page: name, language, roles and places, password, second factor, devices."""

from allauth.account.internal.flows.email_verification import send_verification_email_for_user
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.forms.people import ProfileForm
from rumahbersama.ground.people.permissions import may_see_posts, scope_of, signed_in
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.people.rules import needs_second_factor


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own account."""
    account = signed_in(request)
    form = ProfileForm(
        request.POST or None, initial={"name": account.name, "language": account.language or settings.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_profile(account=account, **form.cleaned_data, at=timezone.now())
        messages.success(request, _("Profil tersimpan."))
        response = go_to(request, reverse("people:profile"))
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language, samesite="Lax", max_age=31_536_000)
        return response
    scope = scope_of(request.user)
    context = {
        "form": form,
        "account": account,
        "roles": queries.holdings_today(account=account, today=timezone.localdate()),
        "has_password": account.has_usable_password(),
        "has_second_factor": queries.has_second_factor(account),
        "needs_second_factor": needs_second_factor(scope.holdings),
        "codes_left": queries.recovery_codes_left(account),
        "email_verified": queries.is_email_verified(account),
        "may_manage": bool(scope.places_for(MANAGE_PEOPLE)),
        "has_any": scope.has_any,
        "has_posts": bool(may_see_posts(request.user)),
    }
    return render_page(request, "people/profile.html", context, invalid=form.is_bound)


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions of one's account, after asking."""
    if request.method == "POST":
        account = signed_in(request)
        actions.end_sessions(account=account, by=account, at=timezone.now())
        logout(request)
        return go_to(request, reverse("account_login"))
    return render_page(request, "people/sessions.html", {})


@login_required
@require_POST
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator]
def verify_email(request: HttpRequest) -> HttpResponse:
    """Send the link that proves one's e-mail address."""
    send_verification_email_for_user(request, request.user)
    messages.success(request, _("Tautan sudah dikirim ke alamat e-mail Anda."))
    return go_to(request, reverse("people:profile"))
