"""Is everything there that must be: migrations, a living worker, room on the disk, the run mode.

``ready_checks`` are cheap and asked by ``/readyz``; ``thorough_checks`` are only for ``rumah doctor`` and the
health page, as are those of other rooms (``registry.thorough_checks``). Each says what is wrong and how to mend it.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.models import Heartbeat, Job
from rumahbersama.ground.core.registry import DoctorCheck

ALIVE = timedelta(seconds=90)  # a worker may wait 30 s for SQLite's write lock before it can beat
PATIENCE = timedelta(minutes=2)
LOW_DISK_MB, NO_DISK_MB = 2_000, 300
_migrated = False


def all_checks() -> list[DoctorCheck]:
    """Return every check of every room, worst first."""
    order = {"bad": 0, "warn": 1, "ok": 2}
    found: list[DoctorCheck] = []
    for checks in (registry.doctor_checks.each(), thorough_checks(), registry.thorough_checks.each()):
        try:
            found.extend(checks)
        except DatabaseError as problem:  # tables missing: what came before says so
            if not any(check.state == "bad" for check in found):
                found.append(DoctorCheck(name=_("Basis data"), state="bad", text=str(problem).strip()))
    return sorted(found, key=lambda check: order[check.state])


def ready_checks() -> Iterator[DoctorCheck]:
    """Yield what ``/readyz`` asks: are the tables there, is somebody doing the background work."""
    yield _migrations()
    if _migrated:
        yield _worker(at=timezone.now())


def thorough_checks() -> Iterator[DoctorCheck]:
    """Yield what only a person asks: integrity, disk, how it is reached."""
    yield _integrity()
    yield _disk()
    yield _mode()


def _migrations() -> DoctorCheck:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        _migrated = not waiting
        if waiting:
            text = _("{waiting} perubahan tabel belum dijalankan. Jalankan: rumah migrate").format(waiting=waiting)
            return DoctorCheck(name=_("Tabel"), state="bad", text=text)
    return DoctorCheck(name=_("Tabel"), state="ok", text=_("Sesuai dengan versi program ini"))


def worker_is_alive(*, at: datetime) -> bool:
    """Tell whether somebody does the background work (one query)."""
    return Heartbeat.objects.filter(seen_at__gt=at - ALIVE).exists()


def _worker(*, at: datetime) -> DoctorCheck:
    name = _("Pekerja latar")
    if worker_is_alive(at=at):
        return DoctorCheck(name=name, state="ok", text=_("Berjalan: impor dan hitung ulang dikerjakan"))
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=at - PATIENCE).count()
    if waiting:
        text = _("Tidak berjalan, dan {waiting} pekerjaan menunggu. Jalankan: rumah serve, atau rumah worker")
        return DoctorCheck(name=name, state="bad", text=text.format(waiting=waiting))
    text = _("Tidak berjalan: impor dan hitung ulang akan menunggu. Jalankan: rumah serve, atau rumah worker")
    return DoctorCheck(name=name, state="warn", text=text)


def _integrity() -> DoctorCheck:
    name = _("Keutuhan basis data")
    if connection.vendor != "sqlite":
        return DoctorCheck(name=name, state="ok", text=_("Dijaga oleh server PostgreSQL"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        found = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = len(cursor.fetchall())
    if found == ["ok"] and not orphans:
        return DoctorCheck(name=name, state="ok", text=_("Tidak ada yang rusak"))
    text = _("Rusak ({found}). Hentikan pengisian, lalu pulihkan cadangan terakhir: rumah restore FILE")
    text = text.format(found="; ".join(found) if found != ["ok"] else _("{n} baris tanpa induk").format(n=orphans))
    return DoctorCheck(name=name, state="bad", text=text)


def _disk() -> DoctorCheck:
    free = shutil.disk_usage(settings.DATA_DIR).free // 1_000_000
    shown = _("{size} GB").format(size=free // 1_000) if free >= 10_000 else _("{size} MB").format(size=free)
    name, text = _("Ruang simpan"), _("{shown} bebas").format(shown=shown)
    if free >= LOW_DISK_MB:
        return DoctorCheck(name=name, state="ok", text=text)
    text = _("Tinggal {shown} di {folder}. Pindahkan cadangan lama dan basis data lama ke tempat lain.")
    state = "warn" if free >= NO_DISK_MB else "bad"
    return DoctorCheck(name=name, state=state, text=text.format(shown=shown, folder=settings.DATA_DIR))


def _mode() -> DoctorCheck:
    name, hosts = _("Cara dibuka"), ", ".join(host for host in settings.ALLOWED_HOSTS if host != "testserver")
    if settings.MODE == "loopback":
        return DoctorCheck(name=name, state="ok", text=_("Dari komputer ini saja ({hosts})").format(hosts=hosts))
    if settings.MODE == "lan":
        text = _("Dari satu jaringan, tanpa https: siapa pun di jaringan itu dapat ikut membaca. Hanya untuk aula.")
        return DoctorCheck(name=name, state="warn", text=text)
    if settings.MODE != "tls":
        return DoctorCheck(name=name, state="bad", text=_("RUMAH_MODE harus loopback, lan, atau tls"))
    if "*" in settings.ALLOWED_HOSTS or not settings.CSRF_TRUSTED_ORIGINS:
        text = _("Lewat https, tetapi nama servernya belum disebut. Setel RUMAH_HOSTS dan RUMAH_ORIGINS.")
        return DoctorCheck(name=name, state="warn", text=text)
    return DoctorCheck(name=name, state="ok", text=_("Lewat https ({hosts})").format(hosts=hosts))
