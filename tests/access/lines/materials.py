"""The addresses of materials; in the world one material stands in a curriculum that ships with us."""

from typing import Any

from tests.access.lines.shape import Line, Make, event
from tests.access.world import World


def of_curriculum(**more: Any) -> Make:
    return lambda _world, _code: {"code": "tot-p3pd"} | more


def material(**more: Any) -> Make:
    return lambda world, _code: {"code": "tot-p3pd", "number": world.part("material", "0")} | more


def link(world: World, _code: str) -> dict[str, Any]:
    return {"token": world.participant}


LINES: list[Line] = [
    Line("materials:curriculum", "reads materials", of_curriculum()),
    Line("materials:archive", "reads materials", of_curriculum()),
    Line("materials:download", "reads materials", of_curriculum(form="csv")),
    Line("materials:new", "changes a shipped curriculum", of_curriculum(), methods="GET POST"),
    Line("materials:material", "reads materials", material()),
    Line("materials:file", "reads materials", material(version=1)),
    Line("materials:edit", "changes a shipped curriculum", material(), methods="GET POST"),
    Line("materials:withdraw", "changes a shipped curriculum", material(), methods="GET POST"),
    Line("materials:restore", "changes a shipped curriculum", material(), methods="POST"),
    Line("materials:new_version", "changes a shipped curriculum", material(), methods="GET POST"),
    Line("materials:again", "changes a shipped curriculum", material(version=1), methods="GET POST"),
    Line("materials:event", "materials of an event", event),
    Line("materials:event_archive", "materials of an event", event),
    Line("materials:personal", "public", link, names_people=True),
    Line("materials:personal_archive", "public", link),
    Line(
        "materials:personal_file",
        "public",
        lambda world, code: link(world, code) | {"number": world.part("material", "0"), "version": 1},
    ),
]
ELSEWHERE: dict[str, str] = {}
