"""The page that asks before a photo is removed, the same for everything that has photos."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.photos.models import AttachedPhoto
from rumahbersama.ground.core.http import go_to, refused, render_page
from rumahbersama.ground.core.rules import Refusal


def removal(
    request: HttpRequest,
    *,
    photo: AttachedPhoto,
    thing: Any,  # noqa: ANN401 - what it is a photo of
    act: Callable[..., None],
    context: dict[str, Any],
) -> HttpResponse:
    """Ask whether a photo is to be removed, and remove it by ``act`` when the answer comes."""
    back_url = thing.get_absolute_url()
    if request.method != "POST":
        found = {"photo": photo, "thing": thing, "region": thing.region, "back_url": back_url}
        return render_page(request, "needs/photos/remove.html", found | context)
    try:
        act(photo=photo, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=back_url)
    messages.success(request, _("Foto dihapus."))
    return go_to(request, back_url)
