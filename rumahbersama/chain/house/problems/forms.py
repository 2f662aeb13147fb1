"""What people type about problems; nothing is saved here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.problems.actions import Facts
from rumahbersama.chain.house.problems.models import Cause, Problem, Score
from rumahbersama.chain.house.problems.rules import (
    LONGEST,
    LONGEST_REASON,
    MOST_CAUSES,
    PUT_OFF,
    Decision,
    lacking_in,
)
from rumahbersama.chain.house.problems.usg import Criterion, Values
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.ground.core.forms import DayField, LongText, depending
from rumahbersama.ground.intake.forms import PeopleText
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Level, Region

OTHER = "lain"


class CausesText(forms.CharField):
    """Causes, one a line, each about the one above it."""

    def clean(self, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - what the widget gives
        """Return the causes in their order; one that is too long is named."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        causes = tuple(line for line in lines if line)
        for line in causes:
            if len(line) > LONGEST:
                raise forms.ValidationError(
                    _("Sebab “%(text)s…” lebih dari 300 huruf. Ringkas."), params={"text": line[:30]}
                )
        return causes


class ProblemForm(forms.Form):
    """A problem in plain questions: what, where, about what, who suffers, who can solve it, why."""

    statement = forms.CharField(
        label=gettext_lazy("Apa masalahnya?"),
        max_length=LONGEST,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu kalimat: apa yang terjadi dan sejak kapan. Jangan tulis nama orang."),
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Di mana?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu tempat.")},
    )
    hamlet = forms.CharField(label=gettext_lazy("Dusun, lingkungan, atau RT/RW"), max_length=80, required=False)
    area = forms.ChoiceField(label=gettext_lazy("Tentang apa?"))
    sufferers = forms.CharField(
        label=gettext_lazy("Siapa yang merasakan?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Misalnya: ibu hamil dan balita di dua RT."),
    )
    people = PeopleText(
        label=gettext_lazy("Berapa orang?"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau belum diketahui."),
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("Siapa yang berwenang menyelesaikannya?"),
        choices=Problem.Authority.choices,
        widget=forms.RadioSelect,
        initial=Problem.Authority.KECAMATAN,
    )
    causes = CausesText(
        label=gettext_lazy("Mengapa terjadi?"),
        required=False,
        widget=LongText(attrs={"rows": MOST_CAUSES}),
        help_text=gettext_lazy(
            "Satu baris satu sebab, paling banyak lima. Tiap baris menjawab “mengapa?” untuk baris di atasnya."
        ),
    )
    answers = forms.ChoiceField(label=gettext_lazy("Jabatan mana yang harus menjawab?"), required=False)
    reason = forms.CharField(label=gettext_lazy("Alasan perbaikan"), max_length=LONGEST_REASON, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        places: Sequence[Region],
        posts: Sequence[Post] | None,
        is_correction: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        """``posts`` is None for who does not name who must answer."""
        super().__init__(*args, **options)
        self.place_of = {place.code: place for place in places}
        self.areas = {area.code: area for area in ServiceArea.objects.filter(disabled_on=None)}
        self.posts = {str(post.pk): post for post in posts or ()}
        self._choose("places", [(code, where(place)) for code, place in self.place_of.items()])
        areas = [(code, str(area)) for code, area in self.areas.items()]
        self._choose("area", [("", _("Pilih")), *areas, (OTHER, _("Lain-lain"))])
        named = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self._choose("answers", [("", _("Belum ditentukan")), *named])
        if len(self.place_of) == 1:
            del self.fields["places"]
        if posts is None:
            del self.fields["answers"]
        if not is_correction:
            del self.fields["reason"]

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def facts(self, *, answers: Post | None = None) -> Facts:
        """Return what was told; ``answers`` stays where the form does not ask for it."""
        data = self.cleaned_data
        people = data["people"]
        chosen = data.get("places") or list(self.place_of)[:1]
        return Facts(
            statement=data["statement"],
            places=tuple(self.place_of[code] for code in chosen),
            area=self.areas.get(data["area"]),
            sufferers=data["sufferers"],
            people=None if people is None else int(people),
            authority=data["authority"],
            hamlet=data["hamlet"],
            answers=self.posts.get(data["answers"]) if "answers" in self.fields else answers,
            causes=data["causes"],
        )


def where(place: Region) -> str:
    """Return a place as a problem names it: the kecamatan is meant as a whole."""
    return str(place) if place.level == Level.DESA else _("{place} seluruhnya").format(place=place)


def initial_of(problem: Problem, places: Sequence[Region], causes: Sequence[Cause]) -> dict[str, Any]:
    """Return what stands in the form when a problem is corrected."""
    plain = ("statement", "hamlet", "sufferers", "people", "authority")
    return {
        **{name: getattr(problem, name) for name in plain},
        "places": [place.code for place in places],
        "area": problem.area.code if problem.area else OTHER,
        "answers": str(problem.answers_id or ""),
        "causes": "\n".join(cause.text for cause in causes),
    }


class DecisionForm(forms.Form):
    """What becomes of a problem, why, and until when it is put off."""

    to = forms.ChoiceField(label=gettext_lazy("Keputusan"), widget=forms.RadioSelect)
    reason = depending(
        forms.CharField(
            label=gettext_lazy("Alasan, atau apa yang membaik"),
            max_length=LONGEST_REASON,
            widget=LongText(attrs={"rows": 2}),
            help_text=gettext_lazy(
                "Wajib untuk menunda, meneruskan, menyatakan selesai, menutup, dan membuka lagi. Dibaca semua."
            ),
        )
    )
    until = depending(
        DayField(
            label=gettext_lazy("Ditunda sampai"),
            help_text=gettext_lazy("Hanya kalau ditunda. Sesudah hari itu masalahnya muncul lagi di atas."),
        )
    )

    def __init__(self, *args: Any, problem: Problem, choices: list[tuple[str, str]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.problem = problem
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if PUT_OFF not in dict(choices):
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """Say at once all that the chosen decision lacks, each beside its box."""
        cleaned = super().clean() or {}
        if "to" in cleaned:
            lacking = lacking_in(self.decision(), state=self.problem.state, today=timezone.localdate())
            for name, sentence in lacking.items():
                if not self.has_error(name):
                    self.add_error(name, sentence)
        return cleaned

    def decision(self) -> Decision:
        """Return what was decided."""
        until: date | None = self.cleaned_data.get("until")
        to = self.cleaned_data["to"]
        return Decision(to=to, reason=self.cleaned_data.get("reason", ""), until=until if to == PUT_OFF else None)


class ScoreForm(forms.Form):
    """The three questions of USG; as ``on_sheet`` each a box that may stay empty, all three or none.

    ``on_sheet`` is the number of the problem, which is named where a row is filled in halfway.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        criteria: Sequence[Criterion],
        given: Score | None = None,
        on_sheet: str = "",
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.on_sheet = on_sheet
        for each in criteria:
            words = [(str(value), f"{value}: {text}") for value, text in each.scale]
            self.fields[each.code] = forms.ChoiceField(
                label=each.name if on_sheet else f"{each.name}: {each.question}",
                choices=[("", _("belum")), *words] if on_sheet else words,
                widget=forms.Select if on_sheet else forms.RadioSelect,
                required=not on_sheet,
            )
            if given is not None:
                self.initial[each.code] = str(getattr(given, each.code))

    def clean(self) -> dict[str, Any]:
        """On the sheet a problem is scored whole or not at all."""
        cleaned = super().clean() or {}
        empty = [name for name in self.fields if not cleaned.get(name)]
        if self.on_sheet and empty and len(empty) < len(self.fields) and not self.errors:
            text = _("no. {number} belum lengkap. Isi ketiga nilainya, atau kosongkan ketiganya.")
            self.add_error(empty[0], text.format(number=self.on_sheet))
        return cleaned

    def values(self) -> Values | None:
        """Return urgency, seriousness and growth; None where nothing was filled in."""
        data = self.cleaned_data
        if not all(data.get(name) for name in self.fields):
            return None
        return int(data["urgency"]), int(data["seriousness"]), int(data["growth"])


class MergeForm(forms.Form):
    """Into which problem this one is merged."""

    main = forms.ChoiceField(label=gettext_lazy("Masalah utama"), widget=forms.RadioSelect)
    number = depending(
        forms.CharField(
            label=gettext_lazy("Nomor masalah lain"),
            max_length=14,
            help_text=gettext_lazy("Seperti di halaman masalah, misalnya 12/2026."),
        )
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        alike: Sequence[tuple[Problem, tuple[str, ...]]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        offers = [
            (other.numbered, f"{other.numbered} {other.statement} ({', '.join([other.standing, *reasons])})")
            for other, reasons in alike
        ]
        other = [(OTHER, _("Masalah lain, tulis nomornya"))]
        self.fields["main"].choices = [*offers, *other]  # type: ignore[attr-defined]
        if len(offers) < 2:
            self.initial.setdefault("main", offers[0][0] if offers else OTHER)

    def clean(self) -> dict[str, Any]:
        """A problem that is not in the list is named by its number."""
        cleaned = super().clean() or {}
        if cleaned.get("main") == OTHER and not cleaned.get("number"):
            self.add_error("number", _("Tulis nomor masalahnya. Nomor itu ada di halaman masalah."))
        return cleaned

    def chosen(self) -> str:
        """Return the number of the chosen problem, as people name it."""
        main: str = self.cleaned_data["main"]
        return self.cleaned_data["number"] if main == OTHER else main
