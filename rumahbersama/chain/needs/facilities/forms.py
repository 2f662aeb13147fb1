"""Parsing what is typed of a facility; nothing is saved here."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import CLOSED
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Service
from rumahbersama.chain.needs.photos.forms import PhotosForm
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.intake.forms import NumberText, WholeNumber
from rumahbersama.ground.regions.models import Region

MOST_PEOPLE = 1_000_000


class DegreesField(forms.CharField):
    """Degrees as a phone or a map gives them: "-7.612345" or "−7,612345"."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(max_length=20, required=False, **options)

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401
        """Return the degrees to five decimals (about a metre); None for an empty box."""
        text = super().clean(value)
        try:
            found = Decimal(plain_degrees(text)).quantize(Decimal("0.00001")) if text else None
        except InvalidOperation:
            found = Decimal("NaN")
        if found is not None and not (found.is_finite() and abs(found) <= 180):
            raise forms.ValidationError(
                _("“%(text)s” bukan derajat. Contoh yang benar: -7,61234."), params={"text": text}
            )
        return found


def plain_degrees(text: str) -> str:
    """Return degrees with a point and a plain minus."""
    return text.strip().replace("−", "-").replace(",", ".").removesuffix("°")


class FacilityForm(PhotosForm):
    """One facility: what it is, where, whether it works; every box but the first may stay empty."""

    service = forms.ChoiceField(label=_("Jenis layanan"))
    name = forms.CharField(label=_("Nama"), max_length=160)
    region = forms.ChoiceField(
        label=_("Letaknya"), help_text=_("Pilih desa atau kelurahannya; kalau belum tahu, kecamatannya.")
    )
    working = forms.ChoiceField(
        label=_("Apakah berfungsi?"),
        choices=Facility.Working.choices,
        widget=forms.RadioSelect,
        initial=Facility.Working.UNKNOWN,
    )
    condition = forms.ChoiceField(
        label=_("Kondisi bangunan"), choices=Facility.Condition.choices, initial=Facility.Condition.UNKNOWN
    )
    number = forms.CharField(
        label=_("Nomor resmi"),
        max_length=30,
        required=False,
        help_text=_("NPSN untuk sekolah, kode faskes untuk fasilitas kesehatan."),
    )
    capacity = NumberText(label=_("Kapasitas"), whole=True, required=False)
    capacity_unit = forms.CharField(
        label=_("Satuan kapasitas"),
        max_length=30,
        required=False,
        help_text=_("Misalnya: ruang kelas, tempat tidur."),
    )
    staff = NumberText(
        label=_("Petugas"), whole=True, required=False, help_text=_("Guru, bidan, perawat, dokter, kader.")
    )
    users = NumberText(
        label=_("Orang yang dilayani"), whole=True, required=False, help_text=_("Misalnya jumlah murid.")
    )
    latitude = DegreesField(label=_("Lintang"), help_text=_("Dari peta di ponsel, misalnya -7,61234."))
    longitude = DegreesField(
        label=_("Bujur"), help_text=_("Kosongkan keduanya kalau belum tahu: dipakai titik tengah desa.")
    )
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    source = forms.CharField(
        label=_("Sumber"), max_length=200, help_text=_("Misalnya: kunjungan lapangan, Dapodik, laporan puskesmas.")
    )
    as_of = DayField(label=_("Keadaan per tanggal"), required=False)
    reason = forms.CharField(label=_("Alasan perubahan"), max_length=500)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        services: Sequence[Service],
        places: Sequence[Region],
        is_correction: bool = False,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self._choices("service", [(service.code, str(service)) for service in services])
        self._choices("region", [(place.code, str(place)) for place in places])
        if is_correction:
            for name in ("service", "photos", "keep_position"):  # photos of a known one are added on its page
                del self.fields[name]
        else:
            del self.fields["reason"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both degrees or none, and for numbers that can be true."""
        cleaned = super().clean() or {}
        for name in ("capacity", "staff", "users"):
            if not 0 <= (cleaned.get(name) or 0) <= MOST_PEOPLE:
                self.add_error(name, _("Tulis angka dari 0 sampai satu juta."))
        if ("latitude" in cleaned and "longitude" in cleaned) and (
            (cleaned["latitude"] is None) != (cleaned["longitude"] is None)
        ):
            missing = "latitude" if cleaned["latitude"] is None else "longitude"
            self.add_error(missing, _("Isi lintang dan bujur keduanya, atau kosongkan keduanya."))
        return cleaned

    def values(self, service: str = "") -> FacilityValues:
        """Return what was typed; ``service`` where the form does not ask for it."""
        data = self.cleaned_data
        return FacilityValues(
            service=service or data["service"],
            region=data["region"],
            name=data["name"].strip(),
            number=data["number"].strip(),
            address=data["address"].strip(),
            capacity=_whole(data["capacity"]),
            capacity_unit=data["capacity_unit"].strip(),
            staff=_whole(data["staff"]),
            users=_whole(data["users"]),
            working=data["working"],
            condition=data["condition"],
            source=data["source"].strip(),
            latitude=data["latitude"],
            longitude=data["longitude"],
            as_of=data["as_of"],
        )


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


class CloseForm(forms.Form):
    """Closing a facility for good."""

    ended_on = DayField(label=_("Tutup sejak"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, help_text=_("Misalnya: digabung dengan SD lain, bangunan dipindah.")
    )


class RestoreForm(forms.Form):
    """Taking a closing back."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)


class StateForm(forms.Form):
    """Confirming, contesting or verifying."""

    state = forms.ChoiceField(choices=[("confirmed", ""), ("contested", ""), ("verified", "")])
    seen = WholeNumber(required=False)
    why = forms.CharField(label=_("Alasan"), max_length=500, required=False)


class FilterForm(forms.Form):
    """What the list shows; wishes it does not know are no wish."""

    layanan = forms.ChoiceField(label=_("Layanan"), required=False)
    fungsi = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *args: Any, services: Sequence[Service], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["layanan"].choices = [  # type: ignore[attr-defined]
            ("", _("semua layanan")),
            *((service.code, str(service)) for service in services),
        ]
        self.fields["fungsi"].choices = [  # type: ignore[attr-defined]
            ("", _("semua yang masih ada")),
            *Facility.Working.choices,
            (CLOSED, _("Sudah tutup")),
        ]

    def wish(self, name: str) -> str:
        """Return what is wished; "" for nothing or an unknown one."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "")
