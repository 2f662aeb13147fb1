"""Writing a note or recommendation, correcting a draft, changing what a village objects to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.oversight.recommendations import queries, rules
from rumahbersama.chain.oversight.recommendations.actions import writing
from rumahbersama.chain.oversight.recommendations.forms import WriteForm, initial_of
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.permissions import get_kecamatan_to_write, get_to_work_on
from rumahbersama.chain.oversight.recommendations.views.items import context_of
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import visible_visits
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.rules import is_below_or_same

GUESSED = {"isi": "what", "dasar": "legal_basis", "benahi": "remedy", "butir": "item", "butir_teks": "item_text"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a note or recommendation, with what the address brings along: evidence, or a checklist item."""
    kecamatan = get_kecamatan_to_write(request.user, code)
    read, visit = _evidence(request), _visit(request)
    guess = {field: request.GET[name] for name, field in GUESSED.items() if name in request.GET}
    guess["village"] = request.GET.get("tempat") or (read.place_code if read else "")
    if visit is not None:
        guess["village"] = visit.region.code
    form = WriteForm(
        request.POST or None,
        villages=list(queries.villages_of(kecamatan)),
        today=timezone.localdate(),
        initial=guess | ({} if "isi" in request.GET or read is None else {"what": read.sentence[: rules.LONGEST]}),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _written(request, form, _of(form, read), visit))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"region": kecamatan, "form": form, "read": read, "visit": visit}
    return render_page(request, "recommendations/form.html", context, invalid=request.method == "POST")


def _evidence(request: HttpRequest) -> Evidence | None:
    """Return what the address refers to as it stands now; None where it refers to nothing this account sees."""
    reference = request.GET.get("bukti", "")[:200]
    return next(iter(registry.evidence.each(user=request.user, reference=reference)), None) if reference else None


def _of(form: WriteForm, read: Evidence | None) -> Evidence | None:
    """Return the evidence where it is about the village chosen in the form, or a place in it."""
    return read if read and is_below_or_same(read.place_code, form.cleaned_data["village"]) else None


def _visit(request: HttpRequest) -> Visit | None:
    """Return the visit that the address names, of those the user sees."""
    number = request.GET.get("kunjungan", "")
    return (
        visible_visits(request.user).filter(pk=int(number)).first()
        if number.isdecimal() and len(number) < 10
        else None
    )


def _written(request: HttpRequest, form: WriteForm, read: Evidence | None, visit: Visit | None) -> str:
    village = form.village_of[form.cleaned_data["village"]]
    evidence = {"evidence_url": read.url, "evidence_text": read.sentence} if read else {}
    told = form.told(village, visit=visit, **evidence)

    def write() -> str:
        made = writing.write(told=told, village=village, by=request.user, at=timezone.now())
        messages.success(
            request,
            _("Tersimpan sebagai konsep nomor {number}. Desa belum melihatnya; kirimlah kalau sudah benar.").format(
                number=made.numbered
            ),
        )
        return made.get_absolute_url()

    return once(request, write)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a draft; or change what a village asked about or objects to, with a reason."""
    found = get_to_work_on(request.user, number)
    is_answer = found.state in rules.TO_ANSWER
    if not is_answer and found.state != rules.DRAFT:
        return refused(request, rules.moved(), back_url=found.get_absolute_url())
    form = WriteForm(
        request.POST or None,
        villages=[found.village],
        today=timezone.localdate(),
        asks_reason=is_answer,
        is_new=False,
        initial=initial_of(found),
    )
    if request.method == "POST" and form.is_valid() and _changed(request, form, found, is_answer=is_answer):
        return go_to(request, found.get_absolute_url())
    context = context_of(found) | {"form": form, "seen": seen_version(request, found.version), "is_answer": is_answer}
    return render_page(request, "recommendations/form.html", context, invalid=request.method == "POST")


def _changed(request: HttpRequest, form: WriteForm, found: Recommendation, *, is_answer: bool) -> bool:
    seen, now, told = seen_version(request, found.version), timezone.now(), form.told(found.village)
    try:
        if is_answer:
            reason = form.cleaned_data["reason"]
            writing.change(found=found, told=told, reason=reason, by=request.user, at=now, seen=seen)
            messages.success(request, _("Diubah dan dikirim lagi ke desa."))
        else:
            writing.correct(found=found, told=told, by=request.user, at=now, seen=seen)
            messages.success(request, _("Perbaikan tersimpan."))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
