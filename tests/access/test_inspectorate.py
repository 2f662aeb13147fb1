"""The Inspektorat reads what a camat confirmed, and nothing else of a kecamatan: each page that opens is named here.

It stands beside the table, whose rows ask the other roles.
"""

import pytest
from django.test import Client

from tests.access.harness import Case, ask, letter_of
from tests.access.lines import LINES
from tests.access.world import World, word_of

HOME = "71.01"
OPENS = {
    "recommendations:list": {"71.01", "71.01.01", "71.01.01.2001"},
    "recommendations:download": {"71.01", "71.01.01", "71.01.01.2001"},
    "recommendations:repeated": {"71.01", "71.01.01"},
    "recommendations:download_repeated": {"71.01", "71.01.01"},
    "recommendations:report": {"71.01.01"},
    "results:history": {"71.01.01.2001"},
    "results:download_history": {"71.01.01.2001"},
}
# Pages of figures, which everybody with a role in the kabupaten reads down to its desa (DESIGN section 4).
FIGURES = (
    *("facilities:download_reach", "facilities:reach", "people:viewers", "priorities:download", "priorities:place"),
    *("results:completeness", "results:download_completeness", "results:download_indicator", "results:download_spm"),
    *("results:download", "results:indicator", "results:monday", "results:place", "results:spm"),
)
# Names, codes and borders are public; a personal link is whoever's who holds it.
PUBLIC = (
    *("account_confirm_email", "account_reset_password_from_key", "after:personal", "commitments:feed"),
    *("materials:personal", "materials:personal_archive", "materials:personal_file", "meetings:invitation"),
    *("meetings:invitation_calendar", "people:accept", "presence:mine", "presence:scan", "regions:children_csv"),
    *("regions:history", "regions:office_days", "regions:office_days_csv", "regions:region", "rtl:personal"),
    *("surveys:answer", "surveys:answered", "taking_part:invitation", "tests:take", "trainers:personal"),
    "checklists:sheet",  # a blank form
    "upward:targets",  # what the bupati set is read by everybody who is signed in
)
ABOUT = ("71.01", "71.01.01", "71.01.01.2001", "71.02", "72.01.01.2001")


@pytest.fixture
def world(world, settings) -> World:
    settings.ROOT_URLCONF = "tests.access.plain"
    return world


def test_the_inspectorate_opens_only_what_is_named(world: World):
    """Of pages that belong to a place and open to those who read rows there, only these open."""
    client = Client()
    client.force_login(world.cast["inspectorate"])
    opened: dict[str, set[str]] = {}
    shown = []
    for line in LINES:
        if "GET" not in line.methods:
            continue
        for code in ABOUT:
            case = Case(line, "GET", "inspectorate", "own", code, "y")
            if line.make(world, code) == {}:
                continue
            response, body = ask(case, world, client)
            shown += [f"{case}: {word_of(each)}" for each in ("71.02", "72.01.01.2001") if word_of(each) in body]
            if letter_of(response) == "y":
                opened.setdefault(line.name, set()).add(code)
    assert shown == []
    assert {name: opened.get(name) for name in OPENS} == OPENS
    open_to_all = {line.name for line in LINES if line.kind in {"everybody", "signed-in"}}
    assert sorted(set(opened) - set(OPENS) - set(FIGURES) - open_to_all - set(PUBLIC)) == []
