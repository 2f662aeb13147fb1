"""Pages of a draft: its questions, one question, publishing, throwing it away."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.surveys.actions import questionnaires as actions
from rumahbersama.workshop.surveys.forms.writing import QuestionForm, initial_of
from rumahbersama.workshop.surveys.models import Questionnaire, Version
from rumahbersama.workshop.surveys.permissions import get_questionnaire_to_keep
from rumahbersama.workshop.surveys.rules import Asked
from rumahbersama.workshop.surveys.views.questionnaires import seen_of


def _draft_of(found: Questionnaire) -> Version:
    draft = found.versions.filter(state=Version.State.DRAFT).first()
    if draft is None:
        raise Http404
    draft.questionnaire = found
    return draft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show the draft with its questions; POST begins one where there is none."""
    found = get_questionnaire_to_keep(request.user, number)
    if request.method == "POST":
        actions.start_draft(questionnaire=found, by=request.user, at=timezone.now())
        return go_to(request, reverse("surveys:draft", args=[number]))
    row = found.versions.filter(state=Version.State.DRAFT).first()
    context = {"questionnaire": found, "draft": row, "questions": actions.questions_of(row) if row else []}
    return render_page(request, "surveys/draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: int, order: int = 0) -> HttpResponse:
    """Add a question at the end (order 0), or change the one of this order."""
    found = get_questionnaire_to_keep(request.user, number)
    row = _draft_of(found)
    questions = actions.questions_of(row)
    if order > len(questions):
        raise Http404
    others = [asked.name for place, asked in enumerate(questions, start=1) if place != order]
    earlier = questions[: order - 1] if order else questions
    form = QuestionForm(
        request.POST or None,
        earlier=earlier,
        taken=others,
        initial=initial_of(questions[order - 1]) if order else {"group": questions[-1].group if questions else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.asked()
            _put(request, row, _renamed(questions, order, asked), asked.label)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Pertanyaan tersimpan."))
            return go_to(request, reverse("surveys:draft", args=[number]))
    context = {"questionnaire": found, "form": form, "order": order, "seen": seen_of(request, row)}
    return render_page(request, "surveys/question.html", context, invalid=request.method == "POST")


def _renamed(questions: list[Asked], order: int, asked: Asked) -> list[Asked]:
    """Return the questions with this one in its place; later ones that wait for it follow its new name."""
    if not order:
        return [*questions, asked]
    old = questions[order - 1].name
    later = [replace(each, shown_if=asked.name) if each.shown_if == old else each for each in questions[order:]]
    return [*questions[: order - 1], asked, *later]


def _put(request: HttpRequest, row: Version, questions: list[Asked], told: str) -> None:
    seen = seen_of(request, row)
    actions.put_questions(draft=row, questions=questions, by=request.user, at=timezone.now(), seen=seen, told=told)


@login_required
@require_POST
def move(request: HttpRequest, number: int, order: int) -> HttpResponse:
    """Move a question up or down by one, or take it out."""
    found = get_questionnaire_to_keep(request.user, number)
    row = _draft_of(found)
    questions = actions.questions_of(row)
    if not 1 <= order <= len(questions):
        raise Http404
    asked = questions.pop(order - 1)
    way = request.POST.get("lakukan", "")
    if way != "hapus":
        questions.insert(max(0, order - 2) if way == "naik" else order, asked)
    back = reverse("surveys:draft", args=[number])
    try:
        _put(request, row, questions, asked.label)
    except Refusal as refusal:
        return refused(request, refusal, back_url=back)
    messages.success(request, _("Pertanyaan dihapus.") if way == "hapus" else _("Urutan diubah."))
    return go_to(request, back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Put the draft in force, after a question."""
    found = get_questionnaire_to_keep(request.user, number)
    row = _draft_of(found)
    if request.method == "POST":
        try:
            actions.publish(draft=row, by=request.user, at=timezone.now(), seen=seen_of(request, row))
        except Refusal as refusal:
            return refused(request, refusal, back_url=reverse("surveys:draft", args=[number]))
        messages.success(request, _("Versi {number} berlaku.").format(number=row.number))
        return go_to(request, found.get_absolute_url())
    context = {
        "questionnaire": found,
        "title": _("Terbitkan versi {number}").format(number=row.number),
        "lead": _(
            "Sesudah terbit, versi ini tidak dapat diubah lagi; perubahan menjadi versi berikutnya. "
            "Versi yang sekarang berlaku tidak dipakai lagi untuk survei baru."
        ),
        "button": _("Terbitkan"),
        "seen": row.edits,
    }
    return render_page(request, "surveys/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw the draft away, after a question."""
    found = get_questionnaire_to_keep(request.user, number)
    row = _draft_of(found)
    if request.method == "POST":
        is_only = found.versions.count() == 1
        try:
            actions.discard_draft(draft=row, by=request.user, at=timezone.now(), seen=seen_of(request, row))
        except Refusal as refusal:
            return refused(request, refusal, back_url=reverse("surveys:draft", args=[number]))
        messages.success(request, _("Naskah dibuang."))
        return go_to(request, reverse("surveys:questionnaires") if is_only else found.get_absolute_url())
    context = {
        "questionnaire": found,
        "title": _("Buang naskah versi {number}").format(number=row.number),
        "lead": _("Pertanyaan di naskah ini hilang. Versi yang sudah terbit tetap ada."),
        "button": _("Buang naskah"),
        "danger": True,
        "seen": row.edits,
    }
    return render_page(request, "surveys/confirm.html", context)
