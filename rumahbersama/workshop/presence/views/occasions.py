"""One occasion: plan it, open and close it, see who is there, who is late and what collides; as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.presence import actions, queries, recording, tables
from rumahbersama.workshop.presence.forms import OccasionForm, ReopenForm, initial_of
from rumahbersama.workshop.presence.models import Occasion
from rumahbersama.workshop.presence.permissions import (
    get_occasion_to_keep,
    get_occasion_to_view,
    get_roster_to_keep,
    may_keep,
)
from rumahbersama.workshop.presence.rules import ABSENT, CONFLICT, LATE, LEAVE, SICK, WAITING, PresenceRefusal
from rumahbersama.workshop.presence.views.rosters import FORMATS, owned

FILTERS = {
    "terlambat": LATE,
    "izin": LEAVE,
    "sakit": SICK,
    "tidak-hadir": ABSENT,
    "bertentangan": CONFLICT,
    "belum": WAITING,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Plan another time at which presence of a list is taken."""
    found = get_roster_to_keep(request.user, number)
    form = OccasionForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            now = timezone.now()
            made = actions.plan_occasion(roster=found, plan=form.plan(), by=request.user, at=now)
            messages.success(request, _("Acara tersimpan."))
            return made.get_absolute_url()

        try:
            return go_to(request, once(request, make))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"roster": found, "form": form, **owned(found)}
    return render_page(request, "presence/occasion_form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Move an occasion or tell it otherwise."""
    found = get_occasion_to_keep(request.user, number)
    form = OccasionForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_occasion(occasion=found, plan=form.plan(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"roster": found.roster, "occasion": found, "form": form, **owned(found.roster)}
    return render_page(request, "presence/occasion_form.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def occasion(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is there, who is late, and what must be looked at."""
    found = get_occasion_to_view(request.user, number)
    lines = queries.lines_of(found, queries.on_the_list(found.roster))
    wish = request.GET.get("keadaan", "")
    shown = [line for line in lines if line.standing.state == FILTERS[wish]] if wish in FILTERS else lines
    context = {
        "occasion": found,
        "roster": found.roster,
        "lines": shown,
        "to_look_at": [line for line in lines if line.is_to_look_at],
        "counts": queries.counts_of(lines),
        "wish": wish if wish in FILTERS else "",
        "rule": queries.rule_of(found),
        "may_keep": may_keep(request.user, found.roster),
        "reopen": ReopenForm() if found.is_closed else None,
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "presence/occasion.html", context | owned(found.roster))


@login_required
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Begin to take marks, or take them again with a reason; then the screen of the hall is one touch away."""
    found = get_occasion_to_keep(request.user, number)
    reason = request.POST.get("reason", "")
    try:
        actions.open_occasion(occasion=found, by=request.user, at=timezone.now(), reason=reason)
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Daftar hadir dibuka. Tampilkan layarnya, atau ketuk satu per satu."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Take no more marks."""
    found = get_occasion_to_keep(request.user, number)
    if found.state == Occasion.State.PLANNED:
        message = PresenceRefusal(_("Daftar hadir ini belum pernah dibuka, jadi tidak ada yang ditutup."))
        return refused(request, message, back_url=found.get_absolute_url())
    actions.close(occasion=found, by=request.user, at=timezone.now())
    messages.success(request, _("Daftar hadir ditutup. Yang tidak tercatat dihitung tidak hadir."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give who was there as CSV or XLSX."""
    found = get_occasion_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    lines = queries.lines_of(found, queries.on_the_list(found.roster))
    name = f"hadir-{found.pk}-{timezone.localdate(found.starts):%Y%m%d}.{form}"
    return FORMATS[form](name, *tables.occasion_sheet(lines))
