"""A course through time in two readings: on today's borders, or as it was, with the villages of each period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.ground.core.formats import day, number
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries.membership import Membership, Place, Spell, membership_of

AS_IT_WAS = "waktu-itu"
MOST_NAMED = 3
IN, OUT, INSIDE, NEW, GONE = "in", "out", "inside", "new", "gone"


@dataclass(frozen=True)
class Reading:
    """Which borders a page follows.

    Attributes:
        differs: what happened to the borders within the span, in sentences; empty where nothing did.
        is_allowed: whether the person may see the figure of every desa in which the readings differ.
        is_old: whether the page is read as it was.
        is_refused: whether that was asked and is not allowed.
        members: by period id the child of each desa that belonged to the place then; only where ``is_old``.
    """

    differs: list[str] = field(default_factory=list)
    is_allowed: bool = False
    is_old: bool = False
    is_refused: bool = False
    members: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """Return what an address carries so that the next page is read alike."""
        return f"&batas={AS_IT_WAS}" if self.is_old else ""

    @property
    def name(self) -> str:
        """Return the reading in words, as files carry it."""
        return _("batas waktu itu") if self.is_old else _("batas hari ini")


def reading_of(
    *,
    region: Region,
    indicator: Indicator,
    periods: Sequence[Period],
    user: Any,  # noqa: ANN401 - Account
    asked: str,
) -> Reading:
    """Return the reading of a place through some periods (at most two queries).

    As it was minus today is the figure of the villages that moved: who may not see each of them does not get it.

    Source: project decision, docs/adr/0019; DESIGN section 4, figures per desa.
    """
    is_summed = indicator.upward != Indicator.Upward.NONE and indicator.observed_level == Level.DESA
    if not is_summed or region.level not in (Level.KABUPATEN, Level.KECAMATAN) or not periods:
        return Reading()
    membership = membership_of(region)
    days = {each.pk: each.ends_on - timedelta(days=1) for each in periods}
    differing = membership.differing(days.values())
    if not differing:
        return Reading()
    desa = {pk: membership.places[pk] for pk in differing}
    scope = scope_of(user)
    is_allowed = all(scope.sees_desa_figures(each.code) for each in desa.values())
    is_old = is_allowed and asked == AS_IT_WAS
    return Reading(
        differs=_told(membership, desa, since=min(days.values())),
        is_allowed=is_allowed,
        is_old=is_old,
        is_refused=asked == AS_IT_WAS and not is_allowed,
        members={pk: membership.on(at) for pk, at in days.items()} if is_old else {},
    )


def _told(membership: Membership, desa: dict[int, Place], *, since: date) -> list[str]:
    """Return a sentence for each day and kind of change, newest first, with the first names."""
    spells: dict[int, list[Spell]] = defaultdict(list)
    for spell in membership.spells:
        spells[spell.region].append(spell)
    days = sorted(
        {at for pk in desa for spell in spells[pk] for at in (spell.since, spell.until) if at and at > since}
    )
    found: dict[tuple[date, str], list[str]] = defaultdict(list)
    for at in reversed(days):
        before, after = membership.on(at - timedelta(days=1)), membership.on(at)
        for pk, each in sorted(desa.items(), key=lambda pair: pair[1].name):
            kind = _kind(before.get(pk), after.get(pk), is_new=_first(spells[pk]) == at, is_gone=each.gone_on == at)
            if kind:
                found[at, kind].append(each.name)
    return [_sentence(kind, at, names) for (at, kind), names in found.items()]


def _first(spells: list[Spell]) -> date | None:
    """Return the day on which a region first bore a code; None where that is not known."""
    days = [spell.since for spell in spells]
    return None if None in days else min(filter(None, days), default=None)


def _kind(before: int | None, after: int | None, *, is_new: bool, is_gone: bool) -> str:
    if before == after:
        return ""
    if before and after:
        return INSIDE
    if after:
        return NEW if is_new else IN
    return GONE if is_gone else OUT


def _sentence(kind: str, at: date, names: list[str]) -> str:
    text = {
        IN: _("{count} desa/kelurahan pindah masuk pada {day}: {names}."),
        OUT: _("{count} desa/kelurahan pindah keluar pada {day}: {names}."),
        INSIDE: _("{count} desa/kelurahan pindah kecamatan di dalamnya pada {day}: {names}."),
        NEW: _("{count} desa/kelurahan baru pada {day}: {names}."),
        GONE: _("{count} desa/kelurahan tidak ada lagi sejak {day}: {names}."),
    }[kind]
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED])
    if more > 0:
        listed = _("{names} dan {count} lagi").format(names=listed, count=number(more))
    return text.format(count=number(len(names)), day=day(at), names=listed)
