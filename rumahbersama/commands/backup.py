"""``rumah backup``: database and uploads into one sealed file while people work."""

import argparse
from pathlib import Path

from rumahbersama.commands.output import DONE, FINDINGS, Progress, add_json, complain, say, say_json
from rumahbersama.commands.starting import require_owner, start_django, take_part

NAME = "backup"
HELP = "Cadangkan basis data dan berkas unggahan ke satu berkas tersegel; boleh sambil dipakai."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="berkas atau folder tujuan")
    parser.add_argument("--key", type=Path, metavar="BERKAS", help="berkas kunci cadangan")
    parser.add_argument("--new-key", action="store_true", help="buat kunci cadangan, tanpa mencadangkan")
    parser.add_argument("--keep", type=int, default=0, metavar="N", help="sisakan N cadangan terbaru di folder itu")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make a key, or a backup."""
    start_django()
    from django.conf import settings

    require_owner()
    key = arguments.key or settings.BACKUP_KEY
    if arguments.new_key:
        return _make_key(key, as_json=arguments.json)
    return _make_backup(arguments, key)


def _make_key(path: Path, *, as_json: bool) -> int:
    from rumahbersama.ground.core.backup.keys import make_key

    number = make_key(path)
    if as_json:
        say_json({"key": number, "path": path})
        return DONE
    say(f"Kunci cadangan {number} dibuat: {path}")
    say("Salin kunci ini SEKARANG ke tempat lain: cetak dan simpan di brankas, atau USB yang tidak ikut server.")
    say("Tanpa kunci ini cadangan tidak dapat dibuka oleh siapa pun. Kunci tidak pernah masuk ke dalam cadangan.")
    return DONE


def _make_backup(arguments: argparse.Namespace, key: Path) -> int:
    from django.utils import timezone

    from rumahbersama.ground.core.backup.keys import read_key
    from rumahbersama.office.backup.actions import record_backup
    from rumahbersama.office.backup.making import make_backup

    secret = read_key(key)
    take_part()
    progress = Progress(silent=arguments.json)
    made = make_backup(
        target=arguments.file, key=secret, at=timezone.now(), report=progress.tell, keep=arguments.keep
    )
    recorded = record_backup(made=made, by=None, at=timezone.now())
    if arguments.json:
        say_json(vars(made))
        return FINDINGS if made.findings else DONE
    say(f"Cadangan siap: {made.path}")
    say(
        f"{made.size / 1_000_000:.1f} MB dalam {made.seconds} detik: {made.tables} tabel, {made.rows} baris, "
        f"{made.files} berkas; kunci {made.key}."
    )
    if not recorded:
        say("Riwayat tidak mencatat cadangan ini: tabelnya masih dari program lama. Berikutnya: `rumah migrate`.")
    for name in made.removed:
        say(f"Cadangan lama dihapus: {name}")
    say("Salin berkas ini ke komputer lain. Kunci tidak ada di dalamnya: simpan terpisah.")
    for finding in made.findings:
        complain(finding)
    return FINDINGS if made.findings else DONE
