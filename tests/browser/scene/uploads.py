"""An upload in every state, and editions of codes that leave questions."""

import io
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rumahbersama.ground.intake import actions as intake
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.regions.actions import receive_upload
from rumahbersama.ground.regions.models import UnresolvedRegion
from tests.browser.scene.places import KABUPATEN, VILLAGES
from tests.regions.making import OLD, changed, load

HEADING = "kode;nama desa;nama kecamatan;posyandu;sd\n"
CLEAN = HEADING + "".join(f"{code};;;{number};2\n" for number, code in enumerate(VILLAGES, start=3))
FAULTY = HEADING + f"{VILLAGES[0]};;;-4;2\n{VILLAGES[1]};;;banyak;0,5\n99.09.09.2009;Entah;Entah;3;3\n"


def runs(by: Account, now: Any) -> dict[str, int]:
    """Make an upload in every state."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        named = HEADING + ";Lembah Hijo;Mekar Jaya;4;2\n"
        runs = {
            "committed": _import(folder / "bersih.csv", CLEAN.replace(";2\n", ";3\n"), by, now),
            "clean": _import(folder / "siap.csv", CLEAN, by, now, dry_run=True),
            "faulty": _import(folder / "salah.csv", FAULTY, by, now, dry_run=True),
            "questions": _import(folder / "tanpa-kode.csv", named, by, now, dry_run=True),
            "refused": _import(folder / "bukan.xlsx", "PK bukan buku kerja", by, now),
            "resting": _import(folder / "dikoreksi.csv", HEADING + f"{VILLAGES[2]};;;9;9\n", by, now),
            "undone": _import(folder / "batal.csv", HEADING + f"{VILLAGES[2]};;;7;7\n", by, now),
        }
        road.undo(runs["undone"], by=by, at=now, progress=intake.no_progress)
        _import(folder / "koreksi.csv", HEADING + f"{VILLAGES[2]};;;8;8\n", by, now)
        content = io.BytesIO(CLEAN.encode())
        checked = intake.receive(
            dataset="needs.observations",
            place_code=KABUPATEN,
            place_name="Kabupaten Contoh",
            chunks=iter(lambda: content.read(1 << 20), b""),
            file_name="terbaca.csv",
            period="2026-S2",
            by=by,
            at=now,
        )
        road.read(checked.pk, at=now, progress=intake.no_progress)
    return runs | {"checked": checked.pk}


def _import(path: Path, text: str, by: Account, now: Any, *, dry_run: bool = False) -> int:
    path.write_text(text, encoding="utf-8")
    run: ImportRun = intake.run_import(
        path,
        dataset="needs.observations",
        place_code=KABUPATEN,
        place_name="Kabupaten Contoh",
        by=by,
        at=now,
        period="2026-S2",
        dry_run=dry_run,
    )
    return int(run.pk)


def regions(by: Account, now: Any) -> dict[str, Any]:
    """Load two small invented editions that leave questions, and put a third before the worker."""
    later = changed(OLD, drop=("71.01.01.2001", "71.01.02.2001", "71.01.01.2002"))
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), OLD)
        load(Path(folder), later | {"71.01.01.1005": "Akasia", "71.01.01.2009": "Anggrekk"}, year=2022)
    rows = "".join(f"{code},{name}\n" for code, name in OLD.items())
    job = receive_upload(
        file=SimpleUploadedFile("daftar-2024.csv", f"kode,nama\n{rows}".encode()),
        options={"number": "UJI-2024", "legal_basis": "Keputusan uji 2024", "valid_from": "2024-01-01", "source": ""},
        by=by,
        at=now,
    )
    return {
        "job": str(job.pk),
        "upload": str(job.arguments["upload"]),
        "question": UnresolvedRegion.objects.order_by("pk").values_list("pk", flat=True)[0],
    }
