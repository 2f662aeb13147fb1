"""One item while the meeting is held: its text, written by several at once, its earlier texts, and going on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.house.meetings import queries as meetings
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.meetings.permissions import get_item_to_keep
from rumahbersama.chain.house.minutes import queries
from rumahbersama.chain.house.minutes.actions import notes, outcomes
from rumahbersama.chain.house.minutes.forms import (
    DecisionForm,
    PledgeForm,
    PutOffForm,
    UpwardForm,
    day_after,
    new_initial,
)
from rumahbersama.chain.house.minutes.models import NoteRevision
from rumahbersama.chain.house.minutes.permissions import get_agenda_to_keep, get_revision_to_restore
from rumahbersama.chain.house.minutes.reference import minutes_rule_on
from rumahbersama.chain.house.minutes.rules import LONGEST_NOTES, mark_of, time_left
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import HEADER, deliverable, key_of, refused_in_words
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed

PROMISES_SHOWN = 20


@login_required
@deliverable
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Write the text of an item, saved while typing; and see what came of it."""
    found, items = get_agenda_to_keep(request.user, number, item)
    return _saved(request, found, items) if request.method == "POST" else item_page(request, found, items)


def _saved(request: HttpRequest, found: AgendaItem, items: list[AgendaItem]) -> HttpResponse:
    """Join what was typed with what stands there; the outbox is answered in words."""
    sent = request.POST
    typed = notes.Typed(sent.get("initial-notes", ""), sent.get("notes", ""), key_of(request))
    is_outbox = HEADER in request.headers
    try:
        saved = notes.write_notes(item=found, typed=typed, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if is_outbox:
            return refused_in_words(str(refusal))
        return item_page(request, found, items, typed=typed, refusal=str(refusal))
    if saved.joined_with:
        messages.success(request, _joined(saved))
    elif not is_outbox:
        messages.success(request, _("Notulen tersimpan."))
    return go_to(request, reverse("minutes:item", args=[found.meeting_id, found.pk]))


def _joined(saved: notes.Saved) -> str:
    text = _("Digabung dengan tulisan {name}.").format(name=saved.joined_with)
    if not saved.doubled:
        return text
    more = ngettext(
        "{n} baris ditulis berdua: keduanya ada, rapikan bersama.",
        "{n} baris ditulis berdua: keduanya ada, rapikan bersama.",
        saved.doubled,
    )
    return f"{text} {more.format(n=saved.doubled)}"


def item_page(
    request: HttpRequest,
    found: AgendaItem,
    items: list[AgendaItem],
    *,
    typed: notes.Typed | None = None,
    refusal: str = "",
    form: Any = None,  # noqa: ANN401 - the form that was refused
    seen: str | None = None,
) -> HttpResponse:
    """Show an item; with what was typed where it was refused, and the mark of the outcome ``seen`` by who typed."""
    meeting, now = found.meeting, timezone.now()
    today = timezone.localdate(now)
    before, after, place = queries.neighbours(items, found)
    row, floor = queries.Row(found, queries.pledges_of(found)), queries.floor_of(meeting)
    is_now = floor is not None and floor.item_id == found.pk
    context = {
        "meeting": meeting,
        "item": found,
        "row": row,
        "before": before,
        "after": after,
        "place": place,
        "total": len(items),
        "is_open": meeting.state == meeting.State.OPEN,
        "is_now": is_now,
        "left": time_left(since=floor.since, minutes=found.minutes, now=now) if is_now and floor else None,
        "mark": mark_of(outcomes.standing(found)) if seen is None else seen,
        "base": typed.base if typed else found.notes,
        "notes": typed.text if typed else found.notes,
        "most": LONGEST_NOTES,
        "last": queries.last_revision(found),
        "refusal": refusal,
        "form": form,
        "forms": _forms(found, form, today=today),
    }
    if found.is_opening:
        context["promised"] = meetings.promised_before(meeting, today=min(today, meeting.day), most=PROMISES_SHOWN)
    return render_page(request, "minutes/item.html", context, invalid=bool(refusal or form))


def _forms(found: AgendaItem, form: Any, *, today: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the four ways in which an item ends, empty but for the one that was refused."""
    meeting = found.meeting
    (posts, places), figures = queries.promising(meeting.region), queries.figures_about(found)
    text = {"text": found.result_text}
    until = found.put_off_to or day_after(meeting.day, today, minutes_rule_on(meeting.day).put_off_days)
    forms = {
        "janji": PledgeForm(
            posts=posts, places=places, figures=figures, initial=new_initial(meeting.region, figures)
        ),
        "putusan": DecisionForm(initial=text if found.result == found.Result.DECISION else {}),
        "tunda": PutOffForm(initial=(text if found.result == found.Result.PUT_OFF else {}) | {"until": until}),
    }
    if found.problem_id is not None:
        forms["naik"] = UpwardForm(initial=text if found.result == found.Result.UPWARD else {})
    return forms | ({form.prefix: form} if form is not None else {})


@login_required
@require_safe
def text(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Give the text of an item as it stands now, for who has it open; 204 where it is the one they have."""
    found = get_item_to_keep(request.user, number, item)
    if request.GET.get("sejak") == str(found.notes_version):
        return HttpResponse(status=204)
    last = queries.last_revision(found)
    told = _("{name} menulis pukul {hour}").format(name=last.by_name, hour=_hour(last)) if last else ""
    return JsonResponse({"nomor": found.notes_version, "teks": found.notes, "kata": told})


def _hour(revision: NoteRevision) -> str:
    return f"{timezone.localtime(revision.at):%H.%M}"


@login_required
@require_safe
def revisions(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """List the texts of an item, the newest first."""
    found = get_item_to_keep(request.user, number, item)
    rows = queries.revisions_of(found)
    listing = listed(
        request, rows, sorts={"nomor": ("-number",)}, default="nomor", search=["by_name", "text"], size=20
    )
    context = {"meeting": found.meeting, "item": found, "listing": listing}
    return render_page(request, "minutes/revisions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, number: int, item: int, revision: int) -> HttpResponse:
    """Show an earlier text of an item, and let it stand again."""
    found = get_revision_to_restore(request.user, number, item, revision)
    if request.method == "POST":
        try:
            notes.restore_notes(revision=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=request.path)
        messages.success(request, _("Tulisan itu berlaku lagi. Yang tadi tetap ada di riwayat."))
        return go_to(request, reverse("minutes:item", args=[number, item]))
    context = {"meeting": found.item.meeting, "item": found.item, "revision": found}
    return render_page(request, "minutes/revision.html", context)


@login_required
@require_POST
def take(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Go on to an item: the screen of the hall shows it, and its time begins."""
    found = get_item_to_keep(request.user, number, item)
    try:
        outcomes.take_item(item=found, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=reverse("minutes:front", args=[number]))
    return go_to(request, reverse("minutes:item", args=[number, item]))
