"""The page that proposes who sits in which class, and stores it as it was seen."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.models import Participation, TrainingClass
from rumahbersama.chain.training.permissions import get_event_to_run
from rumahbersama.chain.training.taking_part.actions.placing import Proposal, place_people, propose
from rumahbersama.chain.training.taking_part.queries import most_of
from rumahbersama.chain.training.taking_part.rules import code_of
from rumahbersama.chain.training.taking_part.views import who_acts
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal


@dataclass(frozen=True)
class Line:
    """One class as it would be: how many, of the most it takes, of how many kabupaten, and of which kinds."""

    klass: TrainingClass
    people: list[Participation]
    most: int
    kabupaten: int
    kinds: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classes(request: HttpRequest, number: int) -> HttpResponse:
    """Show the proposal, and store it."""
    event = get_event_to_run(request.user, number)
    anew = "ulang" in request.GET
    refusal = ""
    if request.method == "POST":
        digest = request.POST.get("ringkas", "")
        try:
            count = place_people(event=event, anew=anew, digest=digest, who=who_acts(request, event))
        except Refusal as problem:
            refusal = str(problem)
        else:
            told = ngettext("{count} orang mendapat kelas baru.", "{count} orang mendapat kelas baru.", count)
            messages.success(request, told.format(count=count))
            return go_to(request, reverse("taking_part:list", args=[event.pk]))
    proposal = propose(event, anew=anew)
    context = {
        "event": event,
        "event_code": code_of(event.pk),
        "anew": anew,
        "refusal": refusal,
        "proposal": proposal,
        "lines": _lines(proposal),
    }
    page = "training/taking_part/classes.html"
    return render_page(request, page, context, invalid=request.method == "POST")


def _lines(proposal: Proposal) -> list[Line]:
    found = []
    for klass in proposal.classes:
        people = [row for row in proposal.people if proposal.placed[row.pk] == klass.pk]
        kinds = Counter(str(row.get_agency_kind_display()) for row in people)
        found.append(
            Line(
                klass,
                people,
                most_of(klass),
                len({".".join(row.region.code.split(".")[:2]) for row in people}),
                ", ".join(_("{kind} {count}").format(kind=kind, count=count) for kind, count in kinds.most_common()),
            )
        )
    return found
