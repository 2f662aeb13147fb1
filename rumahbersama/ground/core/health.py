"""Is everything there that must be: migrations, a living worker, room on the disk, the clock, the run mode.

``ready_checks`` are cheap and asked by ``/readyz``; ``thorough_checks`` are only for ``rumah doctor``.
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
    for checks in (registry.doctor_checks.each(), thorough_checks()):
        try:
            found.extend(checks)
        except DatabaseError as problem:  # tables missing: what came before says so
            found.append(DoctorCheck(name=_("Basis data"), state="bad", text=str(problem).strip()))
    return sorted(found, key=lambda check: order[check.state])


def ready_checks() -> Iterator[DoctorCheck]:
    """Yield what ``/readyz`` asks: are the tables there, is somebody doing the background work."""
    yield _migrations()
    if _migrated:
        yield _worker(at=timezone.now())


def thorough_checks() -> Iterator[DoctorCheck]:
    """Yield what only a person asks: integrity, disk, clock, how it is reached."""
    yield _integrity()
    yield _disk()
    yield _clock()
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
    return DoctorCheck(name=_("Tabel"), state="ok", text=_("Lengkap"))


def _worker(*, at: datetime) -> DoctorCheck:
    name = _("Pekerja latar")
    last = Heartbeat.objects.order_by("-seen_at").first()
    if last is not None and last.seen_at > at - ALIVE:
        return DoctorCheck(name=name, state="ok", text=_("Hidup"))
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=at - PATIENCE).count()
    if waiting:
        text = _("Tidak ada yang hidup dan {waiting} pekerjaan menunggu. Jalankan: rumah worker").format(
            waiting=waiting
        )
        return DoctorCheck(name=name, state="bad", text=text)
    return DoctorCheck(
        name=name, state="warn", text=_("Tidak ada yang hidup. Jalankan: rumah serve atau rumah worker")
    )


def _integrity() -> DoctorCheck:
    name = _("Keutuhan basis data")
    if connection.vendor != "sqlite":
        return DoctorCheck(name=name, state="ok", text=_("Dijaga oleh PostgreSQL"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        found = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = len(cursor.fetchall())
    if found == ["ok"] and not orphans:
        return DoctorCheck(name=name, state="ok", text=_("Utuh"))
    text = _("Rusak: {found}. Pulihkan dari cadangan.").format(found="; ".join(found) or orphans)
    return DoctorCheck(name=name, state="bad", text=text)


def _disk() -> DoctorCheck:
    free = shutil.disk_usage(settings.DATA_DIR).free // 1_000_000
    state = "ok" if free >= LOW_DISK_MB else "warn" if free >= NO_DISK_MB else "bad"
    return DoctorCheck(name=_("Ruang simpan"), state=state, text=_("{free} MB bebas").format(free=free))


def _clock() -> DoctorCheck:
    """Compare the clock with the newest thing written: a clock that went back breaks deadlines and sessions."""
    name, now = _("Jam"), timezone.now()
    if not _migrated:
        return DoctorCheck(name=name, state="ok", text=f"{now:%Y-%m-%d %H:%M} UTC")
    newest = Job.objects.order_by("-created_at").values_list("created_at", flat=True).first()
    seen = Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    latest = max([moment for moment in (newest, seen) if moment], default=now)
    state = "ok" if latest <= now + timedelta(minutes=1) else "bad"
    text = f"{timezone.localtime(now):%Y-%m-%d %H:%M} {settings.TIME_ZONE}"
    if state == "bad":
        text = _("{text}: lebih awal daripada catatan terakhir. Betulkan jam komputer ini.").format(text=text)
    return DoctorCheck(name=name, state=state, text=text)


def _mode() -> DoctorCheck:
    name = _("Cara jalan")
    hosts = ", ".join(host for host in settings.ALLOWED_HOSTS if host != "testserver")
    text = f"{settings.MODE}: {hosts}"
    if settings.MODE not in {"loopback", "lan", "tls"}:
        return DoctorCheck(name=name, state="bad", text=_("RUMAH_MODE harus loopback, lan, atau tls"))
    if settings.MODE == "tls" and ("*" in settings.ALLOWED_HOSTS or not settings.CSRF_TRUSTED_ORIGINS):
        text = _("{text}. Sebut nama server di RUMAH_HOSTS dan RUMAH_ORIGINS.").format(text=text)
        return DoctorCheck(name=name, state="warn", text=text)
    if settings.MODE == "lan":
        text = _("{text}. Tanpa TLS: hanya untuk satu ruangan atau satu kantor.").format(text=text)
        return DoctorCheck(name=name, state="warn", text=text)
    return DoctorCheck(name=name, state="ok", text=text)
