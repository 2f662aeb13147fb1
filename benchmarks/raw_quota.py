"""The peer of ``bench_quota``: it reads how many seats are taken, then writes, and holds nothing meanwhile."""

from typing import Any


def name_without_holding(event: Any, nominee: Any) -> None:
    """Name somebody as a register without a lock does."""
    from django.utils import timezone

    from rumahbersama.chain.training.models import Participation, Quota
    from rumahbersama.ground.people.models import Person

    quota = Quota.objects.get(event=event)
    taken = Participation.objects.filter(quota=quota, state="proposed").count()
    Participation.objects.create(
        event=event,
        quota=quota,
        person=Person.objects.create(name=nominee.name),
        name=nominee.name,
        region=nominee.region,
        agency_kind=nominee.agency_kind,
        state="proposed" if taken < quota.seats else "waiting",
        entered_at=timezone.now(),
    )
