"""What a line of the access table is, and what several rooms build their addresses with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.access.world import World

Make = Callable[[World, str], dict[str, Any]]


def nothing(_world: World, _code: str) -> dict[str, Any]:
    return {}


def place(_world: World, code: str) -> dict[str, Any]:
    return {"code": code}


def promise(world: World, code: str) -> dict[str, Any]:
    return {"number": world.promise(code)}


def voice(world: World, code: str) -> dict[str, Any]:
    return {"number": world.voice(code)}


def question(world: World, code: str) -> dict[str, Any]:
    return {"number": world.question(code)}


def event(world: World, code: str) -> dict[str, Any]:
    return {"number": world.event(code)}


def part(name: str) -> Make:
    return lambda world, code: {"number": world.event(code), name: world.part(name, code)}


@dataclass(frozen=True)
class Line:
    """One address of the table."""

    name: str
    kind: str
    make: Make = nothing
    methods: str = "GET"
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)
    post_kind: str = ""
    names_people: bool = False


MOST_QUERIES = 12  # of a page that opens, whoever opens it


@dataclass(frozen=True)
class More:
    """How often an address may ask the database beyond the rule, who makes it ask so often, and why."""

    on_sqlite: int
    on_postgresql: int
    role: str
    why: str
    role_on_sqlite: str = ""  # where it is somebody else there

    @property
    def most(self) -> int:
        """Give the number for the database of this run."""
        return self.on_sqlite if connection.vendor == "sqlite" else self.on_postgresql

    @property
    def asker(self) -> str:
        """Give the role for the database of this run."""
        return self.role_on_sqlite if self.role_on_sqlite and connection.vendor == "sqlite" else self.role


MORE_QUERIES = {
    "home": More(22, 24, "administrator", "every room and every check of rumah doctor is asked", "sekcam"),
    "administration:overview": More(23, 26, "administrator", "every check of rumah doctor, jobs and sessions"),
    "administration:health": More(20, 23, "administrator", "every check of rumah doctor"),
    "core:readyz": More(12, 17, "dpmd", "no page: a probe that asks PostgreSQL for its settings one by one"),
    "people:end_tenure": More(14, 14, "camat", "every room says what the next holder takes over"),
    "people:transfer": More(15, 15, "camat", "every room says what the next holder takes over"),
    "visits:plan": More(18, 18, "kasi", "every room gives its reasons for all villages of a kecamatan at once"),
    "search:search": More(27, 27, "camat", "every room looks for itself, places in five ways until enough are found"),
    "needs:value": More(14, 14, "ministry", "the value is held against earlier ones, its neighbours and its whole"),
}
