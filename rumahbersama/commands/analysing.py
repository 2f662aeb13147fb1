"""The work of ``rumah training analyse``; apart from the command, for NumPy is read only where it is needed."""

import argparse
import csv
import dataclasses
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rumahbersama.commands.output import DONE, FINDINGS, REFUSED, complain, say, say_json
from rumahbersama.engines import psychometrics
from rumahbersama.engines.psychometrics import Analysis, Item, Option, Problem, Responses, Unreadable

COLUMNS = ("item", "n", "p", "r_item_total", "r_item_rest", "alpha_without_item", "d_27")
SHOWN = 30

UNREADABLE = {
    "empty": "Berkas ini kosong. Baris pertama berisi judul kolom: responden, lalu satu kolom tiap butir.",
    "too_big": "Berkas ini lebih besar dari {limit} MB. Bagi menjadi beberapa berkas.",
    "not_text": "Berkas ini bukan CSV (ada bita kosong atau huruf yang rusak). Simpan lagi sebagai CSV UTF-8.",
    "broken": "Baris {row}: tanda kutipnya tidak tertutup, atau isi selnya terlalu panjang. Betulkan baris itu.",
    "no_items": "Baris {row}: tidak ada kolom butir. Kolom pertama responden, kolom berikutnya satu tiap butir.",
    "few_respondents": "Hanya {found} responden terbaca. Analisis butir perlu paling sedikit dua.",
    "no_key": "Butir {item} berisi huruf pilihan (“{value}”), tetapi kuncinya tidak ada. Tambahkan di --key KEY.csv.",
    "no_key_columns": "Kolom kunci tidak ditemukan (ada: {found}). Tulis kolom item dan key, satu baris tiap butir.",
}
PROBLEMS = {
    "no_heading": "Judul kolom ini kosong. Beri nama butirnya.",
    "heading_twice": "Dua kolom bernama sama. Beri nama lain.",
    "ragged": "Baris ini berisi {value} sel, seharusnya {other}. Periksa tanda pemisah atau sel yang hilang.",
    "no_respondent": "Responden kosong. Isi nama atau nomornya.",
    "respondent_twice": "Responden ini sudah ada di baris {other}. Hapus salah satu, atau bedakan namanya.",
    "unknown_option": "Pilihan ini tidak dikenal. Yang boleh: {other}, atau kosong kalau tidak dijawab.",
    "key_outside": "Kunci ini di luar pilihannya ({other}). Betulkan, atau tulis pilihannya di kolom options.",
    "item_twice": "Kunci butir ini sudah ada di baris {other}. Hapus salah satu.",
    "no_name": "Nama butir kosong. Isi dengan judul kolomnya di berkas jawaban.",
}
WARNINGS = {
    "few": "Responden kurang dari {limit}: baca angkanya sebagai petunjuk, bukan putusan.",
    "very_few": "Responden kurang dari {limit}: terlalu sedikit untuk menilai butir; satu orang menggeser semuanya.",
}


def analyse(arguments: argparse.Namespace) -> int:
    """Read, check, analyse, write; nothing is written where a cell cannot be."""
    files = [arguments.file, *([arguments.key] if arguments.key else [])]
    missing = next((path for path in files if not path.is_file()), None)
    if missing is not None:
        return _refuse(arguments, f"Berkas {missing} tidak ada.")
    if any(_is_same(arguments.out, path) for path in files):
        return _refuse(arguments, "Hasil akan menimpa berkas asalnya. Beri --out nama lain.")
    if not arguments.out.absolute().parent.is_dir():
        return _refuse(arguments, f"Folder {arguments.out.parent} tidak ada. Buat dulu, atau beri --out tempat lain.")
    try:
        reading: Path = arguments.key or arguments.file
        keys, findings = psychometrics.read_key(arguments.key) if arguments.key else ({}, [])
        reading = arguments.file
        answers = psychometrics.read_responses(arguments.file, keys) if not findings else None
    except Unreadable as problem:
        return _refuse(arguments, f"{reading.name}: {UNREADABLE[problem.code].format(**problem.values)}")
    if answers is None or answers.problems:
        name = arguments.key.name if answers is None else arguments.file.name
        return _tell_findings(arguments, name, findings if answers is None else answers.problems)
    found = psychometrics.analyse(answers.names, list(zip(*answers.scores, strict=True)), answers.missing)
    _write(arguments.out, found.items)
    if arguments.json:
        say_json(_report(found, answers))
    else:
        _show(found, answers, arguments.out)
    return DONE


def _is_same(out: Path, path: Path) -> bool:
    return out.exists() and out.samefile(path)


def _refuse(arguments: argparse.Namespace, sentence: str) -> int:
    if arguments.json:
        say_json({"refusal": sentence})
    else:
        complain(sentence)
    return REFUSED


def _tell_findings(arguments: argparse.Namespace, name: str, problems: Sequence[Problem]) -> int:
    told = [
        {
            "file": name,
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "message": PROBLEMS[one.code].format(value=one.value, other=one.other),
        }
        for one in problems
    ]
    if arguments.json:
        say_json({"findings": told})
        return FINDINGS
    for each in told[:SHOWN]:
        column = f", kolom {each['column']}" if each["column"] else ""
        value = f" = {each['value']!r}" if each["value"] and each["column"] else ""
        say(f"{name} baris {each['row']}{column}{value}: {each['message']}")
    if len(told) > SHOWN:
        say(f"... dan {len(told) - SHOWN} temuan lain (lihat --json)")
    say("Belum ada yang ditulis; betulkan temuan di atas, lalu jalankan lagi.")
    return FINDINGS


def _write(out: Path, items: Sequence[Item]) -> None:
    """Write the table whole: a run that is cut off leaves what stood there before."""
    from rumahbersama.ground.core.exports import harmless

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items:
        values = (_figure(getattr(item, name)) for name in COLUMNS[2:])
        writer.writerow([harmless(item.name), item.n, *values])
    beside = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text.getvalue(), encoding="utf-8")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _options_of(found: Analysis, answers: Responses) -> dict[str, list[Option]]:
    totals = [sum(row) for row in zip(*answers.scores, strict=True)]
    weights = psychometrics.group_weights(totals)
    return {
        item.name: psychometrics.distractors(chosen, key=key.right, options=key.options, weights=weights)
        for item, chosen, key in zip(found.items, answers.answers, answers.keys, strict=True)
        if key is not None
    }


def _report(found: Analysis, answers: Responses) -> dict[str, Any]:
    return {
        "respondents": found.n,
        "items": [dataclasses.asdict(item) for item in found.items],
        "alpha": found.alpha,
        "mean": found.mean,
        "variance": found.variance_sample,
        "variance_sample": found.variance_sample,
        "variance_population": found.variance_population,
        "group_size": found.group_size,
        "warning": _warning(found),
        "unused_keys": answers.unused,
        "options": {
            name: [dataclasses.asdict(option) | {"lures": option.lures} for option in options]
            for name, options in _options_of(found, answers).items()
        },
    }


def _warning(found: Analysis) -> str:
    limit = psychometrics.FEW if found.warning == "few" else psychometrics.VERY_FEW
    return WARNINGS[found.warning].format(limit=limit) if found.warning else ""


def _show(found: Analysis, answers: Responses, out: Path) -> None:
    say(f"{found.n} responden, {len(found.items)} butir. Jawaban kosong dihitung salah: {sum(answers.missing)}.")
    say(f"alfa (Cronbach, KR-20): {_figure(found.alpha) or 'tidak terhitung: skor tidak beragam'}")
    say(f"rata-rata skor: {_figure(found.mean)}")
    say(
        f"ragam skor: {_figure(found.variance_sample)} (pembagi n-1), "
        f"{_figure(found.variance_population)} (pembagi n)"
    )
    say(
        f"d_27: {found.group_size} orang teratas dan terbawah; yang seri di batas berbagi tempat sama rata, "
        "jadi urutan berkas tidak berpengaruh."
    )
    for sentence in (*_looks(found, answers), _warning(found)):
        if sentence:
            say(sentence)
    say(f"Tersimpan: {out}")


def _looks(found: Analysis, answers: Responses) -> list[str]:
    """Return what asks for a look: items that tell the wrong people apart, options that draw the able."""
    wrong = [item.name for item in found.items if item.r_item_rest is not None and item.r_item_rest < 0]
    lures = [
        f"{name}: pilihan {', '.join(drawn)}"
        for name, options in _options_of(found, answers).items()
        if (drawn := [option.option for option in options if option.lures])
    ]
    return [
        f"Periksa kuncinya, yang lemah lebih sering benar: {', '.join(wrong[:SHOWN])}." if wrong else "",
        f"Pengecoh yang menarik kelompok atas: {'; '.join(lures[:SHOWN])}." if lures else "",
        f"Kunci tanpa kolom jawaban, tidak dipakai: {', '.join(answers.unused[:SHOWN])}." if answers.unused else "",
    ]
