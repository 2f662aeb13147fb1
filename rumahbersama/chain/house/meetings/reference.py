"""Reference data of meetings: how an agenda is proposed, who is invited without a post, and days set by law.

Read once from ``data/``; a file that was changed counts after the next start of the server.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rumahbersama.ground.regions.models import Region

FOLDER = Path(__file__).parent / "data"
UNCHECKED = "M"


@dataclass(frozen=True)
class AgendaRule:
    """How an agenda is proposed: minutes of an item by its kind, and how many of a kind."""

    valid_from: date
    minutes: dict[str, int]
    most: dict[str, int]
    deadline_days: int
    minutes_of_meeting: int
    begins: time
    remind_days: int
    invite_days: int


@dataclass(frozen=True)
class Body:
    """A body that the camat coordinates and does not command: its code, who is invited, and its name."""

    code: str
    title: str
    body: str


@dataclass(frozen=True)
class Deadline:
    """A day that a law sets, in one year. ``is_checked`` tells whether a source was seen."""

    code: str
    title: str
    day: date
    legal_basis: str
    is_checked: bool


@cache
def _read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _agenda_rules() -> tuple[AgendaRule, ...]:
    names = AgendaRule.__dataclass_fields__
    rules = [
        AgendaRule(**{name: each[name] for name in names} | {"begins": time.fromisoformat(each["begins"])})
        for each in _read("agenda.yaml")
    ]
    return tuple(sorted(rules, key=lambda rule: rule.valid_from))


def agenda_rule_on(day: date) -> AgendaRule:
    """Return the rule in force on a day; before the first one the first counts."""
    rules = _agenda_rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])


def bodies_of(kecamatan: Region) -> list[Body]:
    """Return the bodies that a kecamatan usually invites, with its name in theirs."""
    return [
        Body(each["code"], each["title"], each["body"].format(name=kecamatan.name))
        for each in _read("invitees.yaml")["bodies"]
    ]


def head_of(village: Region) -> str:
    """Return the title of the head of a village, by its local word or its kind."""
    heads: dict[str, str] = _read("invitees.yaml")["heads"]
    return heads.get(village.word.lower()) or heads[village.kind]


def deadlines_between(first: date, last: date) -> list[Deadline]:
    """Return the days set by law from ``first`` to ``last``, both counted, in their order."""
    found = [
        each
        for row in _read("deadlines.yaml")["deadlines"]
        for each in _in_years(row, range(first.year, last.year + 1))
        if first <= each.day <= last
    ]
    return sorted(found, key=lambda each: (each.day, each.code))


def _in_years(row: dict[str, Any], years: range) -> Iterator[Deadline]:
    for year in years:
        number = calendar.monthrange(year, row["month"])[1] if row["day"] == "last" else row["day"]
        day = date(year, row["month"], number)
        if row["valid_from"] <= day and ("valid_to" not in row or day < row["valid_to"]):
            yield Deadline(f"{row['code']}-{year}", row["title"], day, row["legal_basis"], row["mark"] != UNCHECKED)
