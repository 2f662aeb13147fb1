"""The page of what came out of a survey, the same as a file, and the answers of a survey with names."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.charts import Bar, Part, columns, dot_row, stacked_bar
from rumahbersama.ground.core.formats import number as in_words
from rumahbersama.ground.core.formats import percent
from rumahbersama.ground.core.http import render_page
from rumahbersama.workshop.surveys import queries, sheets
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.permissions import get_round_to_keep, get_round_to_view, may_keep_round
from rumahbersama.workshop.surveys.results import (
    ABOUT,
    GROUP,
    HIDDEN,
    ROLE,
    Figure,
    QuestionResult,
    Results,
    agreement,
    compared,
    results,
)
from rumahbersama.workshop.surveys.rules import RATING, YES, YESNO, Asked
from rumahbersama.workshop.surveys.views.rounds import FORMATS

PARTS = ("s1", "s2", "s3")


@dataclass(frozen=True)
class Line:
    """One question as the page shows it: its figures, and its picture."""

    row: QuestionResult
    chart: SafeString
    options: list[tuple[str, int, float]]
    groups: list[tuple[str, Figure, str]]
    texts: list[tuple[str, int]]
    mean: str
    remedy: str
    number: int


def _line(row: QuestionResult, names: tuple[str, ...], number: int) -> Line:
    asked, total = row.asked, row.total
    words = dict(asked.options)
    options = [(words[name], count, count / total.n * 100 if total.n else 0.0) for name, count in total.counts]
    said_no = asked.kind == YESNO and dict(total.counts).get("tidak", 0) > 0
    return Line(
        row=row,
        chart=_chart(asked, total),
        options=options,
        groups=[_group(name, row.groups.get(name, HIDDEN)) for name in names],
        texts=sorted(Counter(row.texts).items()),
        mean=_mean(total),
        remedy=asked.remedy if said_no else "",
        number=number,
    )


def _mean(figure: Figure) -> str:
    return in_words(figure.mean, decimals=1 if figure.mean is not None else None)


def _group(name: str, figure: Figure) -> tuple[str, Figure, str]:
    """Return a group with its name and its one figure in words: mean, part of yes, or how many answered."""
    words = in_words(figure.n)
    if figure.mean is not None:
        words = _mean(figure)
    elif figure.yes_share is not None:
        words = _("{share} ya").format(share=percent(figure.yes_share, 1))
    return name or _("(tanpa kelompok)"), figure, words


def _chart(asked: Asked, total: Figure) -> SafeString:
    if asked.kind == RATING and total.mean is not None:
        return dot_row(total.mean, maximum=float(len(asked.options)))
    if asked.kind == YESNO and total.n:
        counts = dict(total.counts)
        return stacked_bar([Part(counts.get(YES, 0), "f-ok"), Part(counts.get("tidak", 0), "f-bad")])
    if total.counts and total.n:
        return stacked_bar([Part(count, PARTS[place % 3]) for place, (_name, count) in enumerate(total.counts)])
    return SafeString()


def sentence_of(found: Results) -> str:
    """Return what came out in one sentence: how many answered, what is lowest and highest."""
    if found.expected:
        first = _("{n} dari {expected} menjawab").format(n=in_words(found.n), expected=in_words(found.expected))
    else:
        first = ngettext("{n} orang menjawab", "{n} orang menjawab", found.n).format(n=in_words(found.n))
    ratings = found.ratings
    if not found.is_shown or not ratings:
        return f"{first}."
    low, high = ratings[0], ratings[-1]
    told = _("{first}; terendah: {label} {mean}").format(
        first=first, label=_short(low), mean=in_words(low.total.mean, decimals=1)
    )
    if high is not low:
        told = _("{told}; tertinggi: {label} {mean}").format(
            told=told, label=_short(high), mean=in_words(high.total.mean, decimals=1)
        )
    return f"{told}."


def _short(row: QuestionResult) -> str:
    label = row.asked.label.rstrip("?. ")
    return f"“{label}”"


@login_required
@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show the results of a survey, by nothing, role, group, or who was rated; beside another round if asked."""
    survey = get_round_to_view(request.user, number)
    by, keeper = _by(request, survey), may_keep_round(request.user, survey)
    today = timezone.localdate()
    found = results(survey, by=by, today=today)
    others = queries.comparable(survey, request.user)
    other = next((row for row in others if str(row.pk) == request.GET.get("banding", "")), None)
    differences = compared(results(other, today=today), found) if other else []
    rated = [row for row in found.questions if row.asked.kind == RATING and row.total.mean is not None]
    context = {
        "round": survey,
        "results": found,
        "sentence": sentence_of(found),
        "sections": _sections(found),
        "columns": _columns(rated),
        "cuts": _cuts(survey, keeper=keeper),
        "by": by,
        "others": others,
        "other": other,
        "differences": differences,
        "agreement": agreement(survey),
        "may_keep": keeper,
    }
    return render_page(request, "surveys/results.html", context)


def _columns(rated: list[QuestionResult]) -> SafeString:
    """Return the means of the scales as columns, numbered as in the table below."""
    if len(rated) < 2:
        return SafeString()
    return columns(
        [
            Bar(str(place), row.total.mean, in_words(row.total.mean, decimals=1))
            for place, row in enumerate(rated, start=1)
        ]
    )


def _sections(found: Results) -> list[tuple[str, list[Line]]]:
    """Return the questions by their group; scales that are drawn as columns carry the number of their column."""
    sections: list[tuple[str, list[Line]]] = []
    drawn = 0
    for row in found.questions:
        is_drawn = row.asked.kind == RATING and row.total.mean is not None
        drawn += is_drawn
        if not sections or sections[-1][0] != row.asked.group:
            sections.append((row.asked.group, []))
        sections[-1][1].append(_line(row, found.names, drawn if is_drawn else 0))
    return sections


def _cuts(survey: Round, *, keeper: bool) -> list[tuple[str, str]]:
    """Return how the results can be divided: (key, words); by who was rated only for who keeps the survey."""
    found = [("", _("Semua"))]
    if survey.raters:
        found.append((ROLE, _("menurut peran")))
    if survey.groups or survey.group_word:
        found.append((GROUP, _("menurut {word}").format(word=(survey.group_word or _("kelompok")).lower())))
    if keeper and not survey.is_anonymous:
        found.append((ABOUT, _("menurut yang dinilai")))
    return found


def _by(request: HttpRequest, survey: Round) -> str:
    wish = request.GET.get("menurut", "")
    return wish if wish in dict(_cuts(survey, keeper=may_keep_round(request.user, survey))) else ""


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the results as CSV or XLSX; small groups are hidden there too."""
    survey = get_round_to_view(request.user, number)
    if form not in FORMATS:
        raise Http404
    found = results(survey, by=_by(request, survey), today=timezone.localdate())
    return FORMATS[form](f"hasil-survei-{survey.pk}.{form}", *sheets.results_sheet(found))


@login_required
@require_safe
def answers(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the answers of a survey with names; there is no such list of an anonymous one."""
    survey = get_round_to_keep(request.user, number)
    if form not in FORMATS or survey.is_anonymous:
        raise Http404
    return FORMATS[form](f"jawaban-survei-{survey.pk}.{form}", *sheets.answers_sheet(survey))
