"""Pages of the agenda: what stands on it, what the program proposes, minutes and order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.house.meetings import proposing, queries
from rumahbersama.chain.house.meetings.actions import agenda as actions
from rumahbersama.chain.house.meetings.forms import ItemForm, MinutesForm
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.permissions import get_item_to_keep, get_meeting_to_keep
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import DOWN, OTHER, UP, time_sentence
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """Write the agenda: take up proposals, add one's own, set minutes."""
    found = get_meeting_to_keep(request.user, number)
    items = queries.agenda_of(found)
    form = _item_form(request, found)
    minutes = MinutesForm(request.POST if request.POST.get("lakukan") == "menit" else None, items=items)
    if request.method == "POST":
        try:
            if _changed(request, found, items, form, minutes):
                return go_to(request, reverse("meetings:agenda", args=[found.pk]))
        except Refusal as refusal:
            if "title" not in request.POST:
                return refused(request, refusal, back_url=request.path)
            form.add_error(None, str(refusal))
    return _page(request, found, items, form=form, minutes=minutes)


def _page(
    request: HttpRequest, found: Meeting, items: list[AgendaItem], *, form: ItemForm, minutes: MinutesForm
) -> HttpResponse:
    used = queries.minutes_on(items)
    context = {
        "meeting": found,
        "rows": [(item, minutes[minutes.names[item.pk]]) for item in items],
        "used": used,
        "is_over": used > found.minutes,
        "time": time_sentence(used=used, length=found.minutes),
        "proposals": proposing.proposals_for(found, items, user=request.user),
        "is_first_time": len(items) == 1,
        "form": form,
        "forms": [minutes, form],
    }
    return render_page(request, "meetings/agenda.html", context, invalid=request.method == "POST")


def _item_form(request: HttpRequest, found: Meeting) -> ItemForm:
    rule = agenda_rule_on(found.day)
    return ItemForm(request.POST if "title" in request.POST else None, initial={"minutes": rule.minutes[OTHER]})


def _changed(
    request: HttpRequest, found: Meeting, items: list[AgendaItem], form: ItemForm, minutes: MinutesForm
) -> bool:
    """Do what the page asks for; False where what was typed comes back with its mistakes."""
    at = timezone.now()
    if "title" in request.POST:
        if not form.is_valid():
            return False
        actions.add_item(meeting=found, **form.cleaned_data, by=request.user, at=at)
        messages.success(request, _("Mata acara ditambah."))
    elif minutes.is_bound:
        if not minutes.is_valid():
            return False
        actions.set_minutes(meeting=found, minutes=minutes.minutes(), by=request.user, at=at)
        messages.success(request, _("Menit agenda tersimpan."))
    else:
        wanted = set(request.POST.getlist("usul"))
        chosen = [each for each in proposing.proposals_for(found, items, user=request.user) if each.source in wanted]
        count = actions.take_up(meeting=found, proposals=chosen, by=request.user, at=at)
        text = ngettext("{n} mata acara masuk agenda.", "{n} mata acara masuk agenda.", count)
        messages.success(request, text.format(n=count) if count else _("Tidak ada yang dipilih."))
    return True


@login_required
@require_POST
def item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move an item up or down, or leave it out; the minutes typed beside it are saved along."""
    found, at = get_item_to_keep(request.user, number, item), timezone.now()
    back, act = reverse("meetings:agenda", args=[number]), request.POST.get("lakukan", "")
    items = queries.agenda_of(found.meeting)
    minutes = MinutesForm(request.POST, items=items)
    if not minutes.is_valid():
        return _page(request, found.meeting, items, form=_item_form(request, found.meeting), minutes=minutes)
    try:
        if minutes.minutes():
            actions.set_minutes(meeting=found.meeting, minutes=minutes.minutes(), by=request.user, at=at)
        if act in (UP, DOWN):
            actions.move_item(item=found, way=act, by=request.user, at=at)
        elif act == "keluar":
            actions.leave_out(item=found, by=request.user, at=at)
            messages.success(request, _("“{title}” dikeluarkan dari agenda.").format(title=found.title))
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    return go_to(request, back if act == "keluar" else f"{back}#mata-{item}")
