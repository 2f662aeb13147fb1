"""How passing is told in the record: of a person that a mark changed and what was decided, never the marks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.rules import PARTS, Rule
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change

RULE, PERSON = "training_passing.rule", "training_passing.person"


def facts_of_rule(rule: Rule) -> dict[str, Any]:
    """Return a rule as the record writes it."""
    weights = {f"weight_{part}": rule.weights[part] for part in PARTS}
    return {"least_attendance": rule.least_attendance, "least_score": rule.least_score, **weights}


def write(
    event: Event,
    changes: Iterable[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
    count: int = 0,
) -> None:
    """Record changes of one event at its place; ``{event}`` and ``{count}`` in the summary are filled in."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(event=event.title[:120], count=count),
        place_code=event.region.code,
        changes=list(changes),
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "least_attendance": _("Kehadiran paling sedikit (%)"),
        "least_score": _("Nilai akhir paling rendah"),
        "weight_attendance": _("Bobot kehadiran"),
        "weight_post_test": _("Bobot tes akhir"),
        "weight_practice": _("Bobot praktik"),
        "weight_attitude": _("Bobot sikap"),
        "marks": _("Nilai"),
        "outcome": _("Putusan"),
        "certificate": _("Sertifikat"),
        "way": _("Dasar putusan"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "outcome": {code: str(label) for code, label in Decision.Outcome.choices},
        "way": {code: str(label) for code, label in Decision.Way.choices},
        "certificate": {"reissued": _("diterbitkan ulang")},
    }
