"""What one request of a full hall costs the processor: a scan, an answer, handing in, starting, the page of the test.

The program is called as a web server calls it (WSGI), in one process, with all its middleware, rendering and commits;
nothing else runs in the process, so that its processor time is that of the requests, whatever else the machine does.
Told is the mean of many requests of different people, and how often the database is asked. SQLite always; PostgreSQL
(whose own processes are not counted) where BENCH_POSTGRES_URL names a server.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.bench_entry import _admin
from benchmarks.hall import PRE, Participant, World, make_world, open_presence, phones_of

PEOPLE, CLASSES = 400, 4
QUICK = (60, 2)
NAME = "bench_requests"


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    size = QUICK if quick else (PEOPLE, CLASSES)
    rows = _measured("", "SQLite", size)
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            rows += _measured(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), "PostgreSQL", size)
        finally:
            _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    return rows


def _measured(url: str, brand: str, size: tuple[int, int]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        command = [sys.executable, "-m", "benchmarks.bench_requests", brand, *map(str, size)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


# In a process of its own --------------------------------------------------------------------
class Answer:
    """What ``http.client`` gives: a status, the text, the cookies."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        from http.client import HTTPMessage

        self.status, self._body, self.headers = status, body, HTTPMessage()
        for name, value in headers:
            self.headers[name] = value

    def read(self) -> bytes:
        """Return the text."""
        return self._body


class Direct:
    """Stands in for a connection: hands each request to the program itself, and adds up what it costs."""

    def __init__(self) -> None:
        from rumahbersama.wsgi import application

        self.application, self.seconds, self.requests, self.bytes = application, 0.0, 0, 0

    def request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> None:
        """Call the program."""
        parts, data = urlsplit(path), (body or "").encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": BytesIO(data),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        told: list[Any] = []
        begun = time.process_time()
        response = self.application(environ, lambda status, sent, _error=None: told.extend((status, sent)))
        text = b"".join(response)
        response.close()
        self.seconds += time.process_time() - begun
        self.requests, self.bytes = self.requests + 1, self.bytes + len(text)
        self.answer = Answer(int(told[0].split()[0]), told[1], text)

    def getresponse(self) -> Answer:
        """Return the answer."""
        return self.answer


def _row(name: str, brand: str, phones: list[Participant], act: Callable[..., int]) -> dict[str, Any]:
    from benchmarks.bench_participants import _questions

    for phone in phones[:10]:
        assert act(phone, Direct()) == 200, name
    asked = _questions(lambda: act(phones[10], Direct()))
    line = Direct()
    statuses = [act(phone, line) for phone in phones[11:]]
    assert set(statuses) == {200}, (name, set(statuses))
    each, count = line.seconds * 1000 / len(statuses), line.requests / len(statuses)
    return {
        "name": name,
        "input": f"{brand}, {len(statuses)} people, {count:g} requests each",
        "ours": f"{each:.2f} ms of the processor, {asked} statements, {line.bytes / len(statuses) / 1000:.1f} kB",
    }


def _rows(world: World, phones: list[Participant], brand: str) -> list[dict[str, Any]]:
    from django.utils import timezone

    from benchmarks.crowd import ask
    from rumahbersama.chain.training.tests.actions import open_test

    open_test(event=world.event, phase=PRE, klass=None, by=None, at=timezone.now())
    parts: dict[str, Callable[..., int]] = {
        "one scan": Participant.mark,
        "starting the test: page, start, questions": lambda phone, line: phone.begin(line, PRE),
        "one answer of a test": lambda phone, line: phone.answer(line, PRE),
        "the page of a running test": lambda phone, line: ask(line, "GET", phone.test, phone.jar)[0],
        "handing in with all answers": lambda phone, line: phone.hand_in(line, PRE),
    }
    return [_row(name, brand, phones, act) for name, act in parts.items()]


def _main(brand: str, *size: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from rumahbersama.commands.starting import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    world = make_world(*map(int, size))
    print(json.dumps(_rows(world, phones_of(world, open_presence(world)), brand)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
