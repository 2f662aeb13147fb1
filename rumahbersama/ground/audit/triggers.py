"""Triggers by which the audit tables refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE.

Made again after every migrate, because SQLite rebuilds a table, and with it drops its triggers, whenever a
column changes; checked by a test, by ``/readyz`` and by ``rumah doctor``.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from rumahbersama.ground.core.registry import DoctorCheck

TABLES = ("audit_auditrecord", "audit_auditchange")
_REFUSAL = "audit records are never changed"


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"FOR EACH {'STATEMENT' if act == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION audit_refuse()"
            for act in ("UPDATE", "DELETE", "TRUNCATE")
        ),
    ]


def install(*, using: str = "default", **rest: Any) -> None:  # noqa: ANN401 - post_migrate sends more
    """Make the triggers where they are missing (filler of ``post_migrate``)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in tables:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def missing(*, using: str = "default") -> list[str]:
    """Return the names of triggers that should be there and are not; empty means all is well."""
    connection = connections[using]
    acts = ("update", "delete") if connection.vendor == "sqlite" else ("update", "delete", "truncate")
    query = (
        "SELECT name FROM sqlite_master WHERE type='trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for table in TABLES for act in acts if (name := f"{table}_no_{act}") not in present]


def checks() -> Iterator[DoctorCheck]:
    """Yield whether the record is protected (filler of ``doctor_checks``)."""
    gone = missing()
    text = (
        _("Tidak terlindung: {gone}. Jalankan: rumah migrate").format(gone=", ".join(gone))
        if gone
        else _("Tidak dapat diubah atau dihapus siapa pun")
    )
    yield DoctorCheck(name=_("Catatan riwayat"), state="bad" if gone else "ok", text=text)
