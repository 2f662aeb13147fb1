"""Asking about a day on which the village office is closed, before a visit is planned for it: it may be meant."""

from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import queries
from rumahbersama.ground.core.formats import day as day_in_words
from rumahbersama.ground.regions.models import Region

ANYWAY = "tetap"  # the tick; on a form with a day it says which day was meant


def closed_day(region: Region, day: date) -> str:
    """Return the sentence that says why the office of a village is closed on a day; "" where it is open."""
    why = queries.closed_because(region, day)
    text = _("{day} bukan hari kerja di {place} ({why}).")
    return text.format(day=day_in_words(day), place=region, why=why) if why else ""


def is_meant(request: HttpRequest, form: Form, region: Region, context: dict[str, Any]) -> bool:
    """Tell whether the day of a form may stay: open, ticked as meant, or past and refused anyway. Else it asks."""
    day = form.cleaned_data["planned_on"]
    text = closed_day(region, day)
    if not text or day < timezone.localdate() or request.POST.get(ANYWAY) == day.isoformat():
        return True
    form.add_error("planned_on", " ".join((text, _("Ganti tanggalnya, atau centang “Tetap pada hari itu”."))))
    context["ask_about"] = day.isoformat()
    return False
