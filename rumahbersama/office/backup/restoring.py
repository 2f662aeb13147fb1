"""Laying a backup beside what is in use, holding it against its snapshot, and putting it in its place."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit import triggers
from rumahbersama.ground.core import maintenance
from rumahbersama.ground.core.backup import folders, postgresql, sqlite
from rumahbersama.ground.core.backup.counting import counted
from rumahbersama.ground.core.backup.rules import (
    About,
    BackupRefused,
    Contents,
    Report,
    differences,
    newer_than_known,
)
from rumahbersama.ground.core.backup.sealed import Entry, Opener
from rumahbersama.office.backup.making import SPARE_BYTES
from rumahbersama.office.backup.rules import OF_THE_MOMENT, Switched, Tried

ALIAS = "restored"


class Restoring:
    """One restore: ``lay`` makes and verifies the new database, then ``switch`` or ``drop``."""

    def __init__(self, *, file: Path, key: bytes, at: datetime, report: Report) -> None:
        self.file, self.key, self.report = file, key, report
        self.at = timezone.localtime(at)
        self.stamp = f"{self.at:%Y%m%d-%H%M%S}"
        media = Path(settings.MEDIA_ROOT)
        self.folder = media.with_name(f"{media.name}-baru-{self.stamp}")
        self.folder_kept = media.with_name(f"{media.name}-lama-{self.stamp}")
        self.new, self.kept = _names(self.stamp)
        self.files = 0

    def lay(self) -> Tried:
        """Make the new database and folder, and find them equal to the snapshot; nothing in use is touched.

        Raises:
            BackupRefused: with one sentence; what was made is removed again.
        """
        began = time.monotonic()
        self._remove_left_over()
        if not self.file.is_file():
            raise BackupRefused(_("Berkas cadangan {file} tidak ada.").format(file=self.file))
        try:
            with self.file.open("rb") as file:
                opener = Opener(file, self.key)
                about = self._accepted(opener.about)
                self.folder.mkdir(mode=0o700)
                fill = self._fill_sqlite if about.vendor == "sqlite" else self._fill_postgresql
                wanted = fill(opener, about)
            upgraded = self._upgraded(about)
            self._empty()
            self._require_protection()
        except BaseException:
            self.drop()
            raise
        return Tried(
            made_at=datetime.fromisoformat(about.made_at),
            database=self.new,
            folder=self.folder,
            tables=len(wanted.rows),
            rows=sum(wanted.rows.values()),
            sums=sum(len(one["rows"]) for one in wanted.sums),
            files=self.files,
            upgraded=upgraded,
            seconds=round(time.monotonic() - began, 1),
        )

    def switch(self) -> Switched:
        """Put the new database and folder in the place of the old ones, which are kept, while pages answer 503."""
        connections.close_all()
        media, had_files = Path(settings.MEDIA_ROOT), Path(settings.MEDIA_ROOT).exists()
        with maintenance.alone(waiting=lambda: self.report(_("Menunggu pekerjaan yang sedang berjalan selesai ..."))):
            if had_files:
                media.rename(self.folder_kept)
            self.folder.rename(media)
            try:
                kept, needs_restart = self._switch_database()
            except BaseException:
                media.rename(self.folder)
                if had_files:
                    self.folder_kept.rename(media)
                raise
        return Switched(kept, str(self.folder_kept) if had_files else "", needs_restart)

    def drop(self) -> None:
        """Remove what was made; nothing in use is touched."""
        if ALIAS in connections.databases:
            connections[ALIAS].close()
        if connection.vendor == "sqlite":
            sqlite.drop(Path(self.new))
        else:
            postgresql.drop(settings.DATABASE_ADDRESS, self.new)
        shutil.rmtree(self.folder, ignore_errors=True)

    # One step each ------------------------------------------------------------------------
    def _remove_left_over(self) -> None:
        """Remove what restores that were killed left behind more than a day ago."""
        before = f"{self.at - timedelta(days=1):%Y%m%d-%H%M%S}"
        for folder in self.folder.parent.glob(f"{Path(settings.MEDIA_ROOT).name}-baru-*"):
            if folder.name[-len(before) :] < before:
                shutil.rmtree(folder, ignore_errors=True)
        if connection.vendor == "sqlite":
            live = Path(connection.settings_dict["NAME"])
            for path in live.parent.glob(f"{live.stem}-baru-*{live.suffix}"):
                if path.stem[-len(before) :] < before:
                    sqlite.drop(path)
            return
        prefix = self.new[: -len(before)]
        for name in postgresql.names_like(settings.DATABASE_ADDRESS, prefix):
            if name[len(prefix) :] < before.replace("-", "_"):
                postgresql.drop(settings.DATABASE_ADDRESS, name)

    def _switch_database(self) -> tuple[str, bool]:
        """Switch; returns what the old one is called ("" where there was none), and whether to start again."""
        if connection.vendor == "sqlite":
            live, kept = Path(connection.settings_dict["NAME"]), Path(self.kept)
            goes_on = sqlite.switch(live, Path(self.new), kept, report=self.report)
            return self.kept if kept.exists() else "", not goes_on
        existed = postgresql.switch(settings.DATABASE_ADDRESS, self.new, self.kept)
        return self.kept if existed else "", False

    def _accepted(self, data: dict[str, Any]) -> About:
        about = About(**(data | {"migrations": [(str(app), str(name)) for app, name in data["migrations"]]}))
        if about.vendor != connection.vendor:
            text = _("Cadangan ini dari {theirs}, pemasangan ini memakai {ours}. Pakai jenis yang sama.")
            raise BackupRefused(text.format(theirs=_brand(about.vendor), ours=_brand(connection.vendor)))
        newer = newer_than_known(about, set(MigrationLoader(None).disk_migrations or {}))
        if newer:
            text = _(
                "Cadangan ini dibuat oleh versi program yang lebih baru ({program}; {newer}). "
                "Perbarui program ini dulu."
            )
            raise BackupRefused(text.format(program=about.program, newer=", ".join(newer[:3])))
        free = shutil.disk_usage(self.folder.parent).free
        needed = about.size * (4 if about.vendor == "sqlite" else 1) + SPARE_BYTES
        if free < needed:
            text = _("Ruang di {folder} kurang untuk memulihkan: perlu {needed} MB, ada {free} MB.")
            raise BackupRefused(
                text.format(folder=self.folder.parent, needed=needed // 1_000_000, free=free // 1_000_000)
            )
        return about

    def _fill_sqlite(self, opener: Opener, about: About) -> Contents:
        def lay(entry: Entry) -> None:
            done = 0
            handle = os.open(self.new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                for piece in entry.data:
                    file.write(piece)
                    done += len(piece)
                    text = _("Membuka basis data: {done} dari {total} MB")
                    self.report(text.format(done=done // 1_000_000, total=about.size // 1_000_000))

        self._lay_entries(opener, lay)
        wanted = _contents(opener)
        self.report(_("Memeriksa jumlah baris dan jumlah angka"))
        with sqlite.asking(Path(self.new)) as ask:
            self._require_equal(wanted, counted(ask, tables=sqlite.tables_in(ask), sums=wanted.sums))
        return wanted

    def _fill_postgresql(self, opener: Opener, about: About) -> Contents:
        self.report(_("Membuat basis data baru {name}").format(name=self.new))
        url = postgresql.create(settings.DATABASE_ADDRESS, self.new)
        postgresql.make_tables(url, about.migrations)
        with psycopg.connect(url) as made:
            ask = postgresql.asking(made)
            if missing := set(about.extra["tables"]) - set(postgresql.tables_in(ask)):
                text = _("Tabel {table} cadangan ini tidak dikenal program ini.")
                raise BackupRefused(text.format(table=", ".join(sorted(missing))))
            postgresql.clear(made, about.extra["tables"])
            links = postgresql.take_links_off(made)

            def lay(entry: Entry) -> None:
                table = entry.name.removeprefix(postgresql.PREFIX)
                self.report(_("Mengisi tabel {table}").format(table=table))
                postgresql.fill(made, table, entry.about["columns"], entry.data)

            self._lay_entries(opener, lay)
            postgresql.put_links_on(made, links)
            postgresql.set_sequences(made, about.extra["sequences"])
            wanted = _contents(opener)
            self.report(_("Memeriksa jumlah baris dan jumlah angka"))
            self._require_equal(wanted, counted(ask, tables=about.extra["tables"], sums=wanted.sums))
        with psycopg.connect(url, autocommit=True) as made:
            made.execute("ANALYZE")
        return wanted

    def _lay_entries(self, opener: Opener, lay_database: Callable[[Entry], None]) -> None:
        for entry in opener.entries():
            if entry.name.startswith(folders.PREFIX):
                folders.lay(entry, self.folder)
                self.files += 1
            else:
                lay_database(entry)

    def _require_equal(self, wanted: Contents, found: Contents) -> None:
        if wrong := differences(wanted, found):
            text = _("Basis data yang dibuat tidak sama dengan cadangannya: {wrong}. Tidak ada yang diganti.")
            raise BackupRefused(text.format(wrong="; ".join(wrong[:5])))

    def _upgraded(self, about: About) -> int:
        """Bring an older database up to this program in a process whose only database it is."""
        waiting = set(MigrationLoader(None).disk_migrations or {}) - set(about.migrations)
        self.report(_("Menyesuaikan tabel: {n} perubahan").format(n=len(waiting)))
        address = f"sqlite:///{self.new}" if connection.vendor == "sqlite" else self._address()
        done = subprocess.run(
            [sys.executable, "-m", "rumahbersama", "migrate", "--json"],
            env=os.environ | {"DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise BackupRefused(_("Tabel tidak dapat disesuaikan: {said}").format(said=said))
        return len(waiting)

    def _address(self) -> str:
        return postgresql.with_name(settings.DATABASE_ADDRESS, self.new)

    def _empty(self) -> None:
        """Sign everybody out, and forget what belonged to the moment."""
        if connection.vendor == "sqlite":
            sqlite.empty(Path(self.new), OF_THE_MOMENT)
            return
        with psycopg.connect(self._address()) as made:
            present = set(postgresql.tables_in(postgresql.asking(made)))
            postgresql.clear(made, sorted(present & set(OF_THE_MOMENT)))

    def _require_protection(self) -> None:
        connections.databases[ALIAS] = connections.databases["default"] | {"NAME": self.new}
        missing = triggers.missing(using=ALIAS)
        connections[ALIAS].close()
        if missing:
            raise BackupRefused(_("Catatan riwayat dalam basis data baru tidak terlindung. Tidak ada yang diganti."))


def _names(stamp: str) -> tuple[str, str]:
    """Return what the new database is called, and what the old one will be."""
    if connection.vendor == "sqlite":
        live = Path(connection.settings_dict["NAME"])
        return tuple(str(live.with_name(f"{live.stem}-{word}-{stamp}{live.suffix}")) for word in ("baru", "lama"))  # type: ignore[return-value]
    live_name = postgresql.name_in(settings.DATABASE_ADDRESS)[:40]
    return tuple(f"{live_name}_{word}_{stamp.replace('-', '_')}" for word in ("baru", "lama"))  # type: ignore[return-value]


def _contents(opener: Opener) -> Contents:
    return Contents(rows=opener.contents["rows"], sums=opener.contents["sums"])


def _brand(vendor: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(vendor, vendor)
