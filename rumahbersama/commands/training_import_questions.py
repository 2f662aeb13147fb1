"""``rumah training import-questions``: a file of questions into a question bank; previewed first."""

import argparse
from pathlib import Path
from typing import Any

from rumahbersama.commands.output import (
    DONE,
    FINDINGS,
    REFUSED,
    add_json,
    add_preview,
    agreed,
    complain,
    say,
    say_json,
)
from rumahbersama.commands.starting import start_django, take_part

NAME = "training import-questions"
HELP = "Masukkan soal (GIFT, Aiken, Moodle XML, CSV, Excel) ke bank soal; pratinjau dulu."
SHOWN = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="berkas soal, paling besar 5 MB")
    parser.add_argument("--bank", required=True, metavar="NAMA", help="bank soal; dibuat kalau belum ada")
    parser.add_argument("--at", required=True, metavar="KODE", help="wilayah yang memiliki bank soal itu")
    parser.add_argument("--as", dest="account", default="", metavar="SUREL", help="akun yang mengimpor")
    parser.add_argument(
        "--format", default="", choices=["gift", "aiken", "moodle", "tabel"], help="bentuk berkas (bawaan: dikenali)"
    )
    parser.add_argument("--leave-faulty", action="store_true", help="simpan yang benar, lewati blok yang keliru")
    add_preview(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the file; with ``--yes``, or after asking, store its questions."""
    start_django()
    take_part()
    from rumahbersama.chain.training.bank.permissions import may_keep_bank
    from rumahbersama.ground.people.queries import account_of_email
    from rumahbersama.ground.regions.queries import present
    from rumahbersama.ground.regions.rules import dotted

    if not arguments.file.is_file():
        return _refuse(arguments, f"Berkas {arguments.file} tidak ada.")
    code = arguments.at if arguments.at == "0" else dotted(arguments.at)
    region = present().filter(code=code).first()
    if region is None:
        text = f"Wilayah {arguments.at} tidak ada. Muat kode wilayah lebih dulu: rumah regions load FILE"
        return _refuse(arguments, text)
    by = account_of_email(email=arguments.account) if arguments.account else None
    if arguments.account and (by is None or not may_keep_bank(by, region)):
        text = f"Akun {arguments.account} tidak ada, atau tidak mengelola pelatihan di {region}."
        return _refuse(arguments, text)
    exit_code, report = _import(arguments, region=region, by=by, store=arguments.yes)
    if arguments.json:
        say_json(report)
        return exit_code
    _show(report)
    if exit_code == DONE and not arguments.yes and agreed(arguments, "Simpan sekarang?"):
        exit_code, report = _import(arguments, region=region, by=by, store=True)
        _show(report)
    return exit_code


def _import(arguments: argparse.Namespace, *, region: Any, by: Any, store: bool) -> tuple[int, dict[str, Any]]:  # noqa: ANN401
    """Look first; store only what has no findings, or whose findings are left out."""
    from django.utils import timezone

    from rumahbersama.chain.training.bank.command import import_questions
    from rumahbersama.chain.training.bank.rules import BankRefusal

    said = {"path": arguments.file, "kind": arguments.format, "title": arguments.bank, "region": region, "by": by}
    try:
        report = import_questions(**said, at=timezone.now(), store=False)
        is_free = arguments.leave_faulty or not report["findings"]
        if store and is_free and report["questions"]:
            report = import_questions(**said, at=timezone.now(), store=True)
    except BankRefusal as refusal:
        return REFUSED, {"refusal": str(refusal)}
    return DONE if is_free else FINDINGS, report


def _refuse(arguments: argparse.Namespace, sentence: str) -> int:
    if arguments.json:
        say_json({"refusal": sentence})
    else:
        complain(sentence)
    return REFUSED


def _show(report: dict[str, Any]) -> None:
    """Print a report for people: what is wrong first, then what would be, or was, stored."""
    if "refusal" in report:
        complain(report["refusal"])
        return
    for one in report["findings"][:SHOWN]:
        say(f"baris {one['line']}: {one['message']}")
    if len(report["findings"]) > SHOWN:
        say(f"... dan {len(report['findings']) - SHOWN} temuan lain (lihat --json)")
    bank = f"bank baru “{report['bank']}”" if report["is_new"] else f"bank “{report['bank']}”"
    say(
        f"{report['questions']} soal baru untuk {bank}, {len(report['doubles'])} sudah ada, "
        f"{len(report['findings'])} blok keliru."
    )
    say(_ending(report))


def _ending(report: dict[str, Any]) -> str:
    """Return what came of it, and what to do next."""
    if report["state"] == "committed":
        return "Tersimpan sebagai rancangan."
    if not report["questions"]:
        return "Tidak ada yang perlu disimpan."
    if report["findings"]:
        return "Belum disimpan; betulkan temuan di atas, atau pakai --leave-faulty --yes untuk menyimpan yang benar."
    return "Belum disimpan; pakai --yes untuk menyimpan."
