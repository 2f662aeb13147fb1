"""Pages of an activity: shown, written, reported on, handed over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.programme import queries, recording
from rumahbersama.chain.house.programme.actions import activities as actions
from rumahbersama.chain.house.programme.forms import ActivityForm, HandOverForm, ReportForm, initial_of
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.house.programme.permissions import (
    get_activity_to_hand_over,
    get_activity_to_keep,
    get_activity_to_report,
    get_activity_to_view,
    get_note_to_view,
    get_programme_to_keep,
    may_keep_at,
    may_lead_at,
    may_report,
)
from rumahbersama.chain.house.programme.rules import IN_FORCE
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import serving
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.queries import holding
from rumahbersama.ground.regions.queries import children_of


@login_required
@require_safe
def activity(request: HttpRequest, number: int) -> HttpResponse:
    """Show an activity: for whom, by whom, when, what was told of it, who had it before."""
    found, today = get_activity_to_view(request.user, number), timezone.localdate()
    code = found.programme.region.code
    context = {
        "activity": found,
        "programme": found.programme,
        "region": found.programme.region,
        "villages": list(found.villages.order_by("code")),
        "tenure": holding(posts=[found.post_id], today=today).get(found.post_id),
        "notes": queries.notes_of(found),
        "handovers": queries.handovers_of(found),
        "may_keep": may_keep_at(request.user, code),
        "may_lead": may_lead_at(request.user, code),
        "may_report": found.programme.state == IN_FORCE and may_report(request.user, found),
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "programme/activity.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Write an activity into a programme; ``?sasaran=`` says for which goal."""
    programme = get_programme_to_keep(request.user, number)
    form = _form(request, programme, None)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, once(request, lambda: _added(request, programme, form)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "programme": programme, "region": programme.region}
    return render_page(request, "programme/activity_form.html", context, invalid=request.method == "POST")


def _form(request: HttpRequest, programme: Programme, found: Activity | None) -> ActivityForm:
    initial, villages = {"goal": request.GET.get("sasaran", "")}, list(children_of(programme.region))
    if found is not None:
        named = list(found.villages.order_by("code"))
        initial = initial_of(found, named)
        villages += [each for each in named if each not in villages]  # gone since, and not silently left out
    return ActivityForm(
        request.POST or None,
        programme=programme,
        posts=queries.posts_for(programme.region),
        goals=list(Goal.objects.filter(programme=programme)),
        villages=villages,
        is_new=found is None,
        initial=initial,
    )


def _added(request: HttpRequest, programme: Programme, form: ActivityForm) -> str:
    told_why = form.cleaned_data.get("reason", "")
    at = timezone.now()
    actions.add_activity(programme=programme, plan=form.plan(), reason=told_why, by=request.user, at=at)
    messages.success(request, _("Kegiatan tersimpan."))
    return programme.get_absolute_url()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change an activity; from a draft it may be taken out."""
    found = get_activity_to_keep(request.user, number)
    seen = seen_version(request, found.version)
    if request.POST.get("lakukan") == "hapus":
        return _removed(request, found, seen)
    form = _form(request, found.programme, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_activity(
                activity=found,
                plan=form.plan(),
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
                at=timezone.now(),
                seen=seen,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "activity": found, "programme": found.programme, "region": found.programme.region}
    context["seen"] = seen
    return render_page(request, "programme/activity_form.html", context, invalid=request.method == "POST")


def _removed(request: HttpRequest, found: Activity, seen: int) -> HttpResponse:
    try:
        actions.remove_activity(activity=found, by=request.user, at=timezone.now(), seen=seen)
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Kegiatan dihapus dari rancangan."))
    return go_to(request, found.programme.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Tell how an activity goes, with evidence."""
    found = get_activity_to_report(request.user, number)
    may_drop = may_keep_at(request.user, found.programme.region.code)
    form = ReportForm(request.POST or None, request.FILES or None, activity=found, may_drop=may_drop)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _reported(request, found, form, may_drop=may_drop))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "activity": found, "programme": found.programme, "region": found.programme.region}
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "programme/report.html", context, invalid=request.method == "POST")


def _reported(request: HttpRequest, found: Activity, form: ReportForm, *, may_drop: bool) -> str:
    data, sent = form.cleaned_data, form.cleaned_data["file"]
    proof = files.checked(chunks=sent.chunks(), name=sent.name) if sent else None
    said = actions.Report(text=data["text"], to=data["to"], link=data["link"], proof=proof)
    seen = seen_version(request, found.version)

    def tell() -> str:
        at = timezone.now()
        actions.report_on(activity=found, report=said, by=request.user, at=at, seen=seen, may_drop=may_drop)
        messages.success(request, _("Laporan tersimpan."))
        return found.get_absolute_url()

    return once(request, tell)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Give an activity to another post, with the reason."""
    found = get_activity_to_hand_over(request.user, number)
    form = HandOverForm(request.POST or None, posts=queries.posts_for(found.programme.region))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told_to = {
            "to": form.posts[data["post"]],
            "reason": data["reason"],
            "seen": seen_version(request, found.version),
        }
        try:
            actions.hand_over(activity=found, by=request.user, at=timezone.now(), **told_to)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _handed(found, form.posts[data["post"]]))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "activity": found, "programme": found.programme, "region": found.programme.region}
    context["seen"] = seen_version(request, found.version)
    return render_page(request, "programme/hand_over.html", context, invalid=request.method == "POST")


def _handed(found: Activity, to: Post) -> str:
    """Say where the new post finds it: nowhere while the programme is a draft, or while nobody holds the post."""
    if not holding(posts=[to.pk], today=timezone.localdate()):
        return _("Kegiatan dialihkan. Jabatan itu sedang kosong; pejabat barunya nanti menemukannya di daftarnya.")
    if found.programme.state == IN_FORCE:
        return _("Kegiatan dialihkan, dan tampak di daftar kegiatan pemegang barunya.")
    return _("Kegiatan dialihkan. Pemegang barunya melihatnya sesudah program disetujui.")


@login_required
@require_safe
def proof(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """Give the file of a note, or with ``?kecil=1`` its small picture, to whoever reads the activity."""
    found = get_note_to_view(request.user, number, note)
    assert found.file is not None  # noqa: S101 - for the type checker: notes without a file are 404
    return serving.respond(found.file, small="kecil" in request.GET)
