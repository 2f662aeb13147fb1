"""How an RTL is told in the record; names of partners and the mentor are "changed" only."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences

ENTITY = "training_rtl.rtl"
PERSONAL = frozenset({"partners", "mentor"})


def facts_of(rtl: Rtl) -> dict[str, Any]:
    """Return an RTL as the record tells it."""
    facts = rtl.facts()
    for name in ("baseline", "target"):
        facts[name] = None if facts[name] is None else f"{facts[name].normalize():f}"
    facts["due_on"] = rtl.due_on.isoformat() if rtl.due_on else None
    facts["steps"] = "; ".join(text for text, _day in rtl.steps)
    facts["state"] = str(rtl.state)
    facts["commitment"] = rtl.commitment_id
    return facts


def write(
    rtl: Rtl,
    before: dict[str, Any] | None,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the personal link and the program
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record what changed since ``before``; all that was told where there is none. ``{event}`` is filled in."""
    after = facts_of(rtl)
    if before is None:
        told = {name: value for name, value in after.items() if value not in ("", None)}
        change = Change(
            ENTITY, rtl.key, None, {name: CHANGED if name in PERSONAL else value for name, value in told.items()}
        )
    else:
        change = Change(ENTITY, rtl.key, *only_differences(before, after, personal=PERSONAL))
    part = rtl.participation
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(event=part.event.title[:120]),
        place_code=part.region.code,
        changes=[change],
    )


def history_of(rtl: Rtl) -> list[RowChange]:
    """Return what became of an RTL, newest first."""
    return rows_of(entity=ENTITY, key=rtl.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what RTL are called by their key, without the name of their writer (one query)."""
    rows = Rtl.objects.filter(key__in=keys).select_related("participation__event")
    return {
        row.key: _("RTL peserta nomor {number}, {event}").format(
            number=row.participation_id, event=row.participation.event
        )
        for row in rows
    }


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the form."""
    return {
        "problem": _("Masalah"),
        "activity": _("Kegiatan"),
        "output": _("Keluaran"),
        "indicator": _("Kode indikator"),
        "measure": _("Ukuran hasil"),
        "unit": _("Satuan"),
        "baseline": _("Angka awal"),
        "baseline_period": _("Periode angka awal"),
        "target": _("Sasaran"),
        "steps": _("Langkah"),
        "due_on": _("Selesai paling lambat"),
        "partners": _("Mitra"),
        "cost_rupiah": _("Biaya"),
        "funding": _("Sumber biaya"),
        "mentor": _("Mentor"),
        "state": _("Keadaan"),
        "commitment": _("Nomor komitmen"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {"state": {code: str(label) for code, label in Rtl.State.choices}}
