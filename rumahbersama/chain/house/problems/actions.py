"""Writing problems down: raise, correct, bring evidence and take it away; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems import recording
from rumahbersama.chain.house.problems.models import Cause, Move, Problem, ProblemEvidence
from rumahbersama.chain.house.problems.queries import ENTITY
from rumahbersama.chain.house.problems.rules import (
    MOST_EVIDENCE,
    NEW,
    ProblemRefusal,
    check_causes,
    check_open,
    check_statement,
)
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.chain.needs.voices.rules import check_people
from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class Facts:
    """What is told of a problem. ``causes`` go from the surface to the root."""

    statement: str
    places: tuple[Region, ...]
    area: ServiceArea | None = None
    sufferers: str = ""
    people: int | None = None
    authority: str = Problem.Authority.KECAMATAN
    hamlet: str = ""
    answers: Post | None = None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """Evidence as it was read, with the reference by which it can be read again."""

    reference: str
    evidence: Evidence


def check(facts: Facts, kecamatan: Region) -> None:
    """Refuse facts that cannot be.

    Raises:
        Refusal: which one, and how to mend it.
    """
    check_statement(facts.statement)
    check_people(facts.people)
    check_causes(facts.causes)
    if not facts.places:
        raise ProblemRefusal(_("Pilih sedikitnya satu tempat: desanya, atau kecamatan seluruhnya."))
    if any(kecamatan.pk not in {place.pk, place.parent_id} for place in facts.places):
        raise ProblemRefusal(_("Tempatnya harus di {kecamatan}.").format(kecamatan=kecamatan))


@transaction.atomic
def raise_problem(
    *,
    facts: Facts,
    kecamatan: Region,
    raised_at: Region,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    snapshots: Sequence[Snapshot] = (),
) -> Problem:
    """Write down a problem of a kecamatan, with what was read of it.

    Raises:
        Refusal: a fact that cannot be; nothing is stored then.
    """
    check(facts, kecamatan)
    year = timezone.localdate(at).year
    made = Problem(kecamatan=kecamatan, year=year, number=_next_number(kecamatan, year), raised_at=raised_at)
    made.entered_by, made.keyboard, made.entered_at = by, getattr(by, "keyboard", ""), at
    _take(made, facts)
    made.save()
    made.places.set(facts.places)
    _put_causes(made, facts.causes)
    Move.objects.create(problem=made, state=NEW, by=by, by_name=named(by), at=at)
    for snapshot in snapshots:
        _keep(made, snapshot, by=by, at=at)
    change = recording.change_of(made, None)
    if snapshots:
        told = "; ".join(each.evidence.sentence for each in snapshots)
        change = Change(ENTITY, made.key, None, (change.after or {}) | {"evidence": told})
    recording.write(made, [change], by=by, at=at, verb="problems.raise_problem", summary=_("Masalah ditulis: {what}"))
    return made


@transaction.atomic
def correct_problem(
    *,
    problem: Problem,
    facts: Facts,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> Problem:
    """Correct what was written, with a reason.

    Raises:
        Refusal: no reason, no longer open, changed since version ``seen``, or a fact that cannot be.
    """
    fresh = held(problem, seen=seen)
    check(facts, fresh.kecamatan)
    check_open(fresh.state)
    before = recording.facts_of(fresh)
    _take(fresh, facts)
    fresh.places.set(facts.places)
    _put_causes(fresh, facts.causes)
    if before == recording.facts_of(fresh):
        return fresh
    if not reason.strip():
        raise ProblemRefusal(_("Tulis alasan perbaikannya, supaya riwayatnya jelas."))
    save(fresh)
    change, summary = recording.change_of(fresh, before), _("Masalah diperbaiki: {what}")
    verb = "problems.correct_problem"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
    return fresh


@transaction.atomic
def bring_evidence(*, problem: Problem, snapshot: Snapshot, by: Any, at: datetime) -> ProblemEvidence:  # noqa: ANN401
    """Add what a page says to a problem; the same of the same day is kept once.

    Raises:
        ProblemRefusal: the problem is no longer open, or holds very much evidence already.
    """
    fresh = locked([problem.pk])[0]
    check_open(fresh.state)
    day = timezone.localdate(at)
    there = ProblemEvidence.objects.filter(problem=fresh, reference=snapshot.reference, taken_on=day).first()
    if there is not None:
        return there
    if ProblemEvidence.objects.filter(problem=fresh).count() >= MOST_EVIDENCE:
        raise ProblemRefusal(
            _("Masalah ini sudah punya {most} bukti. Lepas yang sudah tidak penting.").format(most=MOST_EVIDENCE)
        )
    kept = _keep(fresh, snapshot, by=by, at=at)
    change = Change(ENTITY, fresh.key, {"evidence": ""}, {"evidence": kept.sentence})
    summary = _("Bukti dibawa ke masalah {what}")
    recording.write(fresh, [change], by=by, at=at, verb="problems.bring_evidence", summary=summary)
    return kept


@transaction.atomic
def remove_evidence(*, evidence: ProblemEvidence, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take evidence away again; that it was there stays in the record.

    Raises:
        ProblemRefusal: the problem is no longer open.
    """
    fresh = locked([evidence.problem_id])[0]
    check_open(fresh.state)
    change = Change(ENTITY, fresh.key, {"evidence": evidence.sentence}, {"evidence": ""})
    evidence.delete()
    summary = _("Bukti dilepas dari masalah {what}")
    recording.write(fresh, [change], by=by, at=at, verb="problems.remove_evidence", summary=summary)


def locked(numbers: Sequence[int | None]) -> list[Problem]:
    """Return problems, locked in one order so that two people never wait for each other."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("kecamatan", "raised_at", "area", "answers")
    return list(rows.filter(pk__in=numbers).order_by("pk"))


def held(problem: Problem, *, seen: int) -> Problem:
    """Return a problem, locked and unchanged since it was seen.

    Raises:
        ProblemRefusal: somebody changed it meanwhile.
    """
    fresh = locked([problem.pk])[0]
    refuse_unseen(fresh, seen)
    return fresh


def refuse_unseen(problem: Problem, seen: int) -> None:
    """Refuse to overwrite what was not seen.

    Raises:
        ProblemRefusal: somebody changed it meanwhile.
    """
    if problem.version != seen:
        raise ProblemRefusal(
            _("Masalah ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )


def save(problem: Problem) -> None:
    """Keep a changed problem as its next version."""
    problem.version += 1
    problem.save()


def _next_number(kecamatan: Region, year: int) -> int:
    """Return the next number of a kecamatan and year; who asks at the same moment waits."""
    Region.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    highest = Problem.objects.filter(kecamatan=kecamatan, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _take(row: Problem, facts: Facts) -> None:
    row.statement, row.sufferers = " ".join(facts.statement.split()), " ".join(facts.sufferers.split())
    row.area, row.people, row.authority = facts.area, facts.people, facts.authority
    row.hamlet, row.answers = " ".join(facts.hamlet.split()), facts.answers


def _put_causes(row: Problem, causes: Sequence[str]) -> None:
    Cause.objects.filter(problem=row).delete()
    Cause.objects.bulk_create(
        Cause(problem=row, order=order, text=text) for order, text in enumerate(causes, start=1)
    )


def _keep(problem: Problem, snapshot: Snapshot, *, by: Any, at: datetime) -> ProblemEvidence:  # noqa: ANN401
    read = snapshot.evidence
    return ProblemEvidence.objects.create(
        problem=problem,
        reference=snapshot.reference,
        sentence=read.sentence[:500],
        measure=read.measure[:200],
        value=read.value[:40],
        unit=read.unit[:40],
        place_code=read.place_code,
        period=read.period[:60],
        source=read.source[:200],
        url=read.url[:300],
        taken_on=timezone.localdate(at),
        by=by,
        by_name=named(by),
    )
