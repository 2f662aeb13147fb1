"""What people type about regions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.regions.actions.words import KINDS_WITH_WORD, WORD_LENGTH
from rumahbersama.ground.regions.models import Region, UnresolvedRegion
from rumahbersama.ground.regions.queries.pages import region_of_code

OTHER = "lain"


class UploadForm(forms.Form):
    """A file of regions with what its sender says about it."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_(
            "Daftar kode wilayah (CSV atau Excel), batas wilayah (GeoJSON), atau titik tengah (CSV). "
            "Jenisnya dikenali dari isinya."
        ),
    )
    number = forms.CharField(
        label=_("Nomor keputusan"),
        max_length=40,
        required=False,
        help_text=_("Untuk daftar kode, misalnya 300.2.2-2138/2025."),
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=200,
        required=False,
        help_text=_("Nama lengkap keputusannya. Boleh kosong bila nomornya sudah dikenal."),
    )
    valid_from = DayField(
        label=_("Mulai berlaku"), required=False, help_text=_("Boleh kosong bila nomornya sudah dikenal.")
    )
    source = forms.CharField(
        label=_("Sumber batas wilayah"),
        max_length=200,
        required=False,
        help_text=_("Untuk GeoJSON, misalnya “BIG 2024”."),
    )

    def options(self) -> dict[str, str]:
        """Return what was said, as text for the job."""
        day = self.cleaned_data["valid_from"]
        return {
            "number": self.cleaned_data["number"].strip(),
            "legal_basis": self.cleaned_data["legal_basis"].strip(),
            "valid_from": day.isoformat() if day else "",
            "source": self.cleaned_data["source"].strip(),
        }


class SuccessorForm(forms.Form):
    """Which region takes the place of one that is gone: a candidate, or any code typed."""

    successor = forms.ChoiceField(label=_("Pengganti"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=_("Kode wilayah lain"),
        max_length=13,
        required=False,
        help_text=_("Hanya bila penggantinya tidak ada di atas."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: UnresolvedRegion) -> None:
        super().__init__(data)
        field = self.fields["successor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        candidates = [(region.code, f"{region} ({region.code})") for region in question.candidates.all()]
        field.choices = [*candidates, (OTHER, _("Wilayah lain, tulis kodenya di bawah"))]
        self.initial["successor"] = "" if candidates else OTHER

    def clean(self) -> dict[str, Any]:
        """Find the region that is meant."""
        data = super().clean() or {}
        chosen = data.get("successor", "")
        if not chosen:
            return data
        code = data.get("code", "").strip() if chosen == OTHER else chosen
        region = region_of_code(code)
        if region is None or region.gone_on is not None:
            raise forms.ValidationError(_("Tidak ada wilayah yang kini berkode %(code)s."), params={"code": code})
        data["region"] = region
        return data

    def region(self) -> Region:
        """Return the region that was chosen."""
        found: Region = self.cleaned_data["region"]
        return found


class ReasonForm(forms.Form):
    """Why a decision is taken."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=500, help_text=_("Misalnya nomor peraturan daerah, atau siapa yang memastikan.")
    )


class WordForm(forms.Form):
    """The local word of a kind of region."""

    kind = forms.ChoiceField(label=_("Jenis wilayah"), choices=[(kind.value, kind.label) for kind in KINDS_WITH_WORD])
    word = forms.CharField(
        label=_("Sebutan setempat"),
        max_length=WORD_LENGTH,
        required=False,
        help_text=_("Misalnya Nagari, Gampong, atau Distrik. Kosongkan untuk sebutan umum."),
    )
