"""A problem of every desa of the world: new, so that nothing of it is shared, with one piece of evidence."""

from datetime import datetime

from rumahbersama.chain.house.problems.actions import Facts, Snapshot, raise_problem
from rumahbersama.chain.house.problems.models import Problem, ProblemEvidence
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.regions.models import Level, Region


def add_problem(region: Region, at: datetime, *, word: str) -> None:
    """Write a problem of a desa down, everywhere the same but for the word of the place."""
    assert region.parent is not None
    health = ServiceArea.objects.get(code="kesehatan")
    facts = Facts(f"Posyandu {word} tidak buka", (region,), health, word, causes=(word,))
    read = Evidence(f"Posyandu {word} tutup", "Petugas", "0", "orang", region.code, f"/{word}/", source=word)
    raise_problem(
        facts=facts,
        kecamatan=region.parent,
        raised_at=region,
        by=None,
        at=at,
        snapshots=[Snapshot(f"fasilitas:{word}", read)],
    )


def numbers_of_problems() -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of the problem, and of its evidence, by the code of its desa."""
    return (
        dict(Problem.objects.filter(raised_at__level=Level.DESA).values_list("raised_at__code", "pk")),
        dict(ProblemEvidence.objects.values_list("problem__raised_at__code", "pk")),
    )
