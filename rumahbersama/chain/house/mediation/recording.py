"""How a case is told in the record: behind the door of ``MEDIATE``, and of every text only that it changed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation.models import Case, Party, Report
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences
from rumahbersama.ground.people.roles import MEDIATE

ENTITY, REPORT = "mediation.case", "mediation.report"
PERSONAL = frozenset({"title", "causes", "parties", "points", "handed_to", "problem"})
DAYS = ("agreed_on", "check_on")


def facts_of(case: Case) -> dict[str, Any]:
    """Return a case as the record compares it (four queries)."""
    days = {name: getattr(case, name) for name in DAYS}
    return {
        "kind": str(case.kind),
        "state": str(case.state),
        "title": case.title,
        "causes": case.causes,
        "handed_to": case.handed_to,
        "problem": case.problem_id,
        "places": ", ".join(case.places.order_by("code").values_list("code", flat=True)),
        "parties": [_told(party) for party in Party.objects.filter(case=case, left_at=None)],
        "points": list(case.points.values_list("text", flat=True)),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _told(party: Party) -> list[Any]:
    return [party.name, party.region_id, party.stands_for, party.account_id]


def change_of(case: Case, before: dict[str, Any] | None) -> Change:
    """Return what changed since ``before``; all that was told where there is none."""
    after = facts_of(case)
    if before is not None:
        return Change(ENTITY, case.key, *only_differences(before, after, personal=PERSONAL))
    told = {name: value for name, value in after.items() if value not in ("", None, [])}
    return Change(ENTITY, case.key, None, told | {name: CHANGED for name in told if name in PERSONAL})


def write(
    case: Case,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record changes of a case where only who handles it reads them; ``{what}`` becomes its number. No reasons."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=case.numbered),
        place_code=case.kecamatan.code,
        changes=changes,
        needs=MEDIATE,
    )


def write_report(
    report: Report,
    *,
    before: str | None,
    fields: tuple[str, ...] = (),
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record a change of a report behind the same door: from which state to which, of ``fields`` only that."""
    told = dict.fromkeys(fields, CHANGED)
    old = None if before is None else told | {"state": before}
    if before == report.state:
        old, new = told, dict(told)
    else:
        new = told | {"state": str(report.state)}
    change = Change(REPORT, report.key, old, new)
    place = report.kecamatan.code
    record(by=by, at=at, verb=verb, summary=summary, place_code=place, changes=[change], needs=MEDIATE)


def changed(case: Case, field: str) -> Change:
    """Return that something of a case changed, not what."""
    return Change(ENTITY, case.key, {field: CHANGED}, {field: CHANGED})


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "kind": _("Jenis"),
        "title": _("Judul"),
        "places": _("Kode wilayah"),
        "parties": _("Para pihak"),
        "causes": _("Sebab"),
        "problem": _("Masalah yang ditautkan"),
        "step": _("Langkah"),
        "files": _("Berkas"),
        "bodies": _("Lembaga yang diajak"),
        "points": _("Butir kesepakatan"),
        "state": _("Keadaan"),
        "handed_to": _("Diserahkan kepada"),
        "agreed_on": _("Disepakati pada"),
        "check_on": _("Diperiksa lagi pada"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Case.State.choices},
        "kind": {code: str(label) for code, label in Case.Kind.choices},
    }


def report_fields() -> dict[str, str]:
    """Return the words for what is recorded of a report."""
    return {"state": _("Keadaan"), "text": _("Isi laporan"), "files": _("Berkas"), "answer": _("Jawaban")}


def report_values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored of a report."""
    return {"state": {code: str(label) for code, label in Report.State.choices}}
