"""The button that takes what a page says to the house of its kecamatan, for those who write problems there."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.ground.core.templatetags.ui import icon
from rumahbersama.ground.people.permissions import may_in_kecamatan, scope_of
from rumahbersama.ground.people.roles import RAISE
from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.rules import level_of, parent_code

register = template.Library()


def _own_kecamatan(user: Any, kabupaten: str) -> str | None:  # noqa: ANN401 - Account or AnonymousUser
    """Return the kecamatan of a kabupaten where the user writes problems, also for a village; None for several."""
    places = scope_of(user).places_for(RAISE)
    found = {parent_code(code) if level_of(code) == Level.DESA else code for code in places}
    here = {code for code in found if code is not None and parent_code(code) == kabupaten}
    return here.pop() if len(here) == 1 else None


@register.simple_tag(takes_context=True)
def bring(context: Context, *parts: object, at: str, about: str = "", css: str = "btn") -> SafeString:
    """Return the link that brings what is named by ``parts`` to the kecamatan of ``at``; nothing for who may not.

    What is about a kabupaten goes to the one kecamatan in it where the reader writes problems.

    Args:
        context: holds the request.
        parts: the reference, whole or part by part: "usulan" 12.
        at: code of the place that the page is about.
        about: what it is about, for who hears the links of a page one by one.
        css: class of the link.
    """
    kecamatan = parent_code(at) if level_of(at) == Level.DESA else at
    if kecamatan is not None and level_of(kecamatan) == Level.KABUPATEN:
        kecamatan = _own_kecamatan(context["request"].user, kecamatan)
    if kecamatan is None or level_of(kecamatan) != Level.KECAMATAN:
        return SafeString("")
    if not may_in_kecamatan(context["request"].user, RAISE, kecamatan):
        return SafeString("")
    asked = urlencode({"bukti": ":".join(str(part) for part in parts)})
    address = f"{reverse('problems:new', args=[kecamatan])}?{asked}"
    spoken = format_html('<span class="vh">: {}</span>', about) if about else ""
    words = _("Bawa ke Rumah Bersama")
    return format_html('<a class="{}" href="{}">{}{}{}</a>', css, address, icon("house-plus"), words, spoken)
