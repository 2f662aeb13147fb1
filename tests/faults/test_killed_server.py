"""A server killed while people save: what was acknowledged is stored, and nothing is broken."""

import contextlib
import http.client
import os
import random
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import KILLS
from tests.faults.people import KABUPATEN, PERIOD
from tests.installation import Installation

VILLAGES = [f"{KABUPATEN[0]}.01.{2000 + number}" for number in range(1, 5)]
CSRF = "a" * 32
PATIENCE = 60.0


@dataclass
class Writers:
    """Four people at four villages, each saving one unique number after the other over HTTP."""

    port: int
    keys: dict[str, str]
    sent: set[int] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Let them begin."""
        self._threads = [threading.Thread(target=self._save_on, args=(village,)) for village in VILLAGES]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let them end."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _next(self) -> int:
        with self._guard:
            self._numbers.append(1000 + len(self._numbers))
            self.sent.add(self._numbers[-1])
            return self._numbers[-1]

    def _save_on(self, village: str) -> None:
        while not self._stop.is_set():
            if not _is_up(self.port):
                time.sleep(0.02)
                continue
            number = self._next()
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._note(number, *self._save(village, number))

    def _note(self, number: int, status: int, said: str) -> None:
        with self._guard:
            if status == 302:
                self.acknowledged.add(number)
            else:
                self.refused.append(f"{status} {said[:200]}")

    def _save(self, village: str, number: int) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        data = {"numerator": number, "source": "uji", "reason": "uji", "csrfmiddlewaretoken": CSRF}
        cookies = f"{self.keys['session_name']}={self.keys['session']}; {self.keys['csrf_name']}={CSRF}"
        try:
            connection.request(
                "POST",
                f"/kebutuhan/angka/{village}/penduduk/{PERIOD}/",
                urlencode(data),
                {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"},
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()


def _is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(check, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture
def port() -> int:
    """A port of this test's own."""
    if os.environ.get("RUMAH_FAULT_PORT"):
        return int(os.environ["RUMAH_FAULT_PORT"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_killed_in_the_middle_of_saving_loses_nothing_it_acknowledged(
    peopled: Installation, port: int, capsys
) -> None:
    rng = random.Random(20)
    writers = Writers(port, peopled.ask("enter", module="tests.faults.people"))
    for turn in range(KILLS):
        server = peopled.start("serve", "--no-worker", "--port", str(port), "--threads", "4")
        try:
            _until(lambda: _is_up(port), "the server does not come up")
            if turn == 0:
                writers.start()
            _until_some(writers, len(writers.acknowledged))
            time.sleep(rng.uniform(0, 1))
        finally:
            os.kill(server.pid, signal.SIGKILL)
            server.communicate()
        _until(lambda: not _is_up(port), "the killed server still answers")
    writers.stop()
    after = peopled.ask("tell", module="tests.faults.people")

    stored = set(after["history"])
    with capsys.disabled():
        sys.stderr.write(
            f"\nkilled {KILLS} times: {len(writers.acknowledged)} acknowledged, {len(stored)} stored, "
            f"{len(writers.sent) - len(writers.acknowledged)} cut off\n"
        )
    assert writers.refused == []
    assert writers.acknowledged - stored == set()
    assert stored - writers.sent == set()
    assert len(stored) == after["records"]
    assert len(stored - writers.acknowledged) <= KILLS * len(VILLAGES)
    assert set(after["kept"]) <= stored
    assert (after["sums_agree"], after["gaps_agree"], after["integrity"]) == (True, True, "ok")


def _until_some(writers: Writers, before: int) -> None:
    _until(lambda: len(writers.acknowledged) > before, "nothing is saved")
