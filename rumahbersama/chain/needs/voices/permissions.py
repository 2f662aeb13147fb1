"""Who may read voiced needs, enter them, and see their photos: rows of one's own place and below, by role."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from rumahbersama.chain.needs.photos.permissions import photo_of
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.ground.people.permissions import get_region_to, scope_of, within
from rumahbersama.ground.people.roles import ENTER_VOICES, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region


def visible_voices(user: Any) -> QuerySet[Voice]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the voices whose rows the user may read."""
    codes = scope_of(user).places_for(VIEW_ROWS)
    return Voice.objects.filter(within(codes)) if codes else Voice.objects.none()


def get_place_of_voices(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the place whose voices the user may read; 404 out of scope, 403 in sight only."""
    return get_region_to(user, code, VIEW_ROWS)


def get_place_to_speak(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return the desa or kecamatan where the user may enter voices; above them nothing is entered (404)."""
    region = get_region_to(user, code, ENTER_VOICES)
    if region.level < Level.KECAMATAN or region.gone_on is not None:
        raise Http404
    return region


def get_voice_to_view(user: Any, number: int) -> Voice:  # noqa: ANN401
    """Return a voice; 404 outside of what the user sees, 403 where only figures of its place are in sight."""
    voice = Voice.objects.select_related("region__parent", "area", "service", "merged_into__region").filter(pk=number)
    found = voice.first()
    if found is None:
        raise Http404
    get_region_to(user, found.region.code, VIEW_ROWS)
    return found


def get_voice_to_change(user: Any, number: int) -> Voice:  # noqa: ANN401
    """Return a voice that the user may correct, withdraw or join; 404 out of sight, 403 in sight."""
    voice = get_voice_to_view(user, number)
    if not may_change(user, voice):
        raise PermissionDenied
    return voice


def get_photo_to_view(user: Any, number: int, photo: int) -> VoicePhoto:  # noqa: ANN401
    """Return a photo of a voice that the user sees."""
    found: VoicePhoto = photo_of(get_voice_to_view(user, number), photo)
    return found


def get_photo_to_remove(user: Any, number: int, photo: int) -> VoicePhoto:  # noqa: ANN401
    """Return a photo of a voice that the user may change."""
    found: VoicePhoto = photo_of(get_voice_to_change(user, number), photo)
    return found


def may_change(user: Any, voice: Voice) -> bool:  # noqa: ANN401
    """Tell whether the user may change this voice."""
    return scope_of(user).may(ENTER_VOICES, voice.region.code)


def may_see(user: Any, voice: Voice) -> bool:  # noqa: ANN401
    """Tell whether the user may read this voice."""
    return scope_of(user).may(VIEW_ROWS, voice.region.code)


def may_speak(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user may enter voices at a place."""
    return region.level >= Level.KECAMATAN and scope_of(user).may(ENTER_VOICES, region.code)
