"""What the worker does once an hour: remind the holder, tell the levels above of what is late, send mail.

Everything is noted once, so that it may be done again; nothing is told twice.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from rumahbersama.chain.house.upward import recording
from rumahbersama.chain.house.upward.actions.rows import (
    TOLD_ANSWERED,
    TOLD_ASKED,
    TOLD_ASSIGNED,
    TOLD_NEW,
    day_of,
    note,
    take_step,
)
from rumahbersama.chain.house.upward.models import Notice, Referral, Step
from rumahbersama.chain.house.upward.permissions import SHOWN, kabupaten_code
from rumahbersama.chain.house.upward.queries import posts_of_level, running_late, target_on
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import (
    ANSWERED,
    ASKED,
    ASSIGNED,
    ESCALATED,
    NEW,
    OPEN_STATES,
    RUNNING,
    days_late,
    levels_reached,
)
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.wording import Worded, kept, worded_count
from rumahbersama.ground.core.working_days import OfficeDays, working_days_between
from rumahbersama.ground.people.models import Account, Post, RoleAssignment, Tenure
from rumahbersama.ground.people.permissions import on_day
from rumahbersama.ground.people.roles import COORDINATE, LEAD_HOUSE, ROLES
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import office_days_of

BEFORE, LATE = "before", "late"
COORDINATOR = gettext_lazy("Koordinator kabupaten")
OF_THE_KECAMATAN = (TOLD_ASKED, TOLD_ANSWERED)
OF_THE_HOLDER = (TOLD_NEW, TOLD_ASSIGNED, BEFORE, LATE)
# What was noted is told only while it is so: who was asked yesterday and answered tonight gets no mail tomorrow.
STILL_SO = (
    Q(kind=TOLD_NEW, referral__state=NEW)
    | Q(kind=TOLD_ASSIGNED, referral__state=ASSIGNED)
    | Q(kind=TOLD_ASKED, referral__state=ASKED)
    | Q(kind=TOLD_ANSWERED, referral__state__in=ANSWERED)
    | Q(kind=BEFORE, referral__state__in=OPEN_STATES, referral__due_on=F("day"))
    | ~Q(kind__in=(*OF_THE_KECAMATAN, TOLD_NEW, TOLD_ASSIGNED, BEFORE))
    & Q(referral__state__in=RUNNING, referral__due_on=F("day"))
)
STALE = timedelta(days=3)  # what could not be sent for so long is on the home page anyhow
_log = logging.getLogger(__name__)


def escalate(*, at: datetime) -> int:
    """Tell who stands above of what the kabupaten let pass; returns how many were told. Safe to call often."""
    told, office_of = 0, cache(office_days_of)
    levels_of = cache(lambda code, today: target_on(code, today).levels)
    for row in running_late(_latest_day(at)):
        code, today = kabupaten_code(row), day_of(row, at)
        if row.due_on is None or row.due_on >= today:
            continue
        late = days_late(row.due_on, today, office=office_of(code))
        note(row, LATE, day=row.due_on, at=at)
        for level in levels_reached(late, levels_of(code, today)):
            posts = posts_of_level(level, _kabupaten(row))
            told += _tell(row.pk, level.code, level.title, posts, late, at=at)
    return told


def _latest_day(at: datetime) -> date:
    """Return a day that no place has passed yet; which day it is at a kabupaten is asked for each."""
    return timezone.localdate(at) + timedelta(days=1)


def _kabupaten(row: Referral) -> Region:
    kabupaten = row.problem.kecamatan.parent
    assert kabupaten is not None, row.pk  # noqa: S101 - a kecamatan lies in one
    return kabupaten


@transaction.atomic
def _tell(number: int, code: str, title: str, posts: list[Post], late: int, *, at: datetime) -> int:
    """Write down once that a level was told of a missed day: a step for each post of it, or one where there is none.

    Returns how many posts were told now; a level that nobody holds counts as one.
    """
    row = Referral.objects.select_for_update(of=("self",)).select_related(*SHOWN).get(pk=number)
    if row.due_on is None or row.state not in RUNNING or row.due_on >= day_of(row, at):
        return 0
    before = Step.objects.filter(referral=row, kind=ESCALATED, level=code, due_on=row.due_on)
    known = set(before.values_list("office", flat=True))
    new: list[Post | None] = [post for post in posts if post.pk not in known] if posts or known else [None]
    if new:
        note(row, code, day=row.due_on, at=at, again=bool(known))
    for post in new:
        _write_down(row, _told_of_late(row, late, post, title), post, code, at=at)
    return len(new)


def _told_of_late(row: Referral, late: int, post: Post | None, title: str) -> Worded:
    """Return what the road says."""
    holder = COORDINATOR if row.state == NEW else row.holder
    if post is None:
        return worded_count(
            "{holder} terlambat {n} hari kerja; jabatan {title} belum tercatat, jadi belum diberi tahu.",
            "{holder} terlambat {n} hari kerja; jabatan {title} belum tercatat, jadi belum diberi tahu.",
            late,
            holder=holder,
            title=title,
        )
    return worded_count(
        "{holder} terlambat {n} hari kerja; {post} diberi tahu.",
        "{holder} terlambat {n} hari kerja; {post} diberi tahu.",
        late,
        holder=holder,
        post=post.title,
    )


def _write_down(row: Referral, said: Worded, post: Post | None, code: str, *, at: datetime) -> None:
    with override("id"):  # as the record keeps it
        text = str(said)
    told: dict[str, Any] = {"text": text, "said": kept([said]), "as_post": ""}
    take_step(row, ESCALATED, by=None, at=at, office=post, level=code, due_on=row.due_on, **told)
    facts = recording.facts_of(row)
    summary, verb = _("Keterlambatan dilaporkan ke atas: {what}"), "upward.escalate"
    recording.write(row, facts, by=None, at=at, verb=verb, summary=summary, reason=text)


def remind(*, at: datetime) -> int:
    """Note whose time is nearly over; returns how many."""
    here, count = timezone.localdate(at), 0
    left = shipped_on(here).remind_before
    office_of = cache(office_days_of)
    rows = Referral.objects.filter(state__in=OPEN_STATES, due_on__gte=here, due_on__lte=here + timedelta(days=21))
    for row in rows.select_related(*SHOWN):
        office: OfficeDays = office_of(kabupaten_code(row))
        today = day_of(row, at)
        if row.due_on and row.due_on >= today and working_days_between(today, row.due_on, office=office) <= left:
            note(row, BEFORE, day=row.due_on, at=at)
            count += 1
    return count


def send_mails(*, at: datetime) -> int:
    """Tell by mail what was noted, still holds, and was not sent: one mail an account; returns how many went out.

    Nothing is sent without a mail server, in the demo, or before the hour of the rule. Each notice is claimed before
    it is sent, so that two workers never send it twice; where the mail server refuses it is tried again.
    """
    today = timezone.localdate(at)
    is_early = timezone.localtime(at).hour < shipped_on(today).from_hour
    if not settings.EMAIL_HOST or settings.DEMO or is_early:
        return 0
    waiting = Notice.objects.filter(STILL_SO, sent_at=None, made_at__gte=at - STALE)
    shown = [f"referral__{name}" for name in SHOWN]
    claimed = [
        row
        for row in waiting.select_related(*shown)
        if Notice.objects.filter(pk=row.pk, sent_at=None).update(sent_at=at)
    ]
    sent = 0
    for account, rows in _by_account(claimed, today).items():
        try:
            _send(account, rows)
        except (OSError, SMTPException) as problem:
            _log.warning("upward: mail not handed over: %s", problem)
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=None)
        else:
            sent += 1
    return sent


def _by_account(rows: Iterable[Notice], today: date) -> dict[Account, list[Notice]]:
    told: dict[Account, list[Notice]] = defaultdict(list)
    for row in rows:
        for account in _told(row, today):
            told[account].append(row)
    return told


def _told(row: Notice, today: date) -> list[Account]:
    """Return who is told: the kecamatan of a question and an answer, who holds it of its time, else a level."""
    referral = row.referral
    if row.kind not in (*OF_THE_KECAMATAN, *OF_THE_HOLDER):
        steps = Step.objects.filter(referral=referral, kind=ESCALATED, level=row.kind, due_on=row.day)
        return list(_holders({step.office_id for step in steps}, today))
    if row.kind in OF_THE_KECAMATAN or referral.state == ASKED:
        return list(_with_role(LEAD_HOUSE, referral.problem.kecamatan.code, today))
    told = list(_holders({referral.office_id}, today)) if referral.state != NEW else []
    return told or list(_with_role(COORDINATE, kabupaten_code(referral), today))  # also where nobody holds the office


def _with_role(act: str, code: str, today: date) -> Iterator[Account]:
    roles = [name for name, role in ROLES.items() if act in role.may]
    held = RoleAssignment.objects.filter(on_day(today), role__in=roles, region__code=code, account__is_active=True)
    seen = set()
    for row in held.select_related("account"):
        if row.account_id not in seen:
            seen.add(row.account_id)
            yield row.account


def _holders(posts: set[Any], today: date) -> Iterator[Account]:
    persons = Tenure.objects.filter(on_day(today), post__in=posts - {None}).values("person")
    yield from Account.objects.filter(is_active=True, person__in=persons)


def _send(account: Account, rows: list[Notice]) -> None:
    with override(account.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "Rumah Bersama: {count} masalah dari kecamatan",
            "Rumah Bersama: {count} masalah dari kecamatan",
            len(rows),
        ).format(count=len(rows))
        opening = _("Masalah ini diteruskan kecamatan ke kabupaten dan perlu perhatian Anda:")
        closing = _("Surel ini dikirim otomatis. Daftar yang sama ada di beranda Anda.")
        send_mail(subject, "\n\n".join([opening, *map(_line, rows), closing]) + "\n", None, [account.email])


def _line(row: Notice) -> str:
    referral = row.referral
    until = _("ditunggu sampai {day}").format(day=day(referral.due_on)) if referral.due_on else ""
    state = ", ".join(part for part in (referral.get_state_display(), until) if part)
    return _("- {what} ({place}): {state}\n  {url}").format(
        what=referral.problem.statement,
        place=referral.problem.kecamatan,
        state=state,
        url=settings.SITE_URL.rstrip("/") + referral.get_absolute_url(),
    )
