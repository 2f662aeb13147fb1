"""Making and taking back the secret address of a calendar."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rumahbersama.chain.house.calendar.models import CalendarAddress
from rumahbersama.ground.regions.models import Region


@transaction.atomic
def make_address(*, account: Any, region: Region, at: datetime) -> CalendarAddress:  # noqa: ANN401
    """Give an account a new address; the one it had is no longer valid."""
    stop_address(account=account, region=region)
    return CalendarAddress.objects.create(account=account, region=region, made_at=at)


def stop_address(*, account: Any, region: Region) -> None:  # noqa: ANN401
    """Take an address back."""
    CalendarAddress.objects.filter(account=account, region=region).delete()
