"""Forms that a device keeps until the server has answered: delivered exactly once, answered in JSON.

The page's own script (``outbox.js``) keeps a form under a key made on the device and sends it, as often as need
be, with the header ``X-Outbox``. Without script the same form posts as ever and gets a page.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rumahbersama.ground.core.models import Delivery

HEADER, KEY, ACCOUNT, DEVICE_AT = "X-Outbox", "kunci", "akun", "pada"
KEEP = "X-Luring"  # the page may be kept on the device of the account it names
View = Callable[..., HttpResponse]


def deliverable(view: View) -> View:
    """Let a page be kept on the device of its reader, and its form be sent from there; inside ``login_required``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        if request.method == "POST" and HEADER in request.headers:
            return _delivered(request, view, *args, **kwargs)
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            response[KEEP] = str(request.user.pk)
        return response

    return wrapped


def _delivered(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    """Act once per key: 201 done, 200 was done before, 4xx not done, with the reasons; nothing is half done."""
    key = request.POST.get(KEY, "")[:64]
    if not key or request.POST.get(ACCOUNT) != str(request.user.pk):
        return _not_done([_("Isian ini disimpan oleh akun lain di perangkat ini. Masuklah dengan akun itu.")], 409)
    with transaction.atomic():
        delivery, is_new = Delivery.objects.get_or_create(
            key=key,
            defaults={
                "account": request.user,
                "path": request.path[:300],
                "device_at": _moment(request.POST.get(DEVICE_AT, "")),
                "received_at": timezone.now(),
            },
        )
        if not is_new:
            return JsonResponse({"keadaan": "sudah"}, status=200 if delivery.account_id == request.user.pk else 409)
        response = _answer(request, view, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _answer(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    try:
        response = view(request, *args, **kwargs)
    except (Http404, PermissionDenied):
        return _not_done([_("Anda tidak dapat lagi mengisi ini. Tanyakan kepada pengelola data kecamatan.")], 403)
    if response.status_code >= 400:
        return response if isinstance(response, JsonResponse) else _not_done([], response.status_code)
    told = [str(message) for message in get_messages(request)]
    return JsonResponse({"keadaan": "terkirim", "pesan": told, "tujuan": response.get("Location", "")}, status=201)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def _not_done(reasons: list[str], status: int) -> JsonResponse:
    return JsonResponse({"keadaan": "ditolak", "galat": reasons}, status=status)


def problems_of(form: Any) -> JsonResponse:  # noqa: ANN401 - a bound form, or nothing
    """Return what a form refuses, as the outbox shows it."""
    reasons = [str(text) for text in form.non_field_errors()] if form else []
    reasons += [f"{str(bound.label).rstrip('.:?')}: {text}" for bound in form or [] for text in bound.errors]
    return _not_done(reasons, 422)
