"""Parsing of what people say; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.photos.forms import PhotosForm
from rumahbersama.chain.needs.voices.actions import Facts
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.rules import LONGEST, LONGEST_HAMLET, LONGEST_SOURCE, Alike
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.core.tables import words
from rumahbersama.ground.intake.forms import PeopleText, WholeNumber
from rumahbersama.ground.regions.models import Level, Region

OTHER = "lain"


class VoiceForm(PhotosForm):
    """A voice in few questions: what, about what, where, when, from whom, for how many."""

    statement = forms.CharField(
        label=gettext_lazy("Apa yang diusulkan?"),
        max_length=LONGEST,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu kalimat, seperti disampaikan warga. Jangan tulis nama atau nomor orang."),
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Tentang apa?"), help_text=gettext_lazy("Pilih layanannya, atau bidangnya saja.")
    )
    place = forms.ChoiceField(label=gettext_lazy("Di mana?"))
    hamlet = forms.CharField(
        label=gettext_lazy("Dusun, lingkungan, atau RT/RW"),
        max_length=LONGEST_HAMLET,
        required=False,
        widget=forms.TextInput(attrs={"list": "dusun"}),
    )
    source_kind = forms.ChoiceField(
        label=gettext_lazy("Disampaikan lewat apa?"), choices=Voice.Source.choices, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=gettext_lazy("Keterangan sumber"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=gettext_lazy("Misalnya: berita acara musdus 12 Januari."),
    )
    voiced_on = DayField(label=gettext_lazy("Tanggal disampaikan"))
    people_count = PeopleText(
        label=gettext_lazy("Untuk berapa orang?"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau tidak diketahui."),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan perbaikan"), max_length=500, required=False)

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
            (code, _("{place} seluruhnya").format(place=place))
            for code, place in self.places.items()
            if place.level < Level.DESA
        ]
        return [("", _("Pilih")), *desa, *whole]

    def _about(self) -> list[Any]:
        """Return the areas, each with its services."""
        choices: list[Any] = [("", _("Pilih"))]
        for area in self.areas.values():
            named = [(f"s:{each.code}", str(each)) for each in self.services.values() if each.area_id == area.pk]
            general = (f"a:{area.code}", _("{area}, umumnya").format(area=area) if named else str(area))
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

    reason = forms.CharField(label=gettext_lazy("Alasan menarik usulan ini"), max_length=500)


class JoinForm(forms.Form):
    """Into which voice this one is joined, and for how many people both speak together."""

    main = forms.ChoiceField(label=gettext_lazy("Usulan utama"), widget=forms.RadioSelect)
    number = WholeNumber(label=gettext_lazy("Nomor usulan lain"), required=False, min_value=1)
    joint_people = PeopleText(
        label=gettext_lazy("Bersama-sama untuk berapa orang?"),
        required=False,
        help_text=gettext_lazy(
            "Orangnya mungkin sama, jadi tidak dijumlahkan sendiri. Kosongkan kalau tidak diketahui."
        ),
    )

    def __init__(self, *args: Any, alike: Sequence[tuple[Voice, Alike]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        offers = [(str(other.pk), _offer(other, why)) for other, why in alike]
        self.fields["main"].choices = [*offers, (OTHER, _("Usulan lain, tulis nomornya"))]  # type: ignore[attr-defined]
        if len(offers) == 1:
            self.initial.setdefault("main", offers[0][0])
        elif not offers:
            self.initial.setdefault("main", OTHER)

    def clean(self) -> dict[str, Any]:
        """A voice that is not in the list is named by its number."""
        cleaned = super().clean() or {}
        if cleaned.get("main") == OTHER and not cleaned.get("number"):
            self.add_error("number", _("Tulis nomor usulannya. Nomor itu ada di halaman usulan."))
        return cleaned

    def chosen(self) -> int:
        """Return the number of the chosen voice."""
        main = self.cleaned_data["main"]
        return int(self.cleaned_data["number"] if main == OTHER else main)


class PartForm(forms.Form):
    """The number for the main voice after another was taken out of it, where others stay joined."""

    joint_people = PeopleText(
        label=gettext_lazy("Untuk berapa orang usulan utama sesudah dilepas?"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau tidak diketahui."),
    )


def _offer(other: Voice, why: Alike) -> str:
    people = _("jumlah orang belum diketahui")
    if other.people:
        people = _("{n} orang").format(n=number(other.people))
    return _("No. {number}: {statement} ({place}, {people}) · {reasons}").format(
        number=other.pk, statement=other.statement, place=other.place, people=people, reasons=", ".join(why.reasons)
    )
