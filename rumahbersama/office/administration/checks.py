"""Is the clock of this computer right, as far as the program can know."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core.formats import moment
from rumahbersama.ground.core.models import Heartbeat, Job
from rumahbersama.ground.core.registry import DoctorCheck

ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
LEEWAY = timedelta(minutes=1)


def clock() -> Iterator[DoctorCheck]:
    """Hold the clock against the newest thing written: one that went back breaks deadlines, sessions and history."""
    name, now = _("Jam"), timezone.now()
    latest = _newest()
    shown = f"{moment(now)} {ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE)}"
    if latest is not None and latest > now + LEEWAY:
        text = _(
            "Jam komputer ini {shown}, padahal catatan terakhir dibuat {latest}: jamnya mundur. Betulkan jam dan "
            "tanggal komputer ini, lalu jalankan lagi rumah serve."
        )
        text = text.format(shown=shown, latest=moment(latest))
        yield DoctorCheck(name=name, state="bad", text=text)
    elif settings.TIME_ZONE not in ZONES:
        text = _("Zona waktu {zone} bukan zona Indonesia. Setel RUMAH_TIMEZONE: {zones}.")
        text = text.format(zone=settings.TIME_ZONE, zones=", ".join(ZONES))
        yield DoctorCheck(name=name, state="warn", text=text)
    else:
        yield DoctorCheck(name=name, state="ok", text=shown)


def _newest() -> datetime | None:
    """Return when the newest record, job or sign of life was written."""
    moments = [
        AuditRecord.objects.order_by("-at").values_list("at", flat=True).first(),
        Job.objects.order_by("-created_at").values_list("created_at", flat=True).first(),
        Heartbeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first(),
    ]
    return max((one for one in moments if one), default=None)
