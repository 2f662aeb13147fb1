"""What ``rumah training import-questions`` does: the same reading and storing as the upload page, in one go."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from rumahbersama.chain.training.bank import importing
from rumahbersama.chain.training.bank.actions import make_bank
from rumahbersama.chain.training.bank.formats.shapes import one_line
from rumahbersama.chain.training.bank.models import Bank, BankImport
from rumahbersama.ground.regions.models import Region


def import_questions(
    *,
    path: Path,
    kind: str,
    title: str,
    region: Region,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    store: bool,
) -> dict[str, Any]:
    """Read a file of questions into the bank of a title, made where there is none; return what it gave.

    Without ``store`` nothing stays; with it all questions that can be used do, as drafts.

    Raises:
        BankRefusal: the file is not read, the title is empty, or nothing new is in it.
    """
    chosen, found = importing.read_file(path=path, name=path.name, kind=kind)
    with transaction.atomic():
        bank = Bank.objects.filter(region=region, title=one_line(title)).first()
        report: dict[str, Any] = {
            "file": path.name,
            "format": chosen,
            "bank": one_line(title),
            "is_new": bank is None,
        }
        bank = bank or make_bank(title=title, description="", region=region, by=by, at=at)
        run = importing.preview(bank=bank, kind=chosen, found=found, file_name=path.name, by=by, at=at)
        if store:
            run = importing.commit(run=run, by=by, at=at)
        else:
            transaction.set_rollback(True)
    return report | _told(run) | {"state": run.state if store else "dry-run"}


def _told(run: BankImport) -> dict[str, Any]:
    return {
        "questions": run.count,
        "doubles": [{"line": line, "of": text} for line, text in run.doubles],
        "findings": [{"line": line, "message": text} for line, text in run.faults],
    }
