"""The history of a village: all that its kecamatan agreed, noted, promised and saw there, in time order.

The rooms tell it through ``registry.village_history``, each as far as this account may read; nothing is kept twice.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import PlaceEvent
from rumahbersama.ground.regions.models import Region

YEARS = 6  # offered to choose from
OLDEST_FIRST = "lama"


@dataclass(frozen=True)
class Told:
    """One event with its day, for the page."""

    event: PlaceEvent
    day: date


@dataclass(frozen=True)
class History:
    """What happened, in the order asked for; ``kinds`` are (code, words, count) before it was narrowed to one."""

    rows: list[Told]
    kinds: list[tuple[str, str, int]]
    total: int
    year: int | None
    years: tuple[int, ...]
    kind: str


def history_of(*, region: Region, user: Any, wish: dict[str, str], today: date) -> History:  # noqa: ANN401 - Account
    """Return the history of a village, of one year or all, of one kind or all (a query of each room)."""
    years = tuple(range(today.year, today.year - YEARS, -1))
    asked = wish.get("tahun", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and "1900" <= asked < "9999" else None
    start, end = (date(year, 1, 1), date(year + 1, 1, 1)) if year else (None, None)
    events = list(registry.village_history.each(user=user, region=region, start=start, end=end))
    counted, labels = Counter(event.kind for event in events), {event.kind: event.label for event in events}
    kind = wish.get("jenis", "") if wish.get("jenis", "") in counted else ""
    rows = [Told(event, _day(event.at)) for event in events if kind in ("", event.kind)]
    rows.sort(key=lambda row: (row.day, _moment(row.event.at)), reverse=wish.get("urut") != OLDEST_FIRST)
    kinds = [(code, words_of(code, labels[code]), counted[code]) for code in sorted(counted)]
    return History(rows, kinds, len(events), year, years, kind)


def words_of(kind: str, label: str) -> str:
    """Return what a kind is called in the filter: what rooms tell of several names stands under one."""
    return _("Catatan dan rekomendasi") if kind == "recommendation" else label


def _day(at: datetime | date) -> date:
    return timezone.localdate(at) if isinstance(at, datetime) else at


def _moment(at: datetime | date) -> float:
    """Return when within its day; what has no hour comes first."""
    return at.timestamp() if isinstance(at, datetime) else 0.0


def sheet_of(found: History) -> tuple[list[Any], list[list[Any]]]:
    """Return it as headings and rows."""
    header = [_("Tanggal"), _("Jenis"), _("Apa"), _("Keterangan"), _("Siapa"), _("Alamat")]
    rows = [
        [row.day, row.event.label, row.event.text, row.event.detail, row.event.who, row.event.url]
        for row in found.rows
    ]
    return header, rows
