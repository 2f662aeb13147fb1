"""Which desa lie in a place on a day, by the dated codes; and which lie there today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, Subquery

from rumahbersama.ground.regions.models import Edition, Level, Region, RegionCode
from rumahbersama.ground.regions.rules import code_range, full_name, level_of, parent_code


@dataclass(frozen=True)
class Spell:
    """One region under one code, half-open; without ``since`` as far back as anything is known."""

    region: int
    code: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the region bore the code on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Place(NamedTuple):
    """What a region is called today; one that is gone, what it was called last."""

    code: str
    name: str
    gone_on: date | None


@dataclass(frozen=True)
class Membership:
    """The desa of a kabupaten or kecamatan through time.

    Attributes:
        level: of the children: a kabupaten's kecamatan, or a kecamatan's desa themselves.
        own: the spells of the place.
        spells: all spells, here and elsewhere, of whatever lay or lies there.
        present: what lies there today, as spells without dates.
        places: code and name of today of every region among the spells.
        first_day: the day of the first edition; before it the first codes are taken.
    """

    level: int
    own: list[Spell]
    spells: list[Spell]
    present: list[Spell]
    places: dict[int, Place]
    first_day: date | None = None
    _days: dict[date, dict[int, int]] = field(default_factory=dict)

    def on(self, day: date) -> dict[int, int]:
        """Return the child in which each desa of the place lay on a day, by region ids."""
        known = max(day, self.first_day) if self.first_day else day
        if known not in self._days:
            codes = {spell.code for spell in self.own if spell.holds(known)}
            held = [spell for spell in self.spells if spell.holds(known)]
            self._days[known] = _placed(held, codes, self.level) if self.own else self.today()
        return self._days[known]

    def today(self) -> dict[int, int]:
        """Return the child in which each desa of the place lies today."""
        return _placed(self.present, None, self.level)

    def differing(self, days: Iterable[date]) -> set[int]:
        """Return the desa that lay elsewhere on one of these days, or were not there, or are not there today."""
        now = self.today().items()
        return {desa for day in days for desa, _child in self.on(day).items() ^ now}


def _placed(spells: list[Spell], codes: set[str] | None, level: int) -> dict[int, int]:
    """Return the child of each desa below ``codes`` (None: of all)."""
    by_code = {spell.code: spell.region for spell in spells}
    found = {}
    for code, region in by_code.items():
        if level_of(code) != Level.DESA:
            continue
        above = parent_code(code) or ""
        if codes is None or above in codes or parent_code(above) in codes:
            found[region] = region if level == Level.DESA else by_code.get(above, 0)
    return found


def membership_of(region: Region) -> Membership:
    """Return the membership of a kabupaten or kecamatan (two queries; one where no edition knows the place).

    Source: project decision, docs/adr/0019.
    """
    first = Subquery(Edition.objects.order_by("valid_from").values("valid_from")[:1])
    own = RegionCode.objects.filter(region=region, scheme=RegionCode.Scheme.KEMENDAGRI).annotate(first=first)
    rows = list(own.order_by().values_list("region", "code", "valid_from", "valid_to", "first"))
    if not rows:
        return Membership(region.level + 1, [], [], [], {})
    within = RegionCode.objects.filter(_below((row[1] for row in rows), "code"), scheme=RegionCode.Scheme.KEMENDAGRI)
    once = Region.objects.filter(pk__in=within.values("region"))
    now = Region.objects.filter(_below([region.code], "code"), gone_on=None)
    spells, present, places = set(), set(), {}
    for pk, today, gone_on, kind, word, name, scheme, code, since, until in (
        once.order_by().values_list(*_FIELDS).union(now.order_by().values_list(*_FIELDS))
    ):
        if scheme not in (None, RegionCode.Scheme.KEMENDAGRI):
            continue
        places[pk] = Place(today, full_name(kind=kind, word=word, name=name), gone_on)
        spells.add(Spell(pk, code or today, since, until))
        if gone_on is None and today.startswith(region.code + "."):
            present.add(Spell(pk, today))
    return Membership(
        level=region.level + 1,
        own=[Spell(*row[:-1]) for row in rows],
        spells=list(spells),
        present=list(present),
        places=places,
        first_day=_first_day(region, rows),
    )


_REGION = ("pk", "code", "gone_on", "kind", "word", "name")
_FIELDS = (*_REGION, "codes__scheme", "codes__code", "codes__valid_from", "codes__valid_to")


def _below(codes: Iterable[str], field: str) -> Q:
    found = Q(pk__in=[])
    for code in codes:
        low, high = code_range(code)
        found |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return found


def _first_day(region: Region, rows: list[tuple[Any, ...]]) -> date:
    """Return from when codes are known: the first edition, or for a place of no edition its own first day."""
    own: date = min(row[2] for row in rows)
    return own if region.invented else min(rows[0][4] or own, own)
