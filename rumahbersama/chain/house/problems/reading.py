"""What pages elsewhere say now, by the references of an address (``?bukti=``); unseen ones are as if not there."""

from decimal import Decimal
from typing import Any

from django.http import QueryDict

from rumahbersama.chain.house.problems.actions import Snapshot
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.formats import number

MOST_AT_ONCE = 3  # each may cost some ten queries


def read(reference: str, *, user: Any) -> Snapshot | None:  # noqa: ANN401 - Account
    """Return what a reference says now to this account; None where it says nothing or may not be seen."""
    found = next(iter(registry.evidence.each(user=user, reference=reference)), None) if reference else None
    return None if found is None else Snapshot(reference, found)


def asked(sent: QueryDict, *, user: Any) -> list[Snapshot]:  # noqa: ANN401
    """Return what an address or a form brings along (``bukti``), each once."""
    wanted = list(dict.fromkeys(sent.getlist("bukti")))[:MOST_AT_ONCE]
    return [found for reference in wanted if (found := read(reference[:200], user=user)) is not None]


def amount(value: str, unit: str) -> str:
    """Return a stored number with its unit as people write it: "1.250 orang", "68,2%"."""
    return f"{number(Decimal(value))} {unit}".strip().replace(" %", "%") if value else ""
