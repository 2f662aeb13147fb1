"""What this room puts into the main menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.core.registry import NavigationItem
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_SYSTEM, VIEW_HISTORY


def home_item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the way home."""
    yield NavigationItem(label=_("Beranda"), short=_("Beranda"), url=reverse("home"), icon="house")


def search_item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the search of everything."""
    yield NavigationItem(label=_("Cari"), short=_("Cari"), url=reverse("search:search"), icon="search")


def history_item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the record, to those who may read it somewhere."""
    if scope_of(getattr(request, "user", None)).places_for(VIEW_HISTORY):
        yield NavigationItem(label=_("Riwayat"), short=_("Riwayat"), url=reverse("history:records"), icon="history")


def administration_item(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the administration, to those who run the system."""
    if scope_of(getattr(request, "user", None)).places_for(RUN_SYSTEM):
        yield NavigationItem(
            label=_("Administrasi"), short=_("Admin"), url=reverse("administration:overview"), icon="settings"
        )
