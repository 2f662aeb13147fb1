"""How seats and people are told in the record; what tells something of a person is "changed" only."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences

PERSON, QUOTA, KEPT = "training.participation", "training.quota", "training.reservation"
PERSONAL = frozenset({"name", "nip", "agency", "title", "wants_room", "food", "reason", "letter"})


def facts_of(row: Participation) -> dict[str, Any]:
    """Return somebody's part in an event as the record tells it."""
    return {
        "event": row.event.title,
        "name": row.name,
        "region": row.region.code,
        "agency_kind": str(row.agency_kind),
        "agency": row.agency,
        "title": row.title,
        "state": str(row.state),
        "reason": row.reason,
        "klass": row.klass.number if row.klass else None,
        "wants_room": row.wants_room,
        "food": row.food,
        "letter": row.letter_id,
        "quota": str(row.quota) if row.quota else "",
    }


def change_of(row: Participation, before: dict[str, Any] | None) -> Change:
    """Return what changed since ``before``; all that was told where there is none."""
    if before is not None:
        return Change(PERSON, row.key, *only_differences(before, facts_of(row), personal=PERSONAL))
    told = {name: value for name, value in facts_of(row).items() if value not in ("", None, False)}
    return Change(PERSON, row.key, None, {name: CHANGED if name in PERSONAL else told[name] for name in told})


def write(
    place_code: str,
    changes: Iterable[Change],
    *,
    event: Event,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
    count: int = 0,
) -> None:
    """Record changes of one event; ``{event}`` and ``{count}`` in the summary are filled in."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(event=event.title[:120], count=count),
        place_code=place_code,
        changes=list(changes),
        reason=reason,
    )


def history_of(row: Participation) -> list[RowChange]:
    """Return what became of somebody's part, newest first."""
    return rows_of(entity=PERSON, key=row.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what parts are called by their key, without the name: the record is read by more people (one query)."""
    rows = Participation.objects.filter(key__in=keys).select_related("event")
    return {row.key: _("Peserta nomor {number}, {event}").format(number=row.pk, event=row.event) for row in rows}


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order in which they are told."""
    return {
        "event": _("Kegiatan"),
        "name": _("Nama"),
        "nip": _("NIP"),
        "region": _("Kode wilayah"),
        "agency_kind": _("Unsur"),
        "agency": _("Instansi"),
        "title": _("Jabatan"),
        "state": _("Keadaan"),
        "reason": _("Alasan"),
        "klass": _("Kelas"),
        "quota": _("Kuota"),
        "wants_room": _("Kamar"),
        "food": _("Makanan"),
        "letter": _("Surat"),
        "seats": _("Kursi"),
        "closes_on": _("Hari terakhir pendaftaran"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Participation.State.choices},
        "agency_kind": {code: str(label) for code, label in AgencyKind.choices},
    }
