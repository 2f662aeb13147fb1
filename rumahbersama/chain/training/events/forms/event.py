"""An event, its sites and classes, and who teaches."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.events.actions.event import EventFacts
from rumahbersama.chain.training.events.actions.parts import ClassFacts, RoomFacts, SiteFacts
from rumahbersama.chain.training.events.forms.choosing import choices_of, chosen
from rumahbersama.chain.training.events.models import Tier
from rumahbersama.chain.training.events.rules import MOST_CLASSES
from rumahbersama.chain.training.models import Curriculum, Event, Programme, Room, Site, Teaching
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import PeopleText, WholeNumber
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region


class EventForm(forms.Form):
    """What an event is."""

    title = forms.CharField(label=gettext_lazy("Nama kegiatan"), max_length=200)
    place = forms.ChoiceField(label=gettext_lazy("Penyelenggara"))
    programme = forms.ChoiceField(label=gettext_lazy("Program"), required=False)
    curriculum = forms.ChoiceField(label=gettext_lazy("Kurikulum"))
    tier = forms.TypedChoiceField(label=gettext_lazy("Siapa yang dilatih?"), choices=Tier.choices, coerce=int)
    phase = forms.CharField(label=gettext_lazy("Tahap atau angkatan"), max_length=60, required=False)
    starts_on = DayField(label=gettext_lazy("Hari pertama"))
    ends_on = DayField(label=gettext_lazy("Hari terakhir"))
    mode = forms.ChoiceField(label=gettext_lazy("Cara hadir"), choices=Event.Mode.choices, widget=forms.RadioSelect)
    class_size = WholeNumber(
        label=gettext_lazy("Peserta per kelas"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    head_count = PeopleText(
        label=gettext_lazy("Jumlah peserta tanpa nama"),
        required=False,
        help_text=gettext_lazy("Hanya untuk kegiatan lama yang daftar namanya tidak ada."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        places: Sequence[Region],
        programmes: Sequence[Programme],
        curricula: Sequence[Curriculum],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.programmes, self.curricula = programmes, curricula
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        self.fields["programme"].choices = choices_of(programmes, empty=_("Tanpa program"))  # type: ignore[attr-defined]
        self.fields["curriculum"].choices = choices_of(curricula)  # type: ignore[attr-defined]

    def facts(self) -> EventFacts:
        """Return what was typed."""
        told = dict(self.cleaned_data)
        place, programme, curriculum = told.pop("place"), told.pop("programme"), told.pop("curriculum")
        count = told.pop("head_count")
        return EventFacts(
            region=self.places[place],
            programme=chosen(self.programmes, programme),
            curriculum=chosen(self.curricula, curriculum),
            head_count=int(count) if count is not None else None,
            **told,
        )


def initial_of(event: Event) -> dict[str, Any]:
    """Return an event as its form shows it."""
    names = ("title", "tier", "phase", "starts_on", "ends_on", "mode", "class_size", "head_count")
    return {name: getattr(event, name) for name in names} | {
        "place": event.region.code,
        "programme": str(event.programme_id or ""),
        "curriculum": str(event.curriculum_id),
    }


class CopyForm(forms.Form):
    """The same event on other days."""

    title = forms.CharField(label=gettext_lazy("Nama kegiatan yang baru"), max_length=200)
    starts_on = DayField(label=gettext_lazy("Hari pertama"))
    with_quota = forms.BooleanField(label=gettext_lazy("Salin juga kuotanya"), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, widget=LongText(attrs={"rows": 2}))


class RoomsText(forms.CharField):
    """Rooms, one a line: name; how many people; link."""

    def clean(self, value: Any) -> tuple[RoomFacts, ...]:  # noqa: ANN401 - what the widget gives
        """Return the rooms; the first line that cannot be read is named."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return tuple(self._room(line) for line in lines if line)

    def _room(self, line: str) -> RoomFacts:
        name, *rest = [" ".join(part.split()) for part in line.split(";")]
        capacity, link = [*rest, "", ""][:2]
        if not name or len(name) > 80 or len(rest) > 2:
            raise forms.ValidationError(
                _("Baris “%(line)s” tidak terbaca. Tulis: nama; daya tampung; tautan."),
                params={"line": line[:60]},
            )
        if capacity and not (capacity.isascii() and capacity.isdigit() and 0 < int(capacity) < 10_000):
            raise forms.ValidationError(
                _("Daya tampung ruangan “%(name)s” bukan angka. Contoh: Ruang Melati; 40."), params={"name": name}
            )
        try:
            forms.URLField(assume_scheme="https", max_length=300, required=False).clean(link)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Tautan ruangan “%(name)s” tidak terbaca. Contoh: https://rapat.contoh.id/kelas-1."),
                params={"name": name},
            ) from None
        return RoomFacts(name, int(capacity) if capacity else None, link)


class SiteForm(forms.Form):
    """A site with its rooms."""

    name = forms.CharField(label=gettext_lazy("Nama tempat"), max_length=160)
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=300, required=False)
    place = forms.ChoiceField(label=gettext_lazy("Di kabupaten atau kota mana?"), required=False)
    zone = forms.ChoiceField(label=gettext_lazy("Zona waktu"), choices=Site.Zone.choices, widget=forms.RadioSelect)
    rooms = RoomsText(
        label=gettext_lazy("Ruangan"),
        required=False,
        max_length=4000,
        widget=LongText(attrs={"rows": 5}),
        help_text=gettext_lazy("Satu baris satu ruangan: nama; daya tampung; tautan daring bila ada."),
    )

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        choices = [("", _("Belum ditentukan")), *((code, str(place)) for code, place in self.places.items())]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> SiteFacts:
        """Return what was typed."""
        told = dict(self.cleaned_data)
        return SiteFacts(region=self.places.get(told.pop("place")), **told)


def rooms_as_text(rooms: Sequence[Room]) -> str:
    """Return rooms as the form shows them."""
    return "\n".join(
        "; ".join(part for part in (room.name, str(room.capacity or ""), room.link) if part or room.link)
        for room in rooms
    )


class ClassesForm(forms.Form):
    """How many classes at which site."""

    site = forms.ChoiceField(label=gettext_lazy("Tempat"))
    count = WholeNumber(
        label=gettext_lazy("Berapa kelas"),
        min_value=1,
        max_value=MOST_CLASSES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    size = WholeNumber(
        label=gettext_lazy("Peserta per kelas"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, sites: Sequence[Site], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.sites = sites
        self.fields["site"].choices = choices_of(sites)  # type: ignore[attr-defined]

    @property
    def chosen_site(self) -> Site:
        """Return the site that was chosen."""
        found: Site = chosen(self.sites, self.cleaned_data["site"])
        return found


class ClassForm(forms.Form):
    """Name, room and size of a class."""

    name = forms.CharField(
        label=gettext_lazy("Nama kelas"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Kosong: dinamai dengan nomornya."),
    )
    room = forms.ChoiceField(label=gettext_lazy("Ruangan"), required=False)
    size = WholeNumber(
        label=gettext_lazy("Paling banyak berapa peserta"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, rooms: Sequence[Room], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.rooms = rooms
        self.fields["room"].choices = choices_of(rooms, empty=_("Belum ada"))  # type: ignore[attr-defined]

    def facts(self) -> ClassFacts:
        """Return what was typed."""
        told = self.cleaned_data
        return ClassFacts(told["name"], chosen(self.rooms, told["room"]), told["size"])


class TrainerForm(forms.Form):
    """Who teaches, and as what; the person is chosen from those found by name."""

    person = forms.ChoiceField(label=gettext_lazy("Siapa?"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=gettext_lazy("Sebagai apa?"), choices=Teaching.Role.choices)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        persons: Sequence[Person],
        told: Sequence[tuple[str, str]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.persons = persons
        self.fields["person"].choices = told  # type: ignore[attr-defined]

    @property
    def chosen_person(self) -> Person:
        """Return the person that was chosen."""
        found: Person = chosen(self.persons, self.cleaned_data["person"])
        return found
