"""The page of the personal link on which somebody takes a test: no account, no script needed.

One address for all: it shows where the test stands, and takes what is chosen. The link is too long to be guessed, and
a whole hall stands behind one address, so it is not limited by address.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests import answering, queries
from rumahbersama.chain.training.tests.forms import answers_in
from rumahbersama.chain.training.tests.models import Attempt, Phase
from rumahbersama.chain.training.tests.permissions import get_attempt_to_answer, get_participation_to_test
from rumahbersama.chain.training.tests.rules import PHASES, SittingRefusal, score
from rumahbersama.ground.core.http import go_to, render_page

TEMPLATE = "training_tests/take.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their test, and take what they choose."""
    now = timezone.now()
    if request.method == "POST":
        return _taken(request, token, now)
    return render_page(request, TEMPLATE, _page(get_participation_to_test(token), now))


def _taken(request: HttpRequest, token: str, now: datetime) -> HttpResponse:
    """Start, keep or hand in; a refusal is told on the page itself."""
    phase = request.POST.get("tes", "")
    phase = phase if phase in PHASES else ""
    try:
        if "mulai" in request.POST:
            return _begun(request, get_participation_to_test(token), phase, now)
        return _kept(request, token, phase, now)
    except SittingRefusal as refusal:
        if getattr(request, "htmx", False):
            return HttpResponse(format_html('<span class="err">{}</span>', str(refusal)), status=422)
        page = _page(get_participation_to_test(token), now) | {"message": str(refusal)}
        return render_page(request, TEMPLATE, page, status=422)


def _begun(request: HttpRequest, row: Participation, phase: str, now: datetime) -> HttpResponse:
    blueprint = queries.blueprint_of(row.event)
    if blueprint is None or not phase:
        raise SittingRefusal(_("Tes ini belum disiapkan. Tanyakan kepada pelatih."))
    attempt, is_new = answering.begin(row=row, blueprint=blueprint, phase=phase, at=now)
    if not is_new:
        text = _(
            "Tes ini sudah dimulai pukul {time}, mungkin di HP lain. Waktunya tetap; jawaban yang tersimpan ada."
        )
        messages.info(request, text.format(time=clock(row, attempt.started_at)))
    return go_to(request, request.path)


def _kept(request: HttpRequest, token: str, phase: str, now: datetime) -> HttpResponse:
    """Keep what was chosen, and hand in; what a hall sends in the same minute is answered without the shell."""
    attempt = get_attempt_to_answer(token, phase)
    if attempt is None:
        get_participation_to_test(token)
        raise SittingRefusal(_("Tes ini belum Anda mulai. Muat ulang halamannya, lalu ketuk Mulai."))
    places = answers_in(request.POST)
    if "kumpulkan" in request.POST:
        return _handed_in(request, token, attempt, places, now)
    kept = answering.save(attempt=attempt.pk, places=places, at=now)
    if getattr(request, "htmx", False):
        time = shown(now, attempt.zone)  # type: ignore[attr-defined]  # comes with the query
        told = _("Tersimpan {time}. Sisa {left}.").format(time=time, left=left(attempt.ends_at - now))
        return HttpResponse(escape(told))
    text = ngettext("{count} jawaban tersimpan.", "{count} jawaban tersimpan.", kept)
    messages.success(request, text.format(count=kept))
    return go_to(request, request.path)


def _handed_in(
    request: HttpRequest, token: str, attempt: Attempt, places: dict[int, int], now: datetime
) -> HttpResponse:
    """Hand in where every question has an answer, or where that was asked about; else keep them and ask."""
    is_whole = all(item in places for item, *_shown in attempt.order)
    if not is_whole and "tetap" not in request.POST and attempt.submitted_at is None:
        answering.save(attempt=attempt.pk, places=places, at=now)
        page = _page(get_participation_to_test(token), now)
        if page["missing"]:
            return render_page(request, TEMPLATE, page | {"asks": True})
        places = {}
    answering.save(attempt=attempt.pk, places=places, at=now, hands_in=True)
    told = {
        "name": attempt.person_name,  # type: ignore[attr-defined]  # comes with the query
        "token": token,
        "phase": Phase(attempt.phase),
        "at": shown(attempt.submitted_at or now, attempt.zone),  # type: ignore[attr-defined]
        "is_demo": settings.DEMO,
    }
    return HttpResponse(render_to_string("training_tests/done.html", told))


def clock(row: Participation, moment: datetime) -> str:
    """Return a moment as the clock of the class shows it."""
    return shown(moment, row.klass.site.zone if row.klass else None)


def shown(moment: datetime, zone: str | None) -> str:
    """Return a moment as the clock in a zone shows it; None: the program's own."""
    local = moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
    return f"{local:%H.%M}"


def left(span: Any) -> str:  # noqa: ANN401 - timedelta
    """Return the time left in words, rounded down."""
    minutes = max(0, int(span.total_seconds() // 60))
    if not minutes:
        return _("kurang dari semenit")
    return ngettext("{count} menit", "{count} menit", minutes).format(count=minutes)


def _page(row: Participation, now: datetime) -> dict[str, Any]:
    """Return what the page shows: the running test, what may be started, and what is behind."""
    blueprint = queries.blueprint_of(row.event)
    openings = queries.openings_of(blueprint) if blueprint else []
    attempts = queries.attempts_of(row)
    running = next((each for each in attempts.values() if each.is_running(now)), None)
    page: dict[str, Any] = {"row": row, "event": row.event, "blueprint": blueprint, "missing": [], "phases": []}
    page["is_sure"] = row.state in SURE
    if running is not None:
        items = queries.shown_items(running)
        page |= {
            "attempt": running,
            "items": items,
            "missing": [each.number for each in items if not each.is_answered],
            "phase": Phase(running.phase),
            "started": clock(row, running.started_at),
            "ends": clock(row, running.ends_at),
            "left": left(running.ends_at - now),
        }
        page["answered"] = len(items) - len(page["missing"])
        return page
    over = {phase for phase in PHASES if queries.is_over(openings, row, phase)}
    right = queries.right_answers([each.pk for phase, each in attempts.items() if phase in over])
    for phase in PHASES:
        attempt = attempts.get(phase)
        is_open = any(each.closed_at is None and answering.is_for(each, row, phase) for each in openings)
        page["phases"].append(
            {
                "phase": Phase(phase),
                "may_begin": is_open and attempt is None,
                "finished": clock(row, _end(attempt)) if attempt else "",
                "is_submitted": bool(attempt and attempt.submitted_at),
                "right": right.get(attempt.pk, 0) if attempt and phase in over else None,
                "score": score(right.get(attempt.pk, 0), len(attempt.order)) if attempt and phase in over else None,
                "count": len(attempt.order) if attempt else 0,
            }
        )
    return page


def _end(attempt: Attempt) -> datetime:
    return attempt.submitted_at or min(attempt.ends_at, attempt.cut_at or attempt.ends_at)
