"""The camat lets a result leave the kecamatan, or takes that back; and the report to the bupati."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations import recording, rules
from rumahbersama.chain.oversight.recommendations.actions.rows import held, next_number, save
from rumahbersama.chain.oversight.recommendations.documents import draft_report, papers_of
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report, Step
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.people.queries import camat_of
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED

MOST_IN_A_REPORT = 200


@transaction.atomic
def confirm(*, found: Recommendation, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Let a result leave the kecamatan: from now on the kabupaten's coordinators and APIP read it.

    Raises:
        RecommendationRefusal: the village was not heard yet, confirmed already, or changed since version ``seen``.
    """
    fresh, today = held(found, seen=seen), timezone.localdate(at)
    rules.check_confirm(
        state=fresh.state, reply_due_on=fresh.reply_due_on, is_confirmed=fresh.is_confirmed, today=today
    )
    before = recording.facts_of(fresh)
    fresh.confirmed_at, fresh.confirmed_reply = at, _heard_as(fresh)
    fresh.confirmed_as = recording.acting(by, (fresh.kecamatan_id,), at) or named(by)
    save(fresh)
    silent = _("Desa tidak menanggapi sampai tenggatnya.") if fresh.is_unanswered(today) else ""
    recording.step(fresh, Step.Kind.CONFIRM, by=by, at=at, text=silent)
    recording.write(fresh, before, by=by, at=at, act="confirm", summary=_("Dikonfirmasi camat: {what}"))
    return fresh


def _heard_as(found: Recommendation) -> str:
    """Return how the village was heard: what its last word and the answer to it led to; ASKED where it was silent.

    A re-check or a reopening since then says nothing about that.
    """
    heard: dict[str, str] = {Step.Kind.AGREE: rules.AGREED, Step.Kind.KEEP: rules.KEPT}
    asked = (Step.Kind.SENT, Step.Kind.EXPLAIN, Step.Kind.CHANGE)
    kinds = Step.objects.filter(recommendation=found, kind__in=(*heard, *asked)).order_by("-at", "-pk")
    last = kinds.values_list("kind", flat=True).first()
    return heard.get(last or "", rules.ASKED)


@transaction.atomic
def unconfirm(*, found: Recommendation, reason: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Take a confirmation back, with a reason, while no report holds it: nobody above reads it any more.

    Raises:
        RecommendationRefusal: not confirmed, in a report, no reason, or changed since version ``seen``.
    """
    fresh = held(found, seen=seen)
    if not fresh.is_confirmed:
        raise rules.moved()
    if fresh.report_id is not None:
        raise rules.RecommendationRefusal(_("Ini sudah masuk laporan. Batalkan dulu suratnya, lalu laporannya."))
    rules.check_reason(reason)
    before = recording.facts_of(fresh)
    fresh.confirmed_at, fresh.confirmed_reply, fresh.confirmed_as = None, "", ""
    save(fresh)
    recording.step(fresh, Step.Kind.UNCONFIRM, by=by, at=at, text=reason)
    recording.write(fresh, before, by=by, at=at, act="unconfirm", summary=_("Konfirmasi dibatalkan: {what}"))
    return fresh


@transaction.atomic
def make_report(*, kecamatan: Region, by: Any, at: datetime) -> Report:  # noqa: ANN401
    """Put everything confirmed and not yet reported into a report, and write the draft of its paper.

    Raises:
        RecommendationRefusal: nothing to report, or nobody to sign.
        PaperRefusal: a part that papers refuse; nothing is stored then.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("village", "kecamatan")
    waiting = rows.filter(kecamatan=kecamatan, confirmed_at__isnull=False, report=None)
    items = list(waiting.order_by("village__code", "pk")[:MOST_IN_A_REPORT])
    if not items:
        raise rules.RecommendationRefusal(
            _("Belum ada hasil baru yang dikonfirmasi. Konfirmasi dulu, lalu laporkan.")
        )
    signer = camat_of(kecamatan=kecamatan)
    if signer is None:
        raise rules.RecommendationRefusal(
            _("Belum ada jabatan camat di sini. Catat dulu jabatannya di halaman orang.")
        )
    year = timezone.localdate(at).year
    made = Report.objects.create(
        kecamatan=kecamatan,
        year=year,
        number=next_number(Report, kecamatan, year),
        by=by if getattr(by, "pk", None) else None,
        by_name=named(by),
        made_at=at,
    )
    draft_report(report=made, items=items, signer=signer, by=by, at=at)
    for item in items:
        before = recording.facts_of(item)
        item.report = made
        save(item)
        recording.step(item, Step.Kind.REPORT, by=by, at=at, text=made.__str__())
        recording.write(item, before, by=by, at=at, act="report", summary=_("Dilaporkan: {what}"))
    return made


@transaction.atomic
def take_back_report(*, report: Report, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Free the results of a report whose paper was cancelled, so that they can be reported anew.

    Raises:
        RecommendationRefusal: its paper is still on its road or in force.
    """
    if papers_of(report).filter(state__in=(*UNFINISHED, *IN_FORCE)).exists():
        raise rules.RecommendationRefusal(_("Suratnya masih berlaku. Batalkan dulu suratnya di halaman surat."))
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("village", "kecamatan")
    for item in rows.filter(report=report).order_by("pk"):
        before = recording.facts_of(item)
        item.report = None
        save(item)
        recording.step(item, Step.Kind.UNREPORT, by=by, at=at, text=report.__str__())
        recording.write(item, before, by=by, at=at, act="unreport", summary=_("Keluar dari laporan: {what}"))
