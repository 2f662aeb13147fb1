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
from rumahbersama.chain.house.meetings.forms import ItemForm
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.permissions import get_item_to_keep, get_meeting_to_keep
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import DOWN, OTHER, UP, MeetingRefusal, time_sentence
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """Write the agenda: take up proposals, add one's own, set minutes."""
    found = get_meeting_to_keep(request.user, number)
    items = queries.agenda_of(found)
    rule = agenda_rule_on(found.day)
    form = ItemForm(request.POST if "title" in request.POST else None, initial={"minutes": rule.minutes[OTHER]})
    if request.method == "POST":
        try:
            if _changed(request, found, items, form):
                return go_to(request, reverse("meetings:agenda", args=[found.pk]))
        except Refusal as refusal:
            if "title" not in request.POST:
                return refused(request, refusal, back_url=request.path)
            form.add_error(None, str(refusal))
    used = queries.minutes_on(items)
    proposals = proposing.proposals_for(found, items, user=request.user)
    context = {
        "meeting": found,
        "items": items,
        "used": used,
        "is_over": used > found.minutes,
        "time": time_sentence(used=used, length=found.minutes),
        "proposals": proposals,
        "is_first_time": len(items) == 1,
        "form": form,
    }
    return render_page(request, "meetings/agenda.html", context, invalid=request.method == "POST")


def _changed(request: HttpRequest, found: Meeting, items: list[AgendaItem], form: ItemForm) -> bool:
    """Do what the page asks for; False where what was typed comes back with its mistakes."""
    at = timezone.now()
    if "title" in request.POST:
        if not form.is_valid():
            return False
        actions.add_item(meeting=found, **form.cleaned_data, by=request.user, at=at)
        messages.success(request, _("Mata acara ditambah."))
    elif request.POST.get("lakukan") == "menit":
        actions.set_minutes(meeting=found, minutes=_minutes(request, items), by=request.user, at=at)
        messages.success(request, _("Menit agenda tersimpan."))
    else:
        wanted = set(request.POST.getlist("usul"))
        chosen = [each for each in proposing.proposals_for(found, items, user=request.user) if each.source in wanted]
        count = actions.take_up(meeting=found, proposals=chosen, by=request.user, at=at)
        text = ngettext("{n} mata acara masuk agenda.", "{n} mata acara masuk agenda.", count)
        messages.success(request, text.format(n=count) if count else _("Tidak ada yang dipilih."))
    return True


def _minutes(request: HttpRequest, items: list[AgendaItem]) -> dict[int, int]:
    """Return the typed minutes by item.

    Raises:
        MeetingRefusal: something that is no number.
    """
    found = {}
    for item in items:
        typed = request.POST.get(f"menit-{item.pk}", "").strip()
        if typed and not (typed.isdecimal() and len(typed) < 5):
            words = _("“{typed}” bukan jumlah menit untuk “{title}”. Isi angka saja, misalnya 15.")
            raise MeetingRefusal(words.format(typed=typed[:20], title=item.title))
        if typed:
            found[item.pk] = int(typed)
    return found


@login_required
@require_POST
def item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move an item up or down, or leave it out."""
    found, at = get_item_to_keep(request.user, number, item), timezone.now()
    back, act = reverse("meetings:agenda", args=[number]), request.POST.get("lakukan", "")
    try:
        if act in (UP, DOWN):
            actions.move_item(item=found, way=act, by=request.user, at=at)
        elif act == "keluar":
            actions.leave_out(item=found, by=request.user, at=at)
            messages.success(request, _("“{title}” dikeluarkan dari agenda.").format(title=found.title))
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    return go_to(request, back if act == "keluar" else f"{back}#mata-{item}")
