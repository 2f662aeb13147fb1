"""The minutes of a meeting as everybody reads them, and the screen of the hall."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.house.meetings.permissions import get_meeting_to_keep, get_meeting_to_view, may_keep_at
from rumahbersama.chain.house.meetings.queries import agenda_for, closed_promises, owner_text, roster_of
from rumahbersama.chain.house.minutes import documents, queries
from rumahbersama.chain.house.minutes.attending import occasion_of
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.outbox import deliverable
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.permissions import may_write_at, visible_papers
from rumahbersama.workshop.presence.codes import code_now
from rumahbersama.workshop.presence.qr import svg_of
from rumahbersama.workshop.presence.queries import arrivals_of

SCREEN_SECONDS = 5  # how often the screen looks again
PLEDGES_ON_SCREEN = 4


@login_required
@deliverable
@require_safe
def front(request: HttpRequest, number: int) -> HttpResponse:
    """Show the minutes: each item with its text and what came of it, and the papers."""
    found = get_meeting_to_view(request.user, number)
    rows = queries.rows_of(found, items=agenda_for(found, user=request.user))
    floor = queries.floor_of(found)
    promised = {each.commitment_id for row in rows for each in row.pledges if each.commitment_id}
    keeps = may_keep_at(request.user, found.region.code)
    papers = list(visible_papers(request.user).filter(subject=owner_text(found), kind__in=documents.KINDS))
    context = {
        "meeting": found,
        "rows": rows,
        "closed": closed_promises(promised, found, user=request.user),
        "is_open": found.state == found.State.OPEN,
        "may_keep": keeps,
        "may_write": keeps and may_write_at(request.user, found.region.code),
        "missing": sum(row.is_missing for row in rows),
        "pledges": sum(len(row.pledges) for row in rows),
        "now_at": floor.item_id if floor else rows[0].item.pk,
        "roster": roster_of(found) if keeps else None,
        "papers": [(code, label, *_newest(papers, code, rows)) for code, label in _kinds()],
    }
    return render_page(request, "minutes/front.html", context)


def _kinds() -> list[tuple[str, str]]:
    known = kinds()
    return [(code, str(known[code].label)) for code in documents.KINDS]


def _newest(papers: list[Paper], code: str, rows: list[queries.Row]) -> tuple[Paper | None, bool]:
    """Return the newest paper of a kind, and whether it is signed and says otherwise than the outcomes of now."""
    found = next((paper for paper in sorted(papers, key=lambda each: -each.pk) if paper.kind == code), None)
    return found, found is not None and documents.differs(found, rows)


@login_required
@require_safe
def screen(request: HttpRequest, number: int) -> HttpResponse:
    """Show the hall the item, its time, what was agreed, and the QR of presence; renewed also without script."""
    found, now = get_meeting_to_keep(request.user, number), timezone.now()
    occasion = occasion_of(found)
    is_taken = occasion is not None and occasion.is_open
    code = code_now(occasion.key, now) if occasion and is_taken else ""
    link = reverse("presence:scan", args=[occasion.key, code]) if occasion and is_taken else ""
    label = _("QR untuk mencatat kehadiran")
    context = {
        "meeting": found,
        "screen": queries.screen_of(found, now=now, most=PLEDGES_ON_SCREEN),
        "seconds": SCREEN_SECONDS,
        "qr": svg_of(request.build_absolute_uri(link), label=label) if link else "",
        "code": code,
        "enter_url": request.build_absolute_uri(reverse("presence:enter")),
        "arrivals": arrivals_of(occasion) if occasion and is_taken else None,
    }
    return render_page(request, "minutes/screen.html", context, part="layar")
