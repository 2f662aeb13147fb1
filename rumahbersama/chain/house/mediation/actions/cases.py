"""Cases: open, correct, move on, look at an agreement again; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation import queries, recording
from rumahbersama.chain.house.mediation.actions.rows import held, save
from rumahbersama.chain.house.mediation.models import Case, Move, Party
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import (
    AGREED,
    BROKEN,
    HANDED,
    HOLDS,
    LATER,
    MEDIATING,
    OVER,
    WITHOUT_CAMAT,
    Decision,
    MediationRefusal,
    check_check_date,
    check_decision,
    check_title,
    check_writable,
)
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.signers import acting


@dataclass(frozen=True)
class Facts:
    """What a case is about."""

    kind: str
    title: str
    places: tuple[Region, ...]
    causes: str = ""


@transaction.atomic
def open_case(
    *,
    facts: Facts,
    kecamatan: Region,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    problem: Problem | None = None,
) -> Case:
    """Write down a case of a kecamatan; a problem it came from is linked and stays where and as it is.

    Raises:
        MediationRefusal: a title that says nothing, or a place elsewhere; nothing is stored then.
    """
    _check(facts, kecamatan, ())
    year = timezone.localdate(at).year
    made = Case(kecamatan=kecamatan, year=year, number=_next_number(kecamatan, year), problem=problem)
    made.entered_by, made.entered_at = by if getattr(by, "pk", None) else None, at
    _take(made, facts)
    made.save()
    made.places.set(facts.places)
    Move.objects.create(case=made, state=made.state, by=made.entered_by, by_name=named(by), at=at)
    change, summary = recording.change_of(made, None), _("Perkara dicatat: {what}")
    recording.write(made, [change], by=by, at=at, verb="mediation.open_case", summary=summary)
    return made


@transaction.atomic
def correct_case(*, case: Case, facts: Facts, by: Any, at: datetime, seen: int) -> Case:  # noqa: ANN401
    """Correct what a case is about.

    Raises:
        MediationRefusal: it is over, changed since version ``seen``, or a fact that cannot be.
    """
    fresh = held(case, seen=seen)
    check_writable(fresh.state)
    _check(facts, fresh.kecamatan, [party.name for party in queries.parties_of(fresh)])
    before = recording.facts_of(fresh)
    _take(fresh, facts)
    fresh.places.set(facts.places)
    if before == recording.facts_of(fresh):
        return fresh
    save(fresh)
    change, summary = recording.change_of(fresh, before), _("Perkara diperbaiki: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="mediation.correct_case", summary=summary)
    return fresh


@transaction.atomic
def decide(
    *,
    case: Case,
    decision: Decision,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
    leads: bool = True,
) -> Move:
    """Move a case on, or back.

    ``leads`` tells whether who decides is the camat; the Kasi Trantib only begins what was received.

    Raises:
        MediationRefusal: a move that makes no sense or does not say why, or changed since version ``seen``.
    """
    fresh, today = held(case, seen=seen), timezone.localdate(at)
    if not leads and (fresh.state, decision.to) not in WITHOUT_CAMAT:
        raise MediationRefusal(_("Keputusan ini diambil camat. Yang dapat Anda lakukan: mulai memediasi."))
    before_end = queries.state_before_end(fresh)
    check_decision(
        decision,
        state=fresh.state,
        before_end=before_end,
        parties=Party.objects.filter(case=fresh, left_at=None).count(),
        points=fresh.points.count(),
        today=today,
        longest=frame_on(today).longest_check_days,
    )
    before, is_back = recording.facts_of(fresh), fresh.state in OVER
    _go(fresh, decision.to)
    if decision.to == AGREED:
        fresh.check_on = queries.last_check_day(fresh) if is_back else decision.check_on
        fresh.agreed_on = fresh.agreed_on if is_back else today
    if decision.to == HANDED and not is_back:
        fresh.handed_to = " ".join(decision.handed_to.split())[:160]
    save(fresh)
    move = _moved(fresh, reason=decision.reason, by=by, at=at)
    change, summary = recording.change_of(fresh, before), _("Perkara {what}: keadaan berubah")
    recording.write(fresh, [change], by=by, at=at, verb="mediation.decide", summary=summary)
    return move


def _go(case: Case, state: str) -> None:
    """Let a case stand somewhere; mediated again, it is neither agreed nor handed to anybody any more."""
    case.state, case.check_on = state, None
    if state == MEDIATING:
        case.agreed_on, case.handed_to = None, ""


@dataclass(frozen=True)
class Found:
    """What was found when an agreement was looked at: it holds, it was broken, or it is looked at later."""

    outcome: str
    reason: str = ""
    until: date | None = None


@transaction.atomic
def check_agreement(*, case: Case, found: Found, by: Any, at: datetime, seen: int) -> Move:  # noqa: ANN401
    """Say whether an agreement still holds; a broken one is mediated again.

    Raises:
        MediationRefusal: nothing is agreed, no reason or day where one is needed, or changed since ``seen``.
    """
    fresh, today = held(case, seen=seen), timezone.localdate(at)
    if fresh.state != AGREED:
        raise MediationRefusal(_("Yang diperiksa hanya kesepakatan yang sedang berlaku."))
    longest = frame_on(today).longest_check_days
    if found.outcome in (BROKEN, LATER) and not found.reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat. Para pihak membacanya."))
    if found.outcome == LATER or (found.outcome == HOLDS and found.until is not None):
        check_check_date(found.until, today=today, longest=longest)
    before = recording.facts_of(fresh)
    _go(fresh, MEDIATING if found.outcome == BROKEN else AGREED)
    fresh.check_on = None if found.outcome == BROKEN else found.until
    save(fresh)
    move = _moved(fresh, reason=found.reason, finding=found.outcome, by=by, at=at)
    change, summary = recording.change_of(fresh, before), _("Perkara {what}: kesepakatan diperiksa")
    recording.write(fresh, [change], by=by, at=at, verb="mediation.check_agreement", summary=summary)
    return move


def _moved(case: Case, *, reason: str, by: Any, at: datetime, finding: str = "") -> Move:  # noqa: ANN401
    return Move.objects.create(
        case=case,
        state=case.state,
        finding=finding,
        reason=" ".join(reason.split())[:500],
        handed_to=case.handed_to if case.state == HANDED else "",
        until=case.check_on,
        by=by if getattr(by, "pk", None) else None,
        by_name=named(by),
        as_post=acting(by, regions=[case.kecamatan_id], day=timezone.localdate(at)),
        at=at,
    )


def _check(facts: Facts, kecamatan: Region, names: Sequence[str]) -> None:
    check_title(facts.title, names)
    if not facts.places:
        raise MediationRefusal(_("Pilih sedikitnya satu tempat: desanya, atau kecamatan seluruhnya."))
    if any(kecamatan.pk not in {place.pk, place.parent_id} for place in facts.places):
        raise MediationRefusal(_("Tempatnya harus di {kecamatan}.").format(kecamatan=kecamatan))


def _take(row: Case, facts: Facts) -> None:
    row.kind, row.title, row.causes = facts.kind, " ".join(facts.title.split()), facts.causes.strip()


def _next_number(kecamatan: Region, year: int) -> int:
    """Return the next number of a kecamatan and year; who asks at the same moment waits."""
    Region.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    highest = Case.objects.filter(kecamatan=kecamatan, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
