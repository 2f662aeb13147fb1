"""Pages of one voice: enter, show, correct, withdraw, join, and its photos."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.needs.photos.actions import checked
from rumahbersama.chain.needs.photos.views import removal
from rumahbersama.chain.needs.voices import actions, queries, words
from rumahbersama.chain.needs.voices.forms import JoinForm, PartForm, ReasonForm, VoiceForm, initial_of
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.permissions import (
    get_photo_to_remove,
    get_photo_to_view,
    get_place_to_speak,
    get_voice_to_change,
    get_voice_to_view,
    may_change,
    may_see,
    may_speak,
)
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import serving
from rumahbersama.ground.regions.models import Level, Region


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what people ask for."""
    region = get_place_to_speak(request.user, code)
    form = VoiceForm(
        request.POST or None,
        request.FILES or None,
        places=queries.places_to_speak_of(region),
        is_correction=False,
        initial={"voiced_on": timezone.localdate(), "about": request.GET.get("tentang", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _entered(request, form))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"region": region, "form": form, "hamlets": queries.hamlets_in(region)}
    return render_page(request, "needs/voices/form.html", context, invalid=request.method == "POST")


def _entered(request: HttpRequest, form: VoiceForm) -> str:
    """Enter a voice once; return its page."""
    photos = checked(form.sent_photos())

    def enter() -> str:
        made = actions.enter_voice(facts=form.facts(), photos=photos, by=request.user, at=timezone.now())
        messages.success(request, _("Usulan tersimpan dengan nomor {number}.").format(number=made.pk))
        return made.get_absolute_url()

    return once(request, enter)


@login_required
@require_safe
def voice(request: HttpRequest, number: int) -> HttpResponse:
    """Show one voice with its photos, what may be the same, and its history."""
    found = get_voice_to_view(request.user, number)
    changeable = may_change(request.user, found)
    context = {
        "voice": found,
        "region": found.region,
        "photos": queries.photos_of(found),
        "joined": [(other, may_see(request.user, other)) for other in queries.joined_into(found)],
        "sees_main": found.merged_into is not None and may_see(request.user, found.merged_into),
        "alike": queries.doubles_of(found, user=request.user) if changeable else [],
        "may_change": changeable,
        "history": told(queries.history_of(found), fields=words.fields(), values=words.values()),
    }
    return render_page(request, "needs/voices/voice.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a voice, with a reason; add photos."""
    found = get_voice_to_change(request.user, number)
    form = VoiceForm(
        request.POST or None,
        request.FILES or None,
        places=_places_to_move_to(request, found),
        is_correction=True,
        initial=initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _corrected(request, form, found))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "region": found.region,
        "voice": found,
        "seen": seen_version(request, found.version),
        "form": form,
        "hamlets": queries.hamlets_in(found.region),
    }
    return render_page(request, "needs/voices/form.html", context, invalid=request.method == "POST")


def _corrected(request: HttpRequest, form: VoiceForm, found: Voice) -> str:
    """Correct a voice once; return its page."""
    photos = checked(form.sent_photos())

    def correct() -> str:
        actions.correct_voice(
            voice=found,
            facts=form.facts(),
            photos=photos,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            seen=seen_version(request, found.version),
        )
        messages.success(request, _("Perbaikan tersimpan."))
        return found.get_absolute_url()

    return once(request, correct)


def _places_to_move_to(request: HttpRequest, found: Voice) -> list[Region]:
    """Return where a voice may be said to belong: in its kecamatan, as far as this person enters voices there."""
    kecamatan = found.region if found.region.level == Level.KECAMATAN else found.region.parent
    if kecamatan is None or not may_speak(request.user, kecamatan):
        return [found.region]
    return queries.places_to_speak_of(kecamatan)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a voice back, with a reason."""
    found = get_voice_to_change(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_voice(
                voice=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Usulan ditarik. Halamannya tetap ada dan dapat dibuka lagi."))
            return go_to(request, found.get_absolute_url())
    context = {"voice": found, "seen": seen_version(request, found.version), "region": found.region, "form": form}
    return render_page(request, "needs/voices/withdraw.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a withdrawal."""
    found = get_voice_to_change(request.user, number)
    try:
        actions.restore_voice(
            voice=found, by=request.user, at=timezone.now(), seen=seen_version(request, found.version)
        )
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Usulan dibuka lagi."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, number: int) -> HttpResponse:
    """Join a voice into another that says the same."""
    found = get_voice_to_change(request.user, number)
    form = JoinForm(request.POST or None, alike=queries.doubles_of(found, user=request.user))
    if request.method == "POST" and form.is_valid() and _joined(request, form, found):
        messages.success(request, _("Digabung. Usulan ini tetap punya halaman dan dapat dilepas lagi."))
        return go_to(request, found.get_absolute_url())
    context = {"voice": found, "seen": seen_version(request, found.version), "region": found.region, "form": form}
    return render_page(request, "needs/voices/join.html", context, invalid=request.method == "POST")


def _joined(request: HttpRequest, form: JoinForm, found: Voice) -> bool:
    people = form.cleaned_data["joint_people"]
    main = queries.changeable(user=request.user, number=form.chosen())
    if main is None:
        form.add_error("number", _("Tidak ada usulan bernomor itu di tempat Anda. Periksa nomornya."))
        return False
    try:
        actions.join_voices(
            voice=found,
            main=main,
            joint_people=None if people is None else int(people),
            by=request.user,
            at=timezone.now(),
            seen=seen_version(request, found.version),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a join; where others stay joined, the number for the main voice is stated anew."""
    found = get_voice_to_change(request.user, number)
    if found.merged_into is None:
        return go_to(request, found.get_absolute_url())
    others = [each for each in queries.joined_into(found.merged_into) if each.pk != found.pk]
    form = PartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["joint_people"]
        try:
            actions.part_voices(
                voice=found,
                joint_people=None if people is None else int(people),
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Dilepas. Usulan ini terbuka lagi."))
            return go_to(request, found.get_absolute_url())
    context: dict[str, Any] = {
        "voice": found,
        "seen": seen_version(request, found.version),
        "region": found.region,
        "form": form,
        "others": others,
        "sees_main": may_see(request.user, found.merged_into),
    }
    return render_page(request, "needs/voices/part.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Give a photo, or with ``?kecil=1`` its small picture, to whoever may see the voice."""
    found = get_photo_to_view(request.user, number, photo)
    return serving.respond(found.file, small="kecil" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """Remove a photo for good, after asking."""
    found = get_photo_to_remove(request.user, number, photo)
    context = {"show": "voices:photo", "crumb": "needs/voices/_crumb.html"}
    return removal(request, photo=found, thing=found.voice, act=actions.remove_photo, context=context)
