"""``rumah regions load``: an edition of region codes, borders or centroids; previewed first."""

import argparse
from pathlib import Path

from rumahbersama.commands.output import DONE, add_json, add_preview, agreed, complain, say, say_json
from rumahbersama.commands.starting import start_django, take_part

NAME = "regions load"
HELP = "Muat kode wilayah (CSV), batas (GeoJSON), atau titik tengah; pratinjau dulu."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="daftar kode, GeoJSON, atau titik tengah")
    parser.add_argument("--number", default="", help="nomor keputusan edisi ini")
    parser.add_argument("--legal-basis", default="", help="nama lengkap keputusannya")
    parser.add_argument("--valid-from", default="", metavar="TTTT-BB-HH", help="hari pertama berlakunya")
    parser.add_argument("--source", default="", help="sumber batas atau titik tengah")
    add_preview(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show what the file would do; with ``--yes``, or after asking, do it."""
    start_django()
    take_part()
    from django.utils import timezone

    from rumahbersama.ground.regions.commands import load_command
    from rumahbersama.ground.regions.loading import Options

    options = Options(
        number=arguments.number,
        legal_basis=arguments.legal_basis,
        valid_from=arguments.valid_from,
        source=arguments.source,
    )
    result = load_command(
        path=arguments.file, options=options, at=timezone.now(), dry_run=arguments.dry_run, yes=arguments.yes
    )
    _show(result.report, result.lines, refused=result.exit_code != DONE, as_json=arguments.json)
    if result.exit_code != DONE or arguments.json or arguments.yes or result.report.get("is_same"):
        return result.exit_code
    if agreed(arguments, "Muat sekarang?"):
        result = load_command(path=arguments.file, options=options, at=timezone.now(), yes=True)
        _show(result.report, result.lines, refused=result.exit_code != DONE, as_json=False)
    return result.exit_code


def _show(report: dict[str, object], lines: list[str], *, refused: bool, as_json: bool) -> None:
    if as_json:
        say_json(report)
        return
    for line in lines:
        (complain if refused else say)(line)
