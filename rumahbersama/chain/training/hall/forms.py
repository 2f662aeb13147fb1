"""Until when questions are asked."""

from django import forms
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.forms import DayField


class ClosingForm(forms.Form):
    """The last day on which answers are taken."""

    closes_on = DayField(label=gettext_lazy("Hari terakhir mengisi"))
