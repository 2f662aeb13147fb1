"""How banks and questions are told in the record: where and that they changed, never the words or the key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.bank.models import Bank, Item
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change

BANK, ITEM = "training_bank.bank", "training_bank.item"


def facts_of_bank(bank: Bank) -> dict[str, Any]:
    """Return a bank as the record writes it."""
    return {"title": bank.title, "description": bank.description, "region": bank.region.code}


def facts_of_item(item: Item, *, version: int) -> dict[str, Any]:
    """Return a question as the record writes it."""
    return {
        "version": version,
        "topic": item.topic.name if item.topic else "",
        "difficulty": item.difficulty,
        "state": str(item.state),
        "retired_because": item.retired_because,
    }


def write(
    bank: Bank,
    changes: Sequence[Change],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes of a bank at its place; ``{bank}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.replace("{bank}", bank.title),
        place_code=bank.region.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "title": _("Nama"),
        "description": _("Keterangan"),
        "region": _("Kode wilayah"),
        "version": _("Versi"),
        "topic": _("Topik"),
        "difficulty": _("Kesukaran"),
        "state": _("Keadaan"),
        "retired_because": _("Alasan ditarik"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Item.State.choices},
        "difficulty": {str(code): str(label) for code, label in Item.Difficulty.choices},
    }
