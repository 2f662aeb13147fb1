"""What the processes of the backup tests do; run as ``python -m tests.backup.acts WORD ...``."""

import json
import sys
from decimal import Decimal

import django

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402
from django.db.models import Count, Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from rumahbersama.chain.needs.models import Observation  # noqa: E402
from rumahbersama.ground.audit import triggers  # noqa: E402
from rumahbersama.ground.audit.models import AuditRecord  # noqa: E402
from rumahbersama.ground.people.models import Account  # noqa: E402
from rumahbersama.office.backup.queries import last_backup  # noqa: E402

EMAIL, PASSWORD = "pengelola@contoh.invalid", "kata-sandi-pemulihan"


def tell() -> None:
    """Print what the database holds."""
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            rows[table] = cursor.fetchone()[0]
    sums = Observation.objects.values_list("indicator__code").annotate(Count("pk"), Sum("numerator")).order_by("pk")
    said = {
        "rows": rows,
        "sums": sorted([code, count, str(Decimal(total).normalize())] for code, count, total in sums.order_by()),
        "verbs": list(AuditRecord.objects.order_by("pk").values_list("verb", flat=True)),
        "sessions": Session.objects.count(),
        "missing_triggers": triggers.missing(),
        "last_backup": last_backup(at=timezone.now()) is not None,
    }
    sys.stdout.write(json.dumps(said))


def future(word: str) -> None:
    """Pretend that a migration of a later version has run, or has not."""
    recorder = MigrationRecorder(connection)
    (recorder.record_applied if word == "add" else recorder.record_unapplied)("needs", "9999_later")


def password() -> None:
    """Let the keeper sign in."""
    keeper = Account.objects.get(email=EMAIL)
    keeper.set_password(PASSWORD)
    keeper.save()


def lose() -> None:
    """Lose all figures, as by a mistake."""
    Observation.objects.all().delete()


if __name__ == "__main__":
    {"tell": tell, "future": future, "password": password, "lose": lose}[sys.argv[1]](*sys.argv[2:])
