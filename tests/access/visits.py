"""A visit to each desa for the access table, with its word."""

from datetime import datetime, timedelta

from rumahbersama.chain.oversight.visits.actions import planning, writing
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.actions.writing import Shot, Signed
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from tests.access.rooms import photo


def add_visit(region: Region, post: Post, at: datetime, *, word: str) -> None:
    """Plan a visit to a desa, its result sent there: before that the village reads as little as those above."""
    day = at.date() + timedelta(days=9)
    plan = Plan(kind="pembinaan", planned_on=day, purpose=f"Membina {word}", posts=[post])
    made = planning.plan_visit(region=region, plan=plan, by=None, at=at)
    picture = files.checked(chunks=photo().chunks, name="foto.jpg")
    writing.add_photo(visit=made, shot=Shot(picture, f"Foto {word}"), by=None, at=at)
    writing.sign(visit=made, signed=Signed(picture, "desa", "kertas", f"Kades {word}", "Kepala Desa"), by=None, at=at)
    Visit.objects.filter(pk=made.pk).update(state="planned", began_at=None, visited_on=None, shared_at=at)
