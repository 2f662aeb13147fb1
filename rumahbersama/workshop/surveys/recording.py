"""How questionnaires and rounds are told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version

QUESTIONNAIRE, ROUND = "surveys.questionnaire", "surveys.round"


def questionnaire_facts(row: Questionnaire) -> dict[str, Any]:
    """Return a questionnaire as the record writes it."""
    return {"title": row.title, "purpose": row.purpose, "kind": str(row.kind), "origin": row.origin}


def round_facts(row: Round) -> dict[str, Any]:
    """Return a round as the record writes it."""
    return {
        "title": row.title,
        "version": str(row.version),
        "subject": row.subject,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "is_anonymous": row.is_anonymous,
        "minimum_group": row.minimum_group,
        "groups": ", ".join(row.groups),
        "raters": ", ".join(row.raters),
        "expected": row.expected,
    }


def write_questionnaire(
    row: Questionnaire,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record a change of a questionnaire at its place; ``{what}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=row.title),
        place_code=row.region.code if row.region else "0",
        changes=[Change(QUESTIONNAIRE, row.code, before, after)],
        reason=reason,
    )


def write_round(
    row: Round,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Record a change of a round at its place; ``{what}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=row.title),
        place_code=row.region.code,
        changes=[Change(ROUND, row.key, before, after)],
    )


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what changed, as arguments of the writing functions."""
    was, now = only_differences(before, after)
    return {"before": was, "after": now}


def questionnaire_fields() -> dict[str, str]:
    """Return the words for the stored fields of a questionnaire."""
    return {
        "title": _("Judul"),
        "purpose": _("Guna"),
        "kind": _("Jenis"),
        "origin": _("Asal"),
        "version": _("Versi"),
        "question": _("Pertanyaan"),
        "questions": _("Banyaknya pertanyaan"),
        "state": _("Keadaan"),
    }


def round_fields() -> dict[str, str]:
    """Return the words for the stored fields of a round."""
    return {
        "title": _("Judul"),
        "version": _("Kuesioner"),
        "subject": _("Pokok"),
        "opens_on": _("Dibuka"),
        "closes_on": _("Ditutup"),
        "is_anonymous": _("Tanpa nama"),
        "minimum_group": _("Kelompok terkecil yang ditampilkan"),
        "groups": _("Kelompok"),
        "raters": _("Peran penjawab"),
        "expected": _("Banyaknya yang diharapkan menjawab"),
        "invited": _("Banyaknya yang diundang"),
        "answers": _("Jawaban"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "kind": {code: str(label) for code, label in Questionnaire.Kind.choices},
        "state": {code: str(label) for code, label in Version.State.choices},
    }
