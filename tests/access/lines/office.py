"""The addresses of the front desk, core and history."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def run(world: World, code: str) -> dict[str, Any]:
    return {"number": world.run(code)}


LINES: list[Line] = [
    # office
    Line("home", "public"),
    Line("search:search", "public", query="cari=Rahasia"),
    Line("history:records", "reads history"),
    Line("history:csv", "reads history"),
    Line("history:xlsx", "reads history"),
    Line("history:rows", "history without a row"),
    Line("history:record", "history without a row", lambda world, code: {"number": 0}),
    Line("administration:overview", "runs the system"),
    Line("administration:health", "runs the system"),
    Line("administration:jobs", "runs the system"),
    Line("administration:sessions", "runs the system"),
    Line("uploads:list", "sees uploads"),
    Line("uploads:new", "sends tables", methods="GET POST"),
    Line("uploads:template", "imports", lambda world, code: {"kind": "csv"}, query="tempat={code}"),
    Line("uploads:run", "an upload", run),
    Line("uploads:mapping", "changes an upload", run, methods="GET POST"),
    Line("uploads:matches", "changes an upload", run, methods="GET POST"),
    Line("uploads:commit", "changes an upload", run, methods="POST"),
    Line("uploads:undo", "changes an upload", run, methods="GET POST"),
    Line("uploads:discard", "changes an upload", run, methods="POST"),
    Line("uploads:findings", "an upload", run),
    # core
    Line("core:language", "public", methods="GET POST"),
    Line("core:help", "public"),
    Line("core:accessibility", "public"),
    Line("core:jobs", "signed-in"),
    Line("core:job", "own job", lambda world, code: {"job_id": world.job}),
    Line("core:components", "public"),
    Line("core:outbox", "signed-in"),
    Line("core:token", "public"),
    Line("core:healthz", "public"),
    Line("core:readyz", "public"),
    Line("core:robots", "public"),
    Line("core:favicon", "public"),
    Line("core:offline", "public"),
    Line("core:service_worker", "public"),
    Line("priorities:place", "ranks shortages", place, methods="GET POST"),
    Line(
        "priorities:download",
        "ranks shortages",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
