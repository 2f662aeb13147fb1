"""How materials are told in the record, under the key of the material, at the place of its curriculum."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.regions.rules import NATION_CODE

ENTITY = "training_materials.material"


def facts_of(material: Material) -> dict[str, Any]:
    """Return what a material is, as the record writes it."""
    return {
        "subject": material.subject.title,
        "kind": str(material.kind),
        "title": material.title,
        "state": "shown" if material.withdrawn_at is None else "withdrawn",
    }


def facts_of_version(version: Version) -> dict[str, Any]:
    """Return a version as the record writes it: its number, what is new, and the check sum of its file."""
    return {"version": version.number, "note": version.note, "sha256": version.file.sha256}


def write(
    material: Material,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record one act on a material; ``{material}`` in the summary becomes its title."""
    region = material.subject.curriculum.region
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(material=material.title[:120]),
        place_code=region.code if region else NATION_CODE,
        changes=[Change(ENTITY, material.key, before, after)],
        reason=reason,
    )


def history_of(material: Material) -> list[RowChange]:
    """Return what became of a material, newest first."""
    return rows_of(entity=ENTITY, key=material.key, codes=None)


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "subject": _("Mata ajar"),
        "kind": _("Jenis bahan"),
        "title": _("Judul"),
        "state": _("Keadaan"),
        "version": _("Versi"),
        "note": _("Yang berubah"),
        "sha256": "SHA-256",
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "kind": {code: str(label) for code, label in Material.Kind.choices},
        "state": {"shown": _("Ditampilkan"), "withdrawn": _("Ditarik")},
    }
