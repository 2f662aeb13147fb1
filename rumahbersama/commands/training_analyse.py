"""``rumah training analyse``: item analysis of a file of answers, without a database."""

import argparse
from pathlib import Path

from rumahbersama.commands.output import add_json

NAME = "training analyse"
HELP = "Analisis butir soal dari berkas jawaban: kesukaran, daya beda, alfa."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "file",
        metavar="RESPONSES.csv",
        type=Path,
        help="responden, lalu satu kolom tiap butir: 0/1 atau huruf pilihan",
    )
    parser.add_argument(
        "--key", type=Path, metavar="KEY.csv", help="kunci: kolom item dan key (options bila bukan A-E)"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="OUT.csv", help="tempat hasilnya ditulis")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read, check, analyse, write; nothing is written where a cell cannot be."""
    from rumahbersama.commands.analysing import analyse

    return analyse(arguments)
