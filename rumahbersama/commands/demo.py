"""``rumah demo``: the invented country, in its own database, ready to click through."""

import argparse
import os
import time
from multiprocessing import get_context
from pathlib import Path

from rumahbersama.commands import migrate, serve
from rumahbersama.commands.output import DONE, complain, say
from rumahbersama.commands.processes import die_with_parent
from rumahbersama.commands.starting import (
    collect_static,
    listen_at,
    require_free_port,
    require_sound_database,
    start_django,
    waiting_migrations,
)

NAME = "demo"
HELP = "Jalankan contoh dengan wilayah dan data rekaan; datanya tetap ada di lain waktu."
DATABASE, MARK = "demo.sqlite3", "demo.built"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan (bawaan 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="bawaan 8000")
    parser.add_argument("--fresh", action="store_true", help="buat ulang data contoh dari awal")
    parser.add_argument("--no-serve", action="store_true", help="siapkan data contoh saja")
    parser.add_argument("--child-of", type=int, default=0, help=argparse.SUPPRESS)
    parser.set_defaults(threads=8, no_worker=False)


def run(arguments: argparse.Namespace) -> int:
    """Build the demo where it is not there yet, then serve it."""
    if arguments.child_of:  # a practice copy, which ends with the worker that keeps it
        die_with_parent(arguments.child_of)
    folder = _own_place()
    listen_at(arguments.host, arguments.port)
    start_django()
    if not arguments.no_serve:
        require_free_port(arguments.host, arguments.port)
    if arguments.fresh or not (folder / MARK).exists():
        _build_apart(folder)
    elif waiting_migrations():
        migrate.prepare(report=say)
    require_sound_database()
    collect_static()
    for line in _accounts():
        say(line)
    if arguments.no_serve:
        return DONE
    say()
    say(f"Rumah Bersama (contoh): http://{arguments.host}:{arguments.port}/   Hentikan dengan Ctrl-C.")
    return serve.serve(arguments)


def _own_place() -> Path:
    """Set the demo's own database and data folder before settings are read; never a real database."""
    if os.environ.pop("DATABASE_URL", None):
        complain("DATABASE_URL tidak dipakai: contoh berjalan di basis datanya sendiri.")
    folder = Path(os.environ.setdefault("RUMAH_DATA", str(Path("var").resolve())))
    os.environ["RUMAH_DEMO"] = "1"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build_apart(folder: Path) -> None:
    """Build in a process of its own, and go on only where it came to its end.

    The demo's papers are set by Typst, whose threads do not pass a fork: a server that was forked after it had set a
    paper would wait for them for ever at the first PDF.
    """
    builder = get_context("spawn").Process(target=_build, args=(folder, os.getpid()))
    builder.start()
    builder.join()
    if builder.exitcode:
        raise SystemExit(builder.exitcode)


def _build(folder: Path, parent: int) -> None:
    """Make the demo's database from nothing; the mark is set last, so half a demo is built again."""
    die_with_parent(parent)
    start_django()
    from django.db import transaction

    from rumahbersama.demo import build

    began = time.monotonic()
    (folder / MARK).unlink(missing_ok=True)
    for ending in ("", "-journal", "-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    say("Menyiapkan contoh (hanya kali pertama) ...")
    migrate.prepare(report=say)
    with transaction.atomic():  # a thousand changes written to the disk once
        build(report=say)
    (folder / MARK).write_text("", encoding="ascii")
    say(f"Contoh siap dalam {time.monotonic() - began:.0f} detik.")


def _accounts() -> list[str]:
    """Return one line per demo account: who, what, where. They enter with one click at /masuk/."""
    from django.utils import timezone

    from rumahbersama.ground.people.queries import demo_assignments

    lines = [
        f"  {one.role_label} di {one.region}: {one.account.name}"
        for one in demo_assignments(today=timezone.localdate())
    ]
    return ["Akun contoh (masuk dengan sekali klik, tanpa kata sandi):", *lines] if lines else []
