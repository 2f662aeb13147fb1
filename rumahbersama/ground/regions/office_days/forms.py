"""What people type about closed days and office weeks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.core.working_days import LONGEST
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.regions.office_days.models import LOCAL_KINDS, NATION_KINDS

WEEKDAYS = (
    ("1", _("Senin")),
    ("2", _("Selasa")),
    ("3", _("Rabu")),
    ("4", _("Kamis")),
    ("5", _("Jumat")),
    ("6", _("Sabtu")),
    ("7", _("Minggu")),
)


class CountForm(forms.Form):
    """Which day it is after so many working days."""

    mulai = DayField(label=_("Sejak tanggal"))
    hari = WholeNumber(
        label=_("Jumlah hari kerja"),
        min_value=0,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Tanggal awal tidak ikut dihitung."),
    )


class HolidayForm(forms.Form):
    """A day on which offices are closed, or open for half of it."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        help_text=_("Setengah hari tetap hari kerja: dicatat dan terlihat, tetapi tidak mengubah tenggat."),
    )
    date = DayField(label=_("Tanggal"))
    name = forms.CharField(label=_("Nama hari libur"), max_length=120)
    legal_basis = forms.CharField(
        label=_("Dasar hukum"), max_length=200, help_text=_("Misalnya nomor surat edaran bupati.")
    )

    def __init__(self, *args: Any, is_nation: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        offered = NATION_KINDS if is_nation else LOCAL_KINDS
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(kind.value, kind.label) for kind in offered]


class WithdrawForm(forms.Form):
    """Why a closed day no longer holds."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)


class WeekForm(forms.Form):
    """The weekdays on which offices work."""

    valid_from = DayField(label=_("Berlaku sejak"))
    weekdays = forms.MultipleChoiceField(
        label=_("Hari kerja"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, initial=list("12345")
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"), max_length=200, help_text=_("Misalnya peraturan bupati tentang hari kerja.")
    )
