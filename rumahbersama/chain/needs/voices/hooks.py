"""What voiced needs tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.voices import queries, words
from rumahbersama.chain.needs.voices.permissions import get_voice_to_view
from rumahbersama.chain.needs.voices.table import VoiceTable
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.references import number_of
from rumahbersama.ground.core.registry import AuditEntity, Evidence, HomeTask, SearchHit
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import ENTER_VOICES, VERIFY_DATA


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Tell the people of a kecamatan how many voices came in this week (one query a kecamatan)."""
    scope = scope_of(user)
    for code in sorted({*scope.places_for(VERIFY_DATA), *scope.places_for(ENTER_VOICES)}):
        count = queries.new_this_week(codes=[code], today=today) if code.count(".") == 2 else 0
        if count:
            text = ngettext("{count} usulan baru minggu ini", "{count} usulan baru minggu ini", count)
            url = reverse("voices:list", args=[code])
            yield HomeTask(text=text.format(count=count), url=url, action=_("Lihat usulan"), count=count)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find voices in sight by their words or dusun."""
    for voice in queries.found(user=user, text=text):
        yield SearchHit(voice.statement, voice.get_absolute_url(), _("Usulan"), f"{voice.area}, {voice.place}", 30)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of a voice."""
    yield AuditEntity(queries.ENTITY, _("Usulan"), words.fields(), words.values(), queries.names_of)


def datasets() -> Iterator[VoiceTable]:
    """Receive voices as a table."""
    yield VoiceTable()


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Say what a voice asks for ("usulan:12"), to who may read it (two queries)."""
    wanted = number_of(reference, "usulan")
    if wanted is None:
        return
    try:
        voice = get_voice_to_view(user, wanted)
    except (Http404, PermissionDenied):
        return
    words_of_state = "" if voice.is_open else f" ({voice.get_state_display().lower()})"
    yield Evidence(
        sentence=_("Usulan warga {place}: “{text}”").format(place=voice.place, text=voice.statement) + words_of_state,
        measure=_("Orang yang mengusulkan") if voice.people else "",
        value=str(voice.people or ""),
        unit=_("orang") if voice.people else "",
        place_code=voice.region.code,
        url=voice.get_absolute_url(),
        period=day(voice.voiced_on),
        source=": ".join(part for part in (voice.get_source_kind_display(), voice.source) if part),
        area=voice.area.code,
        people=voice.people,
    )
