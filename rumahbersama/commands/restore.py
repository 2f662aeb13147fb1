"""``rumah restore``: a backup becomes a new database, is verified, and takes the old one's place."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rumahbersama.commands.output import DONE, Progress, add_json, add_preview, agreed, say, say_json
from rumahbersama.commands.starting import require_owner, start_django

if TYPE_CHECKING:
    from rumahbersama.office.backup.restoring import Restoring
    from rumahbersama.office.backup.rules import Tried

NAME = "restore"
HELP = "Pulihkan cadangan: jadi basis data baru, diperiksa, lalu menggantikan yang lama (yang lama disimpan)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="berkas cadangan")
    parser.add_argument("--key", type=Path, metavar="BERKAS", help="berkas kunci cadangan")
    add_preview(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Lay and verify the backup; with ``--yes``, or after asking, switch to it."""
    start_django()
    from django.conf import settings
    from django.utils import timezone

    from rumahbersama.ground.core.backup.keys import read_key
    from rumahbersama.office.backup.restoring import Restoring

    require_owner()
    key = read_key(arguments.key or settings.BACKUP_KEY)
    progress = Progress(silent=arguments.json)
    restoring = Restoring(file=arguments.file, key=key, at=timezone.now(), report=progress.tell)
    tried = restoring.lay()
    if not arguments.json:
        _show(tried)
    if not agreed(arguments, "Ganti basis data yang dipakai sekarang dengan ini?"):
        restoring.drop()
        if arguments.json:
            say_json(vars(tried) | {"switched": False})
        else:
            say("Belum ada yang diganti; pakai --yes untuk mengganti.")
        return DONE
    return _switch(arguments, restoring, tried)


def _switch(arguments: argparse.Namespace, restoring: "Restoring", tried: "Tried") -> int:
    from django.utils import timezone

    from rumahbersama.office.backup.actions import record_restore

    try:
        switched = restoring.switch()
    except BaseException:
        restoring.drop()
        raise
    record_restore(file=arguments.file, made_at=tried.made_at, switched=switched, by=None, at=timezone.now())
    if arguments.json:
        say_json(vars(tried) | vars(switched) | {"switched": True})
        return DONE
    say("Selesai: data dari cadangan sekarang dipakai. Semua orang perlu masuk lagi.")
    say(f"Basis data lama: {switched.kept_database or 'tidak ada'}")
    say(f"Folder berkas lama: {switched.kept_folder or 'tidak ada'}")
    say("Hapus keduanya sesudah yakin semuanya benar. Periksa dengan: rumah doctor")
    if switched.needs_restart:
        say("Hentikan dan jalankan lagi rumah serve: basis data lama tidak terbaca dan dipindahkan.")
    return DONE


def _show(tried: "Tried") -> None:
    from django.utils import timezone

    say(f"Cadangan ini utuh; isinya per {timezone.localtime(tried.made_at):%d-%m-%Y %H:%M}.")
    say(
        f"Basis data baru sama dengan cadangannya: {tried.tables} tabel, {tried.rows} baris, {tried.sums} jumlah "
        f"angka, {tried.files} berkas ({tried.seconds} detik)."
    )
    if tried.upgraded:
        say(f"{tried.upgraded} perubahan tabel sudah dijalankan di basis data baru.")
