"""Reading the priority list of a place: every service that is short, where, and how it ranks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from rumahbersama.chain.needs import queries
from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Observation, Period, Standard
from rumahbersama.chain.needs.priorities.rules import Rank, Shortage, Weights, ranker
from rumahbersama.chain.needs.rules import StandardRule, required_facilities
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region

VERIFIED, CONTESTED = {Observation.State.VERIFIED.value}, Observation.State.CONTESTED.value
Values = dict[int, dict[int, tuple[int, str]]]  # by indicator: region -> value in whole numbers, and state


class Entry(NamedTuple):
    """One line of the list: a service at a place, its shortage and its rank (None below the minimum)."""

    place: Region
    standard: Standard
    shortage: Shortage
    voices: int
    rank: Rank | None = None


@dataclass(frozen=True)
class Priorities:
    """The list of a place for a period, and the weights that ranked it.

    Attributes:
        ranked: the entries, the first first.
        small: those for fewer people than the minimum.
        partial: those of which only some villages have sent; what the others have may well fill the shortage.
        unknown: how many pairs of place and service nobody has sent.
    """

    period: Period
    periods: list[Period]
    weights: Weights
    ranked: list[Entry] = field(default_factory=list)
    small: list[Entry] = field(default_factory=list)
    partial: list[Entry] = field(default_factory=list)
    unknown: int = 0


def priorities_of(*, region: Region, period: str) -> Priorities | None:
    """Return the list of a kabupaten, kecamatan or desa; None where nothing was ever sent (seven queries)."""
    periods = queries.periods_of(region)
    when = next((each for each in periods if each.code == period), None) or queries.period_to_open(periods)
    if when is None:
        return None
    standards = queries.standards_of(when)
    return ranking(region=region, period=when, periods=periods, standards=standards, places=places_in(region))


def places_in(region: Region) -> QuerySet[Region]:
    """Return a kabupaten, kecamatan or desa with all below, each with its parent."""
    regions = Region.objects.filter(within([region.code], "code"), gone_on=None, level__gte=Level.KABUPATEN)
    return regions.select_related("parent")


def ranking(
    *,
    region: Region,
    period: Period,
    periods: list[Period],
    standards: list[Standard],
    places: Iterable[Region],
) -> Priorities:
    """Return the list of a place for a period, from ``places_in`` it (three queries, and that of the places)."""
    weights = _weights(period)
    asked = [each for each in standards if each.level >= region.level]
    found, unknown = _entries(region, period, asked, {each.pk: each for each in places})
    entries = [(entry, entry.shortage.unserved) for entry in found if entry.shortage.is_complete]
    most = max((unserved for _entry, unserved in entries), default=0)
    rank = ranker(most_unserved=most, weights=weights)
    ordered = []  # (score, place, entry): a list may hold ten thousand
    for (place, standard, shortage, voices, _unranked), unserved in entries:
        if unserved >= weights.minimum_people:
            given = rank(shortage)
            ordered.append((-sum(given), place.code, Entry(place, standard, shortage, voices, given)))
    ordered.sort(key=itemgetter(0, 1))
    ranked = [entry for _score, _place, entry in ordered]
    small = [entry for entry, unserved in entries if unserved < weights.minimum_people]
    partial = [entry for entry in found if not entry.shortage.is_complete]
    return Priorities(period, periods, weights, ranked, small, partial, unknown)


def _weights(period: Period) -> Weights:
    values = thresholds_on(period.ends_on)
    return Weights(
        share=values["priority-share"],
        people=values["priority-people"],
        voice=values["priority-voice"],
        minimum_people=int(values["priority-minimum"]),
    )


def _entries(
    region: Region, period: Period, standards: list[Standard], places: dict[int, Region]
) -> tuple[list[Entry], int]:
    """Return every shortage at and below a place, and how many pairs of place and service are not known."""
    values = _values(region, period, standards)
    voices = _voices(region)
    desa_of: dict[int, dict[int, list[int]]] = {level: _desa_by_place(places, level) for level in (2, 3, 4)}
    found: list[Entry] = []
    unknown = 0
    for standard in standards:
        people, supply = values.get(standard.population_id, {}), values.get(standard.service.supply_id, {})
        rule, heard_of = standard.as_rule(), voices.get(standard.service_id, {})
        for pk, desa in desa_of[standard.level].items():
            sent = [each for each in desa if each in people and each in supply]
            if not sent:
                unknown += 1
                continue
            asked = voiced = 0
            if heard_of:
                heard = [heard_of.get(each, (0, 0)) for each in {pk, *desa}]
                asked, voiced = (sum(counts) for counts in zip(*heard, strict=True))
            shortage = _shortage(rule, sent, people, supply, voiced=voiced)
            if shortage is not None:
                if len(sent) < len(desa):
                    shortage = shortage._replace(is_complete=False)
                found.append(Entry(places[pk], standard, shortage, asked))
    return found, unknown


def _desa_by_place(places: dict[int, Region], level: int) -> dict[int, list[int]]:
    """Return the desa of each place of a level."""
    found: dict[int, list[int]] = defaultdict(list)
    codes = {each.code: pk for pk, each in places.items() if each.level == level}
    for pk, each in places.items():
        above = codes.get(".".join(each.code.split(".")[:level]))
        if each.level == Level.DESA and above is not None:
            found[above].append(pk)
    return found


def _values(region: Region, period: Period, standards: list[Standard]) -> Values:
    wanted = {each.population_id for each in standards} | {each.service.supply_id for each in standards}
    rows = Observation.objects.filter(
        within([region.code]), region__level=Level.DESA, region__gone_on=None, period=period, indicator__in=wanted
    )
    found: Values = defaultdict(dict)
    for place, what, value, state in rows.values_list("region", "indicator", "numerator", "state"):
        found[what][place] = (int(value), state)
    return found


def _voices(region: Region) -> dict[int, dict[int, tuple[int, int]]]:
    """Return by service and place how many open voices ask for it, and how many people those speak for."""
    rows = Voice.objects.filter(within([region.code]), state=Voice.State.OPEN).exclude(service=None)
    counted = rows.values_list("service", "region").annotate(
        count=Count("pk"), speaking_for=Coalesce(Sum(Coalesce("joint_people", "people_count")), 0)
    )
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for service, place, count, people in counted.order_by():
        found[service][place] = (count, people)
    return found


def _shortage(
    rule: StandardRule,
    sent: list[int],
    people: Mapping[int, tuple[int, str]],
    supply: Mapping[int, tuple[int, str]],
    *,
    voiced: int,
) -> Shortage | None:
    """Return the shortage of one place from the figures of the desa that sent both; None where it has enough."""
    if len(sent) == 1:  # most are: the standards of a desa
        (count, state), (there, other) = people[sent[0]], supply[sent[0]]
        states = {state, other}
    else:
        count, there = sum([people[pk][0] for pk in sent]), sum([supply[pk][0] for pk in sent])
        states = {side[pk][1] for pk in sent for side in (people, supply)}
    required = required_facilities(people=count, standard=rule) or 0
    missing = required - there
    if missing <= 0:
        return None
    return Shortage(
        required, missing, count, rule.people_per_facility, voiced, states != VERIFIED, CONTESTED in states
    )
