"""How what was passed upward is told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.house.upward.models import Referral, Target
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences

ENTITY, TARGET = "upward.referral", "upward.target"


def facts_of(referral: Referral) -> dict[str, Any]:
    """Return a referral as the record writes it."""
    return {
        "state": str(referral.state),
        "office": referral.office_name,
        "due_on": referral.due_on.isoformat() if referral.due_on else None,
        "plan_year": referral.plan_year,
    }


def facts_of_target(target: Target) -> dict[str, Any]:
    """Return a service target as the record writes it (one query)."""
    levels = target.levels.select_related("post")
    told = [f"{each.title}: {each.after_days} ({each.post.title if each.post else '-'})" for each in levels]
    return {
        "assign_days": target.assign_days,
        "answer_days": target.answer_days,
        "reply_days": target.reply_days,
        "levels": "; ".join(told),
        "legal_basis": target.legal_basis,
    }


def change_of_target(target: Target, key: str, before: dict[str, Any] | None) -> Change:
    """Return what changed of a service target since ``before``; all of it where there is none."""
    after = facts_of_target(target)
    if before is None:
        return Change(TARGET, key, None, after)
    return Change(TARGET, key, *only_differences(before, after))


def write(
    referral: Referral,
    before: dict[str, Any] | None,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record what changed of a referral at its kecamatan; ``{what}`` in the summary becomes its problem."""
    problem, after = referral.problem, facts_of(referral)
    if before is None:
        change = Change(ENTITY, referral.key, None, {name: told for name, told in after.items() if told})
    else:
        change = Change(ENTITY, referral.key, *only_differences(before, after))
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=f"{problem.numbered} {problem.statement[:120]}"),
        place_code=problem.kecamatan.code,
        changes=[change],
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields of a referral."""
    return {
        "state": _("Keadaan"),
        "office": _("Kantor yang menjawab"),
        "due_on": _("Ditunggu sampai"),
        "plan_year": _("Tahun rencana"),
    }


def fields_of_targets() -> dict[str, str]:
    """Return the words for the stored fields of a service target."""
    return {
        "assign_days": _("Hari kerja untuk menugaskan"),
        "answer_days": _("Hari kerja untuk menjawab"),
        "reply_days": _("Hari kerja untuk membalas"),
        "levels": _("Pelaporan keterlambatan"),
        "legal_basis": _("Dasar hukum"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {"state": {code: str(label) for code, label in Referral.State.choices}}
