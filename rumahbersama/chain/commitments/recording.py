"""How a commitment is told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences

ENTITY = "commitments.commitment"
PLAIN = ("what", "why", "indicator", "measure", "unit", "cost_rupiah", "funding", "outcome", "dropped_because")
DAYS = ("promised_on", "due_on", "closed_on")
NUMBERS = ("baseline", "target")


def facts_of(commitment: Commitment) -> dict[str, Any]:
    """Return a commitment as the record writes it."""
    days = {name: getattr(commitment, name) for name in DAYS}
    numbers = {name: getattr(commitment, name) for name in NUMBERS}
    return {
        **{name: getattr(commitment, name) for name in PLAIN},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: None if value is None else f"{value.normalize():f}" for name, value in numbers.items()},
        "post": str(commitment.post),
        "reviewer": str(commitment.reviewer) if commitment.reviewer else "",
        "region": commitment.region.code,
        "source_kind": str(commitment.source_kind),
        "source_url": commitment.source_url,
        "state": str(commitment.state),
    }


def change_of(commitment: Commitment, before: dict[str, Any] | None) -> Change:
    """Return what changed since ``before``; all that was told where there is none."""
    if before is not None:
        return Change(ENTITY, commitment.key, *only_differences(before, facts_of(commitment)))
    told = {name: value for name, value in facts_of(commitment).items() if value not in ("", None)}
    return Change(ENTITY, commitment.key, None, told)


def write(
    commitment: Commitment,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes of a commitment at its place; ``{what}`` in the summary becomes its words."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=f"{commitment.what[:120]} ({commitment.post})"),
        place_code=commitment.region.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "what": _("Janji"),
        "why": _("Alasan"),
        "post": _("Jabatan"),
        "reviewer": _("Pemeriksa"),
        "region": _("Kode wilayah"),
        "promised_on": _("Dijanjikan pada"),
        "due_on": _("Tenggat"),
        "indicator": _("Kode indikator"),
        "measure": _("Ukuran"),
        "unit": _("Satuan"),
        "baseline": _("Angka awal"),
        "target": _("Sasaran"),
        "cost_rupiah": _("Biaya"),
        "funding": _("Sumber biaya"),
        "source_kind": _("Asal"),
        "source_url": _("Alamat asal"),
        "state": _("Keadaan"),
        "outcome": _("Hasil"),
        "dropped_because": _("Alasan dihentikan"),
        "closed_on": _("Ditutup pada"),
        "steps": _("Langkah"),
        "report": _("Laporan"),
        "holder": _("Pemegang"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Commitment.State.choices},
        "source_kind": {code: str(label) for code, label in Commitment.Source.choices},
    }
