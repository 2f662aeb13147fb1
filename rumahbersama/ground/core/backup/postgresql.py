"""PostgreSQL: a snapshot by COPY in one transaction, and a new database that takes the old one's name.

The tables themselves come from the migrations the backup names, so no tool of PostgreSQL must be installed beside
the program, and a backup made on one version is read on another (docs/adr/0016).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from rumahbersama.ground.core.backup.rules import Ask, BackupRefused

PREFIX = "tabel/"
OTHER_DATABASES = ("postgres", "template1")
PATIENCE_SECONDS = 30
_COLUMNS = """
    SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(quote_ident(%s))
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum"""


@contextmanager
def snapshot(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Give a connection on which everything is as it was at one moment; writers go on."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SELECT COUNT(*) FROM django_migrations")  # from here on it is one moment
        yield connection


def asking(connection: psycopg.Connection[Any]) -> Ask:
    """Give a function that reads on this connection."""
    return lambda query: connection.execute(query.encode()).fetchall()


def tables_in(ask: Ask) -> list[str]:
    """Return the names of all tables."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    return [str(row[0]) for row in ask(query)]


def understands(connection: psycopg.Connection[Any], query: str) -> bool:
    """Tell whether the tables a query asks are there: a backup may be made before waiting migrations run."""
    try:
        with connection.transaction():
            connection.execute(f"EXPLAIN {query}".encode())
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return False
    return True


def size_of(ask: Ask) -> int:
    """Return the bytes of the database."""
    return int(ask("SELECT pg_database_size(current_database())")[0][0])


def columns_of(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """Return the columns of a table that hold values of their own."""
    return [str(row[0]) for row in connection.execute(_COLUMNS, [table]).fetchall()]


def sequences_in(ask: Ask) -> dict[str, int]:
    """Return the last number of every sequence that was used."""
    query = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
    return {str(name): int(value) for name, value in ask(query) if value is not None}


def rows_of(connection: psycopg.Connection[Any], table: str, columns: list[str]) -> Iterator[bytes]:
    """Yield a table as COPY writes it."""
    with connection.cursor().copy(_copy("COPY {} ({}) TO STDOUT", table, columns)) as copy:
        for data in copy:
            yield bytes(data)


def with_name(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def name_in(url: str) -> str:
    """Return the name of the database in an address."""
    return urlsplit(url).path.lstrip("/")


def create(url: str, name: str) -> str:
    """Make an empty database beside the one in use, sorted by bytes; returns its address."""
    statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    with _beside(url) as server:
        try:
            server.execute(sql.SQL(statement).format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            text = _(
                "Pengguna basis data tidak boleh membuat basis data baru. Sekali saja, sebagai pengelola PostgreSQL: "
                "ALTER ROLE {role} CREATEDB"
            )
            raise BackupRefused(text.format(role=urlsplit(url).username or "rumah")) from None
    return with_name(url, name)


def make_tables(url: str, migrations: list[tuple[str, str]]) -> None:
    """Make the tables as they were when these migrations had run, in a process whose only database it is."""
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "rumahbersama.ground.core.backup.tables"],
        input=json.dumps(migrations),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise BackupRefused(_("Tabel cadangan ini tidak dapat dibuat lagi: {said}").format(said=said))


def clear(connection: psycopg.Connection[Any], tables: list[str]) -> None:
    """Remove what the migrations wrote themselves: the backup holds it too."""
    names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))


def fill(connection: psycopg.Connection[Any], table: str, columns: list[str], data: Iterator[bytes]) -> None:
    """Write the rows of a table.

    Raises:
        BackupRefused: the table has no such columns.
    """
    if set(columns) - set(columns_of(connection, table)):
        raise BackupRefused(_("Tabel {table} cadangan ini tidak dikenal program ini.").format(table=table))
    with connection.cursor().copy(_copy("COPY {} ({}) FROM STDIN", table, columns)) as copy:
        for piece in data:
            copy.write(piece)


def take_links_off(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop every foreign key; returns the statements that make them again.

    Checked one by one while rows come in they take most of the time; made again they are checked all at once.
    """
    query = """
        SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2"""
    found = connection.execute(query).fetchall()
    for table, name, _definition in found:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for table, name, definition in found]


def put_links_on(connection: psycopg.Connection[Any], statements: list[str]) -> None:
    """Make the foreign keys again; they must hold."""
    for statement in statements:
        connection.execute(statement.encode())


def set_sequences(connection: psycopg.Connection[Any], values: dict[str, int]) -> None:
    """Let numbers go on where they were."""
    for name, value in values.items():
        connection.execute("SELECT setval(to_regclass(quote_ident(%s)), %s)", [name, value])


def switch(url: str, new: str, kept: str) -> bool:
    """Give the database in use the name ``kept`` and ``new`` its name, both or none; nobody may be at work.

    Returns whether there was an old one.
    """
    live = name_in(url)
    with _beside(url) as server:
        existed = bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [live]).fetchall())
        pairs = [(live, kept)] * existed + [(new, live)]
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s)", [[live, new]]
            )
            try:
                with server.transaction():
                    for old_name, new_name in pairs:
                        _rename(server, old_name, new_name)
                return existed
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > end:
                    raise BackupRefused(_("Basis data masih dipakai program lain; tutup dulu.")) from None
                time.sleep(0.2)


def names_like(url: str, prefix: str) -> list[str]:
    """Return the databases of the server whose names begin so."""
    with _beside(url) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return [str(row[0]) for row in found.fetchall()]


def drop(url: str, name: str) -> None:
    """Remove a database of our own making."""
    with suppress(psycopg.Error), _beside(url) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(server: psycopg.Connection[Any], old: str, new: str) -> None:
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


def _copy(statement: str, table: str, columns: list[str]) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL(statement).format(sql.Identifier(table), names)  # type: ignore[arg-type]


@contextmanager
def _beside(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Connect to a database of the same server that is not the one in use."""
    problem: Exception | None = None
    for name in OTHER_DATABASES:
        try:
            connection = psycopg.connect(with_name(url, name), autocommit=True)
        except psycopg.OperationalError as error:
            problem = error
            continue
        with connection:
            yield connection
        return
    raise BackupRefused(_("Server PostgreSQL tidak dapat dihubungi: {said}").format(said=str(problem).strip()))
