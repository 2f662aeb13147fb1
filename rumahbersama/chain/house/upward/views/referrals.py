"""The page of one passed problem, and the pages on which somebody acts: assign, answer, ask, reply, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.upward import queries
from rumahbersama.chain.house.upward.actions import answering, passing, taking_back
from rumahbersama.chain.house.upward.forms import AnswerForm, AssignForm, TextForm
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import (
    acts_of,
    get_referral_to_answer,
    get_referral_to_ask,
    get_referral_to_assign,
    get_referral_to_reply,
    get_referral_to_take_back,
    get_referral_to_view,
    get_referral_to_withdraw,
    is_own_office,
    kabupaten_code,
    may_read_rows,
)
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import ASSIGNED
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.queries import holding
from rumahbersama.ground.people.roles import VIEW_HISTORY
from rumahbersama.ground.regions.office_days.zones import day_at


@login_required
@require_safe
def referral(request: HttpRequest, number: int) -> HttpResponse:
    """Show one passed problem: who holds it until when, what was answered, and its whole road."""
    found = get_referral_to_view(request.user, number)
    today = day_at(kabupaten_code(found), timezone.now())
    steps = queries.steps_of(found)
    context = {
        "referral": found,
        "steps": steps,
        "answer": next((step for step in reversed(steps) if step.kind in ("accepted", "rejected")), None),
        "silence": shipped_on(today).silence_days,
        "question": next((step for step in reversed(steps) if step.kind == "asked"), None),
        "late": queries.lateness(found, today=today),
        "target": queries.target_on(kabupaten_code(found), today if found.is_open else found.passed_on),
        "may_read_problem": may_read_rows(request.user, found),
        "acts": [act for act in acts_of(request.user, found) if act != "unanswer" or _is_fresh(found, today)],
        "may_view_history": scope_of(request.user).may(VIEW_HISTORY, found.problem.kecamatan.code),
    }
    return render_page(request, "upward/referral.html", context | _about(found))


def _is_fresh(found: Referral, today: date) -> bool:
    """Tell whether an answer may still be taken back."""
    return queries.days_since_answer(found, today=today) <= shipped_on(
        today
    ).take_back_days and not queries.is_acted_on(found)


def _about(found: Referral) -> dict[str, Any]:
    kecamatan = found.problem.kecamatan
    return {"region": kecamatan, "kabupaten": kecamatan.parent}


@dataclass(frozen=True)
class Act:
    """One act on a passed problem: its words, its form, and what it does with what was typed."""

    title: str
    lead: str
    button: str
    done: str
    form: forms.Form
    do: Callable[[dict[str, Any]], Any]


def _acted(request: HttpRequest, found: Referral, act: Act) -> HttpResponse:
    """Show the form of an act, or do it and go back to the page of the problem."""
    form = act.form
    if request.method == "POST" and form.is_valid():
        stamp = {"by": request.user, "at": timezone.now(), "seen": seen_version(request, found.version)}
        try:
            act.do({"referral": found} | stamp)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, act.done)
            return go_to(request, found.get_absolute_url())
    context = {"referral": found, "form": form, "act": act, "seen": seen_version(request, found.version)}
    return render_page(request, "upward/act.html", context | _about(found), invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Name the office that must answer, or another one with a reason."""
    found = get_referral_to_assign(request.user, number)
    kabupaten = found.problem.kecamatan.parent
    offices = queries.offices_in(kabupaten) if kabupaten else []
    days = queries.target_on(kabupaten_code(found), timezone.localdate()).answer_days
    held = holding(posts=[post.pk for post in offices], today=timezone.localdate())
    form = AssignForm(request.POST or None, offices=offices, held=held.keys(), now=found.office_id)
    is_again = found.office is not None
    act = Act(
        title=_("Pindahkan ke kantor lain") if is_again else _("Kantor mana yang harus menjawab?"),
        lead=_(
            "Satu kantor saja yang memegang masalah ini. Sesudah ditugaskan, kantor itu punya {days} hari kerja."
        ).format(days=days),
        button=_("Pindahkan") if is_again else _("Tugaskan"),
        done=form.told(),
        form=form,
        do=lambda told: answering.assign(office=form.chosen(), reason=form.cleaned_data["reason"], **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer for the office that was named: accepted into a plan year, or rejected with a reason."""
    found = get_referral_to_answer(request.user, number)
    form = AnswerForm(request.POST or None)
    lead = _("Jawaban dibaca oleh kecamatan dan desanya. Nama, pangkat, dan jabatan yang menjawab tercatat.")
    if not is_own_office(request.user, found) and found.office is not None:
        lead = _(
            "Anda mencatat jawaban {office} sebagai koordinator, misalnya dari suratnya. Nama Anda ikut tercatat."
        ).format(office=found.office_name)
    act = Act(
        title=_("Apa jawabannya?"),
        lead=lead,
        button=_("Kirim jawaban"),
        done=_("Jawaban terkirim ke kecamatan dan diusulkan untuk agenda rapat berikutnya."),
        form=form,
        do=lambda told: answering.give_answer(answer=form.answer(), **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the kecamatan something; the clock rests until it replies."""
    found = get_referral_to_ask(request.user, number)
    form = TextForm(request.POST or None, label=_("Apa yang perlu dijelaskan kecamatan?"))
    act = Act(
        title=_("Tanya kecamatan"),
        lead=_("Selama kecamatan belum membalas, waktu kantor Anda berhenti dan tidak berkurang."),
        button=_("Kirim pertanyaan"),
        done=_("Pertanyaan terkirim ke kecamatan."),
        form=form,
        do=lambda told: answering.ask(text=form.cleaned_data["text"], **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_question(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a question that the kecamatan did not reply to."""
    found = get_referral_to_take_back(request.user, number)
    form = TextForm(request.POST or None, label=_("Alasan menarik pertanyaan"))
    act = Act(
        title=_("Tarik pertanyaan ini?"),
        lead=_("Waktu kantor berjalan lagi mulai hari ini dari sisanya. Pertanyaannya tetap tercatat."),
        button=_("Tarik pertanyaan"),
        done=_("Pertanyaan ditarik. Waktu kantor berjalan lagi dari sisanya."),
        form=form,
        do=lambda told: taking_back.take_back_question(reason=form.cleaned_data["text"], **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take back an answer that was given by mistake."""
    found = get_referral_to_take_back(request.user, number)
    form = TextForm(request.POST or None, label=_("Alasan menarik jawaban"))
    most = shipped_on(timezone.localdate()).take_back_days
    act = Act(
        title=_("Tarik jawaban ini?"),
        lead=_(
            "Hanya dalam {most} hari kerja, dan selama kecamatan belum menindaklanjutinya. Batas waktunya tetap yang "
            "lama, dan jawabannya tetap tercatat."
        ).format(most=most),
        button=_("Tarik jawaban"),
        done=_("Jawaban ditarik. Kantor yang ditugaskan harus menjawab lagi."),
        form=form,
        do=lambda told: taking_back.take_back_answer(reason=form.cleaned_data["text"], **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Reply for the kecamatan."""
    found = get_referral_to_reply(request.user, number)
    form = TextForm(request.POST or None, label=_("Balasan kecamatan"))
    question = next((step for step in reversed(queries.steps_of(found)) if step.kind == "asked"), None)
    act = Act(
        title=_("Balas pertanyaan kabupaten"),
        lead=_("Pertanyaannya: {text}").format(text=question.text) if question else "",
        button=_("Kirim balasan"),
        done=_("Balasan terkirim. Waktu kantor berjalan lagi dari sisanya."),
        form=form,
        do=lambda told: answering.reply(text=form.cleaned_data["text"], **told),
    )
    return _acted(request, found, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a problem back before it is answered, with a reason."""
    found = get_referral_to_withdraw(request.user, number)
    form = TextForm(request.POST or None, label=_("Alasan menarik kembali"))
    holder = found.holder if found.state == ASSIGNED else _("Koordinator kabupaten")
    act = Act(
        title=_("Tarik kembali masalah ini?"),
        lead=_(
            "{holder} tidak perlu menjawab lagi. Masalahnya kembali dibahas di kecamatan, dan dapat diteruskan lagi."
        ).format(holder=holder),
        button=_("Tarik kembali"),
        done=_("Masalah ditarik kembali ke kecamatan."),
        form=form,
        do=lambda told: passing.withdraw(reason=form.cleaned_data["text"], **told),
    )
    return _acted(request, found, act)
