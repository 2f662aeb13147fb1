"""The worker as a child of the server: started, started again when it falls, stopped with it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading

RESTART_SECONDS = 2.0
PATIENCE_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1
BACK = 10  # of 19: how far work in the background stands behind pages


def die_with_parent(parent: int) -> None:
    """Ask Linux to end this process when ``parent`` is gone, however it went; elsewhere nothing.

    Raises:
        SystemExit: the parent went before it could be asked.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        raise SystemExit(1)


def stand_apart() -> None:
    """Leave the group of the terminal: Ctrl-C then reaches the server alone, which ends the others in order."""
    if hasattr(os, "setpgrp"):  # not on Windows
        os.setpgrp()


def stand_back() -> None:
    """Let those go first who wait for a page; what this process starts stands back too (not on Windows).

    Nobody is held up by it while it has the database for writing: who waits for that leaves the processor to it.
    """
    if hasattr(os, "nice"):
        os.nice(BACK)


class WorkerKeeper:
    """Keeps one ``rumah worker`` running beside the server."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._process = self._launch()
        self._thread.start()

    def stop(self) -> None:
        """Let the worker end its work; insist after ``PATIENCE_SECONDS`` (its job is then handed back)."""
        self._stop.set()
        process = self._process
        if process is None:
            return
        for sign in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            if process.poll() is not None:
                break
            process.send_signal(sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_SECONDS)
        self._thread.join()

    def _launch(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the server alone, which then stops the worker in order.
        command = [sys.executable, "-m", "rumahbersama", "worker", "--child-of", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program

    def _keep(self) -> None:
        while not self._stop.wait(RESTART_SECONDS):
            if self._process is not None and self._process.poll() is not None and not self._stop.is_set():
                self._process = self._launch()
