"""How a note or recommendation is told in the record, and the writing of it.

The record of a kecamatan is read above it (``VIEW_HISTORY``), and before the camat confirms nothing of this leaves
the kecamatan. So the record says which number was written, sent and answered by whom, and of its words only that they
changed; the words stand in its own steps, which are never changed either.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations.models import Recommendation, Step
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import CHANGED, Change, named, only_differences
from rumahbersama.ground.people.models import Tenure
from rumahbersama.ground.people.permissions import on_day
from rumahbersama.workshop.papers.signers import in_words

ENTITY = "recommendations.recommendation"
WORDS = ("what", "legal_basis", "remedy", "severity", "item_text", "evidence_text")
PLAIN = ("kind", "state", "confirmed_reply")
DAYS = ("due_on", "reply_due_on", "closed_on")


def facts_of(found: Recommendation) -> dict[str, Any]:
    """Return one as the record compares it."""
    return {
        **{name: str(getattr(found, name)) for name in (*PLAIN, *WORDS)},
        **{name: day.isoformat() if (day := getattr(found, name)) else None for name in DAYS},
        "confirmed": found.is_confirmed,
    }


def change_of(found: Recommendation, before: dict[str, Any] | None) -> Change:
    """Return what changed since ``before``, words only as changed; all that was told where there is none."""
    if before is not None:
        hidden = frozenset(WORDS)
        return Change(ENTITY, found.key, *only_differences(before, facts_of(found), personal=hidden))
    told = {name: value for name, value in facts_of(found).items() if value not in ("", None, False)}
    return Change(ENTITY, found.key, None, {name: CHANGED if name in WORDS else told[name] for name in told})


def write(
    found: Recommendation,
    before: dict[str, Any] | None,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    act: str,
    summary: str,
) -> None:
    """Record a change at its village; ``{what}`` in the summary becomes its kind, number and village."""
    told = _("{kind} no. {number}, {village}").format(
        kind=found.get_kind_display(), number=found.numbered, village=found.village
    )
    record(
        by=by,
        at=at,
        verb=f"recommendations.{act}",
        summary=summary.format(what=told),
        place_code=found.village.code,
        changes=[change_of(found, before)],
        keyboard=getattr(by, "keyboard", ""),
    )


def tenure_of(by: Any, regions: tuple[int, ...], at: datetime) -> Tenure | None:  # noqa: ANN401
    """Return the post that somebody holds at one of these places on the day, the highest place first."""
    if not getattr(by, "person_id", None):
        return None
    rows = Tenure.objects.filter(on_day(timezone.localdate(at)), person=by.person_id, post__region__in=regions)
    return rows.select_related("person", "post__region").order_by("post__region__code").first()


def acting(by: Any, regions: tuple[int, ...], at: datetime) -> str:  # noqa: ANN401
    """Return name, rank, capacity and post of who acts, as of that day; "" for who holds no post there."""
    tenure = tenure_of(by, regions, at)
    return in_words(tenure, tenure.post) if tenure else ""


def step(
    found: Recommendation,
    kind: str,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    text: str = "",
    **more: Any,  # noqa: ANN401 - until, way, link, file
) -> Step:
    """Write a step of one down."""
    return Step.objects.create(
        recommendation=found,
        kind=kind,
        text=" ".join(text.split())[:500],
        by=by if getattr(by, "pk", None) else None,
        by_name=named(by),
        as_post=acting(by, (found.kecamatan_id, found.village_id), at),
        at=at,
        **more,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "kind": _("Jenis"),
        "what": _("Yang dilihat"),
        "legal_basis": _("Dasar hukum"),
        "remedy": _("Cara membenahi"),
        "severity": _("Tingkat"),
        "due_on": _("Tenggat"),
        "item_text": _("Butir daftar periksa"),
        "evidence_text": _("Bukti"),
        "state": _("Keadaan"),
        "reply_due_on": _("Tenggat tanggapan"),
        "confirmed": _("Dikonfirmasi camat"),
        "confirmed_reply": _("Tanggapan desa saat dikonfirmasi"),
        "closed_on": _("Selesai pada"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    states = {code: str(label) for code, label in Recommendation.State.choices}
    return {
        "state": states,
        "confirmed_reply": states,
        "kind": {code: str(label) for code, label in Recommendation.Kind.choices},
    }
