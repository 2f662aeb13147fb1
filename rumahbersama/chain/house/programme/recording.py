"""How programmes and activities are told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.core.formats import number

PROGRAMME, ACTIVITY = "programme.programme", "programme.activity"


def facts_of(activity: Activity) -> dict[str, Any]:
    """Return an activity as the record writes it (one query)."""
    return {
        "kind": str(activity.kind),
        "title": activity.title,
        "goal": str(activity.goal) if activity.goal else "",
        "villages": ", ".join(activity.villages.order_by("code").values_list("code", flat=True)),
        "post": str(activity.post),
        "starts_on": activity.starts_on.isoformat(),
        "ends_on": activity.ends_on.isoformat(),
        "budget_line": activity.budget_line,
        "budget_rupiah": activity.budget_rupiah,
        "state": str(activity.state),
        "dropped_because": activity.dropped_because,
    }


def goal_in_words(goal: Goal) -> str:
    """Return a goal as the record writes it."""
    told = [str(each) for each in (goal.area, goal.indicator) if each is not None]
    if goal.baseline is not None or goal.target is not None:
        told.insert(0, f"{number(goal.baseline)} → {number(goal.target)} {goal.unit}")
    return f"{goal.statement} ({'; '.join(told)})" if told else goal.statement


def change_of(activity: Activity, before: dict[str, Any] | None) -> Change:
    """Return what changed of an activity since ``before``; all that is told where there is none."""
    after = facts_of(activity)
    if before is None:
        return Change(
            ACTIVITY, activity.key, None, {name: told for name, told in after.items() if told not in ("", None)}
        )
    return Change(ACTIVITY, activity.key, *only_differences(before, after))


def write(
    programme: Programme,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes at the kecamatan of a programme."""
    code = programme.region.code
    record(by=by, at=at, verb=verb, summary=summary, place_code=code, changes=changes, reason=reason)


def fields_of_programme() -> dict[str, str]:
    """Return the words for the stored fields of programmes."""
    return {
        "year": _("Tahun"),
        "state": _("Keadaan"),
        "goal": pgettext("programme", "Sasaran"),
        "approved_by": _("Disetujui oleh"),
        "activities": _("Jumlah kegiatan"),
    }


def fields() -> dict[str, str]:
    """Return the words for the stored fields of activities."""
    return {
        "kind": _("Jenis"),
        "title": pgettext("programme", "Kegiatan"),
        "goal": pgettext("programme", "Sasaran"),
        "villages": _("Kode desa"),
        "post": _("Penanggung jawab"),
        "starts_on": _("Mulai"),
        "ends_on": _("Selesai paling lambat"),
        "budget_line": _("Mata anggaran"),
        "budget_rupiah": _("Anggaran (rupiah)"),
        "state": _("Keadaan"),
        "dropped_because": _("Alasan dihentikan"),
        "note": _("Laporan"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields of activities."""
    return {
        "kind": {code: str(label) for code, label in Activity.Kind.choices},
        "state": {code: str(label) for code, label in Activity.State.choices},
    }


def values_of_programme() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields of programmes."""
    return {"state": {code: str(label) for code, label in Programme.State.choices}}
