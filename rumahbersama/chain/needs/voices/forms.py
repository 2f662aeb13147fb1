"""Parsing of what people say; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.forms import NumberText
from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.voices.actions import Facts, Photo
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.rules import LONGEST, LONGEST_HAMLET, LONGEST_SOURCE, Alike
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.core.tables import words
from rumahbersama.ground.files.rules import ACCEPT_IMAGES
from rumahbersama.ground.regions.models import Level, Region

OTHER = "lain"


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several photos, or lets a phone take one."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT_IMAGES, "multiple": True})


class PhotosField(forms.FileField):
    """Several photos; each is looked at when it is kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - what the widget gives
        """Return the files, none if none was chosen."""
        return [super(PhotosField, self).clean(each, initial) for each in data or []]


class VoiceForm(forms.Form):
    """A voice in few questions: what, about what, where, when, from whom, for how many."""

    statement = forms.CharField(
        label=_("Apa yang diusulkan?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu kalimat, seperti disampaikan warga. Jangan tulis nama atau nomor orang."),
    )
    about = forms.ChoiceField(label=_("Tentang apa?"), help_text=_("Pilih layanannya, atau bidangnya saja."))
    place = forms.ChoiceField(label=_("Di mana?"))
    hamlet = forms.CharField(
        label=_("Dusun, lingkungan, atau RT/RW"),
        max_length=LONGEST_HAMLET,
        required=False,
        widget=forms.TextInput(attrs={"list": "dusun"}),
    )
    source_kind = forms.ChoiceField(
        label=_("Disampaikan lewat apa?"), choices=Voice.Source.choices, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Keterangan sumber"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=_("Misalnya: berita acara musdus 12 Januari."),
    )
    voiced_on = DayField(label=_("Tanggal disampaikan"))
    people_count = NumberText(
        label=_("Untuk berapa orang?"), whole=True, required=False, help_text=_("Kosongkan kalau tidak diketahui.")
    )
    photos = PhotosField(
        label=_("Foto"), required=False, help_text=_("Paling banyak tiga. Jangan memotret wajah orang dari dekat.")
    )
    keep_position = forms.BooleanField(
        label=_("Simpan letak tempat foto diambil"),
        required=False,
        help_text=_("Tanpa centang, letaknya dihapus dari foto."),
    )
    reason = forms.CharField(label=_("Alasan perbaikan"), max_length=500, required=False)

    def __init__(self, *args: Any, places: Sequence[Region], is_correction: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.areas = {area.code: area for area in ServiceArea.objects.filter(disabled_on=None)}
        self.services = {
            service.code: service
            for service in Service.objects.filter(disabled_on=None).select_related("area").order_by("order", "code")
        }
        self.fields["about"].choices = self._about()  # type: ignore[attr-defined]
        self.fields["place"].choices = self._where()  # type: ignore[attr-defined]
        if len(self.places) == 1:
            self.fields["place"].required = False
            self.fields["place"].widget = forms.HiddenInput()
        if not is_correction:
            del self.fields["reason"]

    def _where(self) -> list[tuple[str, str]]:
        """Return the desa to choose from, and last the kecamatan as a whole."""
        desa = [(code, str(place)) for code, place in self.places.items() if place.level == Level.DESA]
        whole = [
            (code, _now("{place} seluruhnya").format(place=place))
            for code, place in self.places.items()
            if place.level < Level.DESA
        ]
        return [("", _now("Pilih")), *desa, *whole]

    def _about(self) -> list[Any]:
        """Return the areas, each with its services."""
        choices: list[Any] = [("", _now("Pilih"))]
        for area in self.areas.values():
            named = [(f"s:{each.code}", str(each)) for each in self.services.values() if each.area_id == area.pk]
            general = (f"a:{area.code}", _now("{area}, umumnya").format(area=area) if named else str(area))
            choices.append((str(area), [general, *named]))
        return choices

    def facts(self) -> Facts:
        """Return what was said."""
        data = self.cleaned_data
        kind, _colon, code = data["about"].partition(":")
        service = self.services[code] if kind == "s" else None
        people = data["people_count"]
        return Facts(
            region=self.places[data["place"]] if data["place"] else next(iter(self.places.values())),
            hamlet=words(data["hamlet"]),
            statement=" ".join(data["statement"].split()),
            area=service.area if service else self.areas[code],
            service=service,
            source_kind=data["source_kind"],
            source=" ".join(data["source"].split()),
            voiced_on=data["voiced_on"],
            people_count=None if people is None else int(people),
        )

    def sent_photos(self) -> list[Photo]:
        """Return the photos as they were sent."""
        keep = self.cleaned_data["keep_position"]
        return [Photo(file.chunks(), file.name, keep) for file in self.cleaned_data["photos"]]


def initial_of(voice: Voice) -> dict[str, Any]:
    """Return what stands in the form when a voice is corrected."""
    return {
        "statement": voice.statement,
        "about": f"s:{voice.service.code}" if voice.service else f"a:{voice.area.code}",
        "place": voice.region.code,
        "hamlet": voice.hamlet,
        "source_kind": voice.source_kind,
        "source": voice.source,
        "voiced_on": voice.voiced_on,
        "people_count": voice.people_count,
    }


class ReasonForm(forms.Form):
    """Why a voice is withdrawn."""

    reason = forms.CharField(label=_("Alasan menarik usulan ini"), max_length=500)


class JoinForm(forms.Form):
    """Into which voice this one is joined, and for how many people both speak together."""

    main = forms.ChoiceField(label=_("Usulan utama"), widget=forms.RadioSelect)
    number = forms.IntegerField(label=_("Nomor usulan lain"), required=False, min_value=1, localize=False)
    joint_people = NumberText(
        label=_("Bersama-sama untuk berapa orang?"),
        whole=True,
        required=False,
        help_text=_("Orangnya mungkin sama, jadi tidak dijumlahkan sendiri. Kosongkan kalau tidak diketahui."),
    )

    def __init__(self, *args: Any, alike: Sequence[tuple[Voice, Alike]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        offers = [(str(other.pk), _offer(other, why)) for other, why in alike]
        self.fields["main"].choices = [*offers, (OTHER, _now("Usulan lain, tulis nomornya"))]  # type: ignore[attr-defined]
        if len(offers) == 1:
            self.initial.setdefault("main", offers[0][0])
        elif not offers:
            self.initial.setdefault("main", OTHER)

    def clean(self) -> dict[str, Any]:
        """A voice that is not in the list is named by its number."""
        cleaned = super().clean() or {}
        if cleaned.get("main") == OTHER and not cleaned.get("number"):
            self.add_error("number", _now("Tulis nomor usulannya. Nomor itu ada di halaman usulan."))
        return cleaned

    def chosen(self) -> int:
        """Return the number of the chosen voice."""
        main = self.cleaned_data["main"]
        return int(self.cleaned_data["number"] if main == OTHER else main)


class PartForm(forms.Form):
    """The number for the main voice after another was taken out of it, where others stay joined."""

    joint_people = NumberText(
        label=_("Untuk berapa orang usulan utama sesudah dilepas?"),
        whole=True,
        required=False,
        help_text=_("Kosongkan kalau tidak diketahui."),
    )


def _offer(other: Voice, why: Alike) -> str:
    people = _now("jumlah orang belum diketahui")
    if other.people:
        people = _now("{n} orang").format(n=number(other.people))
    return _now("No. {number}: {statement} ({place}, {people}) · {reasons}").format(
        number=other.pk, statement=other.statement, place=other.place, people=people, reasons=", ".join(why.reasons)
    )
