"""The address of a round as it is handed out: link, QR, and a text for WhatsApp."""

from typing import Any

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.workshop.surveys.models import Invitation, Round


def link_of(token: str, *, base: str) -> str:
    """Return the whole address behind a token; ``base`` is where this program is reached."""
    return base.rstrip("/") + reverse("surveys:answer", args=[token])


def qr_of(address: str, *, large: bool = False) -> SafeString:
    """Return an address as a QR code in SVG, dark on light whatever the page's colours, with a quiet zone.

    With ``large`` it is as wide as what it stands in.
    """
    code = segno.make(address, error="m", micro=False)
    size: dict[str, Any] = {"omitsize": True, "svgclass": "chart"} if large else {"scale": 6, "svgclass": "qr"}
    return mark_safe(code.svg_inline(border=4, dark="#000", light="#fff", lineclass=None, **size))  # noqa: S308 - ours


def text_for_all(survey: Round, *, base: str) -> str:
    """Return the text that asks a group to answer an open link."""
    return _(
        "Bapak/Ibu yang terhormat,\nmohon mengisi “{title}” paling lambat {day}.\n{link}\n{promise}Terima kasih."
    ).format(
        title=survey.title, day=day(survey.closes_on), link=link_of(survey.token, base=base), promise=_promise(survey)
    )


def text_for_one(survey: Round, invitation: Invitation, *, base: str) -> str:
    """Return the text that asks one person by their own link."""
    about = _(" tentang {about}").format(about=invitation.about) if invitation.about else ""
    return _(
        "Yth. {name},\nmohon mengisi “{title}”{about} paling lambat {day}.\n{link}\n{promise}Terima kasih."
    ).format(
        name=invitation.name or _("Bapak/Ibu"),
        title=survey.title,
        about=about,
        day=day(survey.closes_on),
        link=link_of(invitation.token, base=base),
        promise=_promise(survey),
    )


def _promise(survey: Round) -> str:
    return _("Jawaban tidak dikaitkan dengan nama.\n") if survey.is_anonymous else ""
