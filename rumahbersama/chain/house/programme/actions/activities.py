"""Activities of a programme: written, changed, taken out of a draft, reported on, handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.house.programme import recording
from rumahbersama.chain.house.programme.actions.rows import (
    count_change,
    held_activity,
    in_whose_name,
    locked,
    save,
)
from rumahbersama.chain.house.programme.models import Activity, Goal, Handover, Note, Programme
from rumahbersama.chain.house.programme.rules import (
    DRAFT,
    DROPPED,
    IN_FORCE,
    ProgrammeRefusal,
    check_days,
    check_reason,
    check_told,
    check_writable,
)
from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class Plan:
    """What an activity is: no ``villages`` means all of them; days are counted both."""

    kind: str
    title: str
    post: Post
    starts_on: date
    ends_on: date
    is_in_months: bool = True
    goal: Goal | None = None
    villages: Sequence[Region] = ()
    budget_line: str = ""
    budget_rupiah: int | None = None


def _check(programme: Programme, plan: Plan, reason: str) -> None:
    check_writable(programme.state)
    check_reason(state=programme.state, reason=reason)
    if not plan.title.strip():
        raise ProgrammeRefusal(_("Tulis apa kegiatannya, dalam beberapa kata."))
    check_days(starts_on=plan.starts_on, ends_on=plan.ends_on, year=programme.year)


def _take(row: Activity, plan: Plan) -> None:
    row.kind, row.title, row.post, row.goal = plan.kind, " ".join(plan.title.split()), plan.post, plan.goal
    row.starts_on, row.ends_on, row.is_in_months = plan.starts_on, plan.ends_on, plan.is_in_months
    row.budget_line, row.budget_rupiah = " ".join(plan.budget_line.split()), plan.budget_rupiah


@transaction.atomic
def add_activity(
    *,
    programme: Programme,
    plan: Plan,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    reason: str = "",
) -> Activity:
    """Write an activity into a programme.

    Raises:
        ProgrammeRefusal: the programme is closed, approved and no reason given, or a part that cannot be.
    """
    fresh = locked(programme)
    _check(fresh, plan, reason)
    made = Activity(programme=fresh)
    _take(made, plan)
    made.save()
    made.villages.set(plan.villages)
    summary = _("Kegiatan direncanakan: {what}").format(what=made.title)
    _write(made, None, by=by, at=at, verb="programme.add_activity", summary=summary, reason=reason)
    return made


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    plan: Plan,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
    reason: str = "",
) -> Activity:
    """Change what an activity is; in an approved programme with a reason. Its post is changed by ``hand_over`` there.

    Raises:
        ProgrammeRefusal: closed, no reason, changed since version ``seen``, or a part that cannot be.
    """
    fresh = held_activity(activity, seen=seen)
    before, post = recording.facts_of(fresh), fresh.post
    _check(fresh.programme, plan, reason)
    _take(fresh, plan)
    if fresh.programme.state != DRAFT:
        fresh.post = post
    save(fresh)
    fresh.villages.set(plan.villages)
    summary = _("Kegiatan diubah: {what}").format(what=fresh.title)
    _write(fresh, before, by=by, at=at, verb="programme.change_activity", summary=summary, reason=reason)
    return fresh


@transaction.atomic
def remove_activity(*, activity: Activity, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Take an activity out of a draft; in an approved programme it is dropped with a reason instead.

    Raises:
        ProgrammeRefusal: the programme was approved, or it changed since version ``seen``.
    """
    fresh = held_activity(activity, seen=seen)
    if fresh.programme.state != DRAFT:
        raise ProgrammeRefusal(_("Program ini sudah disetujui. Hentikan kegiatannya dengan alasan, jangan dihapus."))
    change = Change(recording.ACTIVITY, fresh.key, recording.facts_of(fresh), None)
    summary = _("Kegiatan dihapus dari rancangan: {what}").format(what=fresh.title)
    fresh.delete()
    count_change(fresh.programme)
    recording.write(activity.programme, [change], by=by, at=at, verb="programme.remove_activity", summary=summary)


@dataclass(frozen=True)
class Report:
    """What is told of an activity; ``proof`` was looked at already (``files.checked``). No ``to``: no new state."""

    text: str
    to: str = ""
    link: str = ""
    proof: files.Checked | None = None


@transaction.atomic
def report_on(
    *,
    activity: Activity,
    report: Report,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
    may_drop: bool = True,
) -> Note:
    """Tell how an activity goes, with evidence, and the state it came to.

    Raises:
        ProgrammeRefusal: not approved, no words, a state that does not follow, or changed since version ``seen``.
    """
    fresh = held_activity(activity, seen=seen)
    if fresh.programme.state != IN_FORCE:
        raise ProgrammeRefusal(_("Laporan ditulis sesudah program disetujui dan sebelum ditutup."))
    check_told(state=fresh.state, to=report.to, text=report.text, may_drop=may_drop)
    before, code = recording.facts_of(fresh), fresh.programme.region.code
    text = " ".join(report.text.split())[:500]
    fresh.state = report.to or fresh.state
    fresh.dropped_because = text if fresh.state == DROPPED else ""
    save(fresh)
    kept = files.keep(report.proof, place_code=code, by=by, at=at) if report.proof else None
    told = {"state": fresh.state, "link": report.link, "file": kept, "by": by, "by_name": named(by), "at": at}
    note = Note.objects.create(activity=fresh, text=text, **told)
    if kept is not None:
        files.attach(files=[kept], to=f"{recording.ACTIVITY}:{fresh.pk}")
    change = recording.change_of(fresh, before)
    change = Change(change.entity, change.key, change.before, (change.after or {}) | {"note": text})
    summary = _("Kemajuan kegiatan: {what}").format(what=fresh.title)
    recording.write(fresh.programme, [change], by=by, at=at, verb="programme.report_on", summary=summary)
    return note


@transaction.atomic
def hand_over(*, activity: Activity, to: Post, reason: str, by: Any, at: datetime, seen: int) -> Handover:  # noqa: ANN401
    """Give an activity to another post, with a reason; who had it stays written.

    Raises:
        ProgrammeRefusal: the same post, no reason, closed, or changed since version ``seen``.
    """
    fresh = held_activity(activity, seen=seen)
    check_writable(fresh.programme.state)
    if not reason.strip():
        raise ProgrammeRefusal(_("Tulis alasan mengalihkannya, supaya yang lama dan yang baru tahu sebabnya."))
    if to.pk == fresh.post_id:
        raise ProgrammeRefusal(_("Kegiatan ini sudah dipegang jabatan itu. Pilih jabatan lain."))
    before, old = recording.facts_of(fresh), fresh.post
    fresh.post = to
    save(fresh)
    who = in_whose_name(by, fresh.programme.region, at)
    told = {"reason": reason.strip()[:500], "by": by, "by_name": who, "at": at}
    made = Handover.objects.create(activity=fresh, from_post=old, to_post=to, **told)
    summary = _("Kegiatan dialihkan ke {post}: {what}").format(post=to, what=fresh.title)
    _write(fresh, before, by=by, at=at, verb="programme.hand_over", summary=summary, reason=reason)
    return made


def _write(
    activity: Activity,
    before: dict[str, Any] | None,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str,
) -> None:
    count_change(activity.programme)
    change = recording.change_of(activity, before)
    recording.write(activity.programme, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
