"""The door: sign in, enter as a demo account, say who is at a shared keyboard."""

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.people import queries
from rumahbersama.ground.people.forms.people import KeyboardForm
from rumahbersama.ground.people.middleware import KEYBOARD
from rumahbersama.ground.people.permissions import signed_in

CLASS_CODE = "rumah_kode_kelas"


class SignInView(LoginView):  # type: ignore[misc] # allauth is untyped
    """allauth's page, with the demo accounts and the OIDC button where they exist."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add what else the door offers."""
        request = self.request
        extra = {"demo_accounts": queries.demo_accounts(), "oidc_name": settings.OIDC_NAME}
        extra["class_code"] = request.GET.get("kode", request.COOKIES.get(CLASS_CODE, ""))[:12]
        return {**super().get_context_data(**kwargs), **extra}


sign_in = SignInView.as_view()


@require_POST
@rate_limit(action="demo_enter")  # type: ignore[untyped-decorator]
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Enter as a demo account with one click; the address does not exist unless the demo setting is on.

    A practice copy asks for the code of the class too, and the browser keeps it for the next change of roles.
    """
    code = request.POST.get("kode", "").strip().upper()
    if not constant_time_compare(code, settings.PRACTICE_CODE):
        messages.error(request, _("Kode kelas tidak cocok. Lihat kodenya di layar kelas, lalu ketik sekali lagi."))
        return go_to(request, reverse("account_login"))
    chosen = request.POST.get("akun", "")
    account = next((each for each in queries.demo_accounts() if str(each.pk) == chosen), None)
    if account is None:
        raise Http404
    get_adapter().login(request, account)
    answer = go_to(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    if code:
        answer.set_cookie(CLASS_CODE, code, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def keyboard(request: HttpRequest) -> HttpResponse:
    """Ask who is using a shared account, and keep the name in the session."""
    if not signed_in(request).is_shared:
        return go_to(request, reverse("people:profile"))
    form = KeyboardForm(request.POST or None, initial={"name": request.session.get(KEYBOARD, "")})
    if request.method == "POST" and form.is_valid():
        request.session[KEYBOARD] = form.cleaned_data["name"]
        return go_to(request, _next(request))
    return render_page(request, "people/keyboard.html", {"form": form, "next": _next(request)}, invalid=form.is_bound)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
