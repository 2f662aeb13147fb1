"""What the keeper of the installation should do today."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import HomeTask
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_SYSTEM
from rumahbersama.office.administration.queries import failed_jobs

FAILED_DAYS = 7


def tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account
    """Yield what is unsound, and work that failed in the last days."""
    if not scope_of(user).places_for(RUN_SYSTEM):
        return
    unsound = [check for check in registry.doctor_checks.each() if check.state == "bad"]
    if unsound:
        text = _("Pemasangan ini tidak sehat: {names}").format(names=", ".join(check.name for check in unsound))
        yield HomeTask(text=text, url=reverse("administration:health"), action=_("Periksa"), tone="bad")
    failed = failed_jobs(user=user, since=timezone.now() - timedelta(days=FAILED_DAYS))
    if failed:
        text = ngettext("{n} pekerjaan latar gagal", "{n} pekerjaan latar gagal", failed).format(n=failed)
        url = reverse("administration:jobs") + "?keadaan=failed"
        yield HomeTask(text=text, url=url, action=_("Lihat"), tone="warn", count=failed)
