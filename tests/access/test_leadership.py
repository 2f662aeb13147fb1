"""Who leads a kabupaten (bupati, sekda, asisten) reads what its Dinas PMD reads, and writes nothing of its rooms.

It stands beside the table, whose rows ask the other roles: the letters of ``dpmd`` there, less what is named here.
"""

import zlib

import pytest

from tests.access.harness import Case, agrees, ask, letter_of
from tests.access.lines import LINES
from tests.access.matrix import CLASSES, PLACES
from tests.access.world import World

OTHERS = ("child", "sibling", "other")
# What the Dinas PMD does besides reading: kinds of pages of the table that stay closed to who leads.
CLOSED = {
    *("an upload", "changes an upload", "imports", "sees uploads", "sends tables"),
    *("enters", "enters a facility", "fills in a section"),
    *("assigns people of an event", "changes a participant", "names people"),
    *("promises", "writes papers"),
    *("history without a row", "reads history"),
}


@pytest.fixture
def world(world, settings) -> World:
    settings.ROOT_URLCONF = "tests.access.plain"
    return world


def asked(world: World, method: str):
    """Give each question about a page whose letter for the Dinas PMD is known, with the answer to who leads."""
    client = world.clients["leadership"]
    for line in LINES:
        if method not in line.methods:
            continue
        letters = CLASSES[_kind(Case(line, method, "", "", "", ""))]["dpmd"]
        for relation in ("own", OTHERS[zlib.crc32(line.name.encode()) % len(OTHERS)]):
            if letters.get(relation, ".") != ".":
                case = Case(line, method, "leadership", relation, PLACES["71.01"][relation], letters[relation])
                response, _body = ask(case, world, client)
                yield case, letter_of(response), response.status_code


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_leads_reads_what_the_dinas_pmd_reads_and_does_nothing_else(world: World, method):
    wrong = []
    for case, letter, status in asked(world, method):
        is_right = letter in {"n", "-"} if _kind(case) in CLOSED else agrees(case, letter, status)
        if not is_right:
            wrong.append(f"{case}: {letter}, the table says {case.letter}")

    assert wrong == []


def test_every_closed_kind_opens_to_the_dinas_pmd():
    assert {kind for kind in CLOSED if "y" not in CLASSES[kind]["dpmd"].values()} - {"history without a row"} == set()


def _kind(case: Case) -> str:
    return case.line.post_kind if case.method == "POST" and case.line.post_kind else case.line.kind
