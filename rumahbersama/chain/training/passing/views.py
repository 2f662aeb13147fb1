"""Pages of passing: the event, its rule, a class and its marks, deciding, one person."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.pages import Words, form_page
from rumahbersama.chain.training.passing import actions, queries, recording
from rumahbersama.chain.training.passing.forms import (
    REASONS,
    ObjectionForm,
    RuleForm,
    initial_of_rule,
    part_names,
    rows_of,
    source_names,
    typed_in,
)
from rumahbersama.chain.training.passing.permissions import classes_to_mark, get_class_to_mark
from rumahbersama.chain.training.passing.rules import ATTENDANCE, FAILED, PARTS, PASSED, POST_TEST, UNDECIDED, Rule
from rumahbersama.chain.training.passing.sheets import sheet_of
from rumahbersama.chain.training.permissions import get_event_to_run, get_event_to_view, may_run
from rumahbersama.chain.training.taking_part.permissions import get_participation_to_view
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def weights_of(rule: Rule) -> list[tuple[str, int]]:
    """Return the names of the parts with their weights."""
    names = part_names()
    return [(names[part], rule.weights[part]) for part in PARTS]


@login_required
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show the rule of an event and how far its classes are; sums only."""
    found = get_event_to_view(request.user, number)
    own = queries.rule_of(found)
    lines = queries.lines_of(found)
    history = queries.history_of_rule(found)
    context = {
        "event": found,
        "rule": own.rule,
        "is_default": own.version == 0,
        "weights": weights_of(own.rule),
        "lines": lines,
        "total": queries.total_of(lines),
        "marked": classes_to_mark(request.user, found),
        "certificates": queries.counts_of(found)["in_force"],
        "runs": may_run(request.user, found),
        "history": told(history, fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "passing/event.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """Set the rule of an event, before anything is decided."""
    found = get_event_to_run(request.user, number)
    own = queries.rule_of(found)
    form = RuleForm(request.POST or None, initial=initial_of_rule(own.rule))
    seen = seen_version(request, own.version)
    back = reverse("passing:event", args=[number])
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rule(event=found, rule=form.rule(), by=request.user, at=timezone.now(), seen=seen)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Aturan kelulusan tersimpan."))
            return go_to(request, back)
    words = Words(
        heading=_("Aturan kelulusan"),
        button=_("Simpan aturan"),
        back=back,
        back_label=_("Kelulusan"),
        lead=_("Berlaku untuk seluruh kegiatan, dan hanya dapat diubah sebelum ada yang diputuskan."),
    )
    return form_page(request, form, words, seen=seen, event=found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def klass(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show the people of a class with their parts, and take the marks that are typed."""
    found, group = get_class_to_mark(request.user, number, klass)
    own = queries.rule_of(found)
    people = queries.taking_part(found).filter(klass=group)
    standings = queries.standings_of(found, own.rule, people)
    posted: Mapping[str, str] = request.POST if request.method == "POST" else {}
    refusal = None
    if posted:
        try:
            pairs = typed_in(standings, posted)
            count = actions.type_marks(event=found, typed=pairs, by=request.user, at=timezone.now())
        except Refusal as problem:
            refusal = str(problem)
        else:
            messages.success(request, _("Nilai {count} peserta tersimpan.").format(count=count))
            return go_to(request, request.path)
    context = {
        "event": found,
        "klass": group,
        "rule": own.rule,
        "weights": weights_of(own.rule),
        "rows": rows_of(standings, posted),
        "is_open": any(not row.is_decided for row in standings),
        "reason": posted.get(REASONS[ATTENDANCE], "")[:300],
        "test_reason": posted.get(REASONS[POST_TEST], "")[:300],
        "has_tests": any(row.taken for row in standings),
        "refusal": refusal,
        "parts": part_names(),
        "runs": may_run(request.user, found),
        "number": klass,
    }
    return render_page(request, "passing/class.html", context, invalid=refusal is not None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the rule comes to for a class (``?kelas=``) or the whole event, and decide when confirmed."""
    found = get_event_to_run(request.user, number)
    group = _wanted_class(request, found)
    rule = queries.rule_of(found).rule
    back = reverse("passing:event", args=[number])
    refusal = None
    if request.method == "POST":
        try:
            passed, failed = actions.decide(
                event=found, klass=group, by=request.user, at=timezone.now(), today=timezone.localdate()
            )
        except Refusal as problem:
            refusal = str(problem)
        else:
            text = _("Diputuskan: {passed} lulus, {failed} tidak lulus.")
            messages.success(request, text.format(passed=passed, failed=failed))
            return go_to(request, back)
    people = queries.taking_part(found)
    standings = queries.standings_of(found, rule, people if group is None else people.filter(klass=group))
    outcomes = queries.outcomes_of(standings)
    context = {
        "event": found,
        "klass": group,
        "rule": rule,
        "refusal": refusal,
        "passed": outcomes[PASSED],
        "failed": outcomes[FAILED],
        "undecided": outcomes[UNDECIDED],
        "decided": sum(row.is_decided for row in standings),
        "names": part_names(),
        "is_over": timezone.localdate() >= found.ends_on,
    }
    return render_page(request, "passing/decide.html", context, invalid=refusal is not None)


def _wanted_class(request: HttpRequest, found: Event) -> TrainingClass | None:
    wish = request.GET.get("kelas", "")
    if not wish:
        return None
    group = found.classes.filter(number=int(wish)).first() if wish.isdecimal() and len(wish) < 5 else None
    if group is None:
        raise Http404
    return group


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give everybody's parts and decision as CSV or XLSX."""
    found = get_event_to_run(request.user, number)
    if form not in FORMATS:
        raise Http404
    standings = queries.standings_of(found, queries.rule_of(found).rule, queries.taking_part(found))
    name = f"kelulusan-{found.pk}-{timezone.localdate():%Y%m%d}.{form}"
    return FORMATS[form](name, *sheet_of(standings))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Show one person's parts and decisions; who runs the event decides again on an objection."""
    found = get_participation_to_view(request.user, number, participation)
    runs = may_run(request.user, found.event)
    if request.method == "POST" and not runs:
        raise PermissionDenied
    decisions = queries.decisions_of(found)
    standing, rule = queries.standing_of(found, decisions)
    form, seen = None, 0
    if runs and standing.decision is not None and standing.is_decided:
        form = ObjectionForm(request.POST or None, decision=standing.decision)
        seen = seen_version(request, standing.decision.number)
    if form is not None and request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"by": request.user, "at": timezone.now(), "seen": seen}
        try:
            actions.decide_again(person=found, objection=form.objection(), **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Putusan baru tersimpan; yang lama tetap terbaca di bawahnya."))
            return go_to(request, request.path)
    names, sources = part_names(), source_names()
    context = {
        "event": found.event,
        "row": found,
        "standing": standing,
        "parts": [
            (
                *(names[part], standing.parts.value(part), rule.weights[part]),
                *(sources.get(standing.parts.sources.get(part, ""), ""), standing.why(part)),
            )
            for part in PARTS
        ],
        "rule": rule,
        "names": names,
        "decisions": decisions,
        "certificate": queries.certificate_of(found) if decisions else None,
        "form": form,
        "seen": seen,
        "runs": runs,
    }
    return render_page(request, "passing/person.html", context, invalid=request.method == "POST")
