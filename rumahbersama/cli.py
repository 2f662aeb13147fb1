"""The command line ``rumah``: one entry, one module in ``commands/`` per command.

Exit codes: 0 done, 1 findings, 2 unreadable or refused. Django is imported only by the command that runs, so
that ``rumah --help`` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from rumahbersama.commands import (
    backup,
    demo,
    doctor,
    import_table,
    invite,
    migrate,
    regions_load,
    restore,
    serve,
    training_analyse,
    training_import_questions,
    worker,
)
from rumahbersama.commands.output import REFUSED, complain

COMMANDS = (
    migrate,
    invite,
    demo,
    serve,
    worker,
    regions_load,
    import_table,
    training_analyse,
    training_import_questions,
    backup,
    restore,
    doctor,
)
EXITS = "Kode keluar: 0 selesai, 1 ada temuan, 2 tidak terbaca atau ditolak. DATABASE_URL menunjuk basis data."


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; a name of two words ("regions load") becomes two levels."""
    top = argparse.ArgumentParser(prog="rumah", description="Rumah Bersama: rumah data kecamatan.", epilog=EXITS)
    commands = top.add_subparsers(metavar="PERINTAH", required=True, title="perintah")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for module in COMMANDS:
        first, _, second = module.NAME.partition(" ")
        if second and first not in groups:
            group = commands.add_parser(first, help=module.HELP, description=module.HELP)
            groups[first] = group.add_subparsers(metavar="PERINTAH", required=True, title="perintah")
        home = groups[first] if second else commands
        one = home.add_parser(second or first, help=module.HELP, description=module.HELP, epilog=EXITS)
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahbersama.settings")
    try:
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    except Exception as problem:
        sentence = _sentence_for(problem)
        if not sentence:
            raise
        complain(sentence)
        return REFUSED


def _sentence_for(problem: Exception) -> str:
    """Return what to tell the person, or "" for a fault of the program, which keeps its traceback."""
    import errno
    import sqlite3

    import psycopg
    from django.db import DatabaseError

    from rumahbersama.ground.core.rules import Refusal

    if isinstance(problem, Refusal | FileNotFoundError | IsADirectoryError | PermissionError):
        return str(problem)
    if isinstance(problem, DatabaseError):
        return f"Basis data tidak dapat dipakai: {str(problem).strip()}. Sudahkah `rumah migrate` dijalankan?"
    if isinstance(problem, sqlite3.Error | psycopg.Error):
        return f"Basis data tidak dapat dipakai: {str(problem).strip()}."
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
        return "Ruang simpan penuh; tidak ada yang tersimpan setengah jalan. Kosongkan dulu, lalu ulangi."
    return ""
