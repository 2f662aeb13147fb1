"""What the uploads put into the menu and on the home page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.registry import HomeTask, NavigationItem
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import IMPORT_TABLES, VIEW_HISTORY
from rumahbersama.office.uploads.permissions import may_import, sendable_runs


def item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the uploads, to those who may import or read the history somewhere."""
    user = getattr(request, "user", None)
    if scope_of(user).places_for(VIEW_HISTORY) or may_import(user):
        yield NavigationItem(label=_("Unggahan"), short=_("Unggah"), url=reverse("uploads:list"), icon="upload")


def tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Yield the uploads that wait for a person: columns to explain, rows to look at."""
    if not scope_of(user).places_for(IMPORT_TABLES):
        return
    waiting = sendable_runs(user).filter(state__in=(ImportRun.State.CHECKED, ImportRun.State.PREVIEWED)).count()
    if waiting:
        yield HomeTask(
            text=_("{count} unggahan menunggu diperiksa").format(count=number(waiting)),
            url=reverse("uploads:list"),
            action=_("Buka unggahan"),
            tone="warn",
            count=waiting,
        )
