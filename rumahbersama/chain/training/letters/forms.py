"""Who signs a letter of an event, and what it rests on; nothing is saved here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.letters.actions import Issue, Order
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.workshop.papers.contents import lines_of
from rumahbersama.workshop.papers.forms import RoadForm
from rumahbersama.workshop.papers.rules import PaperRefusal


class LetterForm(RoadForm):
    """Who signs, whose paraf is needed, and the basis."""

    field_order = ("basis", "signer", "on_behalf", "initials")
    basis = forms.CharField(
        label=gettext_lazy("Dasar"),
        required=False,
        max_length=2_000,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu baris satu dasar, misalnya DPA atau surat permintaan."),
    )

    def __init__(self, *args: Any, has_basis: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if not has_basis:
            del self.fields["basis"]

    def clean_basis(self) -> tuple[str, ...]:
        """Return the lines of the basis."""
        try:
            return lines_of(self.cleaned_data["basis"])
        except PaperRefusal as refusal:
            raise ValidationError(str(refusal)) from None

    def order(self) -> Order:
        """Return what was typed."""
        return Order(**self.road(), basis=self.cleaned_data.get("basis", ()))


class EachForm(LetterForm):
    """The same for letters that are signed at once: nobody puts a paraf, but day and klasifikasi are said."""

    signed_on = DayField(label=gettext_lazy("Tanggal surat"))
    classification = forms.CharField(label=gettext_lazy("Kode klasifikasi"), max_length=20)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields.pop("initials", None)

    def issue(self) -> Issue:
        """Return what was typed."""
        return Issue(self.order(), self.cleaned_data["signed_on"], self.cleaned_data["classification"].strip())
