"""The addresses of visits."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import MISSING, World


def visit(world: World, code: str) -> dict[str, Any]:
    return {"number": world.visit(code)}


def photo(world: World, code: str) -> dict[str, Any]:
    return visit(world, code) | {"photo": world.visit_photos.get(code, MISSING)}


def signature(world: World, code: str) -> dict[str, Any]:
    return visit(world, code) | {"signature": world.visit_signatures.get(code, MISSING)}


LINES: list[Line] = [
    Line("visits:place", "rows", place),
    Line("visits:download", "rows", lambda _world, code: {"code": code, "form": "csv"}),
    Line("visits:new", "plans visits", place, methods="GET POST"),
    Line("visits:plan", "plans a quarter", place, methods="GET POST"),
    Line("visits:swap", "plans a quarter", place, methods="POST"),
    Line("visits:letter", "plans a quarter", place, methods="POST"),
    Line("visits:visit", "a visit", visit),
    Line("visits:fill", "makes a visit", visit, methods="GET POST"),
    Line("visits:photos", "makes a visit", visit, methods="GET POST"),
    Line("visits:photo", "the result of a visit", photo),
    Line("visits:remove_photo", "makes a visit", photo, methods="GET"),
    Line("visits:sign", "makes a visit", visit, methods="GET POST"),
    Line("visits:signature", "the result of a visit", signature),
    Line("visits:remove_signature", "makes a visit", signature, methods="GET POST"),
    Line("visits:paper", "makes a visit", visit, methods="POST", data={"jenis": "surat_tugas"}),
    Line("visits:close", "makes a visit", visit, methods="GET POST"),
    Line("visits:share", "makes a visit", visit, methods="GET POST"),
    Line("visits:reopen", "makes a visit", visit, methods="GET POST"),
    Line("visits:edit", "makes a visit", visit, methods="GET POST"),
    Line("visits:cancel", "makes a visit", visit, methods="GET POST"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}
