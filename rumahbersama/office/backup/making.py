"""Making a backup while people work."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.backup import folders, postgresql, sqlite
from rumahbersama.ground.core.backup.counting import counted, migrations_in
from rumahbersama.ground.core.backup.keys import number_of
from rumahbersama.ground.core.backup.rules import About, BackupRefused, Contents, Report
from rumahbersama.ground.core.backup.sealed import PIECE, Sealer
from rumahbersama.office.backup.rules import NAME, PATTERN, Made

PARTLY = ".sebagian"
SPARE_BYTES = 50_000_000


def make_backup(*, target: Path | None, key: bytes, at: datetime, report: Report, keep: int = 0) -> Made:
    """Write database and uploads as they are now into one sealed file; the keys stay out.

    Args:
        target: file to write, a folder to put it in, or None for the folder of backups.
        key: what it is sealed with.
        at: now.
        report: takes sentences of progress.
        keep: how many backups with names of our own stay in that folder; 0 keeps all.

    Raises:
        BackupRefused: there is a file already, or no room for one.
    """
    began = time.monotonic()
    path = _place(target, at)
    _require_room(path.parent)
    partly = path.with_name(path.name + PARTLY)
    partly.unlink(missing_ok=True)
    findings: list[str] = []
    try:
        with partly.open("xb") as file:
            partly.chmod(0o600)
            contents, files = _written(Sealer(file, key), at, findings, report)
            file.flush()
            os.fsync(file.fileno())
        partly.rename(path)
    finally:
        partly.unlink(missing_ok=True)
    _sync_folder(path.parent)
    removed = _thin_out(path, keep)
    return Made(
        path=path,
        size=path.stat().st_size,
        made_at=at,
        key=number_of(key),
        tables=len(contents.rows),
        rows=sum(contents.rows.values()),
        files=files,
        seconds=round(time.monotonic() - began, 1),
        removed=removed,
        findings=findings,
    )


def _written(sealer: Sealer, at: datetime, findings: list[str], report: Report) -> tuple[Contents, int]:
    """Write everything; returns what the database held and how many files there were."""
    try:
        write = _write_sqlite if connection.vendor == "sqlite" else _write_postgresql
        contents = write(sealer, at, findings, report)
        report(_("Menyandikan berkas unggahan"))
        files, unread = folders.add_folder(sealer, Path(settings.MEDIA_ROOT))
        findings += [_("Berkas ini tidak terbaca dan tidak ikut: {name}").format(name=name) for name in unread]
        sealer.end(asdict(contents))
    finally:
        sealer.drop()
    return contents, files


def _write_sqlite(sealer: Sealer, at: datetime, findings: list[str], report: Report) -> Contents:
    live = Path(connection.settings_dict["NAME"])
    with _work_folder(live.parent) as folder:
        copy = folder / "basisdata"
        sqlite.snapshot(live, copy, report=report)
        with sqlite.asking(copy) as ask:
            if broken := sqlite.faults_in(ask):
                findings.append(_("Basis data yang dicadangkan sendiri rusak: {broken}").format(broken=broken))
            sealer.begin(asdict(_about("sqlite", at, migrations_in(ask), copy.stat().st_size)))
            contents = counted(ask, tables=sqlite.tables_in(ask), sums=_sums(partial(sqlite.understands, ask)))
        sealer.add("basisdata", _told(copy, report))
    return contents


def _write_postgresql(sealer: Sealer, at: datetime, findings: list[str], report: Report) -> Contents:
    known = {*connection.introspection.django_table_names(only_existing=True), "django_migrations"}
    with postgresql.snapshot(settings.DATABASE_ADDRESS) as source:
        ask = postgresql.asking(source)
        present = set(postgresql.tables_in(ask))
        findings += [
            _("Tabel {table} bukan milik program ini dan tidak ikut.").format(table=table)
            for table in sorted(present - known - {"core_cache"})
        ]
        tables = sorted(known & present)
        about = _about("postgresql", at, migrations_in(ask), postgresql.size_of(ask))
        sealer.begin(asdict(about) | {"extra": {"sequences": postgresql.sequences_in(ask), "tables": tables}})
        contents = counted(ask, tables=tables, sums=_sums(partial(postgresql.understands, source)))
        for number, table in enumerate(tables, start=1):
            report(_("Menyalin tabel {number} dari {total}").format(number=number, total=len(tables)))
            columns = postgresql.columns_of(source, table)
            sealer.add(postgresql.PREFIX + table, postgresql.rows_of(source, table, columns), columns=columns)
    return contents


def _about(vendor: str, at: datetime, migrations: list[tuple[str, str]], size: int) -> About:
    return About(
        vendor=vendor,
        made_at=at.isoformat(),
        program=version("rumahbersama"),
        migrations=migrations,
        size=size,
    )


def _sums(understood: Callable[[str], bool]) -> list[dict[str, Any]]:
    return [asdict(one) for one in registry.control_sums.each() if understood(one.query)]


def _told(path: Path, report: Report) -> Iterator[bytes]:
    total, done = path.stat().st_size // 1_000_000, 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
            done += len(piece)
            report(_("Menyandikan basis data: {done} dari {total} MB").format(done=done // 1_000_000, total=total))


def _place(target: Path | None, at: datetime) -> Path:
    """Return the file to write; its folder exists."""
    folder = settings.BACKUPS_DIR if target is None else target if target.is_dir() else target.parent
    path = folder / NAME.format(at=timezone.localtime(at)) if target is None or target.is_dir() else target
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        raise BackupRefused(_("Sudah ada berkas {path}; cadangan tidak menimpa.").format(path=path))
    return path


def _require_room(folder: Path) -> None:
    """Refuse to begin what the disk cannot hold: the copy of a SQLite file, and the backup itself."""
    uploads = folders.bytes_in(Path(settings.MEDIA_ROOT))
    database = 0
    if connection.vendor == "sqlite":
        live = Path(connection.settings_dict["NAME"])
        database = live.stat().st_size
        _refuse_below(live.parent, database * (2 if _same_disk(live.parent, folder) else 1) + uploads)
    _refuse_below(folder, database + uploads)


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _refuse_below(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        text = _("Ruang di {folder} kurang: perlu {needed} MB, ada {free} MB. Sebut tempat lain sebagai FILE.")
        raise BackupRefused(
            text.format(folder=folder, needed=(needed + SPARE_BYTES) // 1_000_000, free=free // 1_000_000)
        )


@contextlib.contextmanager
def _work_folder(parent: Path) -> Iterator[Path]:
    """Give a folder for the copy, for its owner alone, removed afterwards; what a killed backup left goes first."""
    for left in parent.glob(".cadangan-*"):
        if time.time() - left.stat().st_mtime > 86_400:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".cadangan-", dir=parent) as folder:
        yield Path(folder)


def _thin_out(path: Path, keep: int) -> list[str]:
    """Remove the oldest backups with names of our own beyond ``keep``; the one just made always stays."""
    if keep < 1:
        return []
    ours = sorted(path.parent.glob(PATTERN), key=lambda one: one.name, reverse=True)
    gone = [one for one in ours if one != path][max(0, keep - 1) :]
    for one in gone:
        one.unlink(missing_ok=True)
    return [one.name for one in gone]


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows has no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
