"""How old the newest backup is, for ``rumah doctor`` and the health page."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import moment
from rumahbersama.ground.core.registry import DoctorCheck
from rumahbersama.office.backup.queries import last_backup


def checks() -> Iterator[DoctorCheck]:
    """Yield whether there is a backup that is not too old (filler of ``thorough_checks``); the demo needs none."""
    if settings.DEMO:
        return
    name, now = _("Cadangan"), timezone.now()
    last = last_backup(at=now)
    if last is None:
        text = _("Belum pernah dibuat. Buat kunci sekali: rumah backup --new-key. Lalu tiap hari: rumah backup")
        yield DoctorCheck(name=name, state="warn", text=text)
        return
    days = (now - last).days
    if days >= settings.BACKUP_DAYS:
        text = _("Yang terakhir {days} hari lalu ({moment}). Jalankan: rumah backup")
        yield DoctorCheck(name=name, state="warn", text=text.format(days=days, moment=moment(last)))
    else:
        yield DoctorCheck(name=name, state="ok", text=_("Yang terakhir {moment}").format(moment=moment(last)))
