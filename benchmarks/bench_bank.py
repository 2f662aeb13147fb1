"""Two thousand questions from a file into a bank; peer: the same questions written one by one.

The questions are invented; each file is written by ourselves and read back. Told is the time from the file on disk
until the last question is stored: read, checked, previewed, confirmed, recorded; the best of three. Both sides run in
one process on the same fresh SQLite database; the peer takes a fortieth, and its time is multiplied.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LIMIT_SECONDS = 5.0
ROUNDS = 3
AT = datetime(2026, 3, 2, tzinfo=UTC)


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure in a process of its own, so that its database is its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
            "DATABASE_URL": "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_bank", folder, "200" if quick else "2000"],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _questions(count: int) -> list[Any]:
    from rumahbersama.chain.training.bank.formats.shapes import Question

    return [
        Question(
            f"Soal ke {n}: manakah yang benar tentang pelayanan di kecamatan?",
            tuple(f"Pilihan {letter} dari soal {n}, beberapa kata panjangnya" for letter in "abcd"),
            n % 4,
            "Pembahasan yang terdiri atas beberapa kalimat. " * 5,
            f"Topik {n // 100}",
        )
        for n in range(count)
    ]


def _files(folder: Path, questions: list[Any]) -> dict[str, Path]:
    from rumahbersama.chain.training.bank.formats import aiken, gift, moodle, tables
    from rumahbersama.ground.core.exports import csv_text, xlsx_bytes

    rows = tables.rows_of(questions)
    contents = {
        "GIFT": ("soal.gift", gift.write(questions).encode()),
        "Aiken": ("soal.txt", aiken.write(questions).encode()),
        "Moodle XML": ("soal.xml", moodle.write(questions).encode()),
        "CSV": ("soal.csv", csv_text(tables.HEADINGS, rows).encode()),
        "XLSX": ("soal.xlsx", xlsx_bytes(tables.HEADINGS, rows)),
    }
    paths = {}
    for label, (name, content) in contents.items():
        paths[label] = folder / name
        paths[label].write_bytes(content)
    return paths


def _timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _main(folder: Path, count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import translation

    from rumahbersama.chain.training.bank import actions, importing
    from rumahbersama.chain.training.bank.models import Item
    from rumahbersama.ground.regions.models import Region

    call_command("migrate", verbosity=0)
    translation.activate("id")
    place = Region.objects.create(code="71", name="Uji", search_name="uji", level=1, kind="provinsi")
    questions = _questions(count)
    rows = []

    def bank(title: str) -> Any:
        return actions.make_bank(title=title, description="", region=place, by=None, at=AT)

    def import_(path: Path, home: Any) -> None:
        kind, found = importing.read_file(path=path, name=path.name, kind="")
        waiting = importing.preview(bank=home, kind=kind, found=found, file_name=path.name, by=None, at=AT)
        importing.commit(run=waiting, by=None, at=AT)

    one_by_one, few = bank("satu per satu"), questions[: count // 40]
    peer = 40 * _timed(
        lambda: [actions.add_item(bank=one_by_one, question=q, difficulty=None, by=None, at=AT) for q in few]
    )
    for label, path in _files(folder, questions).items():
        seconds = float("inf")
        for attempt in range(ROUNDS):
            home = bank(f"{label} {attempt}")
            seconds = min(seconds, _timed(lambda path=path, home=home: import_(path, home)))
            assert Item.objects.filter(bank=home).exclude(current=None).count() == count, label
        rows.append(
            {
                "name": f"import of questions, {label}",
                "input": f"{count:,} questions, {path.stat().st_size / 1e6:.1f} MB",
                "seconds": round(seconds, 2),
                "peer": "one question a transaction",
                "peer_seconds": round(peer, 1),
                "ratio": round(peer / seconds, 1),
                "bar": f"< {LIMIT_SECONDS:g} s",
                "met": seconds < LIMIT_SECONDS,
            }
        )
    print(json.dumps(rows))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
