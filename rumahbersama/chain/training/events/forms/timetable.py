"""A session of the timetable, and a day as the curriculum is laid into it."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.events.actions.timetable import SessionFacts, moment
from rumahbersama.chain.training.events.forms.choosing import choices_of, chosen
from rumahbersama.chain.training.events.rules import DayPlan
from rumahbersama.chain.training.models import Room, Session, Site, Subject, Teaching, TrainingClass
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Person

PAUSE = re.compile(r"^\s*(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*$")


class ClockField(forms.TimeField):
    """A time by the clock: 08.00 or 8:00."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "5", "placeholder": "08.00"})
        super().__init__(input_formats=["%H.%M", "%H:%M"], widget=widget, **options)
        self.error_messages["invalid"] = _("Tulis jam dan menit, misalnya 08.00 atau 13.30.")


class SessionForm(forms.Form):
    """One session: what, for whom, when, where, by whom."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Session.Kind.choices)
    subject = forms.ChoiceField(label=gettext_lazy("Mata ajar"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Judul di jadwal"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Kosong: nama mata ajarnya."),
    )
    klass = forms.ChoiceField(label=gettext_lazy("Untuk kelas mana?"))
    day = DayField(label=gettext_lazy("Hari"))
    begins = ClockField(label=gettext_lazy("Mulai"))
    ends = ClockField(label=gettext_lazy("Selesai"))
    jp = WholeNumber(
        label=gettext_lazy("JP"),
        min_value=0,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Jam pelajaran yang dihitung untuk sertifikat; 1 JP = 45 menit."),
    )
    room = forms.ChoiceField(label=gettext_lazy("Ruangan"), required=False)
    link = forms.URLField(label=gettext_lazy("Tautan daring"), max_length=300, required=False, assume_scheme="https")
    persons = forms.MultipleChoiceField(
        label=gettext_lazy("Pengajar khusus sesi ini"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kosong: pelatih kelasnya."),
    )
    although = forms.BooleanField(
        label=gettext_lazy("Simpan meskipun ruangan atau pengajarnya bentrok"), required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        sites: Sequence[Site],
        classes: Sequence[TrainingClass],
        rooms: Sequence[Room],
        subjects: Sequence[Subject],
        persons: Sequence[Person],
        told: Sequence[tuple[str, str]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.sites, self.classes, self.rooms, self.subjects, self.teachers = sites, classes, rooms, subjects, persons
        joint = [(f"s{site.pk}", _("Semua kelas di {site}").format(site=site)) for site in sites]
        own = [(f"k{klass.pk}", f"{klass} ({klass.site})") for klass in classes]
        self.fields["klass"].choices = [*own, *joint]  # type: ignore[attr-defined]
        self.fields["subject"].choices = choices_of(subjects, empty=_("Tidak ada"))  # type: ignore[attr-defined]
        rooms_told = [(str(room.pk), f"{room} ({room.site})") for room in rooms]
        self.fields["room"].choices = [("", _("Ruangan kelasnya")), *rooms_told]  # type: ignore[attr-defined]
        self.fields["persons"].choices = told  # type: ignore[attr-defined]
        if not persons:
            del self.fields["persons"]

    def clean(self) -> dict[str, Any]:
        """A session has a title of its own, or its subject's."""
        cleaned = super().clean() or {}
        if not cleaned.get("title") and not cleaned.get("subject") and "title" in cleaned and "subject" in cleaned:
            self.add_error("title", _("Tulis judulnya, atau pilih mata ajarnya."))
        return cleaned

    def facts(self) -> SessionFacts:
        """Return what was typed."""
        told = self.cleaned_data
        klass = next((row for row in self.classes if f"k{row.pk}" == told["klass"]), None)
        site = klass.site if klass else next(row for row in self.sites if f"s{row.pk}" == told["klass"])
        subject = chosen(self.subjects, told["subject"])
        room = chosen(self.rooms, told["room"]) or (klass.room if klass else None)
        return SessionFacts(
            title=told["title"] or str(subject),
            kind=told["kind"],
            site=site,
            klass=klass,
            subject=subject,
            starts_at=moment(site, told["day"], told["begins"]),
            ends_at=moment(site, told["day"], told["ends"]),
            jp=told["jp"],
            room=room,
            link=told["link"],
            persons=tuple((chosen(self.teachers, number), Teaching.Role.LEAD) for number in told.get("persons", [])),
        )


def initial_of_session(session: Session, persons: Sequence[int]) -> dict[str, Any]:
    """Return a session as its form shows it."""
    local, end = session.site.local(session.starts_at), session.site.local(session.ends_at)
    return {
        "kind": session.kind,
        "subject": str(session.subject_id or ""),
        "title": session.title,
        "klass": f"k{session.klass_id}" if session.klass_id else f"s{session.site_id}",
        "day": local.date(),
        "begins": f"{local:%H.%M}",
        "ends": f"{end:%H.%M}",
        "jp": session.jp,
        "room": str(session.room_id or ""),
        "link": session.link,
        "persons": [str(number) for number in persons],
    }


class PausesText(forms.CharField):
    """Pauses of a day: "10.15-10.30; 12.00-13.00"."""

    def clean(self, value: Any) -> tuple[tuple[time, time], ...]:  # noqa: ANN401 - what the widget gives
        """Return the pauses; the first that cannot be read is named."""
        return tuple(self._pause(part) for part in super().clean(value).split(";") if part.strip())

    def _pause(self, part: str) -> tuple[time, time]:
        found = PAUSE.match(part)
        try:
            return (
                (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))) if found else self._no(part)
            )
        except ValueError:
            return self._no(part)

    def _no(self, part: str) -> tuple[time, time]:
        raise forms.ValidationError(
            _("Istirahat “%(part)s” tidak terbaca. Contoh: 10.15-10.30; 12.00-13.00."),
            params={"part": part.strip()[:30]},
        )


class FillForm(forms.Form):
    """How a day runs, for laying the curriculum into the timetable."""

    begins = ClockField(label=gettext_lazy("Hari dimulai pukul"))
    jp = WholeNumber(
        label=gettext_lazy("JP sehari, paling banyak"),
        min_value=1,
        max_value=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    pauses = PausesText(label=gettext_lazy("Istirahat"), required=False, max_length=200)
    weekdays_only = forms.BooleanField(label=gettext_lazy("Lewati Sabtu dan Minggu"), required=False)

    def plan(self) -> DayPlan:
        """Return what was typed."""
        told = self.cleaned_data
        return DayPlan(told["begins"], told["jp"], told["pauses"])
