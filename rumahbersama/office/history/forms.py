"""The filter of the record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries.search import find
from rumahbersama.ground.regions.rules import NATION_CODE, dotted, is_below_or_same

MOST_NAMED = 5
SURE = 90


class HistoryFilter(forms.Form):
    """Place, person, kind of act, kind of thing, and days; every one is optional."""

    tempat = forms.CharField(label=_("Tempat (nama atau kode)"), required=False, max_length=80)
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
        codes: list[str] | None,
        **kwargs: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        anything = [("", _("Semua"))]
        self.fields["tindakan"].choices = [*anything, *verbs]  # type: ignore[attr-defined]
        self.fields["hal_apa"].choices = [*anything, *entities]  # type: ignore[attr-defined]

    def clean_tempat(self) -> str:
        """Return the dotted code of the place, typed as a code with or without dots, or by its name."""
        text = str(self.cleaned_data["tempat"]).strip()
        if text in {"", NATION_CODE}:
            return text
        code = dotted(text)
        if code is not None:
            return code
        best = self._by_name(text)
        if len(best) == 1:
            return best[0].code
        if not best:
            raise ValidationError(_("Tidak ada wilayah dengan kode atau nama ini. Contoh: 33.01.16 atau Adipala."))
        choices = ", ".join(f"{region} ({region.code})" for region in best[:MOST_NAMED])
        raise ValidationError(
            _("Ada beberapa wilayah dengan nama ini; ketik kodenya: %(choices)s."), params={"choices": choices}
        )

    def _by_name(self, text: str) -> list[Region]:
        """Return the regions that a name fits best: in the places one may read if there are any, else all."""
        found = [one for one in find(text, limit=50) if one.score >= SURE]
        own = [
            one
            for one in found
            if self.codes is None or any(is_below_or_same(one.region.code, c) for c in self.codes)
        ]
        top = max((one.score for one in own or found), default=0)
        return [one.region for one in own or found if one.score == top]
