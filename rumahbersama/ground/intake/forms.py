"""A number typed in a form, read by the same rules as a number in a table and held within what can be stored."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.intake.numbers import BadNumber, canonical, number_of

TYPED_BELOW = Decimal(10) ** 14  # what the narrowest column of a decimal holds
MOST_PEOPLE = 1_000_000_000  # more than a country has, and what a column of people holds
MOST_RUPIAH = 10**13  # more than a kabupaten has
WHOLE = _("Tulis bilangan bulat dengan angka, misalnya 15.")
_AROUND_RUPIAH = re.compile(r"^\s*rp\.?\s*|,-\s*$", re.IGNORECASE)


class NumberText(forms.CharField):
    """A number as people write it: "1.250", "12,5"; an unclear "1.250" is read in the page's language."""

    def __init__(
        self,
        *,
        whole: bool = False,
        is_percent: bool = False,
        at_least: int | None = None,
        at_most: int | None = None,
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        """``at_least`` and ``at_most`` are taken themselves; without them all that can be stored."""
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=30, **options)
        self.whole, self.is_percent = whole, is_percent
        self.at_least, self.at_most = at_least, at_most

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401
        """Return the exact number; None for an empty optional box."""
        text = super().clean(value)
        try:
            style = "en" if get_language() == "en" else "id"
            found = number_of(text, style=style, whole=self.whole, is_percent=self.is_percent)
        except BadNumber:
            raise forms.ValidationError(
                _("“%(text)s” bukan angka. Contoh yang benar: 1.250 atau 12,5."), params={"text": text}
            ) from None
        if found is not None:
            self._within(found)
        return found

    def _within(self, found: Decimal) -> None:
        if self.at_least is not None and found < self.at_least:
            raise forms.ValidationError(
                _("Tulis angka %(least)s atau lebih."), params={"least": number(self.at_least)}
            )
        if self.at_most is not None and found > self.at_most:
            raise forms.ValidationError(
                _("Tulis angka paling besar %(most)s."), params={"most": number(self.at_most)}
            )
        if abs(found) >= TYPED_BELOW:
            raise forms.ValidationError(_("Angka ini terlalu besar. Periksa lagi nolnya."))

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


class CountText(NumberText):
    """A number that has no parts; what would be cut off is refused."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(whole=True, at_least=0, **options)

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401
        """Return the exact number; None for an empty optional box."""
        found = super().clean(value)
        if found is not None and found != found.to_integral_value():
            raise forms.ValidationError(WHOLE)
        return found


class RupiahText(CountText):
    """An amount in whole rupiah, with or without "Rp" and ",-" as people write it."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(at_most=MOST_RUPIAH, **options)

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        """Return the number alone."""
        return _AROUND_RUPIAH.sub("", super().to_python(value) or "")


class PeopleText(CountText):
    """How many people."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(at_most=MOST_PEOPLE, **options)


class WholeNumber(forms.IntegerField):
    """A whole number as people write it: "1.000" is a thousand, never the 1 that Django makes of it."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {"invalid": WHOLE}

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401
        """Return the number; None for an empty box."""
        if value in self.empty_values:
            return None
        style = "en" if get_language() == "en" else "id"
        try:
            found = number_of(str(value), style=style, whole=True)
        except BadNumber:
            found = Decimal("0.5")  # none either
        if found is not None and found != found.to_integral_value():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return None if found is None else int(found)
