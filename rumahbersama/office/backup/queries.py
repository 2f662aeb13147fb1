"""When the last backup was made."""

from datetime import datetime, timedelta

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.office.backup.rules import MADE

LOOK_BACK = timedelta(days=400)


def last_backup(*, at: datetime) -> datetime | None:
    """Return when the newest backup of the last 400 days was made; one query along the index of time."""
    records = AuditRecord.objects.filter(verb=MADE, at__gte=at - LOOK_BACK).order_by("-at")
    return records.values_list("at", flat=True).first()
