"""The page of the personal link on which somebody takes a test: no account, no script needed.

One address for all: it shows where the test stands, and takes what is chosen. The link is too long to be guessed, and
a whole hall stands behind one address, so it is not limited by address.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests import answering, queries
from rumahbersama.chain.training.tests.forms import answers_in
from rumahbersama.chain.training.tests.models import Attempt, Phase
from rumahbersama.chain.training.tests.permissions import get_participation_to_test
from rumahbersama.chain.training.tests.rules import PHASES, SittingRefusal, score
from rumahbersama.ground.core.http import go_to, render_page

TEMPLATE = "training_tests/take.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their test, and take what they choose."""
    row, now = get_participation_to_test(token), timezone.now()
    if request.method == "POST":
        return _taken(request, row, now)
    return render_page(request, TEMPLATE, _page(row, now))


def _taken(request: HttpRequest, row: Participation, now: datetime) -> HttpResponse:
    """Start, keep or hand in; a refusal is told on the page itself."""
    phase = request.POST.get("tes", "")
    phase = phase if phase in PHASES else ""
    try:
        if "mulai" in request.POST:
            return _begun(request, row, phase, now)
        return _kept(request, row, phase, now)
    except SittingRefusal as refusal:
        told = {"message": str(refusal), "is_refused": True}
        if getattr(request, "htmx", False):
            return render_page(request, "training_tests/_saved.html", told, status=422)
        return render_page(request, TEMPLATE, _page(row, now) | told, status=422)


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


def _kept(request: HttpRequest, row: Participation, phase: str, now: datetime) -> HttpResponse:
    number = Attempt.objects.filter(participation=row, phase=phase).values_list("pk", "ends_at").first()
    if number is None:
        raise SittingRefusal(_("Tes ini belum Anda mulai. Muat ulang halamannya, lalu ketuk Mulai."))
    places, hands_in = answers_in(request.POST), "kumpulkan" in request.POST
    if hands_in and "tetap" not in request.POST:
        answering.save(attempt=number[0], places=places, at=now)
        page = _page(row, now)
        if page["missing"]:
            return render_page(request, TEMPLATE, page | {"asks": True})
        places = {}
    kept = answering.save(attempt=number[0], places=places, at=now, hands_in=hands_in)
    if getattr(request, "htmx", False):
        told = {
            "message": _("Tersimpan {time}. Sisa {left}.").format(time=clock(row, now), left=left(number[1] - now))
        }
        return render_page(request, "training_tests/_saved.html", told)
    if hands_in:
        messages.success(request, _("Tes dikumpulkan. Terima kasih."))
    else:
        text = ngettext("{count} jawaban tersimpan.", "{count} jawaban tersimpan.", kept)
        messages.success(request, text.format(count=kept))
    return go_to(request, request.path)


def clock(row: Participation, moment: datetime) -> str:
    """Return a moment as the clock of the class shows it."""
    local = row.klass.site.local(moment) if row.klass else timezone.localtime(moment)
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
