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
from rumahbersama.chain.house.problems.models import Problem, Score
from rumahbersama.chain.house.problems.permissions import get_kecamatan_to_raise, get_problem_to_score
from rumahbersama.chain.house.problems.usg import scale_on
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE
from rumahbersama.ground.regions.models import Region

ON_A_SHEET = 20
SHOWN = "masalah"  # the hidden fields that say which problems stood on the sheet


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
    rows = queries.agenda_of(kecamatan, user=request.user, today=today).order_by("entered_at", "pk")
    page = Paginator(rows, ON_A_SHEET).get_page(request.GET.get(PAGE))
    scale = scale_on(today)
    shown = _posted(request, kecamatan) if request.method == "POST" else list(page)
    forms = _forms(request, shown, scale)
    pairs = [(problem, form) for problem, form in forms if problem.is_open]
    ended = [problem for problem, form in forms if not problem.is_open and form.has_changed()]
    _tell_unseen(request, shown, scale)
    if request.method == "POST" and all(form.is_valid() for _problem, form in pairs):
        _save(request, pairs, ended)
        return go_to(request, request.get_full_path())
    _tell_lost(request, ended)
    context = {
        "region": kecamatan,
        "page": page,
        "pairs": pairs,
        "scale": scale,
        "faulty": [form for _problem, form in pairs if form.errors],
    }
    return render_page(request, "problems/sheet.html", context, invalid=request.method == "POST")


def _sent(request: HttpRequest) -> list[int]:
    """Return the numbers of the problems that stood on the sheet that was sent."""
    return [int(text) for text in request.POST.getlist(SHOWN)[:ON_A_SHEET] if text.isdecimal() and len(text) < 10]


def _posted(request: HttpRequest, kecamatan: Region) -> list[Problem]:
    """Return the problems that stood on the sheet that was sent, in sight, whatever became of them since."""
    rows = queries.problems_in(kecamatan, user=request.user).filter(pk__in=_sent(request))
    return list(rows.order_by("entered_at", "pk"))


def _forms(request: HttpRequest, problems: list[Problem], scale: Any) -> list[tuple[Problem, ScoreForm]]:  # noqa: ANN401
    given = queries.scores_by(request.user, problems)
    return [(each, _form(request, each.pk, scale, given.get(each.pk), told=each.numbered)) for each in problems]


def _form(
    request: HttpRequest,
    number: int,
    scale: Any,  # noqa: ANN401
    given: Score | None = None,
    *,
    told: str = "-",
) -> ScoreForm:
    sent = request.POST or None
    return ScoreForm(sent, criteria=scale.criteria, given=given, on_sheet=told, prefix=f"n{number}")


def _save(request: HttpRequest, pairs: list[tuple[Problem, ScoreForm]], ended: list[Problem]) -> None:
    """Store what was filled in, and say how much of it was and which was not."""
    changed = {each: form.values() for each, form in pairs if form.has_changed()}
    wanted = {each: values for each, values in changed.items() if values is not None}
    left_out = deciding.score_many(wanted, by=request.user, at=timezone.now())
    saved, lost = len(wanted) - len(left_out), [*ended, *left_out]
    text = ngettext("{count} nilai tersimpan.", "{count} nilai tersimpan.", saved).format(count=saved)
    if saved or not lost:
        messages.success(request, text if saved else _("Tidak ada nilai yang berubah."))
    _tell_lost(request, lost)


def _tell_lost(request: HttpRequest, lost: list[Problem]) -> None:
    if lost:
        numbers = ", ".join(each.numbered for each in lost)
        text = _("Nilai untuk no. {numbers} tidak tersimpan: selesai, ditutup, atau digabung selagi Anda menilai.")
        messages.warning(request, text.format(numbers=numbers))


def _tell_unseen(request: HttpRequest, shown: list[Problem], scale: Any) -> None:  # noqa: ANN401
    in_sight = {each.pk for each in shown}
    count = sum(_form(request, each, scale).has_changed() for each in _sent(request) if each not in in_sight)
    if count:
        text = ngettext(
            "{count} nilai lain tidak tersimpan: masalahnya tidak lagi tampak bagi Anda.",
            "{count} nilai lain tidak tersimpan: masalahnya tidak lagi tampak bagi Anda.",
            count,
        )
        messages.warning(request, text.format(count=count))
