"""A programme in force of each kecamatan for the access table, with a goal and an activity for all its villages."""

from datetime import datetime

from rumahbersama.chain.house.programme.actions.activities import Plan, add_activity
from rumahbersama.chain.house.programme.actions.goals import Wish, save_goal
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.house.programme.rules import whole_months
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


def add_programme(region: Region, post: Post, at: datetime, *, later: int) -> None:
    """Write a programme, ``later`` years on, whose words say nothing: villages of the kecamatan read it too."""
    made = begin_programme(region=region, year=at.year + later, by=None, at=at)
    goal = save_goal(programme=made, wish=Wish("Sasaran uji"), by=None, at=at)
    first, last = whole_months(made.year, 1, 12)
    plan = Plan(kind="guidance", title="Kegiatan uji", post=post, goal=goal, starts_on=first, ends_on=last)
    add_activity(programme=made, plan=plan, by=None, at=at)
    made.refresh_from_db(fields=["version"])
    move_programme(programme=made, move=Move("in_force"), by=None, at=at, seen=made.version)


def numbers_of_programmes() -> dict[str, dict[str, int]]:
    """Return the numbers of programme, goal, activity, its post and its section, by kecamatan."""
    return {
        "programme": dict(Programme.objects.values_list("region__code", "pk")),
        "goal": dict(Goal.objects.values_list("programme__region__code", "pk")),
        "activity": dict(Activity.objects.values_list("programme__region__code", "pk")),
        "post": dict(Activity.objects.values_list("programme__region__code", "post")),
        "section": dict(Activity.objects.values_list("programme__region__code", "post__section")),
    }
