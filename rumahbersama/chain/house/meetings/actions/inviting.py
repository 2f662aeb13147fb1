"""Who is invited, what they answer, and letting the invitations go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings import mailing, recording
from rumahbersama.chain.house.meetings.actions import attending
from rumahbersama.chain.house.meetings.actions.rows import locked, save
from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.chain.house.meetings.rules import (
    ABSENT,
    MOST_INVITEES,
    REPRESENTED,
    MeetingRefusal,
    check_ahead,
    check_answer,
    check_listed,
)
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import folded


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited: by a post, or by a title or name and the body they belong to.

    ``region`` is the village whose head it is, where no post is recorded.
    """

    post: Post | None = None
    name: str = ""
    body: str = ""
    email: str = ""
    region: Region | None = None


@dataclass(frozen=True)
class Answer:
    """What an invited one says: COMING, REPRESENTED by somebody, or ABSENT for a reason."""

    answer: str
    represented_by: str = ""
    reason: str = ""


@transaction.atomic
def invite(*, meeting: Meeting, guests: Sequence[Guest], by: Any, at: datetime) -> list[Invitee]:  # noqa: ANN401
    """Put guests on the list, but for those who are on it; returns who is new.

    Raises:
        MeetingRefusal: the meeting is over, a guest without name, or too many.
    """
    fresh = locked(meeting)
    check_listed(fresh.state)
    known = list(Invitee.objects.filter(meeting=fresh).select_related("post"))
    posts, names = {row.post_id for row in known if row.post_id}, {_words(row.name, row.body) for row in known}
    order = max((row.order for row in known), default=0)
    made = []
    for guest in guests:
        row = _invitee(fresh, guest, order + 1)
        is_there = row.post_id in posts if row.post_id else _words(row.name, row.body) in names
        if not is_there:
            made.append(row)
            order += 1
            posts.add(row.post_id or 0)
            names.add(_words(row.name, row.body))
    if not made:
        return []
    if len(known) + len(made) > MOST_INVITEES:
        raise MeetingRefusal(_("Paling banyak {most} undangan untuk satu rapat.").format(most=MOST_INVITEES))
    for row in made:
        row.save()
    changes = [_count(fresh, len(known), len(known) + len(made))]
    changes += [recording.change_of_invitee(row, None) for row in made]
    verb, summary = "meetings.invite", _("Undangan rapat ditambah: {what}")
    recording.write(fresh, changes, by=by, at=at, verb=verb, summary=summary)
    attending.follow(meeting=fresh, by=by, at=at)
    return made


def _words(name: str, body: str) -> tuple[str, str]:
    return folded(name), folded(body)


def _count(meeting: Meeting, before: int, after: int) -> Change:
    return Change(recording.ENTITY, meeting.key, {"invited": before}, {"invited": after})


def _invitee(meeting: Meeting, guest: Guest, order: int) -> Invitee:
    row = Invitee(meeting=meeting, order=order, post=guest.post, region=guest.region, email=guest.email.strip())
    if guest.post is None:
        row.name, row.body = _plain(guest.name, 120), _plain(guest.body, 160)
        if not row.name:
            raise MeetingRefusal(_("Tulis jabatan atau nama yang diundang."))
    elif guest.post.region.level == Level.DESA:
        row.region = guest.post.region
    return row


def _plain(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


@transaction.atomic
def correct_invitee(
    *,
    invitee: Invitee,
    name: str,
    body: str,
    email: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Invitee:
    """Write a guest's name, body or e-mail otherwise; of a post only the e-mail. The personal link stays.

    Raises:
        MeetingRefusal: the meeting is over, no name, or somebody else is written just so.
    """
    meeting, fresh = _held(invitee)
    check_listed(meeting.state)
    before = recording.facts_of_invitee(fresh)
    if fresh.post is None:
        fresh.name, fresh.body = _plain(name, 120), _plain(body, 160)
        if not fresh.name:
            raise MeetingRefusal(_("Tulis jabatan atau nama yang diundang."))
        others = Invitee.objects.filter(meeting=meeting, post=None).exclude(pk=fresh.pk)
        if _words(fresh.name, fresh.body) in {_words(row.name, row.body) for row in others}:
            raise MeetingRefusal(_("“{name}” dari lembaga itu sudah diundang.").format(name=fresh.name))
    fresh.email = email.strip()
    if recording.facts_of_invitee(fresh) == before:
        return fresh
    fresh.save()
    change = recording.change_of_invitee(fresh, before)
    verb, summary = "meetings.correct_invitee", _("Undangan rapat diperbaiki: {what}")
    recording.write(meeting, [change], by=by, at=at, verb=verb, summary=summary)
    attending.follow(meeting=meeting, by=by, at=at)
    return fresh


@transaction.atomic
def take_off(*, invitee: Invitee, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take somebody off the list; their personal link leads nowhere any more.

    Raises:
        MeetingRefusal: the meeting is being held or over.
    """
    meeting, fresh = _held(invitee)
    check_ahead(meeting.state)
    count = Invitee.objects.filter(meeting=meeting).count()
    changes = [_count(meeting, count, count - 1), recording.removal_of(fresh)]
    fresh.delete()
    verb, summary = "meetings.take_off", _("Undangan rapat ditarik: {what}")
    recording.write(meeting, changes, by=by, at=at, verb=verb, summary=summary)
    attending.follow(meeting=meeting, by=by, at=at)


@transaction.atomic
def answer_invitation(*, invitee: Invitee, answer: Answer, by: Any, at: datetime) -> Invitee:  # noqa: ANN401
    """Take what an invited one says; ``by`` is None where it came by the personal link. The same twice is one.

    Raises:
        MeetingRefusal: too late, or the answer does not say enough.
    """
    meeting, fresh = _held(invitee)
    told = _plain(answer.represented_by, 120), _plain(answer.reason, 300)
    check_answer(state=meeting.state, answer=answer.answer, represented_by=told[0], reason=told[1])
    before = recording.facts_of_invitee(fresh)
    fresh.answer = answer.answer
    fresh.represented_by = told[0] if answer.answer == REPRESENTED else ""
    fresh.reason = told[1] if answer.answer in (REPRESENTED, ABSENT) else ""
    was_before_it_moved = _is_stale(meeting, fresh)
    if recording.facts_of_invitee(fresh) == before and not was_before_it_moved:
        return fresh
    fresh.answered_at, fresh.answered_by = at, _name_of(by)
    fresh.save()
    change = recording.change_of_invitee(fresh, before)
    verb, summary = "meetings.answer_invitation", _("Undangan rapat dijawab: {what}")
    recording.write(meeting, [change], by=by, at=at, verb=verb, summary=summary)
    attending.follow(meeting=meeting, by=by, at=at)
    return fresh


def _is_stale(meeting: Meeting, invitee: Invitee) -> bool:
    """Tell whether the answer was given before the meeting was moved."""
    times = invitee.answered_at, meeting.moved_at
    return times[0] is not None and times[1] is not None and times[0] < times[1]


def _name_of(by: Any) -> str:  # noqa: ANN401
    """Return who wrote an answer, "" for the personal link."""
    if not getattr(by, "pk", None):
        return ""
    keyboard = getattr(by, "keyboard", "")
    return f"{by} ({keyboard})"[:200] if keyboard else str(by)[:200]


@transaction.atomic
def send_out(*, meeting: Meeting, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Let the invitations go out: the meeting counts as announced, and who has an address is told by mail once.

    Safe to repeat: then those are told who came onto the list since. Returns how many mails will be sent.

    Raises:
        MeetingRefusal: nobody is on the list, or the meeting is being held, over or called off.
    """
    fresh = locked(meeting)
    check_ahead(fresh.state)
    rows = list(Invitee.objects.filter(meeting=fresh).select_related("post"))
    if not rows:
        raise MeetingRefusal(_("Belum ada yang diundang. Susun dulu daftarnya."))
    reached = mailing.addresses_of(rows, at=at) if mailing.can_send() else {}
    new = [row.pk for row in rows if row.mailed_at is None and row.pk in reached]
    Invitee.objects.filter(pk__in=new).update(mail_due=True)
    if fresh.state == Meeting.State.PLANNED:
        before = recording.facts_of(fresh)
        fresh.state, fresh.invited_at = Meeting.State.INVITED, at
        save(fresh)
        change = recording.change_of(fresh, before)
        verb, summary = "meetings.send_out", _("Undangan rapat keluar: {what}")
        recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary)
    mailing.start(meeting=fresh, by=by, at=at)
    return len(new)


def _held(invitee: Invitee) -> tuple[Meeting, Invitee]:
    meeting = locked(invitee.meeting)
    rows = Invitee.objects.select_for_update(of=("self",)).select_related("post__region", "region")
    fresh = rows.get(pk=invitee.pk)
    fresh.meeting = meeting
    return meeting, fresh
