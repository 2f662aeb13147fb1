"""What voiced needs tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.voices import queries, words
from rumahbersama.chain.needs.voices.table import VoiceTable
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, SearchHit
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
