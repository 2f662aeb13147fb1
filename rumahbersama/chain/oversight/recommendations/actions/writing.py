"""What the kecamatan writes: a note or recommendation, its correction, sending it to the village, the answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations import recording, rules
from rumahbersama.chain.oversight.recommendations.actions.rows import held, next_number, reply_due, save
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Step
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.chain.oversight.recommendations.rules import RecommendationRefusal
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.regions.models import Level, Region


@dataclass(frozen=True)
class Told:
    """What is noted or recommended. ``item`` is a checklist item as opaque text, ``evidence_*`` what was read.

    ``visit`` is the visit on which it was seen, to the same village.
    """

    kind: str
    what: str
    legal_basis: str
    remedy: str
    severity: str
    due_on: date | None
    item: str = ""
    item_text: str = ""
    evidence_url: str = ""
    evidence_text: str = ""
    visit: Visit | None = None


def check(told: Told, *, today: date) -> None:
    """Refuse what a village could not act on.

    Raises:
        RecommendationRefusal: which part, and how to mend it.
    """
    rules.check_told(what=told.what, remedy=told.remedy, basis=told.legal_basis, due_on=told.due_on, today=today)
    if told.severity not in {each.code for each in rule_on(today).severities}:
        raise RecommendationRefusal(_("Pilih tingkatnya."))


@transaction.atomic
def write(*, told: Told, village: Region, by: Any, at: datetime) -> Recommendation:  # noqa: ANN401 - Account or None
    """Write a note or recommendation about a village as a draft, which the village does not see yet.

    Raises:
        RecommendationRefusal: a part that cannot be; nothing is stored then.
    """
    check(told, today=timezone.localdate(at))
    if village.level != Level.DESA or village.parent is None:
        raise RecommendationRefusal(_("Pilih desa atau kelurahannya."))
    if told.visit is not None and told.visit.region_id != village.pk:
        raise RecommendationRefusal(_("Kunjungan itu ke desa lain. Pilih desa yang dikunjungi."))
    kecamatan, year = village.parent, timezone.localdate(at).year
    number = next_number(Recommendation, kecamatan, year)
    made = Recommendation(village=village, kecamatan=kecamatan, year=year, number=number)
    made.entered_by, made.keyboard, made.entered_at = by, getattr(by, "keyboard", ""), at
    tenure = recording.tenure_of(by, (kecamatan.pk,), at)
    made.post, made.as_post = (tenure.post, recording.acting(by, (kecamatan.pk,), at)) if tenure else (None, "")
    _take(made, told)
    made.visit, made.item, made.item_text = told.visit, told.item[:120], told.item_text[:300]
    made.evidence_url, made.evidence_text = told.evidence_url[:300], told.evidence_text[:500]
    made.save()
    recording.step(made, Step.Kind.WRITTEN, by=by, at=at, text=made.what)
    recording.write(made, None, by=by, at=at, act="write", summary=_("Ditulis: {what}"))
    return made


@transaction.atomic
def correct(*, found: Recommendation, told: Told, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Correct a draft; what the village has seen is changed by answering it.

    Raises:
        RecommendationRefusal: no longer a draft, changed since version ``seen``, or a part that cannot be.
    """
    fresh = held(found, seen=seen)
    rules.check_send(fresh.state)
    check(told, today=timezone.localdate(at))
    before = recording.facts_of(fresh)
    _take(fresh, told)
    if before == recording.facts_of(fresh):
        return fresh
    save(fresh)
    recording.step(fresh, Step.Kind.CORRECTED, by=by, at=at, text=fresh.what)
    recording.write(fresh, before, by=by, at=at, act="correct", summary=_("Diperbaiki: {what}"))
    return fresh


@transaction.atomic
def send(*, found: Recommendation, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Send a draft to its village, which then has its working days to reply.

    Raises:
        RecommendationRefusal: it was sent already, its day has passed, or it changed since version ``seen``.
    """
    fresh = held(found, seen=seen)
    rules.check_send(fresh.state)
    if fresh.due_on <= timezone.localdate(at):
        raise RecommendationRefusal(_("Tenggatnya sudah lewat. Perbaiki dulu tenggatnya, lalu kirim."))
    before = recording.facts_of(fresh)
    _ask(fresh, at)
    recording.step(fresh, Step.Kind.SENT, by=by, at=at, until=fresh.reply_due_on)
    recording.write(fresh, before, by=by, at=at, act="send", summary=_("Dikirim ke desa: {what}"))
    return fresh


@transaction.atomic
def answer(*, found: Recommendation, answer: str, text: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Answer a village: explain what it asked (it then replies anew), keep what it objects to, or withdraw.

    Raises:
        RecommendationRefusal: an answer that does not fit, without reason, or changed since version ``seen``.
    """
    fresh = held(found, seen=seen)
    rules.check_answer(state=fresh.state, answer=answer, text=text)
    before = recording.facts_of(fresh)
    if answer == rules.KEEP:
        fresh.state = rules.KEPT
        save(fresh)
        recording.step(fresh, Step.Kind.KEEP, by=by, at=at, text=text)
        recording.write(fresh, before, by=by, at=at, act="keep", summary=_("Dipertahankan: {what}"))
    elif answer == rules.EXPLAIN:
        _ask(fresh, at)
        recording.step(fresh, Step.Kind.EXPLAIN, by=by, at=at, text=text, until=fresh.reply_due_on)
        recording.write(fresh, before, by=by, at=at, act="explain", summary=_("Pertanyaan desa dijawab: {what}"))
    elif answer == rules.WITHDRAW:
        return withdraw(found=fresh, reason=text, by=by, at=at, seen=seen)
    else:
        raise rules.moved()
    return fresh


@transaction.atomic
def change(*, found: Recommendation, told: Told, reason: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Change what a village asked about or objects to; it then replies to the new words.

    Raises:
        RecommendationRefusal: nothing changed, no reason, or a part that cannot be.
    """
    fresh = held(found, seen=seen)
    rules.check_answer(state=fresh.state, answer=rules.CHANGE, text=reason)
    check(told, today=timezone.localdate(at))
    before, old = recording.facts_of(fresh), fresh.what
    _take(fresh, told)
    if before == recording.facts_of(fresh):
        raise RecommendationRefusal(_("Tidak ada yang berubah. Kalau isinya tetap, pertahankan dengan alasan."))
    _ask(fresh, at)
    said = _("{reason} (semula: {old})").format(reason=reason.strip(), old=old) if old != fresh.what else reason
    recording.step(fresh, Step.Kind.CHANGE, by=by, at=at, text=said, until=fresh.reply_due_on)
    recording.write(fresh, before, by=by, at=at, act="change", summary=_("Diubah: {what}"))
    return fresh


@transaction.atomic
def withdraw(*, found: Recommendation, reason: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Withdraw one that has not left the kecamatan, with a reason; its page stays, also for the village.

    Raises:
        RecommendationRefusal: confirmed, ended already, no reason, or changed since version ``seen``.
    """
    fresh = held(found, seen=seen)
    rules.check_withdraw(state=fresh.state, is_confirmed=fresh.is_confirmed, reason=reason)
    before = recording.facts_of(fresh)
    fresh.state = rules.WITHDRAWN
    save(fresh)
    recording.step(fresh, Step.Kind.WITHDRAW, by=by, at=at, text=reason)
    recording.write(fresh, before, by=by, at=at, act="withdraw", summary=_("Ditarik: {what}"))
    return fresh


def _ask(row: Recommendation, at: datetime) -> None:
    row.state, row.reply_due_on = rules.ASKED, reply_due(row.village, at)
    save(row)


def _take(row: Recommendation, told: Told) -> None:
    row.kind, row.severity = told.kind, told.severity
    row.what, row.remedy = " ".join(told.what.split()), " ".join(told.remedy.split())
    row.legal_basis = " ".join(told.legal_basis.split())
    if told.due_on is not None:
        row.due_on = told.due_on
