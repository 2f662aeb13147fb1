"""A re-check: mended or not yet, with proof; and opening again what was closed.

The re-check leads, the commitments follow (ADR 0040): closing a recommendation verifies what was promised about it,
opening it again opens those promises. A promise that is kept never closes a recommendation by itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.oversight.recommendations import recording, rules
from rumahbersama.chain.oversight.recommendations.actions.rows import held, save
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Step
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.permissions import own_posts

State = Commitment.State


@dataclass(frozen=True)
class Seen:
    """What a re-check saw: the verdict, how it was looked at, and its proof."""

    verdict: str
    way: str
    text: str
    link: str = ""
    proof: files.Checked | None = None
    until: date | None = None


@transaction.atomic
def recheck(*, found: Recommendation, seen_there: Seen, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Write down a re-check: closed, or still open with a new day.

    Raises:
        RecommendationRefusal: no proof, no words, closed already, a day that cannot be, or changed since ``seen``.
        CommitmentRefusal: a promise about it that cannot follow; nothing is stored then.
    """
    fresh, today = held(found, seen=seen), timezone.localdate(at)
    rules.check_recheck(
        state=fresh.state,
        reply_due_on=fresh.reply_due_on,
        today=today,
        text=seen_there.text,
        has_proof=bool(seen_there.link or seen_there.proof),
    )
    if seen_there.until is not None and not today < seen_there.until <= today + rules.LONGEST_DUE:
        raise rules.RecommendationRefusal(_("Tenggat baru harus sesudah hari ini dan paling lama dua tahun lagi."))
    before = recording.facts_of(fresh)
    is_done = seen_there.verdict == rules.DONE
    if is_done:
        fresh.state, fresh.closed_on = rules.CLOSED, today
    elif seen_there.until is not None:
        fresh.due_on = seen_there.until
    save(fresh)
    _keep(fresh, seen_there, is_done=is_done, by=by, at=at)
    if is_done:
        _verify_promises(fresh, seen_there.text, by=by, at=at)
    verb, summary = ("close", _("Selesai: {what}")) if is_done else ("not_yet", _("Belum selesai: {what}"))
    recording.write(fresh, before, by=by, at=at, act=verb, summary=summary)
    return fresh


@transaction.atomic
def reopen(*, found: Recommendation, reason: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Open again what was closed, with a reason; its verified promises are worked on again.

    Raises:
        RecommendationRefusal: it is not closed, no reason, or changed since version ``seen``.
    """
    fresh = held(found, seen=seen)
    rules.check_reopen(state=fresh.state, reason=reason)
    before = recording.facts_of(fresh)
    fresh.state, fresh.closed_on = rules.REOPENED, None
    save(fresh)
    recording.step(fresh, Step.Kind.REOPEN, by=by, at=at, text=reason)
    for promise in promises_of(fresh, State.VERIFIED):
        commitments.reopen_commitment(commitment=promise, by=by, at=at, seen=promise.version)
    recording.write(fresh, before, by=by, at=at, act="reopen", summary=_("Dibuka lagi: {what}"))
    return fresh


def promises_of(found: Recommendation, *states: str) -> list[Commitment]:
    """Return the commitments that came from one, in these states."""
    rows = Commitment.objects.filter(source_url=found.get_absolute_url(), state__in=states)
    return list(rows.filter(source_kind=Commitment.Source.RECOMMENDATION).order_by("pk"))


def _verify_promises(found: Recommendation, text: str, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Verify what was promised about it; a promise of who re-checks waits for somebody else, as any other does."""
    own = own_posts(by)
    for promise in promises_of(found, State.PROMISED, State.IN_PROGRESS, State.WAITING, State.DONE):
        if promise.post_id in own:
            continue
        if promise.is_open:
            commitments.report_on(commitment=promise, text=text, to=State.DONE, by=by, at=at)
            promise.refresh_from_db()
        commitments.confirm_commitment(commitment=promise, by=by, at=at, seen=promise.version, note=text)


def _keep(found: Recommendation, said: Seen, *, is_done: bool, by: Any, at: datetime) -> None:  # noqa: ANN401
    kept = files.keep(said.proof, place_code=found.village.code, by=by, at=at) if said.proof else None
    step = recording.step(
        found,
        Step.Kind.CLOSE if is_done else Step.Kind.NOT_YET,
        by=by,
        at=at,
        text=said.text,
        until=None if is_done else said.until,
        way=said.way,
        link=said.link[:300],
        file=kept,
    )
    if kept is not None:
        files.attach(files=[kept], to=f"{recording.ENTITY}.step:{step.pk}")
