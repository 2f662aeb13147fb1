"""Every address, by every method, as everybody, about every kind of place (issue 2, step 2)."""

import os
import re
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.core.health import ready_checks
from rumahbersama.ground.people import permissions
from rumahbersama.ground.regions.models import Region
from tests.access.harness import Case, ask, cases, counted, every_name, letter_of, text_of, violations
from tests.access.lines import ELSEWHERE, LINES
from tests.access.lines.shape import MORE_QUERIES, Line
from tests.access.matrix import HOMES, ROLES
from tests.access.world import World, add_private_things, build
from tests.conftest import make_cast, make_country

ONE_IN = 1 if connection.vendor == "sqlite" else 10
# One address of each class of the table is asked about every place, the others about fewer: they share its rules.
# RUMAH_ACCESS=whole asks all about all (half as long again).
FIRST = {(line.kind, line.post_kind): line for line in reversed(LINES)}
WHOLE = os.environ.get("RUMAH_ACCESS") == "whole"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once for all questions; each test runs in a savepoint inside its transaction."""
    photos = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("berkas"))
    with photos, django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        list(ready_checks())  # asked once a process: that no migration waits
        built = build(country, make_cast(country), timezone.now())
        built.clients["ministry"].get("/")  # reads what is kept for the process
        yield built, country
        transaction.set_rollback(True)


@pytest.fixture
def world(made, db, settings, monkeypatch) -> World:
    """The cast with private things at every place; rate limits are tested elsewhere, and no context is kept."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_store, **_signal: None)
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ROOT_URLCONF = "tests.access.plain"
    cache.clear()
    return made[0]


@pytest.fixture
def country(made) -> dict[str, Region]:
    """The places of the world."""
    return made[1]


def test_every_address_has_a_line():
    names = Counter(every_name())
    known = {line.name for line in LINES} | set(ELSEWHERE)
    assert sorted(set(names) - known) == []
    assert sorted(known - set(names)) == []


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.name}-{LINES.index(line)}")
def test_access(world: World, line: Line):
    whole = WHOLE or FIRST[line.kind, line.post_kind] is line
    found = violations(cases(line, whole=whole, one_in=ONE_IN), world)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", ROLES)
def test_a_refusal_shows_nothing_of_the_place(world: World, settings, role):
    """The page of a refusal is the same for every address: one of each status is asked for whole."""
    settings.ROOT_URLCONF = "rumahbersama.urls"
    refused = {
        case.letter: case for line in LINES for case in cases(line) if case.role == role and case.letter in "-n"
    }
    assert refused
    assert violations(refused.values(), world) == []


@pytest.mark.parametrize("name", MORE_QUERIES)
def test_an_exception_is_no_larger_than_it_must_be(world: World, name):
    more = MORE_QUERIES[name]
    counts = []
    for case in _of(name):
        if (case.method, case.role, case.letter) == ("GET", more.asker, "y"):
            with counted() as asking:
                ask(case, world, world.clients[case.role])
            counts.append(len(asking))
    assert max(counts) == more.most


# The harness itself: it must go red ------------------------------------------------------
def _of(name: str) -> list[Case]:
    return [case for line in LINES if line.name == name for case in cases(line)]


def test_a_seeded_hole_turns_the_table_red(world: World, monkeypatch):
    monkeypatch.setattr(permissions.Scope, "may", lambda self, act, code: bool(self.holdings))
    found = violations(_of("people:posts") + _of("needs:value"), world)
    assert "GET people:posts as camat about sibling (71.01.02): y (200), the table says -" in found
    assert "GET needs:value as camat about cousin (71.01.02.2001): y (200), the table says -" in found
    assert "GET needs:value as camat about cousin (71.01.02.2001): shows Sumber-71.01.02.2001-" in found


def test_a_page_that_asks_too_often_turns_the_table_red(world: World, monkeypatch):
    monkeypatch.setattr("tests.access.harness.MOST_QUERIES", 2)
    found = violations([case for case in _of("people:posts") if case.letter == "y"], world)
    assert "GET people:posts as ministry about own (0): asks the database 6 times, at most 2" in found


def test_a_list_that_forgets_its_place_turns_the_table_red(world: World, monkeypatch):
    from rumahbersama.ground.people import queries

    monkeypatch.setattr(queries, "within", lambda codes, field="region__code": permissions.within(["0"], field))
    monkeypatch.setattr(queries, "in_ones_care", lambda codes, today: Q())
    found = violations(_of("people:accounts_csv"), world)
    assert "GET people:accounts_csv as camat about own (71.01.01): shows Rahasia-71.01.02-" in found


def test_an_address_without_a_line_turns_the_table_red(settings):
    from types import ModuleType

    from django.urls import path

    from rumahbersama import urls

    module = ModuleType("with_one_more")
    module.urlpatterns = [*urls.urlpatterns, path("lupa/", lambda request: None, name="forgotten")]
    settings.ROOT_URLCONF = module
    with pytest.raises(AssertionError, match="forgotten"):
        test_every_address_has_a_line()


# What the other kecamatan has changes nothing for me: lists, counts, choices and exports at once ----------------
_VISIT = re.compile(
    r'name="(?:csrfmiddlewaretoken|kunci)" value="[^"]+"|data:image/svg\+xml;base64,[^"]+|<code>[A-Z2-7]+</code>'
    r"|DTSTAMP:\w+"
)
_LIKE_THE_CAMAT = {"sekcam", "kasi", "keeper"}  # they read the same lists: one page in three
_BY_VISIT = {"core:healthz", "core:readyz", "core:token", "administration:sessions", "presence:screen"}


@pytest.mark.parametrize("role", ["camat", "sekcam", "kasi", "keeper", "operator", "nobody", "anonymous"])
def test_rows_of_the_other_kecamatan_change_nothing(world: World, country, now, role):
    one_in = ONE_IN * 3 if role in _LIKE_THE_CAMAT else ONE_IN
    asked = [
        case
        for line in LINES
        if line.name not in _BY_VISIT and "GET" in line.methods
        for case in cases(line, one_in=one_in)
        if (case.role, case.method, case.relation) == (role, "GET", "own")
    ]
    client = Client()
    if role != "anonymous":
        client.force_login(world.cast[role])
    before = {str(case): _VISIT.sub("", ask(case, world, client)[1]) for case in asked}
    for code in ("71.01.02", "71.01.02.1009", "72.01.01"):
        add_private_things(_region(country, code), now, mark="tambahan")
    after = {str(case): _VISIT.sub("", ask(case, world, client)[1]) for case in asked}
    assert [name for name in before if before[name] != after[name]] == []


def _region(country, code):
    from tests.conftest import make_region

    return country.get(code) or make_region(code, "Belakangan", "kelurahan")


def test_a_closed_account_has_no_access_at_all(world: World, now):
    from rumahbersama.ground.people import actions

    client = Client()
    client.force_login(world.cast["kasi"])
    actions.deactivate_account(account=world.cast["kasi"], by=None, at=now, reason="uji")
    answers = {name: letter_of(client.get(reverse(name))) for name in ("people:profile", "core:jobs", "needs:index")}
    assert answers == {"people:profile": "L", "core:jobs": "L", "needs:index": "L"}
    assert "kasi Alas" not in text_of(client.get(reverse("home")))


def test_a_role_that_ended_yesterday_opens_nothing(world: World, now):
    from datetime import date

    from rumahbersama.ground.people.models import RoleAssignment

    RoleAssignment.objects.filter(account=world.cast["camat"]).update(ends_on=date(2021, 1, 1))
    as_nobody = [
        Case(case.line, case.method, "camat", case.relation, case.code, case.letter)
        for line in LINES
        if line.kind in {"rows", "figures", "posts", "who sees it", "changes people", "manages people"}
        for case in cases(line)
        if case.role == "nobody"
    ]
    assert HOMES["camat"] == HOMES["nobody"]
    assert [sentence for sentence in violations(as_nobody, world) if "shows" not in sentence] == []
