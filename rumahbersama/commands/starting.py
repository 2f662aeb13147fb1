"""What commands need before they can work: Django, sound settings, tables, static files, a free port."""

import hashlib
import os
import socket
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost")


def start_django() -> None:
    """Set Django up (once)."""
    import django

    django.setup()


def listen_at(host: str, port: int) -> None:
    """Let papers and calendars name the address at which this computer serves, unless a setting says it.

    Practice copies listen a hundred ports above it, so that two servers of one computer do not stand in each other's
    way. Before Django starts.
    """
    os.environ.setdefault("RUMAH_PRACTICE_PORT", str(port + 100))
    if host in LOOPBACK:
        os.environ.setdefault("RUMAH_URL", f"http://{host}:{port}")


def take_part() -> None:
    """Be one of those who work with the database until this process ends; refused while a restore switches."""
    from rumahbersama.ground.core.maintenance import stay_inside

    stay_inside()


def require_owner() -> None:
    """Refuse to write into the data folder as another user: the server could not read it afterwards."""
    from django.conf import settings

    from rumahbersama.ground.core.rules import Refusal

    owner = Path(settings.DATA_DIR).stat().st_uid
    if hasattr(os, "geteuid") and os.geteuid() != owner:
        raise Refusal(f"Jalankan sebagai pemilik folder data {settings.DATA_DIR} (pengguna nomor {owner}).")


def waiting_migrations() -> int:
    """Return how many migrations have not run yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_sound_database() -> None:
    """Refuse to serve or work on unsafe database settings, missing tables or an unprotected record."""
    from rumahbersama.ground.audit import triggers
    from rumahbersama.ground.core import database
    from rumahbersama.ground.core.rules import Refusal

    database.assert_settings()
    if waiting_migrations():
        raise Refusal("Tabel belum lengkap. Jalankan lebih dulu: rumah migrate")
    if triggers.missing():
        raise Refusal("Catatan riwayat tidak terlindung. Jalankan lebih dulu: rumah migrate")


def collect_static() -> bool:
    """Lay static files into STATIC_ROOT where they are stale; True when that was needed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.DATA_DIR) / "static.stamp"
    present = _static_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == present and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(present, encoding="ascii")
    return True


def _static_digest() -> str:
    """Return a digest of names, sizes and times of all static source files."""
    from django.contrib.staticfiles.finders import get_finders

    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free_port(host: str, port: int) -> None:
    """Refuse a port that is taken, in words."""
    from rumahbersama.ground.core.rules import Refusal

    if not port_is_free(host, port):
        raise Refusal(
            f"Port {port} di {host} sedang dipakai program lain. Pilih yang lain, misalnya --port {port + 1}."
        )
