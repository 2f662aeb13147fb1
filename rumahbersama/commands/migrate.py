"""``rumah migrate``: tables, the cache table, Indonesia, reference data, static files."""

import argparse
from collections.abc import Callable
from typing import Any

from rumahbersama.commands.output import DONE, add_json, say, say_json
from rumahbersama.commands.starting import collect_static, start_django, take_part, waiting_migrations

NAME = "migrate"
HELP = "Siapkan atau perbarui tabel, data acuan, dan berkas tampilan."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--dry-run", action="store_true", help="hitung saja perubahan tabel yang menunggu")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, or only count what waits."""
    start_django()
    take_part()
    waiting = waiting_migrations()
    if arguments.dry_run:
        _tell(arguments, {"waiting": waiting}, f"{waiting} perubahan tabel menunggu.")
        return DONE
    report = (lambda text: None) if arguments.json else say
    done = prepare(report=report)
    _tell(arguments, done, "Siap.")
    return DONE


def prepare(*, report: Callable[[str], None]) -> dict[str, Any]:
    """Bring the database and static files up to date; safe to repeat."""
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from rumahbersama.ground.core import database, migrating
    from rumahbersama.ground.regions.actions.edition import ensure_nation

    database.assert_settings()
    waiting = waiting_migrations()
    report(f"Basis data: {database.describe()}")
    report(f"Menjalankan {waiting} perubahan tabel ...")
    migrating.migrate()
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        ensure_nation()
        reference = load_reference(at=timezone.now())
    report(f"Data acuan: {sum(reference.values())} baris baru.")
    laid = collect_static()
    report("Berkas tampilan: " + ("diperbarui." if laid else "sudah mutakhir."))
    return {"migrations": waiting, "reference": reference, "static_collected": laid}


def load_reference(*, at: Any) -> dict[str, int]:  # noqa: ANN401 - datetime, imported late
    """Have every room that has reference data add what is missing; returns how many rows each added."""
    from rumahbersama.chain.needs import reference as needs
    from rumahbersama.chain.oversight.checklists import reference as checklists
    from rumahbersama.chain.training import reference as training
    from rumahbersama.ground.regions.office_days import reference as office_days
    from rumahbersama.workshop.surveys import reference as surveys

    rooms: dict[str, Callable[..., int]] = {
        "regions": office_days.load_reference,
        "needs": needs.load_reference,
        "surveys": surveys.load_reference,
        "training": training.load_reference,
        "checklists": checklists.load_reference,
    }
    return {room: load(by=None, at=at) for room, load in rooms.items()}


def _tell(arguments: argparse.Namespace, data: dict[str, Any], text: str) -> None:
    if arguments.json:
        say_json(data)
    else:
        say(text)
