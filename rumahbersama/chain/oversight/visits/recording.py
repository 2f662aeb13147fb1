"""How visits are told in the record, and the writing of it.

The record of a village is read above the kecamatan too (``VIEW_HISTORY``), and the result of a visit is not: so the
record says that a visit was made, closed and sent, and nothing of what was seen. The words stand in ``Saying``, whose
rows are never changed either.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences

ENTITY = "visits.visit"


def facts_of(visit: Visit) -> dict[str, Any]:
    """Return a visit as the record writes it (one query unless who goes is there already)."""
    return {
        "kind": str(visit.kind),
        "planned_on": visit.planned_on.isoformat(),
        "purpose": visit.purpose,
        "checklist": str(visit.checklist) if visit.checklist else "",
        "visitors": "; ".join(str(each.post) for each in visit.who.all()),
        "state": str(visit.state),
        "cancelled_because": visit.cancelled_because,
        "visited_on": visit.visited_on.isoformat() if visit.visited_on else "",
    }


def change_of(visit: Visit, before: dict[str, Any] | None) -> Change:
    """Return what changed of a visit since ``before``; all that is told where there is none."""
    after = facts_of(visit)
    if before is None:
        return Change(ENTITY, visit.key, None, {name: value for name, value in after.items() if value})
    return Change(ENTITY, visit.key, *only_differences(before, after))


def write(
    visit: Visit,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes about a visit at its village; ``{what}`` in the summary becomes what it is called."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=visit),
        place_code=visit.region.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields of visits."""
    return {
        "kind": _("Jenis"),
        "planned_on": _("Tanggal rencana"),
        "purpose": _("Maksud"),
        "checklist": _("Daftar periksa"),
        "visitors": _("Yang berangkat"),
        "state": _("Keadaan"),
        "cancelled_because": _("Alasan dibatalkan"),
        "visited_on": _("Tanggal kunjungan"),
        "photos": _("Banyaknya foto"),
        "caption": _("Keterangan foto"),
        "signed": _("Ditandatangani"),
        "shared_at": _("Dikirim ke desa"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields of visits."""
    return {
        "kind": {code: str(label) for code, label in Visit.Kind.choices},
        "state": {code: str(label) for code, label in Visit.State.choices},
    }
