"""What voiced needs tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.voices import queries
from rumahbersama.chain.needs.voices.models import Voice
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
    fields = {
        "statement": _("Usulan"),
        "region": _("Kode wilayah"),
        "hamlet": _("Dusun/lingkungan"),
        "area": _("Bidang"),
        "service": _("Layanan"),
        "source_kind": _("Sumber"),
        "source": _("Keterangan sumber"),
        "voiced_on": _("Tanggal"),
        "people_count": _("Jumlah orang"),
        "joint_people": _("Jumlah orang bersama"),
        "state": _("Keadaan"),
        "merged_into": _("Digabung ke nomor"),
        "withdrawn_because": _("Alasan menarik"),
        "photos": _("Jumlah foto"),
    }
    words = {
        "state": {code: str(label) for code, label in Voice.State.choices},
        "source_kind": {code: str(label) for code, label in Voice.Source.choices},
    }
    yield AuditEntity(queries.ENTITY, _("Usulan"), fields, words, queries.names_of)


def datasets() -> Iterator[VoiceTable]:
    """Receive voices as a table."""
    yield VoiceTable()
