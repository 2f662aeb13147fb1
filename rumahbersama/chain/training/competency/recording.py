"""How competency is told in the record: standards in full, what is said of people only as "changed"."""

from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency.models import Raise, Standard
from rumahbersama.chain.training.competency.rules import POST_KINDS
from rumahbersama.ground.people.roles import ROLES

STANDARD, JUDGEMENT, QUALIFICATION = (
    *("training_competency.standard", "training_competency.judgement"),
    "training_competency.qualification",
)


def facts_of(row: Standard) -> dict[str, Any]:
    """Return an edition as the record writes it."""
    required = {f"required_{kind}": row.required.get(kind) for kind in POST_KINDS}
    levels = {f"level_{number}": text for number, text in enumerate(row.levels, 1)}
    return {
        "title": row.title,
        "kind": str(row.kind),
        "description": row.description,
        "legal_basis": row.legal_basis,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        **required,
        **levels,
    }


def raises_as_text(rows: list[Raise]) -> str:
    """Return which curricula raise a unit to which level."""
    return "; ".join(f"{row.curriculum.title}: {row.level}" for row in rows)


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    required = {
        f"required_{kind}": _("Tingkat yang diminta: {post}").format(post=ROLES[kind].label) for kind in POST_KINDS
    }
    levels = {f"level_{number}": _("Uraian tingkat {n}").format(n=number) for number in range(1, 6)}
    return {
        "title": _("Kompetensi"),
        "kind": _("Jenis"),
        "description": _("Uraian"),
        "legal_basis": _("Dasar"),
        "valid_from": _("Berlaku sejak"),
        "valid_to": _("Berlaku sampai sebelum"),
        **required,
        **levels,
        "raises": _("Kurikulum yang menaikkan"),
        "judgement": _("Penilaian mentor"),
        "qualification": _("Pendidikan"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {"kind": {code: str(label) for code, label in Standard.Kind.choices}}
