"""Many phones at once, over HTTP: all together, or so many a second; what each was answered, and how long it took.

The client is a process of its own on the same machine, with as many connections as a browser-like client keeps open;
phones share them one after another, each with its own cookies. The clock of a paced act begins when it is due, so
that a queue before the client counts as waiting too.
"""

import gzip
import http.client
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar
from urllib.parse import urlencode

LINES, CSRF = 24, "a" * 32
Connection = http.client.HTTPConnection
Who = TypeVar("Who")


@dataclass
class Told:
    """What acts came to: seconds for all, then for each act its last status and its milliseconds."""

    seconds: float = 0.0
    statuses: list[int] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)


def connection(port: int) -> Connection:
    """Return a connection that stays open."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def ask(
    line: Connection,
    method: str,
    path: str,
    jar: dict[str, str],
    data: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Ask for a page with a phone's cookies, which the answer may change; a form goes with its token."""
    told = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), **(headers or {})}
    told["Accept-Encoding"] = "gzip"
    body = None
    if method == "POST":
        told["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({"csrfmiddlewaretoken": CSRF, **(data or {})})
    line.request(method, path, body, told)
    answer = line.getresponse()
    body_sent = answer.read()
    if answer.headers.get("Content-Encoding") == "gzip":
        body_sent = gzip.decompress(body_sent)
    text = body_sent.decode()
    for sent in answer.headers.get_all("Set-Cookie") or ():
        for name, morsel in SimpleCookie(sent).items():
            jar[name] = morsel.coded_value
            if morsel["max-age"] == "0" or not morsel.value:
                del jar[name]
    return answer.status, text


def together(port: int, phones: Iterable[Who], act: Callable[[Connection, Who], int], lines: int = LINES) -> Told:
    """Let all act at once; ``act`` returns the last status, 0 where the page is not what it should be."""
    waiting: SimpleQueue[tuple[float, Who]] = SimpleQueue()
    for phone in phones:
        waiting.put((0.0, phone))
    return _acted(port, waiting, act, lines)


def paced(
    port: int, phones: Sequence[Who], act: Callable[[Connection, Who], int], *, rate: float, lines: int = LINES
) -> Told:
    """Let one after another act, so many a second; each time runs from the moment the act was due."""
    waiting: SimpleQueue[tuple[float, Who]] = SimpleQueue()
    for number, phone in enumerate(phones):
        waiting.put(((number + 1) / rate, phone))
    return _acted(port, waiting, act, lines)


def _acted(
    port: int, waiting: "SimpleQueue[tuple[float, Who]]", act: Callable[[Connection, Who], int], lines: int
) -> Told:
    told = Told()
    begun = time.perf_counter()

    def walk() -> None:
        line = connection(port)
        while True:
            try:
                due, phone = waiting.get_nowait()
            except Empty:
                return
            start = begun + due if due else time.perf_counter()
            time.sleep(max(0.0, start - time.perf_counter()))
            try:
                status = act(line, phone)
            except (OSError, http.client.HTTPException):
                line.close()
                status = 0
            told.ms.append((time.perf_counter() - start) * 1000)
            told.statuses.append(status)

    threads = [threading.Thread(target=walk) for _line in range(lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.seconds = time.perf_counter() - begun
    return told


def p(share: float, times: Sequence[float]) -> float:
    """Return the time below which so many of a hundred stay."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * int(share) // 100) - 1)]


def processor_seconds(port: int) -> dict[str, float]:
    """Return what server and worker on this port have used of the processor so far; empty but on Linux."""
    rows: dict[int, tuple[int, float, str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
            words = path.with_name("cmdline").read_text().split("\0")
        except OSError:
            continue
        used = sum(int(each) for each in told[11:15]) / os.sysconf("SC_CLK_TCK")
        rows[int(path.parent.name)] = (int(told[1]), used, " ".join(words))
    ours = {pid for pid, row in rows.items() if f"serve --port {port}" in row[2]}
    for _generation in range(3):
        ours |= {pid for pid, row in rows.items() if row[0] in ours}
    worker = {pid for pid in ours if " worker " in f"{rows[pid][2]} "}
    return {
        "server": sum(rows[pid][1] for pid in ours - worker),
        "worker": sum(rows[pid][1] for pid in worker),
    }
