"""The record of backups: so that the program knows how old the newest is, and people what was put back."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core import migrating
from rumahbersama.ground.core.formats import moment
from rumahbersama.office.backup.rules import Made, Switched


@transaction.atomic
def record_backup(*, made: Made, by: Any, at: datetime) -> bool:  # noqa: ANN401 - an account, or None for a command
    """Record that a backup was made: which file, how large, with which key.

    Returns:
        Whether it was recorded: before an upgrade the record's table may still be that of the older program, and the
        backup made for the sake of that upgrade is then a file without a record.
    """
    if not migrating.is_current(AuditRecord):
        return False
    summary = _("Cadangan {name} dibuat: {size} MB, {rows} baris, {files} berkas, kunci {key}").format(
        name=made.path.name, size=made.size // 1_000_000, rows=made.rows, files=made.files, key=made.key
    )
    record(by=by, at=at, verb="office.backup", summary=summary)
    return True


@transaction.atomic
def record_restore(*, file: Path, made_at: datetime, switched: Switched, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Record, in the restored database, that it was restored, from what, and where the old one is."""
    summary = _("Data dipulihkan dari cadangan {name} ({moment}); basis data lama: {kept}").format(
        name=file.name, moment=moment(made_at), kept=Path(switched.kept_database).name or "-"
    )
    record(by=by, at=at, verb="office.restore", summary=summary)
