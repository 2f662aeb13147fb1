"""What this room tells the others through the registry."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.ground.core.registry import NavigationItem
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.rules import NATION_CODE


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Lead everybody signed in to needs and services of their own place, the nation for those without one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    codes = [code for _role, code in scope_of(user).holdings] or [NATION_CODE]
    yield NavigationItem(_("Kebutuhan"), _("Kebutuhan"), reverse("results:place", args=[codes[0]]), "map-pin")
