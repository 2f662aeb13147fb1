"""Asking about promises: the reminders that fell due are noted once, and told by one mail an account."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from rumahbersama.chain.commitments.models import Commitment, Reminder
from rumahbersama.chain.commitments.reminders import HEADS, due_days, promised_days, reminders_due, rule_on
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people.models import Account, RoleAssignment, Tenure
from rumahbersama.ground.people.permissions import on_day
from rumahbersama.ground.people.roles import LEAD_PROMISES, ROLES
from rumahbersama.ground.regions.rules import ancestor_codes

STALE = timedelta(days=3)  # what could not be sent for so long is on the home page anyhow
_log = logging.getLogger(__name__)


def remind(*, at: datetime) -> int:
    """Note which open promises are asked about today; returns how many are new. Safe to call often."""
    today = timezone.localdate(at)
    rule = rule_on(today)
    asked = Q(promised_on__in=promised_days(today, rule)) | Q(due_on__in=due_days(today, rule))
    rows = Commitment.objects.filter(asked, state__in=OPEN_STATES).only("promised_on", "due_on")
    wanted = {
        (row.pk, due.kind, due.day)
        for row in rows
        for due in reminders_due(promised_on=row.promised_on, due_on=row.due_on, today=today, rule=rule)
    }
    known = set(
        Reminder.objects.filter(commitment__in={pk for pk, _kind, _day in wanted}).values_list(
            "commitment", "kind", "day"
        )
    )
    new = [Reminder(commitment_id=pk, kind=kind, day=when, made_at=at) for pk, kind, when in sorted(wanted - known)]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def send_mails(*, at: datetime) -> int:
    """Tell by mail what was noted and not yet sent: one mail an account; returns how many were handed over.

    Nothing is sent without a mail server, in the demo, or before the hour of the rule. Each reminder is claimed
    before it is sent, so that two workers never send it twice; where the mail server refuses it is tried again.
    """
    is_early = timezone.localtime(at).hour < rule_on(timezone.localdate(at)).from_hour
    if not settings.EMAIL_HOST or settings.DEMO or is_early:
        return 0
    waiting = Reminder.objects.filter(sent_at=None, made_at__gte=at - STALE, commitment__state__in=OPEN_STATES)
    claimed = [
        row
        for row in waiting.select_related("commitment__post__region", "commitment__region")
        if Reminder.objects.filter(pk=row.pk, sent_at=None).update(sent_at=at)
    ]
    sent = 0
    for account, rows in _by_account(claimed, at=at).items():
        try:
            _send(account, rows)
        except (OSError, SMTPException) as problem:
            _log.warning("reminders: mail not handed over: %s", problem)
            Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=None)
        else:
            sent += 1
    return sent


def _by_account(rows: Iterable[Reminder], *, at: datetime) -> dict[Account, list[Reminder]]:
    """Return what each account is told: holders of the post, or the heads above it once it is long overdue."""
    rows = list(rows)
    told: dict[Account, list[Reminder]] = defaultdict(list)
    holders = _holders({row.commitment.post_id for row in rows}, at=at)
    heads = _heads({row.commitment.post.region.code for row in rows if row.kind.startswith(HEADS)}, at=at)
    for row in rows:
        post = row.commitment.post
        is_heads = row.kind.startswith(HEADS)
        for account in heads.get(post.region.code, ()) if is_heads else holders.get(post.pk, ()):
            told[account].append(row)
    return told


def _holders(posts: set[int], *, at: datetime) -> dict[int, list[Account]]:
    held: dict[int, list[Account]] = defaultdict(list)
    today = timezone.localdate(at)
    tenures = Tenure.objects.filter(on_day(today), post__in=posts).values_list("post", "person")
    accounts: dict[int | None, list[Account]] = defaultdict(list)
    for account in Account.objects.filter(is_active=True, person__in={person for _post, person in tenures}):
        accounts[account.person_id].append(account)
    for post, person in tenures:
        held[post] += [each for each in accounts[person] if each not in held[post]]
    return held


def _heads(codes: set[str], *, at: datetime) -> dict[str, list[Account]]:
    """Return who leads the promises of each place: the heads of the place itself or of one above it."""
    above = {code: {code, *ancestor_codes(code)} for code in codes}
    leading = [code for code, role in ROLES.items() if LEAD_PROMISES in role.may]
    rows = RoleAssignment.objects.filter(
        on_day(timezone.localdate(at)),
        role__in=leading,
        region__code__in=set().union(*above.values()),
        account__is_active=True,
    ).select_related("account", "region")
    found: dict[str, list[Account]] = defaultdict(list)
    for row in rows:
        for code in codes:
            if row.region.code in above[code] and row.account not in found[code]:
                found[code].append(row.account)
    return found


def _send(account: Account, rows: list[Reminder]) -> None:
    with override(account.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "Rumah Bersama: {count} janji menunggu kabar", "Rumah Bersama: {count} janji menunggu kabar", len(rows)
        ).format(count=len(rows))
        lines = [_line(row) for row in sorted(rows, key=lambda row: row.commitment.due_on)]
        opening = _("Janji ini perlu kabar. Satu kalimat kemajuan sudah cukup:")
        closing = _("Surel ini dikirim otomatis. Pengingat yang sama ada di beranda Anda.")
        send_mail(subject, "\n\n".join([opening, *lines, closing]) + "\n", None, [account.email])


def _line(row: Reminder) -> str:
    commitment = row.commitment
    return _("- {what} ({place}, {post}; tenggat {due}; {told})\n  {url}").format(
        what=commitment.what,
        place=commitment.region,
        post=commitment.post.title,
        due=day(commitment.due_on),
        told=row,
        url=settings.SITE_URL.rstrip("/") + commitment.get_absolute_url(),
    )
