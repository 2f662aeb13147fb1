"""The record refuses to be changed, and it shows when that protection is gone."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from rumahbersama.ground.audit import triggers
from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.models import AuditChange, AuditRecord

ACTS = ["update", "delete"] if connection.vendor == "sqlite" else ["update", "delete", "truncate"]
ALL = sorted(f"{table}_no_{act}" for table in triggers.TABLES for act in ACTS)


@pytest.fixture
def entry(db, now) -> AuditRecord:
    return record(
        by=None, at=now, verb="tests.note", summary="ada", changes=[Change("tests.thing", "a", None, {"n": 1})]
    )


def drop(name: str) -> None:
    table = re.sub(r"_no_\w+$", "", name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


@pytest.mark.parametrize("model", [AuditRecord, AuditChange])
@pytest.mark.parametrize("act", ACTS)
def test_change_is_refused(entry, model, act):
    statements = {
        "update": f"UPDATE {model._meta.db_table} SET id = id",
        "delete": f"DELETE FROM {model._meta.db_table}",
        "truncate": f"TRUNCATE {model._meta.db_table} CASCADE",
    }
    connection.check_constraints()  # PostgreSQL refuses TRUNCATE while foreign keys wait to be checked
    with (
        pytest.raises(DatabaseError, match="audit records are never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statements[act])

    assert model.objects.count() == 1


def test_save_of_a_stored_record_is_refused(entry):
    entry.summary = "lain"
    with pytest.raises(DatabaseError, match="audit records are never changed"), transaction.atomic():
        entry.save()

    assert AuditRecord.objects.get().summary == "ada"


def test_missing_is_empty_after_migrate(db):
    assert triggers.missing() == []


@pytest.mark.parametrize("name", ALL)
def test_missing_names_a_dropped_trigger(db, name):
    drop(name)

    assert triggers.missing() == [name]
    assert [(check.state, name in check.text) for check in triggers.checks()] == [("bad", True)]


def test_install_makes_them_again(db):
    for name in ALL:
        drop(name)
    assert sorted(triggers.missing()) == ALL

    triggers.install()

    assert triggers.missing() == []
    assert [check.state for check in triggers.checks()] == ["ok"]
