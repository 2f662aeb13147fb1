"""Pages of who gives tests: where they stand, the blueprint, scores, and how the questions measured."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.bank.models import Bank
from rumahbersama.chain.training.bank.permissions import visible_banks
from rumahbersama.chain.training.bank.queries import items_of
from rumahbersama.chain.training.bank.rules import IN_USE
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests import actions, queries, sheets
from rumahbersama.chain.training.tests.forms import TOPIC, PlanForm
from rumahbersama.chain.training.tests.measuring import measured
from rumahbersama.chain.training.tests.models import Blueprint, Phase
from rumahbersama.chain.training.tests.permissions import Reach, get_event_of_keys, get_reach
from rumahbersama.chain.training.tests.rules import PHASES, SittingRefusal
from rumahbersama.ground.core.exports import csv_response
from rumahbersama.ground.core.formats import moment
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.tables import listed

SORTS = {"nama": "name", "kelas": ("klass__number", "name")}
SEARCHED = ["name", "agency"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tests(request: HttpRequest, number: int) -> HttpResponse:
    """Show where both tests stand in each class; open and close them."""
    reach = get_reach(request.user, number)
    if request.method == "POST":
        return _moved(request, reach)
    blueprint = queries.blueprint_of(reach.event)
    rows = queries.class_rows(blueprint, reach.event, reach.classes, at=timezone.now()) if blueprint else []
    context = {
        "event": reach.event,
        "runs": reach.runs,
        "blueprint": blueprint,
        "whole": rows[0] if rows else None,
        "rows": rows[1:],
        "phases": Phase.choices,
    }
    return render_page(request, "training_tests/tests.html", context)


def _moved(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Open or close a test; closing while people are at it is asked about first."""
    opens = "buka" in request.POST
    phase, _sep, wish = request.POST.get("buka" if opens else "tutup", "").partition(":")
    klass = next((each for each in reach.classes if str(each.number) == wish), None)
    if phase not in PHASES or (wish and klass is None):
        raise Http404
    if klass is None and not reach.runs:
        raise PermissionDenied
    back = reverse("tests:tests", args=[reach.event.pk])
    if not opens and "yakin" not in request.POST:
        running = queries.still_at_it(reach.event, phase, klass, at=timezone.now())
        if running:
            context = {"event": reach.event, "phase": Phase(phase), "klass": klass, "running": running, "wish": wish}
            return render_page(request, "training_tests/close.html", context)
    try:
        said = _opened(request, reach, phase, klass) if opens else _closed(request, reach, phase, klass)
    except SittingRefusal as refusal:
        return refused(request, refusal, back_url=back)
    messages.success(request, said)
    return go_to(request, back)


def _opened(request: HttpRequest, reach: Reach, phase: str, klass: TrainingClass | None) -> str:
    """Open a test; return what is said of it, also where somebody had opened it before."""
    at = timezone.now()
    opening = actions.open_test(event=reach.event, phase=phase, klass=klass, by=request.user, at=at)
    if opening.opened_at == at:
        return _("{test} dibuka untuk {whom}.").format(**_named(phase, klass))
    words = _("{test} untuk {whom} sudah dibuka sejak {since}, jadi tidak ada yang berubah. Waktunya tetap berjalan.")
    return words.format(**_named(phase, klass), since=moment(opening.opened_at))


def _closed(request: HttpRequest, reach: Reach, phase: str, klass: TrainingClass | None) -> str:
    actions.close_test(event=reach.event, phase=phase, klass=klass, by=request.user, at=timezone.now())
    return _("{test} ditutup untuk {whom}.").format(**_named(phase, klass))


def _named(phase: str, klass: TrainingClass | None) -> dict[str, str]:
    return {"test": str(Phase(phase).label), "whom": str(klass or _("semua kelas"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the bank, and how many questions of each topic."""
    event = get_event_of_keys(request.user, number)
    banks = list(visible_banks(request.user))
    blueprint = queries.blueprint_of(event)
    wish = request.GET.get("bank", "") or (str(blueprint.bank_id) if blueprint else "")
    bank = next((each for each in banks if str(each.pk) == wish), banks[0] if len(banks) == 1 else None)
    form = PlanForm(request.POST or None, topics=_topics(bank), initial=_initial(blueprint, bank)) if bank else None
    if request.method == "POST" and form is not None and bank is not None and form.is_valid():
        try:
            actions.plan(
                event=event,
                bank=bank,
                counts=form.counts(),
                minutes=form.cleaned_data["minutes"],
                mixes_options=form.cleaned_data["mixes_options"],
                by=request.user,
                at=timezone.now(),
            )
        except SittingRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Soal pre-test dan post-test ditetapkan."))
            return go_to(request, reverse("tests:tests", args=[event.pk]))
    context = {"event": event, "banks": banks, "bank": bank, "form": form}
    return render_page(request, "training_tests/plan.html", context, invalid=request.method == "POST")


def _topics(bank: Bank) -> dict[int, tuple[str, int]]:
    """Return the topics of a bank that have questions in use, with their number."""
    counted: dict[int, tuple[str, int]] = {}
    for item in items_of(bank, state=IN_USE).order_by("topic__name", "pk"):
        name = item.topic.name if item.topic else _("tanpa topik")
        before = counted.get(item.topic_id or actions.NO_TOPIC, (name, 0))
        counted[item.topic_id or actions.NO_TOPIC] = (name, before[1] + 1)
    return counted


def _initial(blueprint: Blueprint | None, bank: Bank) -> dict[str, Any]:
    if blueprint is None or blueprint.bank_id != bank.pk:
        return {}
    counts = {f"{TOPIC}{row.topic_id or actions.NO_TOPIC}": row.count for row in blueprint.rows.all()}
    return {"minutes": blueprint.minutes, "mixes_options": blueprint.mixes_options, **counts}


@login_required
@require_safe
def scores(request: HttpRequest, number: int) -> HttpResponse:
    """List people with both scores and what each gained."""
    reach = get_reach(request.user, number)
    blueprint = queries.blueprint_of(reach.event)
    listing = listed(request, _people(request, reach), sorts=SORTS, default="kelas", search=SEARCHED)
    page = list(listing.page)
    context = {
        "event": reach.event,
        "runs": reach.runs,
        "listing": listing,
        "classes": reach.classes,
        "rows": queries.person_rows(blueprint, page, at=timezone.now()) if blueprint else [],
    }
    return render_page(request, "training_tests/scores.html", context)


def _people(request: HttpRequest, reach: Reach) -> Any:  # noqa: ANN401 - QuerySet[Participation]
    rows = reach.people().filter(state__in=SURE)
    wish = request.GET.get("kelas", "")
    return rows.filter(klass__number=int(wish)) if wish.isascii() and wish.isdecimal() and len(wish) < 5 else rows


@login_required
@require_safe
def questions(request: HttpRequest, number: int, phase: str) -> HttpResponse:
    """Show how each question of a test measured, with its key and distractors."""
    event, blueprint = _with_keys(request, number, phase)
    context = {
        "event": event,
        "phase": Phase(phase),
        "phases": Phase.choices,
        "found": measured(blueprint, phase, at=timezone.now()) if blueprint else None,
    }
    return render_page(request, "training_tests/questions.html", context)


def _with_keys(request: HttpRequest, number: int, phase: str) -> tuple[Event, Blueprint | None]:
    event = get_event_of_keys(request.user, number)
    if phase not in PHASES:
        raise Http404
    return event, queries.blueprint_of(event)


@login_required
@require_safe
def download(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Give the scores, or how the questions of a test measured, as CSV."""
    name = f"tes-{number}-{what}-{timezone.localdate():%Y%m%d}.csv"
    if what != "nilai":
        _event, blueprint = _with_keys(request, number, what)
        found = measured(blueprint, what, at=timezone.now()) if blueprint else None
        return csv_response(name, *sheets.questions_sheet(found))
    reach = get_reach(request.user, number)
    blueprint = queries.blueprint_of(reach.event)
    people: list[Participation] = list(_people(request, reach).order_by("klass__number", "name", "pk"))
    rows = queries.person_rows(blueprint, people, at=timezone.now()) if blueprint else []
    return csv_response(name, *sheets.scores_sheet(rows))
