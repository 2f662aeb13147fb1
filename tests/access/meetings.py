"""A meeting of each kecamatan for the access table: a guest and an item with the word of the place."""

from datetime import datetime, time, timedelta

from rumahbersama.chain.house.meetings.actions import agenda, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Guest
from rumahbersama.chain.house.meetings.actions.planning import Plan
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def add_meeting(region: Region, post: Post, at: datetime, *, word: str) -> None:
    """Plan a meeting whose title says nothing: villages of the kecamatan read it too."""
    hours = {"day": at.date() + timedelta(days=9), "begins": time(9), "ends": time(11)}
    plan = Plan(kind="rakor", title="Rapat uji", venue=f"Aula {word}", chair=post, **hours)
    made = planning.make_meeting(region=region, plan=plan, by=None, at=at)
    inviting.invite(meeting=made, guests=[Guest(name=f"Tamu {word}")], by=None, at=at)
    agenda.add_item(meeting=made, title=f"Membahas {word}", minutes=10, by=None, at=at)
