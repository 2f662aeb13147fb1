"""The addresses of cases."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def case(world: World, code: str) -> dict[str, Any]:
    return {"key": world.of_case("key", code)}


def part(name: str) -> Any:
    return lambda world, code: case(world, code) | {"number": world.of_case(name, code)}


def report(world: World, code: str) -> dict[str, Any]:
    return {"key": world.of_case("report", code)}


def report_file(world: World, code: str) -> dict[str, Any]:
    return report(world, code) | {"number": world.of_case("report_file", code)}


def sheet(_world: World, code: str) -> dict[str, Any]:
    return {"code": code, "form": "csv"}


CASES, OWN_REPORT = "cases of a kecamatan", "a report of one's own"
LINES: list[Line] = [
    Line("mediation:mine", "signed-in"),
    Line("mediation:list", CASES, place),
    Line("mediation:download", CASES, sheet),
    Line("mediation:new", CASES, place, methods="GET POST"),
    Line("mediation:new_report", "raises problems", place, methods="GET POST"),
    Line("mediation:reports", CASES, place),
    Line("mediation:report", "a party's page", report),
    Line("mediation:add_to_report", OWN_REPORT, report, methods="GET POST"),
    Line("mediation:withdraw_report", OWN_REPORT, report, methods="GET POST"),
    Line("mediation:take_up", CASES, report, methods="GET POST"),
    Line("mediation:close_report", CASES, report, methods="GET POST"),
    Line("mediation:report_file", "a party's page", report_file),
    Line("mediation:take_report_file", "a party's page", report_file, methods="GET POST"),
    Line("mediation:case", CASES, case),
    Line("mediation:edit", CASES, case, methods="GET POST"),
    Line("mediation:decide", "leads a case", case, methods="GET POST"),
    Line("mediation:check", "leads a case", case, methods="GET POST"),
    Line("mediation:add_party", CASES, case, methods="GET POST"),
    Line("mediation:party_page", "a party's page", part("party")),
    Line("mediation:edit_party", CASES, part("party"), methods="GET POST"),
    Line("mediation:remove_party", CASES, part("party"), methods="GET POST"),
    Line("mediation:add_step", CASES, case, methods="GET POST"),
    Line("mediation:edit_step", CASES, part("step"), methods="GET POST"),
    Line("mediation:attach", CASES, part("step"), methods="GET POST"),
    Line("mediation:file", "a party's page", part("file")),
    Line("mediation:take_away", CASES, part("file"), methods="GET POST"),
    Line("mediation:bodies", CASES, case, methods="GET POST"),
    Line("mediation:points", CASES, case, methods="GET POST"),
    Line("mediation:promise", "leads a case", part("point"), methods="GET POST"),
    Line("mediation:paper", CASES, case, methods="POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
