"""The page on which questions are answered, by a link alone: whole, or section by section without script."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.workshop.surveys.actions import answering as actions
from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.actions.rounds import is_closed
from rumahbersama.workshop.surveys.forms.answers import GROUP, ROLE, AnswerForm, answer_in_words
from rumahbersama.workshop.surveys.models import Draft, Response
from rumahbersama.workshop.surveys.permissions import Way, get_way_in
from rumahbersama.workshop.surveys.rules import Asked, SurveyRefusal, is_relevant, sections_of

COOKIE, COOKIE_DAYS = "rumah_survei", 60
LAST = "kirim"


@dataclass
class Visit:
    """Somebody at a link: what is asked, what they have answered so far, and under which key it is kept."""

    way: Way
    key: str
    questions: list[Asked]
    draft: Draft | None
    sections: list[tuple[str, list[Asked]]] = field(default_factory=list)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was answered so far."""
        return dict(self.draft.answers) if self.draft else {}

    @property
    def chosen(self) -> dict[str, str]:
        """Return the group and role that were chosen so far."""
        return {GROUP: self.draft.group, ROLE: self.draft.role} if self.draft else {}

    def address(self, part: str = "") -> str:
        """Return the address of the page, or of one part of it."""
        return reverse("surveys:answer", args=[self.way.token], query={"bagian": part} if part else None)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the questions; for who is signed in the device keeps page and answers until there is signal."""
    view = deliverable(_answer) if request.user.is_authenticated else _answer
    secret, is_new = _secret(request)
    response = view(request, token, secret)
    if is_new:
        _remember(response, secret)
    return response


def _secret(request: HttpRequest) -> tuple[str, bool]:
    known = request.COOKIES.get(COOKIE, "")
    return (known, False) if 20 <= len(known) <= 60 else (secrets.token_urlsafe(24), True)


def _remember(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_DAYS * 24 * 3600,
        path=reverse("surveys:answer", args=["x"]).removesuffix("x/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _answer(request: HttpRequest, token: str, secret: str) -> HttpResponse:
    way = get_way_in(token)
    key = key_of(way, secret)
    today = timezone.localdate()
    if _has_answered(way, key):
        return _told(request, way, actions.already(), done=True)
    if today < way.round.opens_on:
        return _told(request, way, _("Survei ini belum dibuka."))
    if is_closed(way.round, today=today):
        return _told(request, way, _("Survei ini sudah ditutup. Terima kasih atas perhatian Anda."))
    questions = questions_of(way.round.version)
    draft = actions.draft_of(round=way.round, key=key)
    visit = Visit(way, key, questions, draft, sections_of(questions))
    part = request.GET.get("bagian", "")
    if part == LAST:
        return _last(request, visit)
    if part or not (request.user.is_authenticated or len(visit.sections) == 1):
        return _section(request, visit, _number(part, visit))
    return _whole(request, visit)


def key_of(way: Way, secret: str) -> str:
    """Return the name under which this device, or this invitation with a name, is known to its round."""
    if way.invitation is not None and not way.round.is_anonymous:
        return actions.digest("undangan", way.token)
    return actions.digest("perangkat", way.round.key, way.token, secret)


def _has_answered(way: Way, key: str) -> bool:
    if way.invitation is not None:
        return way.invitation.answered_on is not None
    return Response.objects.filter(round=way.round, key=key).exists()


def _told(request: HttpRequest, way: Way, text: str, *, done: bool = False) -> HttpResponse:
    if request.method == "POST" and done:
        return go_to(request, reverse("surveys:answered", args=[way.token]))
    if request.method == "POST":
        form = Form(data={})
        form.add_error(None, text)
        return render_page(request, "surveys/told.html", {"way": way, "form": form, "text": text}, invalid=True)
    return _thanked(request, way, text, done=done)


def _number(part: str, visit: Visit) -> int:
    """Return which section is shown, from 1; without a wish the first in which something is still open."""
    if part.isdecimal() and 1 <= int(part) <= len(visit.sections):
        return int(part)
    answers = visit.answers
    for number, (_heading, asked) in enumerate(visit.sections, start=1):
        if any(each.is_answered and each.name not in answers and is_relevant(each, answers) for each in asked):
            return number
    return len(visit.sections)


def _form(request: HttpRequest, visit: Visit, questions: list[Asked], *, first: bool) -> AnswerForm:
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        questions=questions,
        every=visit.questions,
        answered=visit.answers,
        whose=visit.way.round if first and visit.way.invitation is None else None,
        chosen=visit.chosen,
    )


def _whole(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = _form(request, visit, visit.questions, first=True)
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _sent(request, visit, form.given, _chosen(form)))
        except actions.AnsweredBefore:
            return go_to(request, reverse("surveys:answered", args=[visit.way.token]))
        except SurveyRefusal as refusal:
            form.add_error(None, str(refusal))
    sections = [(heading, {each.name for each in asked}) for heading, asked in visit.sections]
    rows = list(form.rows)
    shown = [(heading, [row for row in rows if row[0].name in names]) for heading, names in sections]
    context = {"way": visit.way, "form": form, "shown": shown, "keeps": request.user.is_authenticated}
    return render_page(request, "surveys/answer.html", context, invalid=request.method == "POST")


def _chosen(form: AnswerForm) -> dict[str, str]:
    return {"group": form.cleaned_data.get(GROUP, ""), "role": form.cleaned_data.get(ROLE, "")}


def _sent(request: HttpRequest, visit: Visit, given: dict[str, Any], chosen: dict[str, str]) -> str:
    """Take the answers once; return where to go on."""

    def send() -> str:
        by = request.user if request.user.is_authenticated else None
        actions.answer(
            round=visit.way.round,
            invitation=visit.way.invitation,
            answers=given,
            key=visit.key,
            by=by,
            at=timezone.now(),
            **chosen,
        )
        actions.drop_draft(round=visit.way.round, key=visit.key)
        return reverse("surveys:answered", args=[visit.way.token])

    return once(request, send) if request.user.is_authenticated else send()


def _section(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    heading, asked = visit.sections[number - 1]
    before = {name for _heading, part in visit.sections[: number - 1] for name in (each.name for each in part)}
    answers = visit.answers
    shown = [each for each in asked if each.shown_if not in before or is_relevant(each, answers)]
    form = _form(request, visit, shown, first=number == 1)
    if request.method == "POST" and form.is_valid():
        try:
            at, chosen = timezone.now(), _chosen(form)
            actions.save_draft(round=visit.way.round, key=visit.key, answers=form.given, at=at, **chosen)
        except SurveyRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return go_to(request, visit.address(str(number + 1) if number < len(visit.sections) else LAST))
    context = {
        "way": visit.way,
        "form": form,
        "shown": [(heading, list(form.rows))],
        "number": number,
        "count": len(visit.sections),
        "before": visit.address(str(number - 1)) if number > 1 else "",
    }
    return render_page(request, "surveys/answer.html", context, invalid=request.method == "POST")


def _last(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the answers before they are sent, and send them."""
    answers, problem = visit.answers, ""
    if request.method == "POST":
        chosen = {"group": visit.chosen.get(GROUP, ""), "role": visit.chosen.get(ROLE, "")}
        try:
            return go_to(request, _sent(request, visit, answers, chosen))
        except actions.AnsweredBefore:
            return go_to(request, reverse("surveys:answered", args=[visit.way.token]))
        except SurveyRefusal as refusal:
            problem = str(refusal)
    shown = [
        (
            heading,
            visit.address(str(number)),
            [
                (each, answer_in_words(each, answers.get(each.name)))
                for each in asked
                if each.is_answered and is_relevant(each, answers)
            ],
        )
        for number, (heading, asked) in enumerate(visit.sections, start=1)
    ]
    context = {"way": visit.way, "shown": shown, "problem": problem, "chosen": visit.chosen}
    return render_page(request, "surveys/check.html", context, invalid=bool(problem))


@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: HttpRequest, token: str) -> HttpResponse:
    """Say thank you; on a device that several people use, begin anew for the next one."""
    way = get_way_in(token)
    if request.method == "POST" and way.invitation is None:
        response = go_to(request, reverse("surveys:answer", args=[token]))
        _remember(response, secrets.token_urlsafe(24))
        return response
    key = key_of(way, _secret(request)[0])
    if not _has_answered(way, key):
        return go_to(request, reverse("surveys:answer", args=[token]))
    list(messages.get_messages(request))  # the page says it all
    text = _("Terima kasih. Jawaban Anda sudah terkirim.")
    return _thanked(request, way, text)


def _thanked(request: HttpRequest, way: Way, text: str, *, done: bool = True) -> HttpResponse:
    may_repeat = done and way.invitation is None and not is_closed(way.round, today=timezone.localdate())
    context = {"way": way, "text": text, "done": done, "may_repeat": may_repeat}
    return render_page(request, "surveys/told.html", context)
