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
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import IMPORT_TABLES, VIEW_HISTORY


def item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the uploads, to those who may import or read the history somewhere."""
    scope = scope_of(getattr(request, "user", None))
    if scope.places_for(IMPORT_TABLES) or scope.places_for(VIEW_HISTORY):
        yield NavigationItem(label=_("Unggahan"), short=_("Unggah"), url=reverse("uploads:list"), icon="upload")


def tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Yield the uploads that wait for a person: columns to explain, rows to look at."""
    codes = scope_of(user).places_for(IMPORT_TABLES)
    if not codes:
        return
    waiting = ImportRun.objects.filter(
        within(codes, "place_code"), state__in=(ImportRun.State.CHECKED, ImportRun.State.PREVIEWED)
    ).count()
    if waiting:
        yield HomeTask(
            text=_("{count} unggahan menunggu diperiksa").format(count=number(waiting)),
            url=reverse("uploads:list"),
            action=_("Buka unggahan"),
            tone="warn",
            count=waiting,
        )
