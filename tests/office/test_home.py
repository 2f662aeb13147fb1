"""The home page: each role's place and what waits there."""

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import HomeTask, Hook
from rumahbersama.ground.people.models import RoleAssignment
from rumahbersama.office.home.queries import my_places, recent_changes, tasks_for


@pytest.fixture
def tasks(monkeypatch):
    """A registry of tasks with what this test puts in."""
    hook: Hook[HomeTask] = Hook("home_tasks")
    monkeypatch.setattr(registry, "home_tasks", hook)
    hook.fill(
        lambda *, user, today: [
            HomeTask("banyak", "/a/", "Lihat", "none", 90),
            HomeTask("segera", "/b/", "Lihat", "warn", 2),
            HomeTask("terlambat", "/c/", "Lihat", "bad", 1),
            HomeTask("segera sekali", "/d/", "Lihat", "warn", 7),
        ]
    )


def test_tasks_worst_first(tasks, now):
    assert [task.url for task in tasks_for(user=None, today=now.date())] == ["/c/", "/d/", "/b/", "/a/"]


def test_anonymous_is_told_what_this_is(client, country):
    page = client.get("/")

    assert page.status_code == 200
    text = page.content.decode()
    assert [text.count(f'href="{reverse("account_login")}"') > 0, "Riwayat" in text] == [True, False]


ROLES = [
    "ministry",
    "auditor",
    "province",
    "training_body",
    "bappeda",
    "dpmd",
    "governance",
    "agency",
    "inspectorate",
    "camat",
    "sekcam",
    "kasi",
    "keeper",
    "education_unit",
    "health_unit",
    "registry_unit",
    "operator",
    "operator_b",
]


@pytest.mark.parametrize("role", ROLES)
def test_home_of_each_role_shows_its_place(client, cast, role, now):
    load_reference(by=None, at=now)
    account = cast[role]
    place = RoleAssignment.objects.get(account=account).region
    client.force_login(account)

    page = client.get("/")

    assert page.context["place"].region == place
    assert page.context["place"].acts != []
    assert [(act.url, client.get(act.url).status_code) for act in page.context["place"].acts] == [
        (act.url, 200) for act in page.context["place"].acts
    ]
    assert [act.url for act in page.context["place"].acts if f'href="{act.url}"' not in page.content.decode()] == []
    assert f'href="{reverse("results:place", args=[place.code])}"' in page.content.decode()


def test_home_without_role_says_what_to_do(client, cast):
    client.force_login(cast["nobody"])

    page = client.get("/")

    assert page.context["place"] is None
    assert "belum punya peran" in page.content.decode()


def test_home_switches_between_places_and_remembers(client, cast, country):
    account = cast["camat"]
    RoleAssignment.objects.create(account=account, role="camat", region=country["71.01.02"], starts_on="2020-01-01")
    client.force_login(account)

    codes = [client.get(address).context["place"].region.code for address in ("/", "/?tempat=71.01.02", "/")]

    assert codes == ["71.01.01", "71.01.02", "71.01.02"]
    assert [place.region.code for place in my_places(user=account)] == ["71.01.01", "71.01.02"]


def test_home_ignores_a_place_of_others(client, cast):
    client.force_login(cast["camat"])

    assert client.get("/?tempat=71.01.02").context["place"].region.code == "71.01.01"


def test_recent_changes_are_of_the_place_and_below(cast, now):
    for code in ("71.01", "71.01.01", "71.01.01.2001", "71.01.02"):
        record(by=None, at=now, verb="tests.note", summary=code, place_code=code)

    seen = recent_changes(user=cast["camat"], code="71.01.01")

    assert [entry.summary for entry in seen] == ["71.01.01.2001", "71.01.01"]
    assert recent_changes(user=cast["kasi"], code="71.01.01") is None
    assert recent_changes(user=cast["camat"], code="71.01.02") is None


@pytest.mark.parametrize("rows", [1, 3])
def test_home_queries_do_not_grow(client, cast, now, rows, django_assert_max_num_queries):
    for _row in range(rows):
        record(by=cast["camat"], at=now, verb="tests.note", summary="x", place_code="71.01.01")
    client.force_login(cast["camat"])
    client.get("/")

    with django_assert_max_num_queries(19):  # each room asks for itself
        client.get("/")
