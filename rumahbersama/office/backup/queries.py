"""When the last backup was made."""

from datetime import datetime, timedelta

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.office.backup.rules import MADE, RESTORED

LOOK_BACK = timedelta(days=400)


def last_backup(*, at: datetime) -> datetime | None:
    """Return when the data was last the same as in a backup: when one was made, or put back (last 400 days).

    One query along the index of time.
    """
    records = AuditRecord.objects.filter(verb__in=(MADE, RESTORED), at__gte=at - LOOK_BACK).order_by("-at")
    return records.values_list("at", flat=True).first()
