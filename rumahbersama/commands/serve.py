"""``rumah serve``: the web server with its worker, in the foreground, until Ctrl-C or SIGTERM."""

import argparse
import os
from pathlib import Path

from rumahbersama.commands.output import DONE, say
from rumahbersama.commands.processes import WorkerKeeper
from rumahbersama.commands.starting import (
    collect_static,
    listen_at,
    require_free_port,
    require_sound_database,
    start_django,
)

NAME = "serve"
HELP = "Layani halaman web beserta pekerja latarnya."
# Granian ends threads that idle, and with each its database connection, which must persist (docs/adr/0005).
# Its check allows 600 s at most; the value is set past that check, before the threads are made.
NEVER_IDLE_SECONDS = 365 * 24 * 3600
STOP_SECONDS = 10
THREADS = 16  # as many scans of a hall share a commit, which waits for the disk (core/together.py)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan (bawaan 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="bawaan 8000")
    parser.add_argument(
        "--threads", type=int, default=THREADS, help="permintaan yang dilayani bersamaan oleh tiap proses (bawaan 16)"
    )
    parser.add_argument("--no-worker", action="store_true", help="pekerja latar dijalankan sendiri (rumah worker)")


def run(arguments: argparse.Namespace) -> int:
    """Check, say how it runs, and serve."""
    listen_at(arguments.host, arguments.port)
    start_django()
    require_free_port(arguments.host, arguments.port)
    require_sound_database()
    collect_static()
    for line in _run_mode(arguments.host, arguments.port):
        say(line)
    return serve(arguments)


def serve(arguments: argparse.Namespace) -> int:
    """Run granian and, beside it, the worker; both end before this returns."""
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ["RUMAHBERSAMA_PARENT"] = str(os.getpid())
    connections.close_all()  # the server forks: no connection may be carried into the child
    server = Server(
        "rumahbersama.commands.served:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=settings.PROCESSES,
        blocking_threads=arguments.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        working_dir=Path.cwd(),
    )
    server.on_startup(lambda: setattr(server, "blocking_threads_idle_timeout", NEVER_IDLE_SECONDS))
    keeper = WorkerKeeper()
    if not arguments.no_worker:
        server.on_startup(keeper.start)
    try:
        server.serve()
    finally:
        keeper.stop()
    say("Berhenti.")
    return DONE


def _run_mode(host: str, port: int) -> list[str]:
    """Return the address, the mode and the database in words."""
    from django.conf import settings

    from rumahbersama.ground.core import database

    words = {
        "loopback": "hanya komputer ini",
        "lan": "satu jaringan kantor atau aula, tanpa TLS",
        "tls": "di belakang TLS",
    }
    shown = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    lines = [
        f"Rumah Bersama: http://{shown}:{port}/",
        f"Cara jalan: {settings.MODE} ({words.get(settings.MODE, '?')}); {database.describe()}",
    ]
    if settings.MODE == "loopback" and host not in {"127.0.0.1", "localhost", "::1"}:
        lines.append(
            "Perhatian: --host terbuka untuk jaringan, tetapi RUMAH_MODE masih loopback; lihat rumah doctor."
        )
    return [*lines, "Hentikan dengan Ctrl-C."]
