"""The server: answers, stops in order with its worker, starts a fallen worker again."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from rumahbersama.commands.starting import listen_at


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(check, *, seconds: float = 60):
    """Wait for something that must come; patience bounds a failure, not a success."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return found


def answer(port: int, path: str) -> str:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as page:
        return page.read().decode()
    return ""


def children(pid: int) -> dict[int, str]:
    """Give the live children of a process with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def worker_of(pid: int) -> int:
    return next((child for child, words in children(pid).items() if " worker " in words), 0)


@pytest.fixture
def served(installation, port):
    server = installation.start("serve", "--port", str(port), "--threads", "2")
    try:
        until(lambda: answer(port, "/healthz"))
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):  # a child left over would hold the pipe
            server.communicate(timeout=20)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_serve_stops_cleanly(served, installation, port, sign):
    until(lambda: worker_of(served.pid))
    until(lambda: "Pekerja latar" in ok_checks(installation))
    family = children(served.pid)

    served.send_signal(sign)
    said, _ = served.communicate(timeout=60)

    assert (served.returncode, said.splitlines()[-1]) == (0, "Berhenti.")
    assert [child for child in family if Path(f"/proc/{child}").exists()] == []
    assert "Pekerja latar" not in ok_checks(installation)


def ok_checks(installation) -> list[str]:
    return [check["name"] for check in installation.ask("doctor", "--json") if check["state"] == "ok"]


def test_ctrl_c_of_a_terminal_reaches_the_server_alone_which_said_its_address_and_mode(served, port):
    until(lambda: worker_of(served.pid))
    assert {child: os.getpgid(child) for child in children(served.pid)} == {
        child: child for child in children(served.pid)
    }

    os.killpg(served.pid, signal.SIGINT)
    said, _ = served.communicate(timeout=60)

    assert (served.returncode, said.splitlines()[-1]) == (0, "Berhenti.")
    assert said.splitlines()[0] == f"Rumah Bersama: http://127.0.0.1:{port}/"
    assert said.splitlines()[1].startswith("Cara jalan: loopback (hanya komputer ini); ")


def test_as_many_processes_answer_as_are_set_and_each_ends_with_the_server(installation, port):
    server = installation.start("serve", "--port", str(port), "--no-worker", RUMAH_PROCESSES="3")
    try:
        until(lambda: answer(port, "/healthz"))
        family = until(lambda: len(children(server.pid)) == 3 and children(server.pid))
    finally:
        server.kill()
        server.communicate(timeout=20)

    until(lambda: not [child for child in family if Path(f"/proc/{child}").exists()])


def test_serve_starts_a_fallen_worker_again(served):
    first = until(lambda: worker_of(served.pid))
    os.kill(first, signal.SIGKILL)

    assert until(lambda: worker_of(served.pid) not in {0, first})


def test_killed_server_takes_its_children_along(served, installation, port):
    until(lambda: worker_of(served.pid))
    family = children(served.pid)

    served.kill()
    served.wait()

    until(lambda: not [child for child in family if Path(f"/proc/{child}").exists()])
    again = installation.start("serve", "--port", str(port))
    try:
        assert until(lambda: answer(port, "/healthz"))
    finally:
        again.terminate()
        again.communicate(timeout=60)


def test_port_taken(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = installation.run("serve", "--port", str(port))

    assert done.returncode == 2
    assert done.stderr == (
        f"Port {port} di 127.0.0.1 sedang dipakai program lain. Pilih yang lain, misalnya --port {port + 1}.\n"
    )


@pytest.mark.parametrize(
    ("said", "host", "url"),
    [
        ({}, "127.0.0.1", "http://127.0.0.1:8130"),
        ({}, "0.0.0.0", None),
        ({"RUMAH_URL": "https://rumah.contoh.invalid"}, "127.0.0.1", "https://rumah.contoh.invalid"),
    ],
)
def test_papers_name_the_address_at_which_this_computer_serves(said, host, url, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(said))

    listen_at(host, 8130)

    assert (os.environ.get("RUMAH_URL"), os.environ["RUMAH_PRACTICE_PORT"]) == (url, "8230")
