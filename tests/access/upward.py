"""A problem of each kecamatan that was passed upward: read by its villages, what the kabupaten asks is not."""

from datetime import datetime

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.upward.actions import answering
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.ground.regions.models import Region


def add_referral(region: Region, at: datetime, *, word: str) -> None:
    """Pass a problem upward whose words say nothing, and let the kabupaten ask about it."""
    facts = {"state": "tabled", "shared_at": at, "entered_at": at}
    number = 900 + Problem.objects.filter(kecamatan=region, number__gte=900).count()
    problem = Problem.objects.create(
        kecamatan=region, raised_at=region, year=2026, number=number, statement="Pasar banjir", **facts
    )
    decision = rules.Decision(to=rules.UPWARD, reason="Wewenang kabupaten.")
    deciding.decide(problem=problem, decision=decision, by=None, at=at, seen=1)
    row = Referral.objects.get(problem=problem)
    answering.ask(referral=row, text=f"Bagaimana dengan {word}?", by=None, at=at, seen=row.version)


def numbers_of_referrals() -> dict[str, int]:
    """Return the number of what each kecamatan passed upward, by its code."""
    return dict(Referral.objects.values_list("problem__kecamatan__code", "pk"))
