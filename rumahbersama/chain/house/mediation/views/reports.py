"""Reports under seal: sent by who may write problems, answered by who handles cases, read by these two alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.mediation import queries
from rumahbersama.chain.house.mediation.actions import reports as actions
from rumahbersama.chain.house.mediation.acts import Words
from rumahbersama.chain.house.mediation.forms import ReasonForm
from rumahbersama.chain.house.mediation.models import Report
from rumahbersama.chain.house.mediation.permissions import (
    get_kecamatan_to_report,
    get_own_report,
    get_place_of_cases,
    get_report,
    get_report_to_answer,
    get_sent_file,
    may_read_words,
    places_of_cases,
)
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.report_forms import AnswerForm, ReportForm, TakeUpForm, TellingForm
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.chain.house.problems.permissions import places_to_raise_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.outbox import once, was_taken
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Fields, in_turn, listed
from rumahbersama.ground.files import serving
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of

SORTS: dict[str, Fields] = {"dikirim": ("at", "pk"), "keadaan": in_turn("state", Report.State)}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Tell the camat of a kecamatan something under seal; who handles cases there writes the case itself."""
    region = get_kecamatan_to_report(request.user, code)
    if code in places_of_cases(request.user):
        return go_to(request, reverse("mediation:new", args=[code]))
    own = places_to_raise_of(request.user, region)
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        most=_most_files(),
        places=[region, *children_of(region)],
        initial={"places": [place.code for place in own] if len(own) == 1 else []},
    )
    if request.method == "POST" and form.is_valid():
        try:
            looked_at = () if was_taken(request) else form.looked_at()
            return go_to(request, once(request, lambda: _sent(request, form, region, own[0], looked_at)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"region": region, "place": own[0], "form": form}
    return render_page(request, "mediation/report_form.html", context, invalid=request.method == "POST")


def _sent(request: HttpRequest, form: ReportForm, region: Region, place: Region, looked_at: Any) -> str:  # noqa: ANN401
    made = actions.send_report(
        told=form.reported(),
        kecamatan=region,
        place=place,
        sent=form.sent(looked_at),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Laporan terkirim tertutup. Keadaannya dapat dibaca di halaman ini."))
    return made.get_absolute_url()


def _most_files() -> int:
    return frame_on(timezone.localdate()).most_files


@never_cache
@login_required
@require_safe
def incoming(request: HttpRequest, code: str) -> HttpResponse:
    """List the reports of a kecamatan to who answers them."""
    region = get_place_of_cases(request.user, code)
    rows = queries.reports_in(region, user=request.user)
    context = {"region": region, "listing": listed(request, rows, sorts=SORTS, default="-dikirim")}
    return render_page(request, "mediation/reports.html", context)


@never_cache
@login_required
@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Show a report to who answers it, and to who sent it; to an office's account its state and answer alone."""
    found, answers = get_report(request.user, key)
    reads = may_read_words(request.user, answers=answers)
    context = {
        "report": found,
        "region": found.kecamatan,
        "answers": answers,
        "reads": reads,
        "places": list(found.places.order_by("code")) if reads else [],
        "tellings": queries.tellings_of(found) if reads else [],
        "may_take_away": answers or found.is_waiting,
        "frame": frame_on(timezone.localdate()),
    }
    return render_page(request, "mediation/report.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Add to one's report what one learned since."""
    found = get_own_report(request.user, key)
    form = TellingForm(request.POST or None, request.FILES or None, most=_most_files())
    words = Words(
        title=_("Tambah keterangan"),
        button=_("Kirim keterangan"),
        done=_("Keterangan terkirim."),
        lead=_("Yang sudah dikirim tidak berubah; keterangan ini dibaca di bawahnya."),
    )

    def act(said: dict[str, Any]) -> object:
        more = {"text": form.cleaned_data["text"], "sent": form.sent(said.pop("looked_at"))}
        return actions.add_to_report(report=found, **more, **said)

    return asked(request, found, form, words, act, look=form.looked_at)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one's report."""
    found = get_own_report(request.user, key)
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Tarik laporan"),
        button=_("Tarik laporan ini"),
        done=_("Laporan ditarik."),
        lead=_("Camat dan Kasi Trantib membaca bahwa laporan ini ditarik dan mengapa; isinya tetap tertutup."),
        is_danger=True,
    )

    def act(said: dict[str, Any]) -> object:
        return actions.withdraw_report(report=found, reason=form.cleaned_data["reason"], **said)

    return asked(request, found, form, words, act)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a case from a report."""
    found = get_report_to_answer(request.user, key)
    form = TakeUpForm(
        request.POST or None,
        report=found,
        may_be_party=actions.sender_for_party(found) is not None,
        places=[found.kecamatan, *children_of(found.kecamatan)],
        initial={"kind": found.kind, "places": [place.code for place in found.places.all()]},
    )
    words = Words(
        title=_("Tangani sebagai perkara"),
        button=_("Catat perkara dari laporan ini"),
        done=_("Perkara tercatat dari laporan. Lengkapi para pihaknya."),
        lead=_(
            "Para pihak membaca judulnya, tidak laporannya. Laporannya tetap hanya dibaca camat, Kasi Trantib, dan "
            "pelapornya."
        ),
    )

    def act(said: dict[str, Any]) -> object:
        return actions.take_up(report=found, taken=form.taken(), **said)

    return asked(request, found, form, words, act, answers=True, tellings=queries.tellings_of(found))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a report without a case, with an answer that its sender reads."""
    found = get_report_to_answer(request.user, key)
    form = AnswerForm(request.POST or None)
    words = Words(
        title=_("Tutup dengan jawaban"),
        button=_("Kirim jawaban dan tutup"),
        done=_("Laporan ditutup; pelapornya membaca jawabannya."),
        lead=_("Hanya pelapornya yang membaca jawaban ini, dan akun bersama sebuah kantor dibaca banyak orang."),
    )

    def act(said: dict[str, Any]) -> object:
        return actions.close_report(report=found, reason=form.cleaned_data["reason"], **said)

    return asked(request, found, form, words, act, answers=True, tellings=queries.tellings_of(found))


@login_required
@require_safe
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a file, or with ``?kecil=1`` its small picture, to who reads its report; no browser keeps it."""
    found, _answers = get_sent_file(request.user, key, number)
    assert found.file is not None  # noqa: S101 - get_sent_file leaves out what was taken away
    response = serving.respond(found.file, small="kecil" in request.GET)
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take away a file that was sent by mistake: its sender while the report waits, who answers it at any time."""
    found, answers = get_sent_file(request.user, key, number)
    report = found.telling.report
    if not answers and not report.is_waiting:
        raise Http404
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Cabut berkas"),
        button=_("Cabut berkas ini"),
        done=_("Berkas dicabut; alasannya ada di laporannya."),
        lead=_("Berkas yang dikirim {on} hilang untuk seterusnya. Alasannya dibaca pelapor dan penangan.").format(
            on=day(found.telling.at)
        ),
        is_danger=True,
    )

    def act(said: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return actions.take_away(file=found, reason=reason, by=said["by"], at=said["at"])

    return asked(request, report, form, words, act, answers=answers)
