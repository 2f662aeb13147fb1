"""A date typed in three boxes, quicker and surer than a calendar (GOV.UK pattern); a time of day; several files."""

import re
from datetime import date, time
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
F = TypeVar("F", bound=forms.Field)
CLOCK = re.compile(r"^(\d{1,2})(?:[.:](\d{2}))?$")


class LongText(forms.Textarea):
    """A box for several lines.

    A line break counts as one letter, as in the browser, which sends it as two. What is pasted stays whole, so that
    the answer can say that it is too long: the browser would cut it without a word.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 - Django's own
        """Return what was typed, its lines parted by single characters."""
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        """Return what the template shows, without the limit at which a browser cuts."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        return context


def depending(field: F) -> F:
    """Make a field one that some answer of its form needs and another does not.

    It may stay empty as far as the form knows, and is not marked as optional: its hint says when it is needed.
    """
    field.required, field.is_depending = False, True  # type: ignore[attr-defined]
    return field


class DayBoxes(forms.MultiWidget):
    """Three number boxes: day, month, year."""

    template_name = "ui/boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}
        super().__init__([forms.TextInput(attrs=box) for _ in range(3)], attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Return day, month and year of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date from three boxes; says which box is wrong."""

    widget = DayBoxes
    default_error_messages: ClassVar = {
        "incomplete": _("Isi tanggal lengkap: hari, bulan, dan tahun."),
        "unreal": _("Tanggal ini tidak ada di kalender. Contoh yang benar: 26 11 2026."),
    }

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        bounds = ((1, 31), (1, 12), (EARLIEST_YEAR, LATEST_YEAR))
        fields = [forms.IntegerField(min_value=low, max_value=high, required=False) for low, high in bounds]
        super().__init__(fields, require_all_fields=False, **options)

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - what the widget gives
        """Return the date; every mistake is one sentence about the whole date."""
        boxes = [str(box or "").strip() for box in value or []]
        if not any(boxes):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(boxes):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            day, month, year = (int(box) for box in boxes)
            found = date(year, month, day)
        except (ValueError, OverflowError):
            found = None
        if found is None or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise forms.ValidationError(self.error_messages["unreal"], code="unreal")
        return found


class ClockField(forms.CharField):
    """A time of the day as people write it: 08.00, 08:00, or 8."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "5", "autocomplete": "off"})

    def clean(self, value: Any) -> time | None:  # noqa: ANN401 - what the widget gives
        """Return the time."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = CLOCK.match(text)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise forms.ValidationError(
                gettext("“%(text)s” bukan jam. Contoh yang benar: 08.00 atau 13.30."), params={"text": text[:10]}
            )
        return time(int(found[1]), int(found[2] or 0))


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files, or lets a phone take a photo.

    The kinds are named one by one: a phone offers its camera all the same, and an iPhone sends JPEG instead of HEIC.
    """

    allow_multiple_selected = True

    def __init__(self, accept: str) -> None:
        super().__init__(attrs={"accept": accept, "multiple": True})


class FilesField(forms.FileField):
    """Several files, each of the kinds that are named."""

    def __init__(self, *, accept: str, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        super().__init__(widget=ManyFiles(accept), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - what the widget gives
        """Return the files, none if none was chosen."""
        if self.required and not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(each, initial) for each in data or []]
