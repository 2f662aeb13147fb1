"""A visit to each desa for the access table, with its word."""

from datetime import datetime, timedelta

from rumahbersama.chain.oversight.visits.actions import planning
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def add_visit(region: Region, post: Post, at: datetime, *, word: str) -> None:
    """Plan a visit to a desa."""
    day = at.date() + timedelta(days=9)
    plan = Plan(kind="pembinaan", planned_on=day, purpose=f"Membina {word}", posts=[post])
    planning.plan_visit(region=region, plan=plan, by=None, at=at)
