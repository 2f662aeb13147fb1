"""Forms about persons, posts and who holds them."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.people.forms.people import offer
from rumahbersama.ground.people.models import Person, Tenure
from rumahbersama.ground.people.roles import ROLES
from rumahbersama.ground.people.rules import fits_level


class SectionField(forms.CharField):
    """The section of an office to which a post belongs, with those that exist as suggestions (``seksi``)."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Seksi atau subbagian"),
            max_length=120,
            required=False,
            help_text=_("Jabatan dengan seksi yang sama dijumlahkan di halaman seksinya. Boleh kosong."),
            widget=forms.TextInput(attrs={"list": "seksi"}),
        )


class SectionForm(forms.Form):
    """To which section a post belongs."""

    section = SectionField()


class PostForm(forms.Form):
    """A post of a place."""

    title = forms.CharField(label=_("Nama jabatan"), max_length=120)
    agency = forms.CharField(
        label=_("Instansi"),
        max_length=120,
        required=False,
        help_text=_("Kosongkan bila jabatan di kantor wilayah itu."),
    )
    section = SectionField()
    role = forms.ChoiceField(
        label=_("Peran yang mengikuti jabatan"),
        required=False,
        help_text=_("Pada mutasi, peran ini berakhir di jabatan lama dan mulai di jabatan baru."),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        roles = [(role, ROLES[role].label) for role in ROLES if fits_level(role, code)]
        offer(self, "role", [("", _("Tidak ada")), *roles])


class AppointForm(forms.Form):
    """Who takes a post: somebody known, or a new name."""

    person = forms.ModelChoiceField(
        label=_("Pegawai yang sudah dicatat"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Belum ada, ketik di bawah"),
    )
    name = forms.CharField(label=_("Nama pegawai baru"), max_length=120, required=False)
    capacity = forms.ChoiceField(label=_("Kedudukan"), choices=Tenure.Capacity.choices)
    starts_on = DayField(label=_("Mulai tanggal"))
    last_day = DayField(
        label=_("Hari terakhir"), required=False, help_text=_("Untuk Plt. dan Plh. yang dibatasi waktu.")
    )
    decree = forms.CharField(label=_("Nomor keputusan"), max_length=160, required=False)

    def __init__(self, *args: Any, persons: QuerySet[Person], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = persons

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a known person or a new name."""
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("person")) == bool(cleaned.get("name", "").strip()) and "name" not in self.errors:
            self.add_error("person", _("Pilih seorang pegawai atau ketik nama baru, salah satu saja."))
        return cleaned


class EndTenureForm(forms.Form):
    """The last day in a post, and why."""

    last_day = DayField(label=_("Hari terakhir"))
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False, widget=LongText(attrs={"rows": 3}))


class TransferForm(forms.Form):
    """Where somebody moves, from which day, by which decree."""

    post = forms.ChoiceField(label=_("Jabatan baru"))
    capacity = forms.ChoiceField(label=_("Kedudukan"), choices=Tenure.Capacity.choices)
    on = DayField(label=_("Hari pertama di jabatan baru"))
    decree = forms.CharField(label=_("Nomor keputusan"), max_length=160, required=False)

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        offer(self, "post", [("", _("Pilih jabatan")), *posts])


class PersonForm(forms.Form):
    """What is known about a person; the NIP is restricted and never exported."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    rank = forms.CharField(label=_("Pangkat/golongan"), max_length=60, required=False)
    nip = forms.RegexField(
        label=_("NIP"),
        regex=r"^\d{18}$",
        required=False,
        help_text=_("18 angka. Hanya terlihat oleh pengelola akun di tempat ini, tidak ikut diekspor."),
        error_messages={"invalid": _("NIP terdiri atas 18 angka.")},
    )
    phone = forms.CharField(label=_("Telepon"), max_length=20, required=False)


class LinkForm(forms.Form):
    """Which person an account belongs to."""

    person = forms.ModelChoiceField(
        label=_("Pegawai"), queryset=Person.objects.none(), required=False, empty_label=_("Tidak dihubungkan")
    )

    def __init__(self, *args: Any, persons: QuerySet[Person], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = persons
