"""How this room is told in the record: an event and its parts under the event's key; personal fields as "changed"."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.models import Tier
from rumahbersama.chain.training.models import Event
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change

EVENT = "training.event"
CURRICULUM = "training.curriculum"
PROGRAMME = "training.programme"
CEILING = "training.ceiling"


def write_of_event(
    event: Event,
    *,
    verb: str,
    summary: str,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    changes: Iterable[Change] = (),
    reason: str = "",
) -> None:
    """Record one act on an event at its place; ``{event}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(event=event.title[:120]),
        place_code=event.region.code,
        changes=[Change(EVENT, event.key, before, after), *changes],
        reason=reason,
    )


def facts_of(event: Event) -> dict[str, Any]:
    """Return an event as the record writes it."""
    return {
        "title": event.title,
        "programme": event.programme.code if event.programme else "",
        "curriculum": event.curriculum.code,
        "tier": event.tier,
        "phase": event.phase,
        "region": event.region.code,
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "mode": str(event.mode),
        "class_size": event.class_size,
        "state": str(event.state),
        "head_count": event.head_count,
    }


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "title": _("Nama kegiatan"),
        "programme": _("Program"),
        "curriculum": _("Kurikulum"),
        "tier": _("Jenjang"),
        "phase": _("Tahap"),
        "region": _("Kode wilayah"),
        "starts_on": _("Hari pertama"),
        "ends_on": _("Hari terakhir"),
        "mode": _("Cara hadir"),
        "class_size": _("Peserta per kelas"),
        "state": _("Keadaan"),
        "head_count": _("Jumlah peserta tanpa nama"),
        "sites": _("Tempat"),
        "classes": _("Kelas"),
        "sessions": _("Sesi"),
        "teachers": _("Pelatih"),
        "budget": _("Anggaran"),
        "test": _("Tes"),
        "subjects": _("Mata ajar"),
        "attendance": _("Daftar hadir"),
        "evaluation": _("Evaluasi"),
        "practice": _("Salinan latihan"),
        "practice_turn": _("Salinan latihan dibuat berapa kali"),
        "practice_until": _("Hari terakhir latihan"),
        "behaviour_form": _("Formulir perilaku"),
        "raters": _("Penilai"),
        "most_rupiah": _("Plafon"),
        "purpose": _("Tujuan"),
        "target_people": _("Sasaran peserta"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Event.State.choices},
        "mode": {code: str(label) for code, label in Event.Mode.choices},
        "tier": {str(code): str(label) for code, label in Tier.choices},
    }
