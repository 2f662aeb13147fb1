"""What is recorded of the holder of a post in the world of the access table."""

from datetime import datetime

from rumahbersama.chain.training.competency.actions import Diploma, Said, add_qualification, judge
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region


def add_competency(region: Region, person: Person, at: datetime, *, word: str) -> None:
    """Judge somebody, and record a degree; both carry the word of the place."""
    told = {"person": person, "region": region, "by": None, "at": at, "today": at.date()}
    judge(said=Said("pelayanan", 2, at.date(), word), **told)
    add_qualification(told=Diploma("degree", at.date(), word, "s1"), **told)
