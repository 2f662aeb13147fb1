"""What people type about curricula and programmes; nothing is saved here."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.curricula.actions import CurriculumFacts, ProgrammeFacts, SubjectFacts
from rumahbersama.chain.training.models import Curriculum, Programme, Subject
from rumahbersama.ground.core.forms import LongText
from rumahbersama.ground.intake.forms import PeopleText
from rumahbersama.ground.regions.models import Region

SHARE = re.compile(r"^(.+?)\s+(\d{1,3})\s*%?$")


class SubjectsText(forms.CharField):
    """Subjects, one a line: title; JP; methods in percent; what they can do afterwards."""

    def clean(self, value: Any) -> tuple[SubjectFacts, ...]:  # noqa: ANN401 - what the widget gives
        """Return the subjects in order; the first line that cannot be read is named."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return tuple(self._subject(line, place) for place, line in enumerate((each for each in lines if each), 1))

    def _subject(self, line: str, place: int) -> SubjectFacts:
        title, *rest = [part.strip() for part in line.split(";", 3)]
        jp, methods, outcomes = [*rest, "", "", ""][:3]
        if not title or len(title) > 200 or not re.fullmatch(r"[1-9]\d?", jp) or int(jp) > 60:
            raise forms.ValidationError(
                _("Baris %(place)s (“%(line)s”) tidak terbaca. Tulis: judul; JP (1 sampai 60); metode."),
                params={"place": place, "line": line[:40]},
            )
        return SubjectFacts(title, int(jp), dict(self._shares(methods, place)), outcomes[:1000])

    def _shares(self, text: str, place: int) -> Iterable[tuple[str, int]]:
        known = {str(label).casefold(): code for code, label in Subject.Method.choices}
        for part in (each.strip() for each in text.split(",") if each.strip()):
            found = SHARE.match(part)
            if not found or found[1].casefold() not in known:
                raise forms.ValidationError(
                    _("Baris %(place)s: metode “%(part)s” tidak dikenal. Pilihan: %(known)s."),
                    params={
                        "place": place,
                        "part": part[:40],
                        "known": ", ".join(str(label) for _code, label in Subject.Method.choices),
                    },
                )
            yield known[found[1].casefold()], int(found[2])


def subjects_as_text(subjects: Sequence[Subject]) -> str:
    """Return subjects as the form shows them."""
    words = dict(Subject.Method.choices)
    lines = []
    for subject in subjects:
        methods = ", ".join(f"{words[code]} {subject.methods[code]}" for code in words if code in subject.methods)
        parts = [subject.title, str(subject.jp), methods, subject.outcomes]
        while len(parts) > 2 and not parts[-1]:
            parts.pop()
        lines.append("; ".join(parts))
    return "\n".join(lines)


class CurriculumForm(forms.Form):
    """A curriculum with its subjects."""

    title = forms.CharField(label=gettext_lazy("Nama kurikulum"), max_length=160)
    place = forms.ChoiceField(label=gettext_lazy("Milik siapa?"))
    audience = forms.CharField(label=gettext_lazy("Untuk siapa?"), max_length=200, required=False)
    outcomes = forms.CharField(
        label=gettext_lazy("Sesudahnya peserta dapat apa?"),
        max_length=2000,
        required=False,
        widget=LongText(attrs={"rows": 3}),
    )
    subjects = SubjectsText(
        label=gettext_lazy("Mata ajar"),
        max_length=20_000,
        widget=LongText(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Satu baris satu mata ajar: judul; JP; metode dengan persennya; hasil belajar. "
            "Contoh: Kepemimpinan; 4; ceramah 40, diskusi 60"
        ),
    )
    source = forms.CharField(label=gettext_lazy("Sumber"), max_length=300, required=False)

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        if len(places) < 2:
            del self.fields["place"]

    def facts(self) -> CurriculumFacts:
        """Return what was typed."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "place"}
        return CurriculumFacts(**told)

    @property
    def region(self) -> Region:
        """Return whose it is."""
        return self.places[self.cleaned_data.get("place") or next(iter(self.places))]


def initial_of(curriculum: Curriculum, subjects: Sequence[Subject]) -> dict[str, Any]:
    """Return a curriculum as its form shows it."""
    names = ("title", "audience", "outcomes", "source")
    return {name: getattr(curriculum, name) for name in names} | {"subjects": subjects_as_text(subjects)}


class ProgrammeForm(forms.Form):
    """A programme."""

    title = forms.CharField(label=gettext_lazy("Nama program"), max_length=160)
    place = forms.ChoiceField(label=gettext_lazy("Milik siapa?"))
    purpose = forms.CharField(
        label=gettext_lazy("Tujuan"), max_length=500, required=False, widget=LongText(attrs={"rows": 2})
    )
    target_people = PeopleText(
        label=gettext_lazy("Sasaran peserta"),
        required=False,
        help_text=gettext_lazy("Berapa orang yang akan dilatih oleh semua kegiatannya."),
    )

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        if len(places) < 2:
            del self.fields["place"]

    def facts(self) -> ProgrammeFacts:
        """Return what was typed."""
        told = self.cleaned_data
        target = told["target_people"]
        return ProgrammeFacts(told["title"], told["purpose"], int(target) if target is not None else None)

    @property
    def region(self) -> Region:
        """Return whose it is."""
        return self.places[self.cleaned_data.get("place") or next(iter(self.places))]


def initial_of_programme(programme: Programme) -> dict[str, Any]:
    """Return a programme as its form shows it."""
    return {name: getattr(programme, name) for name in ("title", "purpose", "target_people")}
