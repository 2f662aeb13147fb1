"""Pages on which problems are scored: one, or all open ones of a kecamatan in a sitting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.house.problems import deciding, queries
from rumahbersama.chain.house.problems.forms import ScoreForm
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import get_kecamatan_to_raise, get_problem_to_score
from rumahbersama.chain.house.problems.usg import scale_on
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE

ON_A_SHEET = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, number: int) -> HttpResponse:
    """Say how urgent, serious and growing one finds a problem."""
    found, today = get_problem_to_score(request.user, number), timezone.localdate()
    given = queries.scores_by(request.user, [found]).get(found.pk)
    form = ScoreForm(request.POST or None, criteria=scale_on(today).criteria, given=given)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            if values is not None:
                deciding.score(problem=found, values=values, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Nilai Anda tersimpan. Anda dapat mengubahnya kapan saja."))
            return go_to(request, found.get_absolute_url())
    context = {"problem": found, "region": found.kecamatan, "form": form}
    return render_page(request, "problems/score.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Score the open problems of a kecamatan in a sitting, twenty on a page."""
    kecamatan, today = get_kecamatan_to_raise(request.user, code), timezone.localdate()
    rows = queries.agenda_of(kecamatan, user=request.user, today=today)
    page = Paginator(rows.order_by("entered_at", "pk"), ON_A_SHEET).get_page(request.GET.get(PAGE))
    scale = scale_on(today)
    pairs = _forms(request, list(page), scale)
    if request.method == "POST" and all(form.is_valid() for _problem, form in pairs):
        saved = _saved(request, pairs)
        text = ngettext("{count} nilai tersimpan.", "{count} nilai tersimpan.", saved).format(count=saved)
        messages.success(request, text if saved else _("Tidak ada nilai yang berubah."))
        return go_to(request, request.get_full_path())
    context = {
        "region": kecamatan,
        "page": page,
        "pairs": pairs,
        "scale": scale,
        "form": next((form for _problem, form in pairs if form.errors), None),
    }
    return render_page(request, "problems/sheet.html", context, invalid=request.method == "POST")


def _forms(request: HttpRequest, problems: list[Problem], scale: Any) -> list[tuple[Problem, ScoreForm]]:  # noqa: ANN401
    given = queries.scores_by(request.user, problems)
    return [
        (
            each,
            ScoreForm(
                request.POST or None,
                criteria=scale.criteria,
                given=given.get(each.pk),
                on_sheet=True,
                prefix=f"n{each.pk}",
            ),
        )
        for each in problems
    ]


def _saved(request: HttpRequest, pairs: list[tuple[Problem, ScoreForm]]) -> int:
    changed = {each: form.values() for each, form in pairs if form.has_changed()}
    wanted = {each: values for each, values in changed.items() if values is not None}
    return deciding.score_many(wanted, by=request.user, at=timezone.now())
