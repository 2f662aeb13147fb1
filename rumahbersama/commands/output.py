"""What commands print and return."""

import argparse
import json
import sys
import time
from typing import Any

DONE, FINDINGS, REFUSED = 0, 1, 2


def say(text: str = "") -> None:
    """Print a line at once, so that progress is seen through a pipe too."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print a line on the error stream."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def say_json(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print data for machines: one JSON document."""
    say(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="keluaran untuk mesin")


def add_preview(parser: argparse.ArgumentParser) -> None:
    """Add ``--dry-run`` (show, change nothing) and ``--yes`` (do it without asking)."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--dry-run", action="store_true", help="tunjukkan saja, tidak mengubah apa pun")
    choice.add_argument("--yes", action="store_true", help="jalankan tanpa bertanya")


def agreed(arguments: argparse.Namespace, question: str) -> bool:
    """Tell whether to go on: ``--yes``, or a person at a terminal who says so."""
    if arguments.yes:
        return True
    if arguments.dry_run or not sys.stdin.isatty():
        return False
    return input(f"{question} [y/T] ").strip().lower() in {"y", "ya", "yes"}


class Progress:
    """Tells how far long work is: a new kind of sentence (its two first words) at once, the same after a pause."""

    PAUSE_SECONDS = 2.0

    def __init__(self, *, silent: bool) -> None:
        self._silent, self._kind, self._moment = silent, "", 0.0

    def tell(self, text: str) -> None:
        """Print the sentence if it is time."""
        kind, moment = " ".join(text.split()[:2]), time.monotonic()
        if self._silent or (kind == self._kind and moment - self._moment < self.PAUSE_SECONDS):
            return
        self._kind, self._moment = kind, moment
        say(text)
