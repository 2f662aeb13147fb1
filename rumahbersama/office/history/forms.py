"""The filter of the record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.regions.rules import NATION_CODE, dotted


class HistoryFilter(forms.Form):
    """Place, person, kind of act, kind of thing, and days; every one is optional."""

    tempat = forms.CharField(label=_("Tempat (kode wilayah)"), required=False, max_length=13)
    siapa = forms.CharField(label=_("Siapa"), required=False, max_length=100)
    tindakan = forms.ChoiceField(label=_("Tindakan"), required=False)
    hal_apa = forms.ChoiceField(label=_("Hal"), required=False)
    dari = forms.DateField(label=_("Dari tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sampai = forms.DateField(
        label=_("Sampai tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        verbs: list[tuple[str, str]],
        entities: list[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Semua"))]
        self.fields["tindakan"].choices = [*anything, *verbs]  # type: ignore[attr-defined]
        self.fields["hal_apa"].choices = [*anything, *entities]  # type: ignore[attr-defined]

    def clean_tempat(self) -> str:
        """Return the dotted code, typed with or without dots."""
        text = str(self.cleaned_data["tempat"]).strip()
        if text in {"", NATION_CODE}:
            return text
        code = dotted(text)
        if code is None:
            raise ValidationError(_("Ini bukan kode wilayah. Contoh: 33.01.16 atau 330116."))
        return code
