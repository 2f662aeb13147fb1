"""``rumah import``: a table of many villages, by the same road as the upload page."""

import argparse
from pathlib import Path
from typing import Any

from rumahbersama.commands.output import DONE, REFUSED, add_json, add_preview, agreed, complain, say, say_json
from rumahbersama.commands.starting import start_django, take_part

NAME = "import"
HELP = "Masukkan tabel (CSV atau XLSX) untuk banyak desa; diperiksa dulu, lalu disimpan."
SHOWN = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="tabel CSV atau XLSX")
    parser.add_argument("--dataset", default="needs.observations", help="jenis tabel (bawaan needs.observations)")
    parser.add_argument("--at", required=True, metavar="KODE", help="wilayah yang dimuat tabel, misalnya 33.01")
    parser.add_argument("--as", dest="account", default="", metavar="SUREL", help="akun yang mengimpor")
    parser.add_argument("--period", default="", help="periode bila judul kolom tidak menyebutnya, misalnya 2020-S1")
    parser.add_argument("--source", default="", help="asal angka, misalnya Disdukcapil")
    parser.add_argument("--column", action="append", default=[], metavar="JUDUL=KUNCI[@PERIODE]", help="arti kolom")
    parser.add_argument("--skip", action="append", default=[], metavar="JUDUL", help="kolom yang tidak dimuat")
    parser.add_argument("--accept-matches", action="store_true", help="setujui padanan nama yang jelas")
    parser.add_argument("--leave-unmatched", action="store_true", help="lewati baris yang tempatnya tidak ketemu")
    add_preview(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check the table; with ``--yes``, or after asking, store it."""
    start_django()
    take_part()
    from rumahbersama.ground.intake.queries import dataset_of
    from rumahbersama.ground.intake.rules import IntakeRefusal
    from rumahbersama.ground.people.queries import account_of_email
    from rumahbersama.ground.regions.queries import present
    from rumahbersama.ground.regions.rules import dotted
    from rumahbersama.office.uploads.permissions import may_send

    code = arguments.at if arguments.at == "0" else dotted(arguments.at)
    region = present().filter(code=code).first()
    if region is None:
        complain(f"Wilayah {arguments.at} tidak ada. Muat kode wilayah lebih dulu: rumah regions load FILE")
        return REFUSED
    try:
        dataset = dataset_of(arguments.dataset)
    except IntakeRefusal as refusal:
        complain(str(refusal))
        return REFUSED
    by = account_of_email(email=arguments.account) if arguments.account else None
    if arguments.account and (by is None or not may_send(by, region.code, dataset)):
        complain(f"Akun {arguments.account} tidak ada, atau tidak boleh mengunggah tabel untuk {region}.")
        return REFUSED
    exit_code, report = _import(arguments, region=region, by=by, commit=arguments.yes)
    if arguments.json:
        say_json(report)
        return exit_code
    _show(report, has_consent=arguments.accept_matches)
    if exit_code == DONE and not arguments.yes and agreed(arguments, "Simpan sekarang?"):
        exit_code, report = _import(arguments, region=region, by=by, commit=True)
        _show(report, has_consent=arguments.accept_matches)
    return exit_code


def _import(arguments: argparse.Namespace, *, region: Any, by: Any, commit: bool) -> tuple[int, dict[str, Any]]:  # noqa: ANN401
    from django.utils import timezone

    from rumahbersama.ground.intake.command import import_table

    return import_table(
        arguments.file,
        dataset=arguments.dataset,
        place_code=region.code,
        place_name=str(region),
        by=by,
        at=timezone.now(),
        period=arguments.period,
        source=arguments.source,
        columns=arguments.column,
        skip=arguments.skip,
        accept_matches=arguments.accept_matches,
        leave_unmatched=arguments.leave_unmatched,
        commit=commit,
    )


def _show(report: dict[str, Any], *, has_consent: bool) -> None:
    """Print a report for people: what is wrong first, then what would be, or was, stored."""
    if report.get("refusal"):
        complain(str(report["refusal"]))
        return
    findings = report.get("findings", [])
    for one in findings[:SHOWN]:
        at = f", {one['column']} = {one['value']!r}" if one["column"] else ""
        say(f"baris {one['row']}{at}: {one['rule']} {one['remedy']}")
    if len(findings) > SHOWN:
        say(f"... dan {len(findings) - SHOWN} temuan lain (lihat --json)")
    summary = report.get("summary") or {}
    way_on = "tulis kodenya di berkas, atau cocokkan di halaman Unggahan" if has_consent else "pakai --accept-matches"
    if summary:
        say(f"{summary['rows']} baris, {summary['values']} nilai, {summary['places']} tempat.")
        if summary["created"] is None:
            say(f"{summary['findings']} temuan, {summary['questions_count']} tempat belum dicocokkan.")
        else:
            say(f"Baru {summary['created']}, berubah {summary['changed']}, tetap {summary['unchanged']}.")
        for question in summary.get("questions", [])[:SHOWN]:
            say(f"belum dicocokkan: {question.get('name') or question.get('given')} ({way_on})")
    say(_ending(report))


def _ending(report: dict[str, Any]) -> str:
    """Return what came of it, and what to do next."""
    if report.get("state") == "committed":
        return "Tersimpan."
    if report.get("findings"):
        return "Belum ada yang disimpan; betulkan temuan di atas, lalu jalankan lagi."
    return "Belum disimpan; pakai --yes untuk menyimpan."
