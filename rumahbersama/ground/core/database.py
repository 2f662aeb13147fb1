"""The database settings this program stands on, asserted at start and told by ``rumah doctor``.

SQLite loses acknowledged writes without them (WAL-reset race, deferred transactions, mmap), PostgreSQL with
``fsync`` or ``synchronous_commit`` off. Each check is one PRAGMA or SHOW, cheap enough for ``/readyz``.
Source: docs/adr/0005; SQLite "wal.html" section 11 (fixed in 3.51.3, 3.50.7, 3.44.6).
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from rumahbersama.ground.core.registry import DoctorCheck
from rumahbersama.ground.core.rules import Refusal

POSTGRESQL_FLOOR = 150000
# Scopes are ranges of codes ("33.01." to "33.01/"), packs of audit rows ranges of keys: both sort by bytes.
BYTE_ORDER = "SELECT '33.01.16' < '33.01/' AND '33.010' > '33.01/' AND 'a' > 'B' AND 'a-c' < 'aB'"


class DatabaseNotFit(Refusal):
    """The database is set in a way that could lose what people entered."""


@dataclass(frozen=True)
class Setting:
    """One setting as found, and what it must be."""

    name: str
    found: str
    wanted: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Tell whether the setting is as it must be."""
        return self.found in self.wanted


def settings_found(*, using: str = "default") -> list[Setting]:
    """Read the settings of the open connection (one PRAGMA or SHOW each)."""
    connection = connections[using]
    connection.ensure_connection()
    return _sqlite(connection) if connection.vendor == "sqlite" else _postgresql(connection)


def assert_settings(*, using: str = "default") -> None:
    """Refuse to go on with a database whose settings could lose writes.

    Raises:
        DatabaseNotFit: with every setting that is not as it must be.
    """
    wrong = [setting for setting in settings_found(using=using) if not setting.is_met]
    if wrong:
        found = "; ".join(f"{one.name} = {one.found}, {_('harus')} {' / '.join(one.wanted)}" for one in wrong)
        raise DatabaseNotFit(_("Setelan basis data tidak aman: {found}.").format(found=found))


def describe(*, using: str = "default") -> str:
    """Return the database in one line, e.g. "SQLite 3.40.1, journal truncate"."""
    connection = connections[using]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, journal {_ask(connection, 'PRAGMA journal_mode')}"
    return f"PostgreSQL {_ask(connection, 'SHOW server_version')}"


def checks() -> Iterator[DoctorCheck]:
    """Yield one line per setting that is wrong, or one that all is well (filler of ``doctor_checks``)."""
    wrong = [setting for setting in settings_found() if not setting.is_met]
    for setting in wrong:
        text = _("Sekarang {found}, harus {wanted}: isian dapat hilang. Minta pengelola server membetulkannya.")
        text = text.format(found=setting.found or "-", wanted=" / ".join(setting.wanted))
        yield DoctorCheck(name=_("Basis data: {name}").format(name=setting.name), state="bad", text=text)
    if not wrong:
        yield DoctorCheck(name=_("Basis data"), state="ok", text=_in_words())


def _in_words() -> str:
    """Say which database it is, that it is set well, and what an old SQLite costs."""
    if connections["default"].vendor != "sqlite":
        return _("{database}, setelannya aman").format(database=describe())
    version = f"SQLite {sqlite3.sqlite_version}"
    if settings.SQLITE_WAL_IS_SAFE:
        return _("{version}, setelannya aman. Membuka halaman tidak menunggu yang menyimpan.").format(version=version)
    text = _("{version}, setelannya aman. Membuka halaman menunggu sebentar saat ada yang menyimpan (3.51.3: tidak).")
    return text.format(version=version)


def _ask(connection: Any, statement: str) -> str:  # noqa: ANN401 - Django's connection wrapper
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return "" if row is None else str(row[0]).lower()


def _sqlite(connection: Any) -> list[Setting]:  # noqa: ANN401
    journal = ("wal",) if settings.SQLITE_WAL_IS_SAFE else ("truncate",)
    if connection.is_in_memory_db():
        journal = ("memory",)
    return [
        Setting("journal_mode", _ask(connection, "PRAGMA journal_mode"), journal),
        Setting("synchronous", _ask(connection, "PRAGMA synchronous"), ("2",)),
        Setting("foreign_keys", _ask(connection, "PRAGMA foreign_keys"), ("1",)),
        Setting("mmap_size", _ask(connection, "PRAGMA mmap_size"), ("0", "")),
        Setting("transaction_mode", str(connection.transaction_mode).lower(), ("immediate",)),
        Setting("conn_max_age", str(connection.settings_dict["CONN_MAX_AGE"]).lower(), ("none",)),
    ]


def _postgresql(connection: Any) -> list[Setting]:  # noqa: ANN401
    version = _ask(connection, "SHOW server_version_num")
    enough = version if int(version) >= POSTGRESQL_FLOOR else f">= {POSTGRESQL_FLOOR}"
    return [
        Setting("server_version_num", version, (enough,)),
        Setting("server_encoding", _ask(connection, "SHOW server_encoding"), ("utf8",)),
        Setting("client_encoding", _ask(connection, "SHOW client_encoding"), ("utf8",)),
        Setting("timezone", _ask(connection, "SHOW timezone"), ("utc",)),
        Setting("isolation", _ask(connection, "SHOW default_transaction_isolation"), ("read committed",)),
        Setting("byte order of text (CREATE DATABASE ... LOCALE 'C.UTF-8')", _ask(connection, BYTE_ORDER), ("true",)),
        Setting("fsync", _ask(connection, "SHOW fsync"), ("on",)),
        Setting(
            "synchronous_commit", _ask(connection, "SHOW synchronous_commit"), ("on", "remote_write", "remote_apply")
        ),
    ]
