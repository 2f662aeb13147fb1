"""What a participant's phone opens: the QR's page, the code in text, and the personal link. No account, no password.

Names are shown to who has the code of the moment; a personal link shows only oneself. A phone carries a random name
in a cookie, so that it is offered its own name the next time and two names of one phone can be told apart.
"""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from allauth.core.exceptions import RateLimited
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.workshop.presence import codes, marking, queries
from rumahbersama.workshop.presence.codes import Ticket
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.presence.permissions import get_own_page, get_scanned
from rumahbersama.workshop.presence.rules import CODE, ONLINE, QR, PresenceRefusal

DEVICE, DEVICE_DAYS = "rumah_gawai", 180
RANDOM = re.compile(r"^[0-9a-f]{32}$")
MOST_SHOWN = 20
View = Callable[..., HttpResponse]


def _limited(view: View) -> View:
    """Answer 429 where one address sent too many wrong codes."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        try:
            return view(request, *args, **kwargs)
        except RateLimited:
            return ratelimit.respond_429(request)  # type: ignore[no-any-return]

    return wrapped


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code that the screen shows, where no camera is at hand; it leads to its occasion."""
    typed, problem = request.POST.get("kode", ""), ""
    if request.method == "POST":
        found, device = _occasion_of(request, typed), device_of(request)
        if found is not None:
            return _with_device(request, _to_names(request, found, device), device)
        problem = wrong_code()
    context = {"typed": typed[:12], "problem": problem}
    return render_page(request, "presence/phone/enter.html", context, invalid=bool(problem))


def _occasion_of(request: HttpRequest, typed: str) -> Occasion | None:
    """Return the open occasion whose code of the moment this is; wrong codes are counted by address."""
    now = timezone.now()
    if codes.plain(typed):
        for each in queries.open_occasions():
            if codes.is_code_of(each.key, typed, now):
                return each
    _count_wrong(request)
    return None


def _count_wrong(request: HttpRequest) -> None:
    """Count a wrong code: only these are limited, for a whole hall may stand behind one address."""
    ratelimit.consume(request, action="presence_code", raise_exception=True)


def wrong_code() -> str:
    """Return what to do where a code is wrong or no longer that of the moment."""
    return _("Kode itu salah atau sudah berganti. Lihat lagi layar di ruangan, lalu ketik kode yang sekarang.")


def _to_names(request: HttpRequest, found: Occasion, device: str) -> HttpResponse:
    ticket = codes.ticket_for(Ticket(found.key, device, CODE))
    return go_to(request, f"{reverse('presence:scan', args=[found.key, 'nama'])}?tiket={ticket}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited
def scan(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Open the QR: choose one's name, and be told when one was there."""
    chosen = request.POST.get("peserta", "")
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18 else 0
    (found, person), device = get_scanned(key, number), device_of(request)
    ticket = request.POST.get("tiket") or request.GET.get("tiket", "")
    how = codes.is_ticket_of(ticket, key=key, device=device, rule=queries.rule_of(found))
    if not how and codes.is_code_of(key, code, timezone.now()):
        how, ticket = QR, codes.ticket_for(Ticket(key, device, QR))
    if not how:
        if not ticket:
            _count_wrong(request)
        return _with_device(request, _expired(request, found), device)
    page: dict[str, Any] = {"occasion": found, "ticket": ticket}
    if request.method == "POST":
        wrong = _("Pilih nama Anda dari daftar.")
        response = (
            _done(request, found, person, how, device, page)
            if person is not None
            else _names(request, found, device, page, problem=wrong)
        )
    else:
        response = _names(request, found, device, page)
    return _with_device(request, response, device)


def _expired(request: HttpRequest, found: Occasion) -> HttpResponse:
    """Say what to do; nothing of the occasion but that it has a code."""
    context = {"typed": "", "problem": wrong_code()}
    return render_page(request, "presence/phone/enter.html", context, invalid=True)


def _names(
    request: HttpRequest, found: Occasion, device: str, page: dict[str, Any], problem: str = ""
) -> HttpResponse:
    """Show the names to choose from: a short list whole, a longer one searched; the phone's own name first."""
    if not found.is_open:
        page |= {"message": str(marking.not_open(found.state))}
        return render_page(request, "presence/phone/closed.html", page, status=422)
    q = " ".join(request.GET.get("cari", "").split())[:60]
    rule, people = queries.rule_of(found), queries.on_the_list(found.roster)
    limit = rule.list_up_to
    shown = list(queries.named_like(found.roster, q)[: MOST_SHOWN + 1] if q else people[: limit + 1])
    is_long = len(shown) > (MOST_SHOWN if q else limit)
    page |= {
        "q": q,
        "people": shown[:MOST_SHOWN] if q else ([] if is_long else shown),
        "is_long": is_long,
        "me": queries.remembered(found, device) if not q else None,
        "problem": problem,
    }
    return render_page(request, "presence/phone/names.html", page, status=422 if problem else 200)


def _done(
    request: HttpRequest, found: Occasion, person: Attendee, how: str, device: str, page: dict[str, Any]
) -> HttpResponse:
    """Mark the person and say it in three words; a second name of one phone is asked why."""
    is_far = found.mode == Occasion.Mode.ONLINE or request.POST.get("dari") == "jauh"
    try:
        marked = marking.mark(
            occasion=found,
            attendee=person,
            how=ONLINE if is_far else how,
            at=timezone.now(),
            device=device,
            note=request.POST.get("catatan", ""),
        )
    except marking.SecondName as refusal:
        page |= {"attendee": person, "message": str(refusal), "from_far": is_far}
        return render_page(request, "presence/phone/second_name.html", page, status=422)
    except PresenceRefusal as refusal:
        return render_page(request, "presence/phone/closed.html", page | {"message": str(refusal)}, status=422)
    page |= {"attendee": person, "mark": marked.mark, "is_new": marked.is_new, "is_demo": settings.DEMO}
    # Without the shell of other pages: a hall of people gets this one in the same minute.
    return HttpResponse(render_to_string("presence/phone/done.html", page))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_limited
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show one's own presence, and mark it with the code that the screen shows."""
    person = get_own_page(token)
    device, problem = device_of(request), ""
    if request.method == "POST":
        found = _occasion_of(request, request.POST.get("kode", ""))
        if found is not None and found.roster_id == person.roster_id:
            page: dict[str, Any] = {"occasion": found, "ticket": "", "is_own": True}
            return _with_device(request, _done(request, found, person, CODE, device, page), device)
        problem = wrong_code()
    occasions = queries.of_person(person)
    context = {
        "attendee": person,
        "occasions": occasions,
        "open_now": [each for each, _standing in occasions if each.is_open],
        "typed": request.POST.get("kode", "")[:12],
        "problem": problem,
    }
    response = render_page(request, "presence/phone/mine.html", context, invalid=bool(problem))
    return _with_device(request, response, device)


def device_of(request: HttpRequest) -> str:
    """Return the random name of this phone, a new one where it has none."""
    kept = request.COOKIES.get(DEVICE, "")
    return kept if RANDOM.match(kept) else secrets.token_hex(16)


def _with_device(request: HttpRequest, response: HttpResponse, device: str) -> HttpResponse:
    if request.COOKIES.get(DEVICE) != device:
        response.set_cookie(
            DEVICE,
            device,
            max_age=DEVICE_DAYS * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
