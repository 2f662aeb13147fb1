"""Pages of one meeting: plan, show, change, call off, hold; its letter, its attendance list, its calendar entry."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.house.meetings import ics, letters, queries, recording
from rumahbersama.chain.house.meetings.actions import attending, planning
from rumahbersama.chain.house.meetings.actions.planning import Like
from rumahbersama.chain.house.meetings.forms import MeetingForm, ReasonForm, initial_of, like_initial
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.permissions import (
    get_meeting_to_cancel,
    get_meeting_to_keep,
    get_meeting_to_view,
    get_place_to_keep,
    may_cancel,
    may_keep_at,
    visible_meetings,
)
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import time_sentence
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.forms import RoadForm
from rumahbersama.workshop.papers.permissions import may_write_at, posts_to_sign, visible_papers

PROMISES_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting; ``?jenis=`` says of which kind, ``?dari=`` after which earlier one."""
    region = get_place_to_keep(request.user, code)
    posts, like = queries.posts_to_lead(region), _like(request, region)
    form = MeetingForm(request.POST or None, posts=posts, like=like, initial=_first_guess(request, like))
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _made(request, region, form, like)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "region": region, "has_posts": bool(posts), "like": like}
    return render_page(request, "meetings/form.html", context, invalid=request.method == "POST")


def _made(request: HttpRequest, region: Region, form: MeetingForm, like: Meeting | None) -> str:
    """Plan a meeting; return the page on which its guests are chosen."""
    data = form.cleaned_data
    after = Like(like, people=data["people"], items=data["items"]) if like is not None else None
    made = planning.make_meeting(region=region, plan=form.plan(), like=after, by=request.user, at=timezone.now())
    messages.success(request, _("Rapat tersimpan. Susun undangan dan agendanya di bawah."))
    _warn_of_room(request, made)
    return made.get_absolute_url()


def _warn_of_room(request: HttpRequest, meeting: Meeting) -> None:
    """Say that another meeting is in the same room at the same time."""
    other = queries.in_the_room_of(meeting)
    if other is not None:
        words = _(
            "Di {venue} sudah ada {meeting} hari itu, pukul {begins} sampai {ends}. "
            "Pindahkan salah satunya kalau bentrok."
        )
        hours = {"begins": f"{other.begins:%H.%M}", "ends": f"{other.ends:%H.%M}"}
        messages.warning(request, words.format(venue=other.venue, meeting=other, **hours))


def _like(request: HttpRequest, region: Region) -> Meeting | None:
    """Return the meeting after which a new one is made: the one that is named, else the last of the kind."""
    named = request.GET.get("dari", "")
    if named.isdecimal() and len(named) < 10:
        return visible_meetings(request.user).filter(region=region, pk=int(named)).first()
    return queries.last_like(region=region, kind=request.GET.get("jenis", Meeting.Kind.HOUSE))


def _first_guess(request: HttpRequest, like: Meeting | None) -> dict[str, Any]:
    rule = agenda_rule_on(timezone.localdate())
    kind = request.GET.get("jenis", "")
    guess: dict[str, Any] = {"kind": Meeting.Kind.HOUSE, "begins": f"{rule.begins:%H.%M}", "people": True}
    if like is not None:
        is_copy = "dari" in request.GET
        guess |= like_initial(like) | {"items": is_copy} | ({"title": like.title} if is_copy else {})
    return guess | ({"kind": kind} if kind in Meeting.Kind.values else {})


@login_required
@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Show a meeting: when and where, who comes, its agenda, papers and presence, and what earlier ones promised."""
    found, today = get_meeting_to_view(request.user, number), timezone.localdate()
    items = queries.agenda_for(found, user=request.user)
    used = queries.minutes_on(items)
    promised = queries.promised_before(found, today=min(today, found.day), most=PROMISES_SHOWN)
    keeps = may_keep_at(request.user, found.region.code)
    papers = visible_papers(request.user).filter(subject=queries.owner_text(found)).order_by("pk")
    context = {
        "meeting": found,
        "may_keep": keeps,
        "may_cancel": may_cancel(request.user, found),
        "answers": queries.answers_of(found),
        "own": queries.own_invitation_to(found, request.user),
        "items": items,
        "used": used,
        "time": time_sentence(used=used, length=found.minutes),
        "promised": promised,
        "closed": queries.closed_promises({row.pk for row in promised.rows}, found, user=request.user),
        "papers": [(each, letters.warning_of(each, found)) for each in papers],
        "roster": queries.roster_of(found) if keeps or found.state != Meeting.State.PLANNED else None,
        "today": today,
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "meetings/meeting.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct or move a meeting."""
    found = get_meeting_to_keep(request.user, number)
    posts = queries.posts_to_lead(found.region)
    posts += [post for post in (found.chair, found.secretary) if post is not None and post not in posts]
    form = MeetingForm(request.POST or None, posts=posts, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = planning.change_meeting(
                meeting=found,
                plan=form.plan(),
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            _warn_of_room(request, changed)
            return go_to(request, found.get_absolute_url())
    context = {
        "form": form,
        "meeting": found,
        "region": found.region,
        "has_posts": True,
        "seen": seen_version(request, found.version),
    }
    return render_page(request, "meetings/form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call a meeting off, with a reason."""
    found = get_meeting_to_cancel(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planning.cancel_meeting(
                meeting=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(
                request, _("Rapat dibatalkan. Halamannya tetap ada, dan dapat disalin menjadi rapat baru.")
            )
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "meeting": found, "answers": queries.answers_of(found)}
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "meetings/cancel.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def move_on(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a meeting and go on to its minutes, or undo that; it is ended where its minutes are."""
    found, at = get_meeting_to_keep(request.user, number), timezone.now()
    acts = {
        "mulai": (planning.begin_meeting, _("Rapat dibuka."), reverse("minutes:front", args=[number])),
        "belum": (planning.unbegin_meeting, _("Rapat kembali direncanakan."), found.get_absolute_url()),
    }
    if request.POST.get("lakukan") not in acts:
        return go_to(request, found.get_absolute_url())
    act, done, onward = acts[request.POST["lakukan"]]
    try:
        act(meeting=found, by=request.user, at=at)
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, done)
    return go_to(request, onward)


@login_required
@require_POST
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Make the attendance list, or let it follow who is invited, and lead there."""
    found = get_meeting_to_keep(request.user, number)
    try:
        roster = attending.make_list(meeting=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Daftar hadir sesuai dengan undangannya."))
    return go_to(request, roster.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Write the draft of the invitation."""
    found = get_meeting_to_keep(request.user, number)
    if not may_write_at(request.user, found.region.code):
        raise PermissionDenied
    posts = list(posts_to_sign(found.region))
    form = RoadForm(request.POST or None, posts=posts, initial={"signer": str(found.chair_id)})
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _written(request, found, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "meeting": found,
        "form": form,
        "has_posts": bool(posts),
        "answers": queries.answers_of(found),
        "papers": visible_papers(request.user).filter(subject=queries.owner_text(found), kind=letters.KIND),
    }
    return render_page(request, "meetings/letter.html", context, invalid=request.method == "POST")


def _written(request: HttpRequest, found: Meeting, form: RoadForm) -> str:
    paper = letters.write_invitation(meeting=found, road=form.road(), by=request.user, at=timezone.now())
    messages.success(request, _("Konsep undangan tersimpan. Periksa isinya, lalu ajukan."))
    return paper.get_absolute_url()


@login_required
@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """Give a meeting as an entry for a calendar program."""
    return ics.response(get_meeting_to_view(request.user, number), at=timezone.now())
