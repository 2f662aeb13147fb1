"""How a problem is told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems.models import Cause, Problem
from rumahbersama.chain.house.problems.queries import ENTITY
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences

PLAIN = ("statement", "sufferers", "people", "authority", "hamlet", "state", "merged_into_id")


def facts_of(problem: Problem) -> dict[str, Any]:
    """Return a problem as the record writes it (two queries)."""
    plain = {name.removesuffix("_id"): getattr(problem, name) for name in PLAIN}
    causes = Cause.objects.filter(problem=problem).values_list("text", flat=True)
    return plain | {
        "authority": str(problem.authority),
        "state": str(problem.state),
        "area": problem.area.code if problem.area else "",
        "places": ", ".join(problem.places.order_by("code").values_list("code", flat=True)),
        "answers": str(problem.answers) if problem.answers else "",
        "put_off_to": problem.put_off_to.isoformat() if problem.put_off_to else None,
        "causes": "; ".join(causes),
    }


def change_of(problem: Problem, before: dict[str, Any] | None) -> Change:
    """Return what changed since ``before``; all that was told where there is none."""
    if before is not None:
        return Change(ENTITY, problem.key, *only_differences(before, facts_of(problem)))
    told = {name: value for name, value in facts_of(problem).items() if value not in ("", None)}
    return Change(ENTITY, problem.key, None, told)


def write(
    problem: Problem,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes of a problem at its kecamatan; ``{what}`` in the summary becomes its number and words."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=f"{problem.numbered} {problem.statement[:120]}"),
        place_code=problem.kecamatan.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "statement": _("Masalah"),
        "places": _("Kode wilayah"),
        "hamlet": _("Dusun/lingkungan"),
        "area": _("Bidang"),
        "sufferers": _("Yang merasakan"),
        "people": _("Jumlah orang"),
        "authority": _("Kewenangan"),
        "answers": _("Yang harus menjawab"),
        "causes": _("Sebab"),
        "state": _("Keadaan"),
        "put_off_to": _("Ditunda sampai"),
        "merged_into": _("Digabung ke"),
        "evidence": _("Bukti"),
        "score": _("Nilai USG"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Problem.State.choices},
        "authority": {code: str(label) for code, label in Problem.Authority.choices},
    }
