"""What people type about presence; nothing is saved here."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.forms import ClockField, DayField, LongText
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.models import Mark, Occasion
from rumahbersama.workshop.presence.names import Line, read_names


class OccasionForm(forms.Form):
    """One occasion: what, when, where, how people take part."""

    title = forms.CharField(label=gettext_lazy("Nama acara atau sesi"), max_length=200)
    day = DayField(label=gettext_lazy("Tanggal"))
    starts = ClockField(label=gettext_lazy("Jam mulai"), help_text=gettext_lazy("Misalnya 08.00"))
    ends = ClockField(label=gettext_lazy("Jam selesai"), help_text=gettext_lazy("Misalnya 12.30"))
    mode = forms.ChoiceField(
        label=gettext_lazy("Cara ikut"), choices=Occasion.Mode.choices, widget=forms.RadioSelect, initial="on_site"
    )
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Alamat ruang daring"), max_length=300, required=False, assume_scheme="https"
    )
    jp = WholeNumber(
        label=gettext_lazy("Bobot (JP)"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy(
            "Jam pelajaran acara ini dalam hitungan kehadiran. Kosong: setiap acara sama beratnya."
        ),
    )

    def plan(self) -> Plan:
        """Return what was typed as an occasion."""
        told = self.cleaned_data
        return Plan(
            title=told["title"],
            starts=_moment(told["day"], told["starts"]),
            ends=_moment(told["day"], told["ends"]),
            mode=told["mode"],
            place=told["place"],
            link=told["link"],
            jp=told["jp"],
        )


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def initial_of(occasion: Occasion) -> dict[str, Any]:
    """Return an occasion as the form shows it."""
    starts, ends = timezone.localtime(occasion.starts), timezone.localtime(occasion.ends)
    return {
        "title": occasion.title,
        "day": starts.date(),
        "starts": f"{starts:%H.%M}",
        "ends": f"{ends:%H.%M}",
        "mode": occasion.mode,
        "place": occasion.place,
        "link": occasion.link,
        "jp": occasion.jp,
    }


class RosterForm(OccasionForm):
    """A list of one's own with its first occasion."""

    region = forms.ChoiceField(label=gettext_lazy("Untuk tempat mana?"))
    field_order = ("title", "region")

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.fields["region"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        self.fields["title"].label = _("Nama acara")
        self.fields["title"].help_text = _("Misalnya: rapat koordinasi bulanan, pelatihan kader posyandu.")
        del self.fields["jp"]

    def plan(self) -> Plan:
        """Return its first occasion."""
        self.cleaned_data["jp"] = None
        return super().plan()


class NamesForm(forms.Form):
    """Names, one a line, typed or pasted."""

    names = forms.CharField(
        label=gettext_lazy("Nama peserta, satu baris satu orang"),
        widget=LongText(attrs={"rows": 14, "spellcheck": "false"}),
        max_length=400_000,
        help_text=gettext_lazy(
            "Nama, lalu titik koma, lalu instansinya: Siti Aminah; Desa Sukamaju. Boleh juga ditempel dari lembar "
            "kerja dengan kolom nomor, nama, dan instansi."
        ),
    )

    def clean_names(self) -> list[Line]:
        """Return the people; every line that must be mended is a sentence of its own."""
        lines, problems = read_names(self.cleaned_data["names"])
        if problems:
            more = len(problems) - 20
            told = [*problems[:20], *([_("Dan {more} baris lain.").format(more=more)] if more > 0 else [])]
            raise forms.ValidationError(told)
        if not lines:
            raise forms.ValidationError(_("Belum ada nama. Tulis satu baris satu orang."))
        return lines


class AttendeeForm(forms.Form):
    """Name and office of one person."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    agency = forms.CharField(label=gettext_lazy("Instansi"), max_length=160, required=False)


class CorrectionForm(forms.Form):
    """What holds of one person at one occasion, and why."""

    says = forms.ChoiceField(label=gettext_lazy("Yang benar"), choices=Mark.Says.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: HP-nya mati, saksi dua orang; surat dokter ada."),
    )


class ReopenForm(forms.Form):
    """Why a closed list is opened again."""

    reason = forms.CharField(label=gettext_lazy("Alasan membuka lagi"), max_length=200)
