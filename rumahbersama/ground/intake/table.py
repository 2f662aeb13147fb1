"""Opening a table safely: the look before the parser, then the parser in a child process with limits."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from rumahbersama.ground.intake import packs
from rumahbersama.ground.intake.checks import check_file
from rumahbersama.ground.intake.limits import BadFile, Checked

WALL_SECONDS = 90.0
MAX_MESSAGE = 64_000_000
_READER = Path(__file__).with_name("reader.py")
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")  # nothing of ours: no keys, no database address


@dataclass(frozen=True)
class Sheet:
    """One sheet as seen before choosing: its first rows with their numbers, and its merged cells (from 0)."""

    name: str
    rows: int
    head: list[list[Any]]
    merged: list[list[int]]


@dataclass
class Table:
    """An open table. Leave it with ``close`` or as a context manager; the child ends with it."""

    checked: Checked
    process: "subprocess.Popen[bytes]"
    clock: threading.Timer
    sheets: list[Sheet] = field(default_factory=list)
    count: int = 0
    widths: dict[int, list[int]] = field(default_factory=dict)
    timed_out: bool = False

    def __enter__(self) -> "Table":
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child and free its pipes."""
        self.clock.cancel()
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # a dead child leaves an unsent line behind
                    pipe.close()
        self.process.wait()

    def packs(self, sheet: int = 0) -> Iterator[str]:
        """Yield the rows of a sheet as JSON texts of ``[[row number, cell, ...], ...]``; once only.

        Raises:
            BadFile: when the table turns out unreadable, or the child was killed or crashed.
        """
        self._choose(sheet)
        while True:
            line = self._line()
            if not line.startswith("{"):
                yield line
                continue
            message = self._message(line)
            self.count = int(message.get("end", 0))
            self.widths = {int(width): lines for width, lines in message.get("widths", {}).items()}
            return

    def rows(self, sheet: int = 0) -> Iterator[list[Any]]:
        """Yield the rows of a sheet as lists ``[row number, cell, ...]``."""
        for pack in self.packs(sheet):
            yield from packs.loads(pack)

    def _choose(self, sheet: int) -> None:
        pipe: IO[bytes] | None = self.process.stdin
        if pipe is None:
            raise BadFile("child_crashed")
        try:
            pipe.write(json.dumps({"sheet": sheet}).encode() + b"\n")
            pipe.flush()
        except OSError:
            raise BadFile(self._why_it_died()) from None

    def _line(self) -> str:
        pipe = self.process.stdout
        line = pipe.readline(MAX_MESSAGE) if pipe else b""
        if not line.endswith(b"\n"):
            raise BadFile("child_slow" if self.timed_out else self._why_it_died())
        return line.decode("utf-8", "replace").rstrip("\n")

    def _why_it_died(self) -> str:
        try:
            ended = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "child_crashed"
        return "child_slow" if ended in {-24, -9} else "child_memory" if ended == -6 else "child_crashed"

    def _message(self, line: str) -> dict[str, Any]:
        try:
            message = json.loads(line)
        except ValueError:
            raise BadFile("child_crashed") from None
        if "error" in message:
            raise BadFile(str(message["error"]), **message.get("values", {}))
        return dict(message)

    def begin(self) -> None:
        """Read what sheets there are."""
        message = self._message(self._line())
        self.sheets = [Sheet(**sheet) for sheet in message.get("sheets", [])]
        if not self.sheets or all(len(sheet.head) < 2 for sheet in self.sheets):
            raise BadFile("no_rows")


def open_table(path: Path, *, wall_seconds: float = WALL_SECONDS) -> Table:
    """Check the file and open it in a child process.

    Raises:
        BadFile: when the file is not safe, not a table, or breaks its reader.
    """
    checked = check_file(path)
    process = subprocess.Popen(  # noqa: S603 - our own reader; the path is one argument, no shell
        [sys.executable, "-I", str(_READER), str(path), checked.kind, checked.encoding, checked.delimiter],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
    table = Table(checked=checked, process=process, clock=threading.Timer(wall_seconds, process.kill))
    table.clock = threading.Timer(wall_seconds, _time_is_up, [table])
    table.clock.daemon = True
    table.clock.start()
    try:
        table.begin()
    except BaseException:
        table.close()
        raise
    return table


def _time_is_up(table: Table) -> None:
    table.timed_out = True
    table.process.kill()
