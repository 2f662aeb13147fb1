"""Telling the invited by mail: each at their own address or that of whoever holds the post, each claimed before sent.

A mail tells of the meeting as it stands when it goes out: an invitation, the same after it was moved, or that it was
called off. Nothing is sent without a mail server or in the demo; the page then gives texts to copy.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.chain.house.meetings.rules import AHEAD, CANCELLED
from rumahbersama.chain.house.meetings.texts import subject_for, text_for
from rumahbersama.ground.core import jobs
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.queries import holding

JOB = "meetings.tell"
STALE = timedelta(days=30)
_log = logging.getLogger(__name__)


def can_send() -> bool:
    """Tell whether mails leave this installation."""
    return bool(settings.EMAIL_HOST) and not settings.DEMO


def addresses_of(rows: Iterable[Invitee], *, at: datetime) -> dict[int, tuple[str, ...]]:
    """Return to which addresses each of these is told, by the number of the invitation (two queries)."""
    rows = list(rows)
    held = holding(posts=[row.post_id for row in rows if row.post_id], today=timezone.localdate(at))
    accounts: dict[int | None, list[str]] = {}
    people = {tenure.person_id for tenure in held.values()}
    for person, email in Account.objects.filter(is_active=True, is_demo=False, person__in=people).values_list(
        "person", "email"
    ):
        accounts.setdefault(person, []).append(email)
    found = {}
    for row in rows:
        tenure = held.get(row.post_id or 0)
        told = [row.email] if row.email else accounts.get(tenure.person_id, []) if tenure else []
        if told:
            found[row.pk] = tuple(told)
    return found


def start(*, meeting: Meeting, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Have the mails of a meeting sent by the worker, in the surrounding transaction."""
    if can_send():
        title = _("Mengirim undangan {what}").format(what=meeting.title)
        jobs.start(kind=JOB, title=title, by=by, at=at, arguments={})


@jobs.job(JOB)
def tell(progress: Callable[[str, int, int], None]) -> None:
    """Send what waits; safe to start over, for each mail is claimed before it is sent."""
    progress(_("Mengirim surel"), 0, 0)
    send_mails(at=timezone.now())


def send_mails(*, at: datetime) -> int:
    """Send the mails that are due; returns how many were handed over. What the mail server refuses is tried again."""
    if not can_send():
        return 0
    waiting = Invitee.objects.filter(mail_due=True, meeting__day__gte=timezone.localdate(at) - STALE)
    waiting = waiting.filter(meeting__state__in=(*AHEAD, CANCELLED))
    rows = list(waiting.select_related("meeting__region", "meeting__chair__region", "post__region", "region"))
    reached, sent = addresses_of(rows, at=at), 0
    for row in rows:
        if row.pk in reached and Invitee.objects.filter(pk=row.pk, mail_due=True).update(mail_due=False):
            sent += _send(row, reached[row.pk], at=at)
    return sent


def _send(row: Invitee, addresses: tuple[str, ...], *, at: datetime) -> bool:
    with override("id"):
        subject, text = subject_for(row), text_for(row, base=settings.SITE_URL)
    try:
        send_mail(subject, text, None, list(addresses))
    except (OSError, SMTPException) as problem:
        _log.warning("meetings: mail not handed over: %s", problem)
        Invitee.objects.filter(pk=row.pk).update(mail_due=True)
        return False
    Invitee.objects.filter(pk=row.pk).update(mailed_at=at)
    return True
