"""Closing a visit, sending its result to the village, and opening it again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import recording
from rumahbersama.chain.oversight.visits.actions.rows import locked, save
from rumahbersama.chain.oversight.visits.boxes import REPORT
from rumahbersama.chain.oversight.visits.models import Saying, Visit
from rumahbersama.chain.oversight.visits.rules import VisitRefusal, check_closed, check_not_cancelled, reason_of
from rumahbersama.ground.audit.rules import Change

State = Visit.State


@transaction.atomic
def finish_visit(*, visit: Visit, by: Any, at: datetime) -> Visit:  # noqa: ANN401 - Account
    """Close a visit that was made. Closed already: nothing happens.

    Raises:
        VisitRefusal: nothing was written, or it was called off.
    """
    fresh = locked(visit)
    if fresh.state == State.DONE:
        return fresh
    check_not_cancelled(fresh.state)
    if fresh.state != State.GOING:
        raise VisitRefusal(_("Kunjungan ini belum dimulai: belum ada jawaban, catatan, foto, atau tanda tangan."))
    before = recording.facts_of(fresh)
    report = Saying.objects.filter(visit=fresh, box=REPORT, is_counted=True).first()
    fresh.report = report.text if report else ""
    fresh.state, fresh.done_at = State.DONE, at
    save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Kunjungan selesai: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.finish_visit", summary=summary)
    return fresh


@transaction.atomic
def share_visit(*, visit: Visit, by: Any, at: datetime) -> Visit:  # noqa: ANN401
    """Send the result of a closed visit to the village. Sent already: nothing happens.

    Raises:
        VisitRefusal: it is not closed.
    """
    fresh = locked(visit)
    if fresh.shared_at is not None:
        return fresh
    check_closed(fresh.state)
    fresh.shared_at = at
    save(fresh)
    change = Change(recording.ENTITY, fresh.key, None, {"shared_at": at.isoformat(timespec="minutes")})
    summary = _("Hasil kunjungan dikirim ke desa: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.share_visit", summary=summary)
    return fresh


@transaction.atomic
def reopen_visit(*, visit: Visit, reason: str, by: Any, at: datetime) -> Visit:  # noqa: ANN401
    """Open a closed visit again, with a reason; what was sent to the village stays sent.

    Raises:
        VisitRefusal: no reason, or it is not closed.
    """
    why = reason_of(reason)
    fresh = locked(visit)
    if fresh.state != State.DONE:
        raise VisitRefusal(_("Kunjungan ini belum ditutup, jadi tidak perlu dibuka lagi."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.done_at = State.GOING, None
    save(fresh)
    change = recording.change_of(fresh, before)
    summary = _("Kunjungan dibuka lagi: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.reopen_visit", summary=summary, reason=why)
    return fresh
