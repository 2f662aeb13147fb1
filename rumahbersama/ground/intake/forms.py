"""A number typed in a form, read by the same rules as a number in a table."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.intake.numbers import BadNumber, canonical, number_of


class NumberText(forms.CharField):
    """A number as people write it: "1.250", "12,5"; an unclear "1.250" is read in the page's language."""

    def __init__(self, *, whole: bool = False, is_percent: bool = False, **options: Any) -> None:  # noqa: ANN401 - Django's own
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=30, **options)
        self.whole, self.is_percent = whole, is_percent

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401
        """Return the exact number; None for an empty optional box."""
        text = super().clean(value)
        try:
            style = "en" if get_language() == "en" else "id"
            return number_of(text, style=style, whole=self.whole, is_percent=self.is_percent)
        except BadNumber:
            raise forms.ValidationError(
                _("“%(text)s” bukan angka. Contoh yang benar: 1.250 atau 12,5."), params={"text": text}
            ) from None

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Show a stored number exactly, as the page writes numbers."""
        if not isinstance(value, Decimal):
            return value
        return number(value, decimals=len(canonical(value).partition(".")[2]))

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        """Tell whether another number is meant, however it is written."""
        try:
            return bool(self.clean(initial) != self.clean(data))
        except forms.ValidationError:
            return True
