"""Pages of a visit being made, which a phone keeps and opens without signal: checklist, photos, signatures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.oversight.checklists.queries import questions_of
from rumahbersama.chain.oversight.visits import queries
from rumahbersama.chain.oversight.visits.actions import writing
from rumahbersama.chain.oversight.visits.actions.writing import Clocks
from rumahbersama.chain.oversight.visits.boxes import LEFT, RETURNED
from rumahbersama.chain.oversight.visits.forms import RemoveSignatureForm
from rumahbersama.chain.oversight.visits.making import CaptionForm, PhotoForm, SignatureForm
from rumahbersama.chain.oversight.visits.missing import missing_of
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.permissions import (
    get_photo_to_remove,
    get_photo_to_view,
    get_signature_to_remove,
    get_signature_to_view,
    get_visit_to_oversee,
)
from rumahbersama.chain.oversight.visits.reference import visit_rule_on
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.outbox import (
    DEVICE_AT,
    HEADER,
    deliverable,
    deliverable_prepared,
    moment_of,
    once,
    refused_in_words,
    was_taken,
)
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import serving

SENT_AT = "kini"  # what the device's clock shows when it sends (``outbox.js``)
BOX, SEEN, WHEN, BACK, PHOTO = "kotak-", "initial-", "waktu-", "kembali", "foto"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """Fill in the checklist of a visit; every answer is kept on the device at once, and sent when there is signal."""
    found = get_visit_to_oversee(request.user, number)
    if request.method == "POST":
        return _filled(request, found)
    questions = questions_of(found.checklist) if found.checklist else []
    rule = visit_rule_on(found.planned_on)
    sheet = queries.sheet_of(found, with_earlier=True)
    hours = ((LEFT, _("Jam berangkat"), sheet.left), (RETURNED, _("Jam kembali"), sheet.returned))
    context = {
        "visit": found,
        "region": found.region,
        "sheet": sheet,
        "hours": [{"box": box, "label": label, "value": hour.replace(".", ":")} for box, label, hour in hours],
        "photo_form": PhotoForm(rule=rule, questions=questions),
        "signature_form": SignatureForm(rule=rule),
        "photos": queries.photos_of(found),
        "signatures": queries.signatures_of(found),
        "rule": rule,
        "back": "isi",
    }
    return render_page(request, "visits/fill.html", context)


def _filled(request: HttpRequest, found: Visit) -> HttpResponse:
    clocks = _clocks(request)
    said = {
        name.removeprefix(BOX): str(value)
        for name, value in request.POST.items()
        if name.startswith(BOX)
        and (name.removeprefix(BOX) in clocks.by_box or value != request.POST.get(f"{SEEN}{name}", ""))
    }
    try:
        count = writing.write(visit=found, said=said, by=request.user, at=timezone.now(), clocks=clocks)
    except Refusal as refusal:
        if HEADER in request.headers:
            return refused_in_words(str(refusal))
        return refused(request, refusal, back_url=request.path)
    text = ngettext("{n} isian tersimpan.", "{n} isian tersimpan.", count).format(n=count)
    messages.success(request, text if count else _("Semua isian sudah tersimpan."))
    return go_to(request, request.path)


def _clocks(request: HttpRequest) -> Clocks:
    """Return what the device's clock showed: for the form, and for each box that was left at a time of its own."""
    times = {
        name.removeprefix(f"{WHEN}{BOX}"): moment_of(request.POST[name])
        for name in request.POST
        if name.startswith(f"{WHEN}{BOX}")
    }
    known = {box: moment for box, moment in times.items() if moment is not None}
    return Clocks(moment_of(request.POST.get(DEVICE_AT, "")), moment_of(request.POST.get(SENT_AT, "")), known)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable_prepared
def photos(request: HttpRequest, number: int) -> HttpResponse:
    """Show the photos of a visit, and add one or say anew what one shows."""
    found = get_visit_to_oversee(request.user, number)
    if PHOTO in request.POST:
        return _captioned(request, number)
    questions = questions_of(found.checklist) if found.checklist else []
    rule = visit_rule_on(found.planned_on)
    form = PhotoForm(request.POST or None, request.FILES or None, rule=rule, questions=questions)

    def act(checked: Any) -> None:  # noqa: ANN401 - files.Checked
        said: dict[str, Any] = {"by": request.user, "at": timezone.now(), "clocks": _clocks(request)}
        writing.add_photo(visit=found, shot=form.shot(checked), **said)
        messages.success(request, _("Foto tersimpan."))

    if request.method == "POST":
        answer = _taken(request, form, found, act, anchor="foto")
        if answer is not None:
            return answer
    context = {
        "visit": found,
        "region": found.region,
        "form": form,
        "photo_form": form,
        "photos": queries.photos_of(found),
        "rule": rule,
        "back": "foto",
    }
    return render_page(request, "visits/photos.html", context, invalid=request.method == "POST")


def _captioned(request: HttpRequest, number: int) -> HttpResponse:
    """Change the caption of a stored photo; a refused one comes back with what was typed."""
    name = request.POST[PHOTO]
    found = get_photo_to_remove(request.user, number, int(name) if name.isdecimal() and len(name) < 10 else 0)
    form = CaptionForm(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data["caption"]
            writing.caption_photo(photo=found, caption=told, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Keterangan foto tersimpan."))
            return go_to(request, f"{reverse('visits:photos', args=[number])}#foto")
    context = {"visit": found.visit, "region": found.visit.region, "photo": found, "form": form}
    return render_page(request, "visits/caption.html", context, invalid=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable_prepared
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Have the berita acara signed, on the glass or on paper that is photographed."""
    found = get_visit_to_oversee(request.user, number)
    rule = visit_rule_on(found.planned_on)
    form = SignatureForm(request.POST or None, request.FILES or None, rule=rule)

    def act(checked: Any) -> None:  # noqa: ANN401 - files.Checked
        said: dict[str, Any] = {"by": request.user, "at": timezone.now(), "clocks": _clocks(request)}
        writing.sign(visit=found, signed=form.signed(checked), **said)
        messages.success(request, _("Tanda tangan tersimpan."))
        lacking = missing_of(queries.sheet_of(found))
        if lacking and request.POST.get(BACK) == "isi":  # the page of signatures says so above its form
            messages.warning(request, _("Masih kurang: {what}").format(what=" ".join(lacking)))

    if request.method == "POST":
        answer = _taken(request, form, found, act, anchor="tandatangan")
        if answer is not None:
            return answer
    sheet, signatures = queries.sheet_of(found), queries.signatures_of(found)
    context = {
        "visit": found,
        "region": found.region,
        "form": form,
        "signature_form": form,
        "sheet": sheet,
        "missing": missing_of(sheet),
        "changed": queries.changed_after_signing(found, signatures),
        "signatures": signatures,
        "rule": rule,
        "back": "tanda-tangan",
    }
    return render_page(request, "visits/sign.html", context, invalid=request.method == "POST")


def _taken(
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a bound form
    found: Visit,
    act: Callable[[Any], None],
    *,
    anchor: str,
) -> HttpResponse | None:
    """Keep what a form brings, once; None where it comes back with its mistakes.

    The picture is looked at before the key is taken: it takes a while, and the database is held for writing then.
    """
    if not form.is_valid():
        return None
    names = {"isi": "visits:fill", "foto": "visits:photos", "tanda-tangan": "visits:sign"}
    name = names.get(request.POST.get(BACK, ""), "visits:visit")
    target = f"{reverse(name, args=[found.pk])}?sesudah={anchor}#{anchor}"
    try:
        checked = None if was_taken(request) else form.checked(f"{anchor}.jpg")

        def acted() -> str:
            act(checked)
            return target

        return go_to(request, once(request, acted))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


@login_required
@require_safe
def photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Give a photo, or with ``?kecil=1`` its small picture, to whoever reads the result of the visit."""
    found = get_photo_to_view(request.user, number, photo)
    return serving.respond(found.file, small="kecil" in request.GET)


@login_required
@require_safe
def signature(request: HttpRequest, number: int, signature: int) -> HttpResponse:
    """Give the picture of a signature to whoever reads the result of the visit."""
    found = get_signature_to_view(request.user, number, signature)
    return serving.respond(found.file, small="kecil" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Remove a photo for good, after asking."""
    found = get_photo_to_remove(request.user, number, photo)
    back = reverse("visits:photos", args=[number])
    if request.method == "POST":
        try:
            writing.remove_photo(photo=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return refused(request, refusal, back_url=back)
        messages.success(request, _("Foto dihapus."))
        return go_to(request, back)
    context = {"visit": found.visit, "region": found.visit.region, "photo": found}
    return render_page(request, "visits/remove_photo.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_signature(request: HttpRequest, number: int, signature: int) -> HttpResponse:
    """Remove a signature for good, with a reason."""
    found = get_signature_to_remove(request.user, number, signature)
    form = RemoveSignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        try:
            writing.remove_signature(signature=found, reason=form.cleaned_data["reason"], **said)
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Tanda tangan dihapus."))
            return go_to(request, reverse("visits:sign", args=[number]))
    context = {"visit": found.visit, "region": found.visit.region, "signature": found, "form": form}
    return render_page(request, "visits/remove_signature.html", context, invalid=request.method == "POST")
