"""What stands between signing in and working: the second factor, and who is at the keyboard."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from rumahbersama.ground.core.http import go_to
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.rules import needs_second_factor

KEYBOARD = "people_keyboard"
# Pages that stay open while something is still to be done: the steps themselves, leaving, the language, and what
# browsers and machines ask for.
# and what browsers and machines ask for.
_ALWAYS = {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "language",
    "service_worker",
    "offline",
    "favicon",
    "healthz",
    "readyz",
}
_TWO_STEP = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
_KEYBOARD_PAGES = {"people:keyboard"}
# A demo account is everybody's: nobody gives it a password, a second factor or an address of their own.
_NOT_FOR_DEMO = {"account_set_password", "account_change_password", "people:verify_email"} | _TWO_STEP


class SignInSteps:
    """Sends a signed-in person to the step that is still missing; then the page they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_view``, where the page's name is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:  # noqa: ANN401
        """Ask for the second factor of officers above kecamatan, then for the name at a shared keyboard."""
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not user.is_authenticated or name.rpartition(":")[2] in _ALWAYS:
            return None
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        if user.is_demo and settings.DEMO and name in _NOT_FOR_DEMO:
            raise PermissionDenied
        if name not in _TWO_STEP and _lacks_second_factor(user):
            return go_to(request, reverse("mfa_activate_totp"))
        if not user.is_shared:
            return None
        user.keyboard = request.session.get(KEYBOARD, "")
        if user.keyboard or name in _KEYBOARD_PAGES | _TWO_STEP:
            return None
        return go_to(request, f"{reverse('people:keyboard')}?{urlencode({'next': _back(request)})}")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask strangers (and those whose session ended) to sign in, where others are told "not allowed"."""
        if not isinstance(exception, PermissionDenied) or request.user.is_authenticated:
            return None
        return go_to(request, f"{reverse('account_login')}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else reverse("people:profile")


def _lacks_second_factor(user: Any) -> bool:  # noqa: ANN401
    if user.is_demo and settings.DEMO:
        return False
    scope = scope_of(user)
    return needs_second_factor(scope.holdings) and not scope.has_second_factor
