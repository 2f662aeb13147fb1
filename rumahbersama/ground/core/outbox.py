"""Forms that a device keeps until the server has answered: delivered exactly once, answered in JSON.

The page's own script (``outbox.js``) keeps a form under a key made on the device and sends it, as often as need
be, with the header ``X-Outbox``. Without script the same form posts as ever and gets a page; where it carries a key
(``{% once %}``) its view takes it ``once`` all the same.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rumahbersama.ground.core.models import Delivery

HEADER, KEY, ACCOUNT, DEVICE_AT = "X-Outbox", "kunci", "akun", "pada"
CHANGED = "diubah"  # typed anew after it had been sent without an answer
KEEP = "X-Luring"  # the page may be kept on the device of the account it names
View = Callable[..., HttpResponse]


class Repeated(Exception):
    """The key of a form was taken before, by ``delivery``."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__()
        self.delivery = delivery


def deliverable(view: View) -> View:
    """Let a page be kept on the device of its reader, and its form be sent from there; inside ``login_required``."""
    return _deliverable(view, _delivered)


def deliverable_prepared(view: View) -> View:
    """Do as ``deliverable`` for a view that reads and checks first, and takes the key itself when it acts (``once``).

    So the database is held for writing while something is written, not while a form is read.
    """
    return _deliverable(view, _delivered_prepared)


def by_link(request: HttpRequest, view: View, *args: Any, owner: str) -> HttpResponse:  # noqa: ANN401
    """Take a form from the device of somebody without an account; ``owner`` names whose personal link it is.

    No key is taken, so ``view`` does nothing when the same comes a second time. Pages of a link are not kept on the
    device: they are nobody's who could sign out.
    """
    if request.method != "POST" or HEADER not in request.headers:
        return view(request, *args)
    if request.POST.get(ACCOUNT) != owner or request.FILES:
        return _not_done(
            [_("Isian ini disimpan dari tautan pribadi lain. Bukalah tautan itu, lalu kirim lagi.")], 409
        )
    with transaction.atomic():
        response = _viewed(request, view, *args)
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
    told = [str(message) for message in get_messages(request)]
    return _sent(told, response.get("Location", ""), 201)


def _deliverable(view: View, deliver: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        if request.method == "POST" and HEADER in request.headers:
            return _refused(request) or deliver(request, view, *args, **kwargs)
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            response[KEEP] = str(request.user.pk)
        return response

    return wrapped


def _refused(request: HttpRequest) -> JsonResponse | None:
    """Refuse a form of another account, and one with pictures."""
    if not key_of(request) or request.POST.get(ACCOUNT) != str(request.user.pk):
        return _not_done([_("Isian ini disimpan oleh akun lain di perangkat ini. Masuklah dengan akun itu.")], 409)
    if request.FILES:  # a picture is never opened while the database is held for writing
        return _not_done([_("Foto dikirim dari halaman catatannya, bukan dari antrean ini.")], 422)
    return None


def _delivered(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    """Act once per key: 201 done, 200 was done before, 4xx not done, with the reasons; nothing is half done."""
    key = key_of(request)
    with transaction.atomic():
        delivery, is_new = _taken(request, key)
        if not is_new:
            return _answered_before(request, delivery)
        request.taken_key = key  # type: ignore[attr-defined] # for ``once``
        response = _answer(request, delivery, view, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _delivered_prepared(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    """Act as ``_delivered``, but for the key, which the view takes when it acts."""
    before = Delivery.objects.filter(key=key_of(request)).first()
    if before is not None:
        return _answered_before(request, before)
    request.takes_key = True  # type: ignore[attr-defined] # for ``once``
    try:
        response = _viewed(request, view, *args, **kwargs)
    except Repeated as repeat:  # the same form came twice at the same moment
        return _answered_before(request, repeat.delivery)
    taken: Delivery | None = getattr(request, "delivery", None)
    return _done(taken, 201) if taken is not None and response.status_code < 400 else response


def key_of(request: HttpRequest) -> str:
    """Return the key under which a form was sent, "" for one without."""
    return request.POST.get(KEY, "")[:64]


def was_taken(request: HttpRequest) -> bool:
    """Tell whether this account sent this very form before, so that it need not be read again: ``once`` answers."""
    key = key_of(request) if request.method == "POST" else ""
    return bool(key) and Delivery.objects.filter(key=key, account=request.user.pk).exclude(target="").exists()


def once(request: HttpRequest, act: Callable[[], str]) -> str:
    """Do what a form asks, in one transaction with taking its key; return where to go on, the same a second time.

    ``act`` changes something and returns that address. What takes long (opening pictures) is done before the call,
    because the database is held for writing meanwhile. A form from an outbox was taken by ``deliverable`` already.
    """
    key = key_of(request)
    if not key or getattr(request, "taken_key", "") == key:
        return act()
    if getattr(request, "takes_key", False):
        return _once_for_device(request, key, act)
    with transaction.atomic():
        delivery, is_new = _taken(request, key)
        if is_new:
            delivery.target = act()[:300]
            delivery.save(update_fields=["target"])
        elif delivery.account_id != request.user.pk:
            raise PermissionDenied
        else:
            messages.info(request, repeated())
    return delivery.target


def _once_for_device(request: HttpRequest, key: str, act: Callable[[], str]) -> str:
    """Take the key, act, and keep what is answered, in one transaction.

    Raises:
        Repeated: the key was taken meanwhile; nothing was done.
    """
    delivery = _delivery(request, key)
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
            delivery.target = act()[:300]
            delivery.told = [str(message) for message in get_messages(request)]
            delivery.save(update_fields=["told", "target"])
    except IntegrityError:
        before = Delivery.objects.filter(key=key).first()
        if before is None:  # it was not the key
            raise
        raise Repeated(before) from None
    request.delivery = delivery  # type: ignore[attr-defined] # for the answer
    return delivery.target


def repeated() -> str:
    """Return the sentence for a form that comes a second time."""
    return _(
        "Isian ini sudah terkirim sebelumnya dan tidak disimpan dua kali. Untuk catatan lain, buka formulir baru."
    )


def _taken(request: HttpRequest, key: str) -> tuple[Delivery, bool]:
    """Take a key in the caller's transaction, or return what was taken under it before."""
    new = _delivery(request, key)
    told = {
        "account": new.account,
        "path": new.path,
        "device_at": new.device_at,
        "received_at": new.received_at,
    }
    return Delivery.objects.get_or_create(key=key, defaults=told)


def _delivery(request: HttpRequest, key: str) -> Delivery:
    return Delivery(
        key=key,
        account=cast(Any, request.user),
        path=request.path[:300],
        device_at=moment_of(request.POST.get(DEVICE_AT, "")),
        received_at=timezone.now(),
    )


def _answered_before(request: HttpRequest, delivery: Delivery) -> JsonResponse:
    """Answer as the first time; a form that was changed on the device meanwhile is told that it was not taken."""
    if delivery.account_id != request.user.pk:
        return _not_done([_("Isian ini disimpan oleh akun lain di perangkat ini. Masuklah dengan akun itu.")], 409)
    return _done(delivery, 200, [_changed()] if CHANGED in request.POST else [])


def _changed() -> str:
    return _("Yang diubah sesudah itu belum tersimpan; perbaiki di halaman catatannya.")


def _done(delivery: Delivery, status: int, more: Sequence[str] = ()) -> JsonResponse:
    told = [*delivery.told, *more]
    return _sent(told, delivery.target, status)


def _sent(told: list[str], target: str, status: int) -> JsonResponse:
    return JsonResponse({"keadaan": "terkirim", "pesan": told, "tujuan": target}, status=status)


def _answer(request: HttpRequest, delivery: Delivery, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    response = _viewed(request, view, *args, **kwargs)
    if response.status_code >= 400:
        return response
    delivery.told, delivery.target = [str(message) for message in get_messages(request)], response.get("Location", "")
    delivery.save(update_fields=["told", "target"])
    return _done(delivery, 201)


def _viewed(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
    """Return what the view answers; its refusals in JSON."""
    try:
        response = view(request, *args, **kwargs)
    except (Http404, PermissionDenied):
        return _not_done([_("Anda tidak dapat lagi mengisi ini. Tanyakan kepada pengelola data kecamatan.")], 403)
    if response.status_code >= 400 and not isinstance(response, JsonResponse):
        return _not_done([], response.status_code)
    return response


def moment_of(text: str) -> datetime | None:
    """Return the moment a device's clock showed, aware; None where the text is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


def _not_done(reasons: list[str], status: int, box: str = "") -> JsonResponse:
    return JsonResponse({"keadaan": "ditolak", "galat": reasons, "kotak": box}, status=status)


def refused_in_words(text: str) -> JsonResponse:
    """Return one sentence of refusal, for a page without a form class, as the outbox shows it."""
    return _not_done([text], 422)


def problems_of(form: Any) -> JsonResponse:  # noqa: ANN401 - a bound form, or nothing
    """Return what a form refuses, as the outbox shows it, and the id of the first box that it refuses."""
    reasons = [str(text) for text in form.non_field_errors()] if form else []
    reasons += [f"{str(bound.label).rstrip('.:?')}: {text}" for bound in form or [] for text in bound.errors]
    box = next((bound.id_for_label for bound in form or [] if bound.errors), "")
    return _not_done(reasons, 422, box)
