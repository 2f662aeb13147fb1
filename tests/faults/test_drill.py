"""The drill: a backup while people save, and a restore while they go on; nothing acknowledged before it is lost."""

import http.client
import re
import sys
import time
from urllib.parse import urlencode

import pytest

from tests.backup.acts import EMAIL, PASSWORD
from tests.backup.conftest import drop_side_databases, side_databases
from tests.faults.conftest import told
from tests.faults.test_killed_server import CSRF, PATIENCE, Writers, _is_up, _until, port  # noqa: F401
from tests.installation import Installation

PEOPLE, ACTS = "tests.faults.people", "tests.backup.acts"
CHANGING = {
    "django_session",
    "core_heartbeat",
    "core_cache",
    "audit_auditrecord",
    "django_tasks_database_dbtaskresult",
}


class Careful(Writers):
    """Writers who know that being sent to the sign-in page is no acknowledgement."""

    def _save(self, village: str, number: int) -> tuple[int, str]:
        status, said, _location = send(
            self.port,
            f"/kebutuhan/angka/{village}/penduduk/2026-S1/",
            self._cookies(),
            data={"numerator": str(number), "source": "uji", "reason": "uji"},
        )
        return (401, "masuk lagi") if "/masuk/" in _location else (status, said)

    def _cookies(self) -> str:
        return f"{self.keys['session_name']}={self.keys['session']}; {self.keys['csrf_name']}={CSRF}"


def send(port: int, path: str, cookies: str, data: dict[str, str]) -> tuple[int, str, str]:  # noqa: F811
    """Send a form; returns status, text, and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", path, urlencode(data | {"csrfmiddlewaretoken": CSRF}), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace"), answer.getheader("Location") or ""
    finally:
        connection.close()


@pytest.fixture
def drilled(peopled: Installation):
    """An installation whose keeper has a password, with a key for backups."""
    assert peopled.run("password", module=ACTS).returncode == 0
    assert peopled.run("backup", "--new-key").returncode == 0
    yield peopled
    drop_side_databases(peopled)


def test_backup_and_restore_under_writes(drilled: Installation, port: int, capsys) -> None:  # noqa: F811
    writers = Careful(port, drilled.ask("enter", module=PEOPLE))
    server = drilled.start("serve", "--port", str(port), "--threads", "4")
    try:
        _until(lambda: _is_up(port), "the server does not come up")
        writers.start()
        _until(lambda: len(writers.acknowledged) >= 8, "nothing is saved")
        before_snapshot = set(writers.acknowledged)
        made = drilled.ask("backup", "--json")
        assert writers.refused == []
        after_snapshot = len(writers.acknowledged)
        _until(lambda: len(writers.acknowledged) > after_snapshot + 4, "nothing is saved after the backup")
        began = time.monotonic()
        restored = drilled.ask("restore", made["path"], "--yes", "--json")
        took = time.monotonic() - began
        _until(lambda: any(said.startswith("401") for said in writers.refused), "nobody must sign in again")
        writers.stop()
        refused, sent, acknowledged = list(writers.refused), set(writers.sent), set(writers.acknowledged)
        signed_in = send(port, "/masuk/", f"rumah_csrf={CSRF}", {"login": EMAIL, "password": PASSWORD})
        worker_lives = _worker_lives(drilled)
    finally:
        writers.stop()
        server.terminate()
        server.communicate(timeout=60)
    held = drilled.ask("tell", module=ACTS)
    figures = drilled.ask("tell", module=PEOPLE)

    stored = set(figures["history"])
    with capsys.disabled():
        sys.stderr.write(
            f"\n{len(acknowledged)} acknowledged, {len(before_snapshot)} before the backup ({made['seconds']} s), "
            f"{len(stored)} restored in {took:.1f} s; {sum(said.startswith('503') for said in refused)} told 503\n"
        )
    assert before_snapshot - stored == set()
    assert stored - sent == set()
    assert len(acknowledged - stored) > 0
    assert acknowledged - stored - set(_kept(drilled, restored)["history"]) == set()  # until the very switch
    assert {said[:3] for said in refused} <= {"503", "401"}
    assert [said for said in refused if said.startswith("503") and "Sedang memulihkan data" not in said] == []
    assert (figures["sums_agree"], figures["gaps_agree"], figures["integrity"]) == (True, True, "ok")
    assert restored["rows"] == made["rows"]
    assert sum(count for table, count in held["rows"].items() if table not in CHANGING) <= made["rows"]
    assert (signed_in[0], signed_in[2]) == (302, "/"), re.sub(r"\s+", " ", signed_in[1])[:500]
    assert (held["missing_triggers"], held["verbs"][-1] in {"office.restore", "people.sign_in"}) == ([], True)
    assert worker_lives
    assert side_databases(drilled) == [restored["kept_database"].rpartition("/")[2]]


def _kept(own: Installation, restored: dict) -> dict:
    """Return what the database holds that was in use before the switch."""
    kept = restored["kept_database"]
    url = f"{own.database_url.rpartition('/')[0]}/{kept}" if own.database_url else f"sqlite:///{kept}"
    return told(own.run("tell", module=PEOPLE, DATABASE_URL=url).stdout)


def _worker_lives(own: Installation) -> bool:
    """Wait until the worker beats in the restored database."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        states = {check["name"]: check["state"] for check in own.ask("doctor", "--json")}
        if states["Pekerja latar"] == "ok":
            return True
        time.sleep(1)
    return False
