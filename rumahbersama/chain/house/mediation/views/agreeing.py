"""The agreement of a case: its points, its paper, the commitments that come of it, and whether it still holds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahbersama.chain.house.mediation import documents, queries
from rumahbersama.chain.house.mediation.actions import agreeing, cases
from rumahbersama.chain.house.mediation.acts import Words
from rumahbersama.chain.house.mediation.forms import CheckForm, PointsForm, PromiseForm
from rumahbersama.chain.house.mediation.permissions import get_case, get_case_to_lead, get_point_to_promise
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.ground.core.http import go_to, refused
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.queries import children_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, key: str) -> HttpResponse:
    """Write the points of the agreement."""
    case = get_case(request.user, key)
    first = {"points": "\n".join(point.text for point in queries.points_of(case))}
    form = PointsForm(request.POST or None, initial=first)
    words = Words(
        title=_("Butir kesepakatan"),
        button=_("Simpan butir"),
        done=_("Butir tersimpan."),
        lead=_("Para pihak membacanya sesudah camat menyatakan disepakati."),
    )

    def act(said: dict[str, Any]) -> object:
        return agreeing.write_points(case=case, points=form.cleaned_data["points"], **said)

    return asked(request, case, form, words, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Make a commitment of a point, in words that the camat chooses and everybody may read."""
    point = get_point_to_promise(request.user, key, number)
    case = point.case
    form = PromiseForm(
        request.POST or None,
        posts=queries.posts_in(case.kecamatan),
        places=[case.kecamatan, *children_of(case.kecamatan)],
    )
    words = Words(
        title=_("Jadikan komitmen"),
        button=_("Buat komitmen"),
        done=_("Komitmen dibuat. Ia tidak menyebut perkara ini."),
        lead=_("Butirnya: {point}").format(point=point.text),
    )

    def act(said: dict[str, Any]) -> object:
        return agreeing.promise_point(point=point, outside=form.outside(), by=said["by"], at=said["at"])

    return asked(request, case, form, words, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether the agreement still holds."""
    case = get_case_to_lead(request.user, key)
    form = CheckForm(request.POST or None)
    words = Words(
        title=_("Periksa kesepakatan"), button=_("Simpan hasil pemeriksaan"), done=_("Hasil pemeriksaan tersimpan.")
    )

    def act(said: dict[str, Any]) -> object:
        return cases.check_agreement(case=case, found=form.found(), **said)

    return asked(request, case, form, words, act, points=queries.points_of(case))


@login_required
@require_POST
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """Write the draft of the berita acara, or write it anew."""
    case = get_case(request.user, key)
    try:
        made = documents.make_paper(case=case, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=case.get_absolute_url())
    messages.success(request, _("Konsep berita acara ditulis. Cetak, tandatangani, lalu lampirkan pindaiannya."))
    return go_to(request, made.get_absolute_url())
