"""Parties of a case, and the page that one of them reads."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.mediation import queries
from rumahbersama.chain.house.mediation.actions import steps as actions
from rumahbersama.chain.house.mediation.acts import Words
from rumahbersama.chain.house.mediation.forms import PartyForm, ReasonForm, party_initial
from rumahbersama.chain.house.mediation.models import Case, Party
from rumahbersama.chain.house.mediation.permissions import (
    accounts_for_parties,
    get_case,
    get_party,
    get_party_page,
)
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import AGREED, ENDED
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.regions.queries import children_of


def _form(request: HttpRequest, case: Case, party: Party | None = None) -> PartyForm:
    accounts = list(accounts_for_parties(case.kecamatan))
    if party and party.account and not party.account.is_shared and party.account not in accounts:
        accounts.append(party.account)
    return PartyForm(
        request.POST or None,
        villages=list(children_of(case.kecamatan)),
        accounts=accounts,
        initial=party_initial(party) if party else {},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Name a party."""
    case = get_case(request.user, key)
    form = _form(request, case)
    words = Words(title=_("Catat pihak"), button=_("Simpan pihak"), done=_("Pihak tercatat."))

    def act(said: dict[str, Any]) -> object:
        return actions.add_party(case=case, who=form.who(), by=said["by"], at=said["at"])

    return asked(request, case, form, words, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Correct how a party is named, for whom it stands, which account reads."""
    party = get_party(request.user, key, number)
    form = _form(request, party.case, party)
    words = Words(
        title=_("Perbaiki pihak {name}").format(name=party.name),
        button=_("Simpan perbaikan"),
        done=_("Perbaikan tersimpan."),
    )

    def act(said: dict[str, Any]) -> object:
        return actions.correct_party(party=party, who=form.who(), **said)

    return asked(request, party.case, form, words, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Let somebody be no party any more."""
    party = get_party(request.user, key, number)
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Lepas pihak {name}").format(name=party.name),
        button=_("Lepas pihak ini"),
        done=_("Pihak dilepas; halamannya tertutup."),
        lead=_("Halamannya tertutup baginya mulai sekarang. Langkah yang sudah dicatat tetap ada."),
        is_danger=True,
    )

    def act(said: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return actions.remove_party(party=party, reason=reason, by=said["by"], at=said["at"])

    return asked(request, party.case, form, words, act)


@never_cache
@login_required
@require_safe
def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a party what is its to read; who handles the case sees the same, and prints it for who has no account."""
    party, handles = get_party_page(request.user, key, number)
    case = party.case
    has_agreed = case.state == AGREED or (case.state == ENDED and case.agreed_on is not None)
    context = {
        "case": case,
        "party": party,
        "region": case.kecamatan,
        "places": list(case.places.order_by("code")),
        "parties": queries.parties_of(case),
        "steps": queries.steps_for(party),
        "moves": queries.moves_of(case),
        "points": queries.points_of(case) if has_agreed else [],
        "handles": handles,
        "frame": frame_on(timezone.localdate()),
    }
    return render_page(request, "mediation/party_page.html", context)
