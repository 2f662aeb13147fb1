"""Who is on a list: names typed or pasted with a look before they are stored, and one person with the link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.presence import actions, queries
from rumahbersama.workshop.presence.forms import AttendeeForm, NamesForm
from rumahbersama.workshop.presence.models import Roster
from rumahbersama.workshop.presence.names import Line, typed
from rumahbersama.workshop.presence.permissions import get_attendee_to_keep, get_roster_to_keep
from rumahbersama.workshop.presence.qr import svg_of
from rumahbersama.workshop.presence.views.rosters import owned


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, number: int) -> HttpResponse:
    """Set who is expected: first what would change, then, confirmed, stored."""
    found = get_roster_to_keep(request.user, number)
    now = [Line(each.name, each.agency) for each in queries.on_the_list(found)]
    form = NamesForm(request.POST or None, initial={"names": typed(now)})
    if "ubah" in request.POST:  # back from the look at what would change
        form = NamesForm(initial={"names": request.POST.get("names", "")})
        return render_page(request, "presence/names.html", {"roster": found, "form": form, **owned(found)})
    context = {"roster": found, "form": form, **owned(found)}
    if request.method == "POST" and form.is_valid():
        lines = _with_references(found, form.cleaned_data["names"])
        difference = actions.difference(roster=found, lines=lines)
        if "pasti" not in request.POST:
            return render_page(request, "presence/names_check.html", context | {"found": difference})
        try:
            actions.set_attendees(roster=found, lines=lines, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Daftar nama tersimpan: {count} orang.").format(count=len(lines)))
            return go_to(request, found.get_absolute_url())
    return render_page(request, "presence/names.html", context, invalid=request.method == "POST")


def _with_references(found: Roster, lines: list[Line]) -> list[Line]:
    """Keep what the owner calls a person where name and office are as they were."""
    known = {Line(each.name, each.agency).folded: each for each in queries.on_the_list(found)}
    kept = []
    for line in lines:
        each = known.get(line.folded)
        kept.append(Line(line.name, line.agency, each.reference, each.person_id) if each else line)
    return kept


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendee(request: HttpRequest, number: int, attendee: int) -> HttpResponse:
    """Show one person of a list with the personal link; correct the name, or renew the link."""
    person = get_attendee_to_keep(request.user, number, attendee)
    renews = request.POST.get("lakukan") == "ganti"
    form = AttendeeForm(
        (request.POST or None) if not renews else None, initial={"name": person.name, "agency": person.agency}
    )
    now = timezone.now()
    if renews:
        actions.renew_link(attendee=person, by=request.user, at=now)
        messages.success(request, _("Tautan pribadi diganti; yang lama tidak berlaku lagi."))
        return go_to(request, request.path)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.correct_attendee(
                attendee=person, name=told["name"], agency=told["agency"], by=request.user, at=now
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, request.path)
    link = request.build_absolute_uri(person.get_absolute_url())
    context = {
        "roster": person.roster,
        "attendee": person,
        "form": form,
        "link": link,
        "qr": svg_of(link, label=_("QR tautan pribadi")),
        "occasions": queries.of_person(person),
    }
    return render_page(request, "presence/attendee.html", context | owned(person.roster), invalid=form.is_bound)
