"""What becomes of a problem: moved on, scored, merged into another, parted again; each with its record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems import recording
from rumahbersama.chain.house.problems.actions import held, locked, refuse_unseen, save
from rumahbersama.chain.house.problems.models import Move, Problem, Score
from rumahbersama.chain.house.problems.queries import ENTITY, family
from rumahbersama.chain.house.problems.rules import (
    MERGED,
    NEW,
    SHARING_STATES,
    TABLED,
    UPWARD,
    Decision,
    ProblemRefusal,
    check_decision,
    check_mergeable,
    check_open,
    check_score,
    check_takes_in,
)
from rumahbersama.chain.house.problems.usg import Values
from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.ground.core.registry import problem_moved
from rumahbersama.workshop.papers.signers import acting


@transaction.atomic
def decide(*, problem: Problem, decision: Decision, by: Any, at: datetime, seen: int) -> Move:  # noqa: ANN401
    """Move a problem to another state.

    Raises:
        ProblemRefusal: a move that makes no sense or does not say why, or changed since version ``seen``.
    """
    fresh = held(problem, seen=seen)
    was_shared = fresh.shared_at is not None
    check_decision(decision, state=fresh.state, was_shared=was_shared, today=timezone.localdate(at))
    before = recording.facts_of(fresh)
    fresh.state = decision.to
    fresh.put_off_to = decision.until if decision.to == Problem.State.PUT_OFF else None
    if decision.to in SHARING_STATES and not was_shared:
        fresh.shared_at = at
    save(fresh)
    move = _moved(fresh, reason=decision.reason, as_post=decision.as_post, by=by, at=at)
    change, summary = recording.change_of(fresh, before), _("Masalah {state}: {what}")
    summary = summary.replace("{state}", fresh.get_state_display().lower())
    verb = "problems.decide"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=decision.reason)
    return move


@transaction.atomic
def score(*, problem: Problem, values: Values, by: Any, at: datetime) -> Score:  # noqa: ANN401
    """Say how urgent, serious and growing somebody finds a problem; a second time it replaces the first.

    Raises:
        ProblemRefusal: off the scale, or the problem is no longer open.
    """
    check_score(*values)
    fresh = locked([problem.pk])[0]
    check_open(fresh.state)
    before = Score.objects.filter(counts_for=fresh, by=by).first()
    if before is not None and (before.urgency, before.seriousness, before.growth) == values:
        return before
    urgency, seriousness, growth = values
    told = {"urgency": urgency, "seriousness": seriousness, "growth": growth, "at": at}
    made, _is_new = Score.objects.update_or_create(problem=fresh, by=by, defaults=told | {"by_name": named(by)})
    _recount(fresh)
    change = Change(ENTITY, fresh.key, {"score": str(before) if before else ""}, {"score": str(made)})
    recording.write(fresh, [change], by=by, at=at, verb="problems.score", summary=_("Masalah dinilai: {what}"))
    return made


@transaction.atomic
def score_many(wanted: Mapping[Problem, Values], *, by: Any, at: datetime) -> list[Problem]:  # noqa: ANN401
    """Score several problems in a sitting, all or none; return those left out since they meanwhile ended.

    Raises:
        ProblemRefusal: a value off the scale; nothing is stored then.
    """
    kept = locked([each.pk for each in wanted])
    for each in kept:
        if each.is_open:
            score(problem=each, values=wanted[each], by=by, at=at)
    return [each for each in kept if not each.is_open]


@transaction.atomic
def merge(*, problem: Problem, main: Problem, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Merge a problem into another that says the same: it keeps its page, and is read there with the other.

    Raises:
        ProblemRefusal: not both open, not of one kecamatan, the same, it waits for an answer from above, others are
            merged into it, or it changed meanwhile.
    """
    if problem.pk == main.pk:
        raise ProblemRefusal(_("Pilih masalah lain: masalah tidak dapat digabung dengan dirinya sendiri."))
    kept = {row.pk: row for row in locked([problem.pk, main.pk])}
    fresh, into = kept[problem.pk], kept[main.pk]
    refuse_unseen(fresh, seen)
    check_mergeable(fresh.state, holds_others=Problem.objects.filter(merged_into=fresh).exists())
    check_takes_in(into.state, number=into.numbered, ended_in=into.merged_into.numbered if into.merged_into else "")
    if fresh.kecamatan_id != into.kecamatan_id:
        raise ProblemRefusal(_("Hanya masalah di kecamatan yang sama dapat digabung."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.merged_into, fresh.put_off_to = MERGED, into, None
    save(fresh)
    _moved(fresh, reason=_("Digabung ke no. {number}").format(number=into.numbered), by=by, at=at)
    _recount(into)
    _restate(fresh)
    change, summary = recording.change_of(fresh, before), _("Masalah digabung: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="problems.merge", summary=summary)


@transaction.atomic
def part(*, problem: Problem, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Undo a merge: the problem stands where it stood before, with what belongs to it.

    Merging ended the referral of what was upward, so that it is on the table again, as what is withdrawn.

    Raises:
        ProblemRefusal: it is not merged, or changed since version ``seen``.
    """
    kept = {row.pk: row for row in locked([problem.pk, problem.merged_into_id])}
    fresh = kept[problem.pk]
    refuse_unseen(fresh, seen)
    if fresh.state != MERGED or fresh.merged_into_id is None:
        raise ProblemRefusal(_("Masalah ini tidak sedang digabung."))
    main = kept[fresh.merged_into_id]
    before = recording.facts_of(fresh)
    last = Move.objects.filter(problem=fresh).exclude(state=MERGED).first()
    fresh.state, fresh.merged_into = last.state if last else NEW, None
    fresh.put_off_to = last.until if last else None
    reason = _("Dilepas dari no. {number}")
    if fresh.state == UPWARD:
        fresh.state = TABLED
        reason = _(
            "Dilepas dari no. {number}. Penerusannya ke kabupaten sudah berakhir waktu digabung: "
            "teruskan lagi kalau masih perlu."
        )
    save(fresh)
    _moved(fresh, reason=reason.format(number=main.numbered), by=by, at=at)
    for each in (fresh, main):  # first what goes, so that it counts no longer for the main one
        _recount(each)
    change, summary = recording.change_of(fresh, before), _("Masalah dilepas: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="problems.part", summary=summary)


def _recount(problem: Problem) -> None:
    """Let the newest score of each person count for a problem, of all given to it and to what was merged into it."""
    rows = Score.objects.filter(family(problem)).order_by("at", "pk").values_list("by", "pk")
    newest = dict(rows)  # of each person the last one stays
    Score.objects.filter(family(problem)).exclude(pk__in=newest.values()).update(counts_for=None)
    Score.objects.filter(pk__in=newest.values()).update(counts_for=problem)
    _restate(problem)


def _restate(problem: Problem) -> None:
    """Write down how many scores count for a problem, and their sum; it is no change that somebody must have seen."""
    values = F("urgency") + F("seriousness") + F("growth")
    counted = Score.objects.filter(counts_for=problem).aggregate(n=Count("pk"), total=Sum(values))
    Problem.objects.filter(pk=problem.pk).update(scorers=counted["n"], score_sum=counted["total"] or 0)


def in_post(problem: Problem, *, by: Any, at: datetime) -> str:  # noqa: ANN401 - Account
    """Return name, rank, capacity and post of who decides about a problem; "" where no post of theirs is recorded."""
    return acting(by, regions=(problem.kecamatan_id, problem.raised_at_id), day=timezone.localdate(at))


def _moved(problem: Problem, *, reason: str, by: Any, at: datetime, as_post: str = "") -> Move:  # noqa: ANN401
    move = Move.objects.create(
        problem=problem,
        state=problem.state,
        reason=" ".join(reason.split())[:500],
        until=problem.put_off_to,
        by=by,
        by_name=named(by),
        as_post=as_post or in_post(problem, by=by, at=at),
        at=at,
    )
    for _told in problem_moved.each(move=move):
        pass
    return move
