"""The keeper of practice copies in the worker: one process for each copy that is open, none else (ADR 0029).

What is wanted stands in the rows of ``chain.training.practice``; what is there is looked at anew each turn. A making
of a copy lies in ``latihan/KEY-TURN`` of the data folder and is never made over: another turn is another folder.
"""

import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from rumahbersama.chain.training.practice.models import PracticeCopy

FOLDER, PRISTINE, MADE_ON = "latihan", "awal", "hari"
LOG, LOCK = "latihan.log", "penjaga.kunci"
LOOK_SECONDS = 2.0
PATIENCE_SECONDS = 12.0
AGAIN_SECONDS = 15.0  # between two tries of a copy that ends by itself
# All that a copy's process gets of this one's environment: no address of a database, no key, no mail server.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV")


def environment_of(*, folder: Path, slot: int, code: str) -> dict[str, str]:
    """Return the whole environment of a copy's process."""
    from django.conf import settings

    from rumahbersama.chain.training.practice.addresses import base_of, port_of

    base = base_of(slot, port=port_of(slot))
    own = {
        "RUMAH_DATA": str(folder),
        "RUMAH_PRACTICE": str(slot),
        "RUMAH_PRACTICE_CODE": code,
        "RUMAH_PRACTICE_COPIES": "0",
        "RUMAH_MODE": settings.MODE,
        "RUMAH_TIMEZONE": settings.TIME_ZONE,
        "RUMAH_URL": base,
        "RUMAH_ORIGINS": base,
        "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
    }
    if settings.MODE == "tls":
        own["RUMAH_HOSTS"] = f"{urlsplit(base).hostname},127.0.0.1"
    return {name: os.environ[name] for name in KEPT if name in os.environ} | own


@dataclass
class Running:
    """The process of a copy, as it is in one turn."""

    copy: "PracticeCopy"
    process: "subprocess.Popen[bytes]"
    folder: Path
    is_ready: bool = False


class PracticeKeeper:
    """Lets the copies that are wanted run, and no others."""

    def __init__(self, data: Path) -> None:
        self._root = data / FOLDER
        self._running: dict[int, Running] = {}
        self._failed_at: dict[tuple[int, int], float] = {}
        self._builder: subprocess.Popen[bytes] | None = None
        self._build_failed_at = -AGAIN_SECONDS
        self._lock: int | None = None

    def run(self, stop: threading.Event) -> None:
        """Look every two seconds until told to stop; then end all copies."""
        from django.db import DatabaseError, close_old_connections, connection

        from rumahbersama.ground.core import maintenance

        while not stop.wait(LOOK_SECONDS):
            try:
                close_old_connections()
                with maintenance.inside():
                    if self._is_the_one():
                        self.one_turn()
            except maintenance.Closed:
                connection.close()
            except DatabaseError:
                logging.getLogger(__name__).warning("practice: database busy or away")
                connection.close()
            except OSError:
                logging.getLogger(__name__).exception("practice: tried again at the next turn")
        self.end_all()
        connection.close()

    def one_turn(self) -> None:
        """Close what is overdue, end what is not wanted, and start what is."""
        from django.utils import timezone

        from rumahbersama.chain.training.practice import actions, queries

        actions.close_overdue(at=timezone.now())
        wanted = {copy.pk: copy for copy in queries.open_copies()}
        for number, running in list(self._running.items()):
            copy = wanted.get(number)
            if copy is None or copy.turn != running.copy.turn or copy.slot != running.copy.slot:
                _end([running.process])
                del self._running[number]
        for copy in wanted.values():
            self._look_after(copy, today=timezone.localdate())
        self._clean({_name_of(copy) for copy in wanted.values()})

    def end_all(self) -> None:
        """End every process; their folders stay, and the next worker goes on with them."""
        _end([running.process for running in self._running.values()] + ([self._builder] if self._builder else []))
        self._running.clear()

    def _is_the_one(self) -> bool:
        """Tell whether no other worker keeps the copies of this data folder; the lock ends with its process."""
        if fcntl is None or self._lock is not None:
            return True
        self._root.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self._root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._lock = handle
        return True

    # One copy -------------------------------------------------------------------
    def _look_after(self, copy: "PracticeCopy", *, today: date) -> None:
        """Start a copy, note that it answers, or why it ended."""
        from rumahbersama.chain.training.practice import actions
        from rumahbersama.chain.training.practice.addresses import port_of

        running = self._running.get(copy.pk)
        if running is None:
            if time.monotonic() - self._failed_at.get((copy.pk, copy.turn), -AGAIN_SECONDS) >= AGAIN_SECONDS:
                self._start(copy, today=today)
            return
        if running.process.poll() is not None:
            del self._running[copy.pk]
            self._failed(copy, running.folder / LOG)
        elif not running.is_ready and copy.slot and _answers(port_of(copy.slot)):
            running.is_ready = True
            actions.note_ready(copy, port=port_of(copy.slot))

    def _start(self, copy: "PracticeCopy", *, today: date) -> None:
        from django.conf import settings

        from rumahbersama.chain.training.practice import actions
        from rumahbersama.chain.training.practice.addresses import port_of

        slot = copy.slot or 0
        folder = self._root / _name_of(copy)
        if not folder.exists():
            if not self._has_pristine(copy, today=today):
                return
            half = folder.with_suffix(".baru")
            shutil.rmtree(half, ignore_errors=True)
            # Each copy makes its own key of sessions; what was sealed stays sealed with the key of its making.
            shutil.copytree(self._root / PRISTINE, half, ignore=shutil.ignore_patterns("secret_key", "*.kunci", LOG))
            half.rename(folder)
        if copy.port is not None:  # noted by a worker that is gone
            actions.note_trouble(copy, "")
        host = "0.0.0.0" if settings.MODE == "lan" else "127.0.0.1"  # noqa: S104 - a hall
        words = ["--host", host, "--port", str(port_of(slot))]
        environment = environment_of(folder=folder, slot=slot, code=copy.code)
        self._running[copy.pk] = Running(copy, _launch(words, environment, folder / LOG), folder)

    def _failed(self, copy: "PracticeCopy", log: Path) -> None:
        from rumahbersama.chain.training.practice import actions

        self._failed_at[copy.pk, copy.turn] = time.monotonic()
        with contextlib.suppress(OSError):
            lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
            actions.note_trouble(copy, lines[-1] if lines else "")

    # The invented country --------------------------------------------------------
    def _has_pristine(self, copy: "PracticeCopy", *, today: date) -> bool:
        """Tell whether the invented country of today is there to be copied; begin to build it where it is not."""
        folder = self._root / PRISTINE
        if self._builder is None:
            made_on = folder / MADE_ON
            if made_on.exists() and made_on.read_text(encoding="ascii") == today.isoformat():
                return True
            if time.monotonic() - self._build_failed_at < AGAIN_SECONDS:
                return False
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, mode=0o700)
            environment = environment_of(folder=folder, slot=0, code="")
            self._builder = _launch(["--no-serve"], environment, folder / LOG)
            return False
        if self._builder.poll() is None:
            return False
        done, self._builder = self._builder.returncode, None
        if done:
            self._build_failed_at = time.monotonic()
            self._failed(copy, folder / LOG)
            return False
        (folder / MADE_ON).write_text(today.isoformat(), encoding="ascii")
        return True

    def _clean(self, wanted: set[str]) -> None:
        """Remove what was done in copies that are closed or were made anew."""
        for folder in self._root.glob("*-*"):
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)


def _name_of(copy: "PracticeCopy") -> str:
    return f"{copy.klass.key}-{copy.turn}"


def _launch(words: list[str], environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "rumahbersama", "demo", "--child-of", str(os.getpid()), *words]
    with log.open("wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _end(processes: list["subprocess.Popen[bytes]"]) -> None:
    """Let processes end in order, all at once; insist after a while."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    last = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, last - time.monotonic()))
        if process.poll() is None:
            process.kill()
            process.wait()
