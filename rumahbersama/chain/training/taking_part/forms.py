"""What people type about seats and people; nothing is saved here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.models import Participation, Quota
from rumahbersama.chain.training.taking_part import queries
from rumahbersama.chain.training.taking_part.actions.naming import Nominee
from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.chain.training.taking_part.reading import quota_lines, region_of
from rumahbersama.chain.training.taking_part.rules import MOST_SEATS, TakingPartRefusal, check_nip, masked
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.files.rules import ACCEPT_ALL
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Level, Region

SUGGESTIONS = "saran-wilayah"
SOMEBODY_ELSE = "lain"


class PlaceText(forms.CharField):
    """A place by code or name, inside the places that are allowed."""

    def __init__(self, *, codes: list[str], **options: Any) -> None:  # noqa: ANN401 - Django's own options
        widget = forms.TextInput(attrs={"list": SUGGESTIONS, "autocomplete": "off"})
        super().__init__(widget=widget, max_length=120, **options)
        self.codes = codes

    def clean(self, value: Any) -> Region:  # noqa: ANN401 - what the widget gives
        """Return the place."""
        return region_of(super().clean(value), codes=self.codes)


def told(place: Region) -> str:
    """Return a place as the box takes it back."""
    return f"{place.code} {place}"


class ReasonForm(forms.Form):
    """Why something is changed after registration; asked only then."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan sesudah pendaftaran ditutup"), max_length=300, required=False
    )

    def __init__(self, *args: Any, asks_reason: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if not asks_reason:
            del self.fields["reason"]


class PersonForm(ReasonForm):
    """Somebody named for an event."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap dengan gelar"),
        max_length=120,
        help_text=gettext_lazy("Seperti yang akan dicetak di sertifikat."),
    )
    nip = forms.CharField(
        label=gettext_lazy("NIP"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("18 angka. Hanya untuk mengenali orang yang sama; tidak tampil di daftar mana pun."),
    )
    agency_kind = forms.ChoiceField(label=gettext_lazy("Unsur"))
    agency = forms.CharField(label=gettext_lazy("Instansi"), max_length=160, required=False)
    title = forms.CharField(label=gettext_lazy("Jabatan"), max_length=120, required=False)
    same = forms.ChoiceField(
        label=gettext_lazy("Apakah ini orang yang sama?"), required=False, widget=forms.RadioSelect
    )
    wants_room = forms.BooleanField(label=gettext_lazy("Perlu kamar"), required=False)
    food = forms.CharField(
        label=gettext_lazy("Pantangan makanan"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Misalnya: tidak makan udang."),
    )
    earlier = forms.ChoiceField(label=gettext_lazy("Surat yang sudah dikirim"), required=False)
    letter = forms.FileField(
        label=gettext_lazy("Surat usulan atau surat tugas"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT_ALL}),
        help_text=gettext_lazy("PDF atau foto."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        codes: list[str],
        letters: Sequence[tuple[int, str, date]] = (),
        person: Person | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        place = PlaceText(
            codes=codes,
            label=_("Asal wilayah"),
            help_text=_("Kode atau nama wilayah tempatnya bekerja, misalnya 12.71."),
        )
        order = ["name", "nip", "place"]
        self.fields["place"] = place
        self.order_fields(order)
        self.fields["agency_kind"].choices = [("", _("Pilih")), *AgencyKind.choices]  # type: ignore[attr-defined]
        kept = [(str(number), f"{name or _('Surat')}, {day(on)}") for number, name, on in letters]
        self.fields["earlier"].choices = [("", _("Tidak ada")), *kept]  # type: ignore[attr-defined]
        if not kept:
            del self.fields["earlier"]
        self.person = person
        self.maybe: dict[str, Person] = {}
        if person is not None:
            del self.fields["same"]

    def clean_nip(self) -> str:
        """Return the digits."""
        try:
            return check_nip(self.cleaned_data["nip"])
        except TakingPartRefusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """Where known people bear just this name in just this office, it must be said whether it is one of them."""
        cleaned = super().clean() or {}
        if self.person is None and {"name", "place", "nip"} <= cleaned.keys():
            self._look_for_the_same(cleaned)
        return cleaned

    def _look_for_the_same(self, cleaned: dict[str, Any]) -> None:
        if cleaned["nip"] and Person.objects.filter(nip=cleaned["nip"]).exists():
            return
        same = queries.same_people(
            name=cleaned["name"], region=cleaned["place"], agency=" ".join(cleaned.get("agency", "").split())
        )
        same = [person for person in same if not (cleaned["nip"] and person.nip)]
        self.maybe = {str(person.pk): person for person in same}
        choices = [(number, self._told(person)) for number, person in self.maybe.items()]
        choices.append((SOMEBODY_ELSE, _("Bukan, orang lain dengan nama yang sama")))
        self.fields["same"].choices = choices  # type: ignore[attr-defined]
        chosen = self.data.get("same", "")
        cleaned["same"] = chosen if chosen in dict(choices) else ""
        self.errors.pop("same", None)
        if self.maybe and not cleaned["same"]:
            self.add_error("same", _("Ada orang bernama sama di instansi ini. Pilih salah satu."))

    def _told(self, person: Person) -> str:
        words = _("Ya, {name} yang sudah tercatat").format(name=person.name)
        return f"{words} (NIP {masked(person.nip)})" if person.nip else words

    @property
    def asked(self) -> list[Any]:
        """Return the fields to show: the question about the same person only where there is one."""
        return [bound for bound in self.visible_fields() if bound.name != "same" or self.maybe]

    def nominee(self) -> Nominee:
        """Return who was named."""
        data = self.cleaned_data
        chosen = data.get("same", "")
        return Nominee(
            name=data["name"],
            region=data["place"],
            agency_kind=data["agency_kind"],
            nip=data["nip"],
            agency=data["agency"],
            title=data["title"],
            wants_room=data["wants_room"],
            food=data["food"],
            same_as=self.maybe.get(chosen),
            is_new=chosen == SOMEBODY_ELSE,
        )


class CorrectForm(PersonForm):
    """What is told of somebody, corrected; a letter may stand behind all whom the same account named."""

    for_all = forms.BooleanField(
        label=gettext_lazy("Surat ini juga untuk usulan lain dari akun yang sama yang belum bersurat"),
        required=False,
    )


class ReplaceForm(PersonForm):
    """Who takes the seat, and why."""

    why = forms.CharField(label=gettext_lazy("Mengapa diganti?"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.order_fields(["why"])


def initial_of(row: Participation) -> dict[str, Any]:
    """Return what stands in the form when somebody is corrected; the NIP stays hidden."""
    plain = ("name", "agency_kind", "agency", "title", "wants_room", "food")
    return {**{name: getattr(row, name) for name in plain}, "place": told(row.region)}


class WhyForm(ReasonForm):
    """Why somebody is declined or withdraws."""

    why = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.order_fields(["why"])


class LinesForm(ReasonForm):
    """Seats line by line."""

    lines = forms.CharField(
        label=gettext_lazy("Kuota, satu baris satu tempat dan unsur"),
        max_length=200_000,
        strip=False,
        widget=LongText(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Wilayah; unsur; jumlah kursi. Tempelan dari Excel juga terbaca. Unsur kosong: semua unsur. "
            "0 menghapus kuota itu. Baris yang tidak ditulis tidak berubah."
        ),
    )

    def __init__(self, *args: Any, codes: list[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.codes = codes
        self.order_fields(["lines"])

    def clean_lines(self) -> dict[tuple[Region, str], int]:
        """Return seats by place and kind."""
        return quota_lines(self.cleaned_data["lines"], codes=self.codes)


class SameForm(ReasonForm):
    """The same number for every place of a level below one, for several kinds."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Untuk setiap"),
        coerce=int,
        choices=[
            (Level.PROVINCE.value, gettext_lazy("provinsi")),
            (Level.KABUPATEN.value, gettext_lazy("kabupaten/kota")),
            (Level.KECAMATAN.value, gettext_lazy("kecamatan")),
            (Level.DESA.value, gettext_lazy("desa/kelurahan")),
        ],
        initial=Level.KABUPATEN.value,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Unsur"),
        required=False,
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tidak memilih: satu kuota untuk semua unsur."),
    )
    seats = WholeNumber(
        label=gettext_lazy("Kursi masing-masing"),
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, codes: list[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["place"] = PlaceText(codes=codes, label=_("Di wilayah"), help_text=_("Kode atau nama wilayah."))
        self.order_fields(["place", "level", "kinds", "seats"])


class LastDayForm(forms.Form):
    """The last day on which places name people."""

    closes_on = DayField(
        label=gettext_lazy("Hari terakhir pendaftaran"),
        help_text=gettext_lazy("Sesudah hari ini hanya penyelenggara yang mengubah peserta, dengan alasan."),
    )


class KeepForm(ReasonForm):
    """Seats that a place keeps before it knows the names."""

    quota = forms.ChoiceField(label=gettext_lazy("Dari kuota"))
    seats = WholeNumber(
        label=gettext_lazy("Jumlah kursi"),
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("0 mengembalikan kursi yang disimpan."),
    )
    letter = forms.CharField(
        label=gettext_lazy("Nomor dan tanggal surat"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: 800/112/Tapem, 2 Maret 2026. Wajib kecuali jumlahnya 0."),
    )

    def __init__(self, *args: Any, quotas: Sequence[Quota], codes: list[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.quotas = {str(quota.pk): quota for quota in quotas}
        self.fields["quota"].choices = [  # type: ignore[attr-defined]
            (number, str(quota)) for number, quota in self.quotas.items()
        ]
        self.fields["place"] = PlaceText(
            codes=codes, label=_("Disimpan untuk"), help_text=_("Kode atau nama wilayah, misalnya 12.71.")
        )
        self.order_fields(["quota", "place", "seats", "letter"])


class AnswerForm(forms.Form):
    """What the person says by the personal link."""

    comes = forms.ChoiceField(
        label=gettext_lazy("Apakah Anda hadir?"),
        widget=forms.RadioSelect,
        choices=[("ya", gettext_lazy("Saya pasti hadir")), ("tidak", gettext_lazy("Saya tidak bisa hadir"))],
    )
    wants_room = forms.BooleanField(label=gettext_lazy("Saya perlu kamar"), required=False)
    food = forms.CharField(
        label=gettext_lazy("Pantangan makanan"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Misalnya: tidak makan udang."),
    )
    why = forms.CharField(
        label=gettext_lazy("Kalau tidak bisa: mengapa?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Hanya dibaca penyelenggara dan yang mengusulkan Anda."),
    )

    def __init__(self, *args: Any, may_confirm: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if not may_confirm:
            self.fields["comes"].choices = [("tidak", _("Saya tidak bisa hadir"))]  # type: ignore[attr-defined]
            del self.fields["wants_room"], self.fields["food"]
