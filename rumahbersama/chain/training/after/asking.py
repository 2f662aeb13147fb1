"""Pages of asking: the form of a class, who is asked about an alumnus, and the alumnus's own page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.training.after import actions, queries
from rumahbersama.chain.training.after.forms import LastDayForm, RatersForm
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.permissions import (
    get_alumnus_of_token,
    get_alumnus_to_ask,
    get_class_to_ask,
)
from rumahbersama.chain.training.after.rules import OTHERS, SELF, plan_on, relation_words
from rumahbersama.chain.training.after.texts import mail_to, text_for
from rumahbersama.chain.training.models import Participation, TrainingClass
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.workshop.surveys.actions.rounds import is_closed
from rumahbersama.workshop.surveys.links import link_of
from rumahbersama.workshop.surveys.models import Round

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
WAITING = "belum"


def _check_months(klass: TrainingClass, months: int) -> None:
    if months not in plan_on(klass.event.ends_on).months:
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_class(request: HttpRequest, number: int, klass: int, months: int) -> HttpResponse:
    """Show who is asked about a class, with the texts that ask; open the form, move its last day, close it."""
    found = get_class_to_ask(request.user, number, klass)
    _check_months(found, months)
    survey, today = queries.round_of(found, months), timezone.localdate()
    last = survey.closes_on if survey else today + actions.open_for(found.event)
    form = LastDayForm(request.POST or None, initial={"closes_on": last})
    if request.method == "POST":
        if request.POST.get("apa") == "tutup":
            return _closed(request, found, months)
        done = _set(request, form, found, months, is_new=survey is None)
        if done is not None:
            return done
    context: dict[str, Any] = {
        "event": found.event,
        "klass": found,
        "months": months,
        "round": survey,
        "form": form,
        "first": months_after(found.event.ends_on, months),
        "today": today,
        "is_over": survey is not None and is_closed(survey, today=today),
        "wish": request.GET.get("lihat", ""),
        "three": len(OTHERS),
    }
    if survey is not None:
        context |= _asked(request, survey)
    return render_page(request, "after/class.html", context, invalid=request.method == "POST")


def _rows(survey: Round) -> QuerySet[Rater]:
    others = Rater.objects.filter(participation=OuterRef("participation"), months=OuterRef("months"))
    counted = others.filter(relation__in=OTHERS).order_by().values("participation").annotate(n=Count("pk"))
    rows = Rater.objects.filter(invitation__round=survey).select_related("invitation__round", "participation__event")
    return rows.annotate(named=Coalesce(Subquery(counted.values("n")), 0))


def _asked(request: HttpRequest, survey: Round) -> dict[str, Any]:
    counted = Rater.objects.filter(invitation__round=survey)
    told = counted.aggregate(asked=Count("pk"), answered=Count("invitation__answered_on"))
    rows = _rows(survey)
    if request.GET.get("lihat") == WAITING:
        rows = rows.filter(invitation__answered_on=None)
    searched = ["invitation__name", "participation__name"]
    order = ("participation__name", "participation", "pk")
    listing = listed(request, rows, sorts={"alumnus": order}, default="alumnus", search=searched)
    base, today, words = request.build_absolute_uri("/"), timezone.localdate(), relation_words()
    for row in listing.page:
        row.word, row.is_self = words[row.relation], row.relation == SELF
        row.text = text_for(row, base=base, today=today)
        row.mail = mail_to(row, row.text)
    return {"listing": listing, **told}


def _set(
    request: HttpRequest, form: LastDayForm, klass: TrainingClass, months: int, *, is_new: bool
) -> HttpResponse | None:
    """Open the form of a class, or move its last day; None where the typed day comes back with its mistake."""
    if not form.is_valid():
        return None
    act, text = (
        (actions.ask, _("Formulir dibuka. Salin pesannya untuk setiap alumnus, atau unduh semua tautannya."))
        if is_new
        else (actions.set_last_day, _("Hari terakhir diubah."))
    )

    def done() -> str:
        act(klass=klass, months=months, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, text)
        return request.path

    try:
        return go_to(request, once(request, done))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def _closed(request: HttpRequest, klass: TrainingClass, months: int) -> HttpResponse:
    try:
        actions.close(klass=klass, months=months, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=request.path)
    messages.success(request, _("Formulir ditutup. Hasilnya tampil di sini."))
    return go_to(request, f"{reverse('after:event', args=[klass.event_id])}?bulan={months}&kelas={klass.number}")


@login_required
@require_safe
def links(request: HttpRequest, number: int, klass: int, months: int, form: str) -> HttpResponse:
    """Give who is asked about a class, with links and texts, as CSV or XLSX."""
    found = get_class_to_ask(request.user, number, klass)
    survey = queries.round_of(found, months)
    if form not in FORMATS or survey is None:
        raise Http404
    base, today, words = request.build_absolute_uri("/"), timezone.localdate(), relation_words()
    header = [
        *(_("Alumnus"), _("Sebagai"), _("Nama"), _("Nomor HP atau e-mail"), _("Menjawab")),
        *(_("Tautan"), _("Pesan")),
    ]
    rows = _rows(survey).order_by("participation__name", "participation", "pk")
    table = [
        [
            *(row.participation.name, words[row.relation], row.invitation.name, row.contact),
            row.invitation.answered_on.isoformat() if row.invitation.answered_on else "",
            link_of(row.invitation.token, base=base),
            text_for(row, base=base, today=today),
        ]
        for row in rows
    ]
    return FORMATS[form](f"penilai-{found.event_id}-{found.number}-{months}.{form}", header, table)


# Who is asked about an alumnus --------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def raters(request: HttpRequest, number: int, participation: int, months: int) -> HttpResponse:
    """Let who runs the event say who is asked about an alumnus."""
    row = get_alumnus_to_ask(request.user, number, participation)
    known = {rater.relation: rater for rater in queries.raters_of(row, months)}
    if SELF not in known or row.klass is None:
        raise Http404
    back = reverse("after:class", args=[row.event_id, row.klass.number, months])
    form = RatersForm(request.POST or None, known=known)
    if request.method == "POST" and _named(request, form, row, months, by=request.user):
        return go_to(request, back)
    context = {"row": row, "event": row.event, "months": months, "form": form, "back": back, "klass": row.klass}
    return render_page(request, "after/raters.html", context, invalid=request.method == "POST")


def _named(request: HttpRequest, form: RatersForm, row: Participation, months: int, *, by: Any) -> bool:  # noqa: ANN401
    """Keep who was named; False where the form comes back with its mistakes."""
    if not form.is_valid():
        return False
    try:
        actions.name_raters(row=row, months=months, told=form.told(), by=by, at=timezone.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Tersimpan. Tautan formulir untuk mereka dikirim penyelenggara."))
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Let an alumnus fill in the form and say who else is asked, with the personal link, without an account."""
    row = get_alumnus_of_token(token)
    months = max(queries.open_forms_of(row, today=timezone.localdate()), default=0)
    known = {rater.relation: rater for rater in queries.raters_of(row, months)} if months else {}
    own = known.get(SELF)
    form = RatersForm(request.POST or None, known=known) if own else None
    if request.method == "POST" and form and _named(request, form, row, months, by=None):
        return go_to(request, request.path)
    context = {
        "row": row,
        "event": row.event,
        "months": months,
        "own": own,
        "form": form,
        "named": sum(relation in known for relation in OTHERS),
        "three": len(OTHERS),
    }
    return render_page(request, "after/personal.html", context, invalid=request.method == "POST" and form is not None)
