"""A meeting of each kecamatan for the access table: guest, item, text and promise with its word."""

from datetime import datetime, time, timedelta

from rumahbersama.chain.house.meetings.actions import agenda, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Guest
from rumahbersama.chain.house.meetings.actions.planning import Plan
from rumahbersama.chain.house.minutes.models import NoteRevision, Pledge
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def add_meeting(region: Region, post: Post, at: datetime, *, word: str) -> None:
    """Plan a meeting whose title says nothing: villages of the kecamatan read it too."""
    hours = {"day": at.date() + timedelta(days=9), "begins": time(9), "ends": time(11)}
    plan = Plan(kind="rakor", title="Rapat uji", venue=f"Aula {word}", chair=post, **hours)
    made = planning.make_meeting(region=region, plan=plan, by=None, at=at)
    inviting.invite(meeting=made, guests=[Guest(name=f"Tamu {word}")], by=None, at=at)
    item = agenda.add_item(meeting=made, title=f"Membahas {word}", minutes=10, by=None, at=at)
    NoteRevision.objects.create(item=item, number=1, text=f"Catatan {word}", by_name="Uji", at=at)
    Pledge.objects.create(item=item, what=f"Janji {word}", post=post, region=region, due_on=at.date(), at=at)
