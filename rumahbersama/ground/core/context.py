"""What every page's shell needs: menu, the entry one is in, the demo mark, the other language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import NavigationItem

TABS = 5  # entries that fit into the phone's bar


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the shell its menu, the demo mark and the other language."""
    items = list(registry.navigation.each(request))
    fits = len(items) <= TABS
    return {
        "navigation": items,
        "navigation_current": current_url(items, request.path),
        "tabs": items if fits else items[: TABS - 1],
        "tabs_rest": [] if fits else items[TABS - 1 :],
        "is_demo": settings.DEMO,
        "is_practice": bool(settings.PRACTICE),
        "other_languages": [pair for pair in settings.LANGUAGES if pair[0] != get_language()],
    }


def current_url(items: Sequence[NavigationItem], path: str) -> str:
    """Return the longest entry that ``path`` is or lies below; the front page is itself alone."""
    return max((item.url for item in items if _is_at_or_below(path, item.url)), key=len, default="")


def _is_at_or_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
