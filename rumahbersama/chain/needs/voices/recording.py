"""How a voice is told in the record, and the writing of it."""

from datetime import datetime
from typing import Any

from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.queries import ENTITY
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.regions.models import Level


def facts_of(voice: Voice) -> dict[str, Any]:
    """Return a voice as the record writes it."""
    return {
        "region": voice.region.code,
        "hamlet": voice.hamlet,
        "statement": voice.statement,
        "area": voice.area.code,
        "service": voice.service.code if voice.service else "",
        "source_kind": str(voice.source_kind),
        "source": voice.source,
        "voiced_on": voice.voiced_on.isoformat(),
        "people_count": voice.people_count,
        "joint_people": voice.joint_people,
        "state": str(voice.state),
        "merged_into": voice.merged_into_id,
        "withdrawn_because": voice.withdrawn_because,
    }


def first_change(voice: Voice) -> Change:
    """Return the record of a new voice: what was told of it."""
    told = {name: value for name, value in facts_of(voice).items() if value not in ("", None)}
    return Change(ENTITY, voice.key, None, told)


def with_photos(change: Change, before: int, after: int) -> Change:
    """Return a change that tells too how many photos there were and are."""
    if before == after:
        return change
    was = change.before if change.before is None else change.before | {"photos": before}
    return Change(change.entity, change.key, was, (change.after or {}) | {"photos": after})


def change_of(voice: Voice, before: dict[str, Any] | None) -> Change:
    """Return what changed of a voice since ``before``; all of it where there is none."""
    return Change(ENTITY, voice.key, *only_differences(before, facts_of(voice))) if before else first_change(voice)


def record_change(
    voice: Voice,
    before: dict[str, Any] | None,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record a change of one voice."""
    write(voice, [change_of(voice, before)], by=by, at=at, verb=verb, summary=summary, reason=reason)


def write(
    voice: Voice,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes of a voice at its place; ``{text}`` in the summary becomes its words."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(text=f"{voice.statement[:120]} ({voice.place})"),
        place_code=voice.region.code,
        changes=changes,
        reason=reason,
    )


def write_of_both(
    one: Voice,
    main: Voice,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record what happened to two voices where both are at home, by numbers: neither desa reads the other's words."""
    is_one_place = one.region_id == main.region_id
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(one=one.pk, main=main.pk),
        place_code=one.region.code if is_one_place else ".".join(one.region.code.split(".")[: Level.KECAMATAN]),
        changes=changes,
    )
