"""The door and the room: who works together, who works alone, and what pages say meanwhile."""

import subprocess
import sys
import threading

import pytest

from rumahbersama.ground.core import maintenance
from rumahbersama.ground.core.rules import Refusal


def quiet() -> None:
    pass


def test_many_are_inside_together():
    with maintenance.inside(), maintenance.inside():
        assert maintenance.is_closed() is False


def test_nobody_comes_in_while_one_is_alone():
    with maintenance.alone(waiting=quiet):
        assert maintenance.is_closed() is True
    assert maintenance.is_closed() is False


def test_one_alone_waits_until_the_room_is_empty():
    waited, order = threading.Event(), []
    with maintenance.inside():
        other = threading.Thread(target=lambda: _alone(waited, order))
        other.start()
        assert waited.wait(10)
        assert maintenance.is_closed() is True
        order.append("left")
    other.join()

    assert order == ["left", "alone"]


def _alone(waited: threading.Event, order: list[str]) -> None:
    with maintenance.alone(waiting=waited.set):
        order.append("alone")


def test_patience_ends_and_the_door_opens_again():
    with maintenance.inside():
        with pytest.raises(Refusal, match="belum selesai sesudah"), maintenance.alone(waiting=quiet, patience=0.1):
            pass
        assert maintenance.is_closed() is False


def test_a_killed_restore_leaves_nothing_closed(settings):
    code = (
        "import sys,time,django; django.setup()\n"
        "from rumahbersama.ground.core import maintenance\n"
        "with maintenance.alone(waiting=lambda: None):\n"
        "    print('alone', flush=True); time.sleep(60)"
    )
    environment = {"RUMAH_DATA": str(settings.DATA_DIR), "DJANGO_SETTINGS_MODULE": "rumahbersama.settings"}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"alone\n"
        assert maintenance.is_closed() is True
        process.kill()

    assert maintenance.is_closed() is False


def test_pages_answer_503_with_a_sentence_and_ask_no_database(client):
    with maintenance.alone(waiting=quiet):
        page, alive = client.get("/"), client.get("/healthz")

    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "30", "no-store")
    assert "<h1>Sedang memulihkan data</h1>" in page.content.decode()
    assert "style-src" in page["Content-Security-Policy"]
    assert (alive.status_code, alive.content) == (200, b"ok\n")
