"""A line of the budget, and a ceiling of cost."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.events.actions.money import LineFacts
from rumahbersama.chain.training.models import CostCeiling
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.intake.forms import RupiahText, WholeNumber


class LineForm(forms.Form):
    """One line of the budget."""

    title = forms.CharField(label=gettext_lazy("Untuk apa?"), max_length=160)
    ceiling_code = forms.ChoiceField(label=gettext_lazy("Plafon"), required=False)
    unit = forms.CharField(label=gettext_lazy("Satuan"), max_length=40)
    volume = WholeNumber(
        label=gettext_lazy("Banyaknya"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    price_rupiah = RupiahText(label=gettext_lazy("Harga satuan (rupiah)"))
    reason = forms.CharField(label=gettext_lazy("Alasan bila melebihi plafon"), max_length=300, required=False)

    def __init__(self, *args: Any, ceilings: Sequence[CostCeiling], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        told = [(row.code, f"{row} ({row.unit})") for row in ceilings]
        self.fields["ceiling_code"].choices = [("", _("Tanpa plafon")), *told]  # type: ignore[attr-defined]

    def facts(self) -> LineFacts:
        """Return what was typed."""
        told = dict(self.cleaned_data)
        return LineFacts(price_rupiah=int(told.pop("price_rupiah")), **told)


class CeilingForm(forms.Form):
    """A ceiling from a day on."""

    most_rupiah = RupiahText(label=gettext_lazy("Paling banyak (rupiah)"))
    legal_basis = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=200)
    valid_from = DayField(label=gettext_lazy("Berlaku sejak"))


class NewCeilingForm(CeilingForm):
    """A ceiling that is not there yet."""

    code = forms.SlugField(label=gettext_lazy("Kode"), max_length=40)
    title = forms.CharField(label=gettext_lazy("Untuk apa?"), max_length=160)
    unit = forms.CharField(label=gettext_lazy("Satuan"), max_length=40)
    field_order = ("code", "title", "unit", "most_rupiah", "legal_basis", "valid_from")
