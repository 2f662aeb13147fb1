"""The administration: whose jobs and sessions one sees, and that nobody else gets in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.core.models import Job
from rumahbersama.office.administration.queries import signed_in
from rumahbersama.office.administration.tasks import tasks
from tests.conftest import make_account

PAGES = ["administration:overview", "administration:health", "administration:jobs", "administration:sessions"]


@pytest.fixture
def local(cast, country):
    """An administrator of kabupaten 71.01 alone."""
    return make_account("administrator", country["71.01"])


@pytest.fixture
def jobs(cast, now):
    for who, state in (("camat", "done"), ("outsider", "failed"), ("keeper", "failed")):
        Job.objects.create(kind="tests.x", title=f"kerja {who}", by=cast[who], state=state, created_at=now)
    Job.objects.create(kind="tests.x", title="kerja program", state="running", created_at=now)


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_administrator(client, cast, name):
    client.force_login(cast["administrator"])

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["ministry", "auditor", "bappeda", "camat", "operator"])
def test_pages_are_forbidden_for_others(client, cast, name, role):
    client.force_login(cast[role])

    assert client.get(reverse(name)).status_code == 403


def titles(client) -> list[str]:
    page = client.get(reverse("administration:jobs"), {"urut": "pekerjaan"})
    return [job.title for job in page.context["listing"].page]


def test_jobs_of_everybody_for_the_nation(client, cast, jobs):
    client.force_login(cast["administrator"])

    assert titles(client) == ["kerja camat", "kerja keeper", "kerja outsider", "kerja program"]


def test_jobs_of_ones_place_for_a_kabupaten(client, local, jobs):
    client.force_login(local)

    assert titles(client) == ["kerja camat", "kerja keeper"]


def test_jobs_by_state(client, cast, jobs):
    client.force_login(cast["administrator"])

    page = client.get(reverse("administration:jobs"), {"keadaan": "failed", "urut": "pekerjaan"})

    assert [job.title for job in page.context["listing"].page] == ["kerja keeper", "kerja outsider"]
    page = client.get(reverse("administration:jobs"), {"urut": "keadaan"})
    assert [job.state for job in page.context["listing"].page] == ["running", "done", "failed", "failed"]


def test_sessions_of_ones_place(cast, local):
    for who in ("camat", "outsider", "camat"):
        Client().force_login(cast[who])

    seen = {one.account: one.sessions for one in signed_in(user=local, at=timezone.now())}
    everyone = {one.account: one.sessions for one in signed_in(user=cast["administrator"], at=timezone.now())}

    assert seen == {cast["camat"]: 2}
    assert everyone == {cast["camat"]: 2, cast["outsider"]: 1}
    assert signed_in(user=local, at=timezone.now() + timedelta(days=2)) == []


def test_health_tells_a_dropped_trigger(client, cast):
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON audit_auditrecord"
        cursor.execute(f"DROP TRIGGER audit_auditrecord_no_update{table}")
    client.force_login(cast["administrator"])

    page = client.get(reverse("administration:health"))

    assert [check.name for check in page.context["checks"] if check.state == "bad"] == ["Catatan riwayat"]
    assert client.get("/readyz").json() == {"ready": False, "bad": ["Catatan riwayat"]}


def test_tasks_tell_failed_jobs(cast, jobs, local, now):
    mine = [task for task in tasks(user=local, today=now.date()) if task.tone == "warn"]

    assert [(task.text, task.count) for task in mine] == [("1 pekerjaan latar gagal", 1)]
    assert list(tasks(user=cast["camat"], today=now.date())) == []
