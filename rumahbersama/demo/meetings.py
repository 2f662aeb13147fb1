"""Invented meetings of the demo's kecamatan: one over, one in five days, one called off, one being held today."""

from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from rumahbersama.chain.house.meetings import guests, letters, proposing, queries
from rumahbersama.chain.house.meetings.actions import agenda, attending, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Answer, Guest
from rumahbersama.chain.house.meetings.actions.planning import Like, Plan
from rumahbersama.chain.house.meetings.models import Invitee, Meeting
from rumahbersama.demo import minutes
from rumahbersama.demo.people import HOME
from rumahbersama.demo.story import MEETING, office_day
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region

INVITED_GROUPS = (guests.OFFICE, guests.VILLAGES, guests.BODIES)
AHEAD = timedelta(days=5)
# Villages, and then bodies, answer so in turn; None has not answered yet.
ANSWERS = (Answer("coming"), Answer("represented", represented_by="Sekretaris Desa"), Answer("coming"), None)
OF_BODIES = (Answer("coming"), None, Answer("absent", reason="Tugas di kabupaten"), Answer("coming"))


def plan_meetings(*, at: datetime, today: date) -> list[Meeting]:
    """Hold one meeting, plan the next with invitations, agenda and letter, call one off, and begin one today."""
    posts = {post.role: post for post in Post.objects.filter(region__code=HOME).select_related("region")}
    past = _held(posts, at=at, day=office_day(today - MEETING))
    coming = _coming(posts, past, at=at, day=office_day(today + AHEAD))
    off = _made(_plan(posts, "rakor", "Rapat koordinasi pasar desa", today + 2 * AHEAD), at=at)
    planning.cancel_meeting(
        meeting=off, reason="Digabung dengan rapat Rumah Bersama bulan depan.", by=None, at=at, seen=off.version
    )
    now = _made(_plan(posts, "ad_hoc", "Rapat khusus perekaman KTP", today), at=at)
    inviting.invite(meeting=now, guests=_guests(now), by=None, at=at)
    minutes.begin(now, at=at)
    return [past, coming, off, now]


def _plan(posts: dict[str, Post], kind: str, title: str, day: date) -> Plan:
    return Plan(
        kind=kind,
        title=title,
        day=day,
        begins=time(9),
        ends=time(11, 30),
        venue="Aula kecamatan",
        chair=posts["camat"],
        secretary=posts["sekcam"],
    )


def _made(plan: Plan, *, at: datetime, like: Like | None = None) -> Meeting:
    return planning.make_meeting(region=get_region(HOME), plan=plan, by=None, at=at, like=like)


def _guests(meeting: Meeting) -> list[Guest]:
    groups = guests.offered(meeting.region, [])
    return [guest for group in groups if group.code in INVITED_GROUPS for _key, _words, guest in group.guests]


def _held(posts: dict[str, Post], *, at: datetime, day: date) -> Meeting:
    """Hold a meeting on a day that is over; it was planned a week before."""
    begins = timezone.make_aware(datetime.combine(day, time(9)))
    planned = begins - timedelta(days=7)
    meeting = _made(_plan(posts, "rumah_bersama", "Rapat Rumah Bersama posyandu dan air", day), at=planned)
    inviting.invite(meeting=meeting, guests=_guests(meeting), by=None, at=planned)
    minutes.plan_items(meeting, at=planned)
    inviting.send_out(meeting=meeting, by=None, at=planned)
    _answer(meeting, at=begins - timedelta(days=2))
    attending.make_list(meeting=meeting, by=None, at=begins - timedelta(days=1))
    return minutes.hold(planning.begin_meeting(meeting=meeting, by=None, at=begins), begins=begins)


def _coming(posts: dict[str, Post], past: Meeting, *, at: datetime, day: date) -> Meeting:
    """Plan the next meeting after the last one, and let its invitations go out."""
    plan = _plan(posts, "rumah_bersama", "Rapat Rumah Bersama layanan dasar", day)
    meeting = _made(plan, at=at, like=Like(past))
    inviting.invite(meeting=meeting, guests=[Guest(name="Ketua TP PKK", body="PKK kecamatan")], by=None, at=at)
    keeper = Account.objects.get(email=f"kasi.{HOME}@contoh.invalid")
    proposals = proposing.proposals_for(meeting, queries.agenda_of(meeting), user=keeper)
    agenda.take_up(meeting=meeting, proposals=[each for each in proposals if each.fits], by=None, at=at)
    inviting.send_out(meeting=meeting, by=None, at=at)
    _answer(meeting, at=at)
    attending.make_list(meeting=meeting, by=None, at=at)
    road = {"signer_post": posts["camat"], "on_behalf": None, "initials": [posts["sekcam"]]}
    letters.write_invitation(meeting=meeting, road=road, by=None, at=at)
    return meeting


def _answer(meeting: Meeting, *, at: datetime) -> None:
    """Answer for most of the invited; the accounts of the demo answer for themselves."""
    rows = Invitee.objects.filter(meeting=meeting, post=None).select_related("meeting", "region")
    villages, bodies = rows.exclude(region=None).exclude(region__code=f"{HOME}.2001"), rows.filter(region=None)
    for group, answers in ((villages, ANSWERS), (bodies, OF_BODIES)):
        for row, answer in zip(group, cycle(answers), strict=False):
            if answer is not None:
                inviting.answer_invitation(invitee=row, answer=answer, by=None, at=at)
