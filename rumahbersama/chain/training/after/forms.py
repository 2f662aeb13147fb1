"""What people type about who is asked, and until when; nothing is saved here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import OTHERS, Named, relation_words
from rumahbersama.ground.core.forms import DayField


class LastDayForm(forms.Form):
    """The last day on which answers are taken."""

    closes_on = DayField(label=gettext_lazy("Hari terakhir mengisi"))


class RatersForm(forms.Form):
    """The superior and two colleagues of an alumnus. Who has answered already stands fast."""

    def __init__(self, *args: Any, known: Mapping[str, Rater], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        words = relation_words()
        for relation in OTHERS:
            rater = known.get(relation)
            is_fast = bool(rater and rater.invitation.answered_on)
            name = forms.CharField(label=words[relation], max_length=120, required=False, disabled=is_fast)
            if is_fast:
                name.help_text = _("Sudah mengisi, jadi tidak diganti.")
            contact = forms.CharField(
                label=_("Nomor HP atau e-mail {who}").format(who=words[relation].lower()),
                max_length=120,
                required=False,
                disabled=is_fast,
            )
            self.fields[f"{relation}-nama"], self.fields[f"{relation}-kontak"] = name, contact
            self.initial[f"{relation}-nama"] = rater.invitation.name if rater else ""
            self.initial[f"{relation}-kontak"] = rater.contact if rater else ""
        self.known = known

    def clean(self) -> dict[str, Any]:
        """A contact wants a name; a name that was told is not taken away, only changed; something must be told."""
        cleaned = super().clean() or {}
        for relation in OTHERS:
            name, contact = cleaned.get(f"{relation}-nama", ""), cleaned.get(f"{relation}-kontak", "")
            if not name and relation in self.known:
                self.add_error(
                    f"{relation}-nama", _("Nama ini sudah diundang. Ganti dengan nama lain, atau biarkan.")
                )
            elif contact and not name:
                self.add_error(f"{relation}-nama", _("Tulis juga namanya."))
        if not self.errors and not self.told():
            raise forms.ValidationError(_("Belum ada nama yang ditulis. Tulis sekurangnya satu nama, lalu simpan."))
        return cleaned

    def told(self) -> dict[str, Named]:
        """Return who was named, by relation; those who have answered are left out."""
        return {
            relation: Named(self.cleaned_data[f"{relation}-nama"], self.cleaned_data[f"{relation}-kontak"])
            for relation in OTHERS
            if self.cleaned_data.get(f"{relation}-nama") and not self.fields[f"{relation}-nama"].disabled
        }
