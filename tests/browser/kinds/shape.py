"""What a kind of page is, and what several rooms build their addresses with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Scene = dict[str, Any]


HOME, OTHER, VILLAGE, PERIOD = "99.01.01", "99.01.02", "99.01.01.2001", "2026-S1"


@dataclass(frozen=True)
class Kind:
    """One kind of page. ``empty``: its form refuses to be sent with nothing filled in.

    ``query`` may hold numbers of the scene by name ("?calon={sekcam_person}").
    """

    name: str
    role: str
    make: Callable[[Scene], dict[str, Any]] = lambda _scene: {}
    query: str = ""
    status: int = 200
    empty: bool = False
    note: str = ""

    def address(self, scene: Scene) -> str:
        return reverse(self.name, kwargs=self.make(scene)) + self.query.format(**scene["numbers"])

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.role, self.note) if part)


def place(code: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda _scene: {"code": code}


def number(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"][name]}


def link(scene: Scene) -> dict[str, Any]:
    return {"token": scene["survey_token"]}


def run(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["runs"][name]}


def question(scene: Scene) -> dict[str, Any]:
    return {"pk": scene["question"]}
