"""``rumah doctor``: is this installation sound; exit 1 when something is not."""

import argparse

from rumahbersama.commands.output import DONE, FINDINGS, add_json, say, say_json
from rumahbersama.commands.starting import start_django

NAME = "doctor"
HELP = "Periksa kesehatan pemasangan ini."
WORDS = {"ok": "baik     ", "warn": "perhatian", "bad": "buruk    "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask every room and print the answers, worst first."""
    start_django()
    from rumahbersama.ground.core import health

    found = health.all_checks()
    if arguments.json:
        say_json([{"name": str(one.name), "state": one.state, "text": str(one.text)} for one in found])
    else:
        for one in found:
            say(f"{WORDS[one.state]}  {one.name}: {one.text}")
    return FINDINGS if any(one.state == "bad" for one in found) else DONE
