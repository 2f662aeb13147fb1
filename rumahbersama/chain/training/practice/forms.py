"""Until when a practice copy is open."""

from django import forms
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.forms import DayField


class OpeningForm(forms.Form):
    """The last day of a copy."""

    closes_on = DayField(
        label=gettext_lazy("Hari terakhir latihan"),
        help_text=gettext_lazy("Sesudah hari ini salinan ditutup sendiri dan isinya dihapus."),
    )
