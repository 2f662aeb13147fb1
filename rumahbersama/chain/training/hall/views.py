"""Pages of presence and evaluation: of a class, and of all classes of an event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.hall import actions, queries
from rumahbersama.chain.training.hall.forms import ClosingForm
from rumahbersama.chain.training.hall.rules import (
    EVENT,
    Attended,
    HallRefusal,
    least_percent_on,
    mean_share,
    percent_asked,
)
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_class_to_teach,
    get_event_to_run,
    get_event_to_view,
    may_run,
    visible_participations,
)
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import PAGE_SIZE, SEARCH, found_by, words
from rumahbersama.workshop.presence.queries import occasions_of
from rumahbersama.workshop.surveys.actions.rounds import is_closed

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
ALL = "semua"


# Presence of a class ----------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show the attendance of a class; make its list, or let it follow people and sessions."""
    found = get_class_to_teach(request.user, number, klass)
    if request.method == "POST":
        return _fit(request, found)
    roster = queries.roster_of(found)
    members = queries.members_of(found)
    attended = queries.attendance_of_event(found.event, members) if roster else {}
    lacks = queries.lacks_of(found, roster) if roster else None
    context = {
        "klass": found,
        "event": found.event,
        "roster": roster,
        "occasions": occasions_of(roster) if roster else [],
        "rows": [(row, attended.get(row.pk, Attended())) for row in members],
        "share": mean_share(attended.values()),
        "lacks": lacks,
        "parts": lacks.told.parts() if lacks else [],
        "least": least_percent_on(found.event.ends_on),
        "to_settle": sum(each.conflicts for each in attended.values()),
    }
    return render_page(request, "hall/presence.html", context)


def _fit(request: HttpRequest, klass: TrainingClass) -> HttpResponse:
    here = request.path
    is_new = queries.roster_of(klass) is None
    try:
        done = actions.fit_roster(klass=klass, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=here)
    if is_new:
        messages.success(request, _("Daftar hadir dibuat: {parts}.").format(parts=", ".join(done.told.parts())))
    else:
        messages.success(request, done.told.sentence())
    if done.kept:
        text = ngettext(
            "{n} pertemuan tetap ada karena sudah pernah dibuka, walaupun sesinya dihapus dari jadwal.",
            "{n} pertemuan tetap ada karena sudah pernah dibuka, walaupun sesinya dihapus dari jadwal.",
            done.kept,
        )
        messages.warning(request, text.format(n=done.kept))
    if done.left:
        text = ngettext(
            "{n} pertemuan tidak diubah karena sudah ditutup, atau jam barunya dipakai pertemuan lain.",
            "{n} pertemuan tidak diubah karena sudah ditutup, atau jam barunya dipakai pertemuan lain.",
            done.left,
        )
        messages.warning(request, text.format(n=done.left))
    return go_to(request, here)


# Attendance of an event -------------------------------------------------------------
@dataclass(frozen=True)
class ClassShare:
    """One class of an event: how many of its people are in sight, their share, and how many lie below."""

    klass: TrainingClass
    people: int
    share: Any
    below: int
    conflicts: int
    has_list: bool


@login_required
@require_safe
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Show the attendance by class, and who lies below the threshold of the address."""
    event, least, rows = _attended(request, number)
    wish = request.GET.get("lihat", "kurang")
    found = [each for each in rows if wish == ALL or each[1].is_below(least)]
    told = set(_searched(request, event)) if request.GET.get(SEARCH) else None
    if told is not None:
        found = [each for each in found if each[0].pk in told]
    context = {
        "event": event,
        "least": least,
        "usual": least_percent_on(event.ends_on),
        "wish": wish,
        "q": words(request.GET.get(SEARCH, "")),
        "classes": _shares(rows, least),
        "people": len(rows),
        "share": mean_share(attended for _row, attended in rows),
        "below": sum(attended.is_below(least) for _row, attended in rows),
        "held": any(attended.held for _row, attended in rows),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("hal")),
        "runs": may_run(request.user, event),
    }
    return render_page(request, "hall/attendance.html", context)


def _attended(request: HttpRequest, number: int) -> tuple[Event, int, list[tuple[Participation, Attended]]]:
    """Return the event, the threshold, and each person in sight with their attendance."""
    event = get_event_to_view(request.user, number)
    least = percent_asked(request.GET.get("batas", ""), otherwise=least_percent_on(event.ends_on))
    seen = visible_participations(request.user, event).filter(state__in=HELD_STATES)
    klass = request.GET.get("kelas", "")
    if klass.isdecimal() and len(klass) < 6:
        seen = seen.filter(klass__number=int(klass))
    people = list(seen.order_by("klass__number", "name", "pk"))
    attended = queries.attendance_of_event(event, people)
    return event, least, [(row, attended[row.pk]) for row in people]


def _searched(request: HttpRequest, event: Event) -> list[int]:
    rows = found_by(Participation.objects.filter(event=event), request, ["name", "agency"])
    return list(rows.values_list("pk", flat=True))


def _shares(rows: list[tuple[Participation, Attended]], least: int) -> list[ClassShare]:
    grouped: dict[int, list[tuple[Participation, Attended]]] = {}
    for row, attended in rows:
        if row.klass is not None:
            grouped.setdefault(row.klass_id or 0, []).append((row, attended))
    return [
        ClassShare(
            klass=group[0][0].klass,
            people=len(group),
            share=mean_share(attended for _row, attended in group),
            below=sum(attended.is_below(least) for _row, attended in group),
            conflicts=sum(attended.conflicts for _row, attended in group),
            has_list=any(attended.has_list for _row, attended in group),
        )
        for group in grouped.values()
        if group[0][0].klass is not None
    ]


@login_required
@require_safe
def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Give the attendance of everybody in sight as CSV or XLSX."""
    event, least, rows = _attended(request, number)
    if form not in FORMATS:
        raise Http404
    header = [
        *(_("Kelas"), _("Nama"), _("Instansi"), _("Kode wilayah"), _("JP hadir"), _("JP berlangsung")),
        *(_("JP seluruhnya"), _("Kehadiran (%)"), _("Terlambat"), _("Bentrok"), _("Di bawah batas")),
    ]
    table = [
        [
            *(str(row.klass) if row.klass else "", row.name, row.agency, row.region.code, each.attended, each.held),
            *(each.total, None if each.share is None else round(each.share * 100, 1), each.late, each.conflicts),
            _("ya") if each.is_below(least) else _("tidak"),
        ]
        for row, each in rows
    ]
    return FORMATS[form](f"kehadiran-{event.pk}-{timezone.localdate():%Y%m%d}.{form}", header, table)


# Evaluation -------------------------------------------------------------------------
def _last_day(event: Event, today: date) -> date:
    """Return the day until which answers are usually taken: the last of the event, or today where it is over."""
    return max(event.ends_on, today)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, number: int, klass: int) -> HttpResponse:
    """Show what is asked about a class; open its evaluation, or the rubric of practice teaching."""
    found = get_class_to_teach(request.user, number, klass)
    today = timezone.localdate()
    form = ClosingForm(request.POST or None, initial={"closes_on": _last_day(found.event, today)})
    if request.method == "POST":
        act = actions.ask_raters if request.POST.get("apa") == "praktik" else actions.ask
        done = _acted(request, form, lambda day: _opened(request, act, found, day))
        if done is not None:
            return done
    rounds = queries.rounds_of(queries.owner_text(found))
    context = {
        "klass": found,
        "event": found.event,
        "form": form,
        "rounds": [(row, is_closed(row, today=today)) for row in rounds],
        "asked": request.POST.get("apa", ""),
    }
    return render_page(request, "hall/evaluation.html", context, invalid=request.method == "POST")


def _opened(request: HttpRequest, act: Callable[..., Any], klass: TrainingClass, day: date) -> str:
    made = act(klass=klass, closes_on=day, by=request.user, at=timezone.now())
    messages.success(request, _("Dibuka. Tampilkan QR-nya di layar kelas, atau salin tautannya."))
    return str(made.get_absolute_url())


def _acted(request: HttpRequest, form: ClosingForm, act: Callable[[date], str]) -> HttpResponse | None:
    """Do what a form with a closing day asks, once; None where it comes back with its mistakes."""
    if not form.is_valid():
        return None
    try:
        return go_to(request, once(request, lambda: act(form.cleaned_data["closes_on"])))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluations(request: HttpRequest, number: int) -> HttpResponse:
    """Show what all classes answered, together and one by one; open or close the evaluations of all."""
    event = get_event_to_run(request.user, number)
    today = timezone.localdate()
    form = ClosingForm(request.POST or None, initial={"closes_on": _last_day(event, today)})
    if request.method == "POST" and request.POST.get("apa") == "tutup":
        return go_to(request, once(request, lambda: _closed(request, event)))
    if request.method == "POST":
        done = _acted(request, form, lambda day: _asked_all(request, event, day))
        if done is not None:
            return done
    told = queries.evaluations_of(event, today=today)
    context = {
        "event": event,
        "form": form,
        "told": told,
        "table": [(row, [(name, row.parts.get(name)) for name in told.parts]) for row in told.rows],
        "together": list(told.together.items()),
        "open_now": sum(row.round is not None and not row.is_over for row in told.rows),
        "due": sum(bool(row.people) and row.round is None for row in told.rows),
        "people": sum(row.people for row in told.rows),
        "of_event": queries.rounds_of(f"{EVENT}:{event.key}"),
    }
    return render_page(request, "hall/evaluations.html", context, invalid=request.method == "POST")


def _asked_all(request: HttpRequest, event: Event, day: date) -> str:
    count = actions.ask_all(event=event, closes_on=day, by=request.user, at=timezone.now())
    if not count:
        raise HallRefusal(
            _("Tidak ada kelas yang menunggu: kosong, atau sudah dievaluasi. Buka lagi dari halaman kelasnya.")
        )
    text = ngettext("Evaluasi {n} kelas dibuka.", "Evaluasi {n} kelas dibuka.", count)
    messages.success(request, text.format(n=count))
    return reverse("hall:evaluations", args=[event.pk])


def _closed(request: HttpRequest, event: Event) -> str:
    count = actions.close_all(event=event, by=request.user, at=timezone.now())
    if count:
        text = ngettext("Evaluasi {n} kelas ditutup.", "Evaluasi {n} kelas ditutup.", count)
        messages.success(request, text.format(n=count))
    else:
        messages.info(request, _("Tidak ada evaluasi yang sedang dibuka."))
    return reverse("hall:evaluations", args=[event.pk])
