"""Which day it is at a place: Indonesia has three zones, and a time limit begins on the day of the place.

What reaches an office in Jayapura at 00.30 has another date than in Jakarta, where it is 22.30 of the day before.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

FILE = Path(__file__).parents[1] / "data" / "office_days.yaml"


@cache
def _zones() -> dict[str, tuple[str, ZoneInfo]]:
    """Return the short name and zone of each province that has another than the first; "" is the first."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))["zones"]
    named = {short: each for short, each in told.items() if isinstance(each, dict)}
    first = next(iter(named))
    found = {"": (first, ZoneInfo(named[first]["name"]))}
    for short, each in named.items():
        found |= {code: (short, ZoneInfo(each["name"])) for code in each["provinces"]}
    return found


def zone_of(code: str) -> tuple[str, ZoneInfo]:
    """Return the zone of a place by its code, as ("WIT", zone): that of its province, else the first (WIB)."""
    zones = _zones()
    return zones.get(code.partition(".")[0], zones[""])


def day_at(code: str, at: datetime) -> date:
    """Return the date at a place at a moment (an aware datetime)."""
    return at.astimezone(zone_of(code)[1]).date()
