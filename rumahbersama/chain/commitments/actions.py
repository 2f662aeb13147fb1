"""Changes to commitments: promise, correct, report, confirm or send back, drop, reopen; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments import recording
from rumahbersama.chain.commitments.models import CalendarFeed, Commitment, Reminder, Report, Step
from rumahbersama.chain.commitments.rules import (
    MOST_STEPS,
    CommitmentRefusal,
    check_days,
    check_move,
    check_report,
    check_target,
)
from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region

State = Commitment.State


@dataclass(frozen=True)
class Promise:
    """What is promised. ``steps`` are (text, day or None) in order; ``indicator`` is the code of ``measure``."""

    what: str
    post: Post
    region: Region
    promised_on: date
    due_on: date
    why: str = ""
    reviewer: Post | None = None
    indicator: str = ""
    measure: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    cost_rupiah: int | None = None
    funding: str = ""
    source_kind: str = Commitment.Source.OWN
    source_url: str = ""
    snapshot: dict[str, Any] = field(default_factory=dict)
    steps: tuple[tuple[str, date | None], ...] = ()


def check(promise: Promise) -> None:
    """Refuse a promise that cannot be.

    Raises:
        CommitmentRefusal: which part of it, and how to mend it.
    """
    if not promise.what.strip():
        raise CommitmentRefusal(_("Tulis apa yang dijanjikan, dalam satu kalimat."))
    check_days(promised_on=promise.promised_on, due_on=promise.due_on)
    check_target(measure=promise.measure, baseline=promise.baseline, target=promise.target)
    if promise.reviewer is not None and promise.reviewer.pk == promise.post.pk:
        raise CommitmentRefusal(_("Pemeriksa harus jabatan lain: janji sendiri tidak diperiksa sendiri."))
    if len(promise.steps) > MOST_STEPS:
        raise CommitmentRefusal(_("Paling banyak {most} langkah. Gabungkan yang kecil.").format(most=MOST_STEPS))
    for text, day in promise.steps:
        if day is not None and not promise.promised_on <= day <= promise.due_on:
            raise CommitmentRefusal(
                _("Tanggal langkah “{text}” harus antara tanggal janji dan tenggatnya.").format(text=text)
            )


@transaction.atomic
def make_commitment(*, promise: Promise, by: Any, at: datetime) -> Commitment:  # noqa: ANN401
    """Write down what a post promises.

    Raises:
        CommitmentRefusal: a part that cannot be; nothing is stored then.
    """
    check(promise)
    made = Commitment(entered_by=by, keyboard=getattr(by, "keyboard", ""), entered_at=at)
    _take(made, promise)
    made.indicator = promise.indicator
    made.source_kind, made.source_url, made.snapshot = promise.source_kind, promise.source_url, promise.snapshot
    made.save()
    _put_steps(made, promise.steps)
    changes = [_with_steps(recording.change_of(made, None), "", _told(promise.steps))]
    summary = _("Komitmen dicatat: {what}")
    recording.write(made, changes, by=by, at=at, verb="commitments.make_commitment", summary=summary)
    return made


@transaction.atomic
def correct_commitment(
    *,
    commitment: Commitment,
    promise: Promise,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> Commitment:
    """Correct or move what was promised, with a reason.

    Raises:
        CommitmentRefusal: no reason, closed, changed since version ``seen``, or a part that cannot be.
    """
    check(promise)
    fresh = _held(commitment, seen=seen)
    check_report(state=fresh.state)
    before, steps_before = recording.facts_of(fresh), _steps_of(fresh)
    _take(fresh, promise)
    if fresh.measure != before["measure"]:
        fresh.indicator = ""  # words of one's own now
    after = recording.facts_of(fresh)
    if before == after and steps_before == promise.steps:
        return fresh
    if not reason.strip():
        raise CommitmentRefusal(_("Tulis alasan perubahannya, supaya riwayatnya jelas."))
    _save(fresh)
    if steps_before != promise.steps:
        _put_steps(fresh, promise.steps)
    change = _with_steps(recording.change_of(fresh, before), _told(steps_before), _told(promise.steps))
    summary = _("Komitmen diubah: {what}")
    verb = "commitments.correct_commitment"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
    return fresh


@transaction.atomic
def report_on(
    *,
    commitment: Commitment,
    text: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    to: str = "",
    link: str = "",
    proof: files.Checked | None = None,
    done_steps: Sequence[int] = (),
) -> Report:
    """Tell how it goes: a note with its proof, steps that are done, and a new state if it changed.

    ``proof`` is a file that was looked at already (``files.checked``).
    ``to`` may be in_progress, waiting or done; with done the text is what came of it.

    Raises:
        CommitmentRefusal: no text, closed, or a change of state that makes no sense.
    """
    if not text.strip():
        raise CommitmentRefusal(_("Tulis satu kalimat: apa yang sudah terjadi."))
    fresh = _locked(commitment)
    check_report(state=fresh.state)
    before = recording.facts_of(fresh)
    if to and to != fresh.state:
        check_move(state=fresh.state, to=to)
        fresh.state = to
        fresh.outcome = text.strip()[:500] if to == State.DONE else fresh.outcome
        _save(fresh)
    Step.objects.filter(commitment=fresh, order__in=done_steps, done_on=None).update(done_on=timezone.localdate(at))
    kept = files.keep(proof, place_code=fresh.region.code, by=by, at=at) if proof else None
    report = Report.objects.create(
        commitment=fresh,
        text=" ".join(text.split())[:500],
        link=link,
        file=kept,
        by=by,
        by_name=named(by),
        at=at,
    )
    if kept is not None:
        files.attach(files=[kept], to=f"{recording.ENTITY}:{fresh.pk}")
    Reminder.objects.filter(commitment=fresh, answered_at=None).update(answered_at=at)
    change = recording.change_of(fresh, before)
    change = Change(change.entity, change.key, change.before, (change.after or {}) | {"report": report.text})
    summary = _("Komitmen dinyatakan selesai: {what}") if to == State.DONE else _("Kemajuan komitmen: {what}")
    verb = "commitments.finish_commitment" if to == State.DONE else "commitments.report_on"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary)
    return report


@transaction.atomic
def confirm_commitment(*, commitment: Commitment, by: Any, at: datetime, seen: int, note: str = "") -> None:  # noqa: ANN401
    """Say, as somebody else than its holder, that it was kept.

    Raises:
        CommitmentRefusal: it was not reported as done, or changed since version ``seen``.
    """
    _move(
        commitment,
        to=State.VERIFIED,
        seen=seen,
        by=by,
        at=at,
        verb="commitments.confirm_commitment",
        summary=_("Komitmen terbukti: {what}"),
        reason=note,
    )


@transaction.atomic
def send_back(*, commitment: Commitment, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Send back what was reported as done, with the reason; its post works on.

    Raises:
        CommitmentRefusal: no reason, not reported as done, or changed since version ``seen``.
    """
    if not reason.strip():
        raise CommitmentRefusal(_("Tulis apa yang masih kurang, supaya pemegangnya tahu harus berbuat apa."))
    fresh = _held(commitment, seen=seen)
    if fresh.state != State.DONE:
        raise CommitmentRefusal(_("Yang dikembalikan hanya komitmen yang sudah dinyatakan selesai."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.outcome = State.IN_PROGRESS, ""
    _save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Komitmen dikembalikan: {what}")
    verb = "commitments.send_back"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)


@transaction.atomic
def drop_commitment(*, commitment: Commitment, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Stop a commitment, with a reason; its page and history stay.

    Raises:
        CommitmentRefusal: no reason, closed already, or changed since version ``seen``.
    """
    if not reason.strip():
        raise CommitmentRefusal(_("Tulis alasan menghentikannya."))
    _move(
        commitment,
        to=State.DROPPED,
        seen=seen,
        by=by,
        at=at,
        verb="commitments.drop_commitment",
        summary=_("Komitmen dihentikan: {what}"),
        reason=reason,
    )


@transaction.atomic
def reopen_commitment(*, commitment: Commitment, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Undo a stop or a confirmation: it is worked on again.

    Raises:
        CommitmentRefusal: it is not closed, or changed since version ``seen``.
    """
    fresh = _held(commitment, seen=seen)
    if fresh.state not in {State.DROPPED, State.VERIFIED}:
        raise CommitmentRefusal(_("Komitmen ini tidak sedang ditutup."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.closed_on, fresh.dropped_because = State.IN_PROGRESS, None, ""
    _save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Komitmen dibuka lagi: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="commitments.reopen_commitment", summary=summary)


@transaction.atomic
def make_feed(*, account: Any, region: Region | None, at: datetime) -> CalendarFeed:  # noqa: ANN401
    """Give an account a new address for a calendar; the one it had is no longer valid."""
    stop_feed(account=account, region=region)
    return CalendarFeed.objects.create(account=account, region=region, made_at=at)


def stop_feed(*, account: Any, region: Region | None) -> None:  # noqa: ANN401
    """Take the address of a calendar back."""
    CalendarFeed.objects.filter(account=account, region=region).delete()


def _move(
    commitment: Commitment,
    *,
    to: str,
    seen: int,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str,
) -> None:
    """Close a commitment: kept or dropped."""
    fresh = _held(commitment, seen=seen)
    check_move(state=fresh.state, to=to)
    before = recording.facts_of(fresh)
    fresh.state, fresh.closed_on = to, timezone.localdate(at)
    fresh.dropped_because = reason.strip()[:500] if to == State.DROPPED else ""
    _save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)


def _take(row: Commitment, promise: Promise) -> None:
    row.what, row.why = " ".join(promise.what.split()), promise.why.strip()
    row.post, row.reviewer, row.region = promise.post, promise.reviewer, promise.region
    row.promised_on, row.due_on = promise.promised_on, promise.due_on
    row.measure, row.unit = " ".join(promise.measure.split()), promise.unit.strip()
    row.baseline, row.target = promise.baseline, promise.target
    row.cost_rupiah, row.funding = promise.cost_rupiah, " ".join(promise.funding.split())


def _steps_of(row: Commitment) -> tuple[tuple[str, date | None], ...]:
    return tuple(Step.objects.filter(commitment=row).order_by("order").values_list("text", "due_on"))


def _put_steps(row: Commitment, steps: tuple[tuple[str, date | None], ...]) -> None:
    """Write the steps anew; one whose words stay keeps the day on which it was done."""
    done = dict(Step.objects.filter(commitment=row).exclude(done_on=None).values_list("text", "done_on"))
    Step.objects.filter(commitment=row).delete()
    Step.objects.bulk_create(
        [
            Step(commitment=row, order=order, text=text, due_on=day, done_on=done.get(text))
            for order, (text, day) in enumerate(steps, start=1)
        ]
    )


def _told(steps: tuple[tuple[str, date | None], ...]) -> str:
    return "; ".join(text for text, _day in steps)


def _with_steps(change: Change, before: str, after: str) -> Change:
    if before == after:
        return change
    was = change.before if change.before is None else change.before | {"steps": before}
    return Change(change.entity, change.key, was, (change.after or {}) | {"steps": after})


def _locked(commitment: Commitment) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("post", "reviewer", "region")
    return rows.get(pk=commitment.pk)


def _held(commitment: Commitment, *, seen: int) -> Commitment:
    fresh = _locked(commitment)
    if fresh.version != seen:
        raise CommitmentRefusal(
            _("Komitmen ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def _save(row: Commitment) -> None:
    row.version += 1
    row.save()
