"""The questions of a version as a form: one box or one set of options each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText
from rumahbersama.workshop.surveys.models import Round
from rumahbersama.workshop.surveys.rules import (
    CHOOSING,
    DATE,
    DECIMAL,
    INTEGER,
    LONGEST_ANSWER,
    MANY,
    NUMBERS,
    RATING,
    AnswersRefused,
    Asked,
    checked_answers,
)

PREFIX, GROUP, ROLE = "q_", "kelompok", "peran"


class AnswerForm(forms.Form):
    """The given questions, with what was answered so far, and of an open link the group and the role."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        questions: Sequence[Asked],
        every: Sequence[Asked],
        answered: Mapping[str, Any],
        whose: Round | None = None,
        chosen: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.questions, self.every, self.answered = questions, every, dict(answered)
        if whose is not None:
            self._add_choice(GROUP, whose.group_word or _("Kelompok"), whose.groups, chosen or {})
            self._add_choice(ROLE, _("Anda mengisi sebagai"), whose.raters, chosen or {})
        for asked in questions:
            if asked.is_answered:
                self.fields[PREFIX + asked.name] = field_of(asked, every)
                self.initial[PREFIX + asked.name] = _shown(asked, answered.get(asked.name))

    def _add_choice(self, name: str, label: str, known: list[str], chosen: Mapping[str, str]) -> None:
        if known:
            choices = [("", _("Pilih")), *((each, each) for each in known)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)
            self.initial[name] = chosen.get(name, "")

    @property
    def about_oneself(self) -> list[BoundField]:
        """Return the boxes for group and role."""
        return [self[name] for name in (GROUP, ROLE) if name in self.fields]

    @property
    def rows(self) -> Iterator[tuple[Asked, BoundField | None]]:
        """Yield each question with its box; a note has none."""
        for asked in self.questions:
            yield asked, self[PREFIX + asked.name] if asked.is_answered else None

    @property
    def given(self) -> dict[str, Any]:
        """Return what was answered now, None where a box was left empty."""
        return {
            asked.name: self.cleaned_data.get(PREFIX + asked.name) for asked in self.questions if asked.is_answered
        }

    def clean(self) -> dict[str, Any]:
        """The answers must fit the version, as far as they are asked."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                checked_answers(self.every, self.answered | self.given, whole=False)
                self._demand()
            except AnswersRefused as refused:
                self.refuse(refused)
        return cleaned

    def _demand(self) -> None:
        """Refuse where a required question of this page is left open."""
        here = {asked.name for asked in self.questions}
        try:
            checked_answers(self.every, self.answered | self.given)
        except AnswersRefused as refused:
            missing = {name: text for name, text in refused.problems.items() if name in here}
            if missing:
                raise AnswersRefused(missing, refused.labels) from None

    def refuse(self, refused: AnswersRefused) -> None:
        """Say at each box what is wrong with it."""
        for name, text in refused.problems.items():
            self.add_error(PREFIX + name if PREFIX + name in self.fields else None, text)


def _shown(asked: Asked, value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    if asked.kind in NUMBERS:
        return Decimal(str(value))
    if asked.kind == DATE:
        return forms.DateField().to_python(value)
    return value if isinstance(value, list) else str(value)


def field_of(asked: Asked, every: Iterable[Asked]) -> forms.Field:
    """Return the box of a question; whether one that depends on another must be filled is decided with it."""
    told: dict[str, Any] = {
        "label": asked.label,
        "help_text": hint_of(asked, every),
        "required": asked.required and not asked.shown_if,
    }
    if asked.kind in CHOOSING:
        return _choosing(asked, told)
    if asked.kind in NUMBERS:
        return NumberText(whole=asked.kind == INTEGER, **told)
    if asked.kind == DATE:
        return DayField(**told)
    return forms.CharField(widget=LongText(attrs={"rows": 3}), max_length=LONGEST_ANSWER, **told)


def _choosing(asked: Asked, told: dict[str, Any]) -> forms.Field:
    if asked.kind == MANY:
        return forms.MultipleChoiceField(choices=asked.options, widget=forms.CheckboxSelectMultiple, **told)
    choices = [
        (name, f"{name} – {label}" if asked.kind == RATING and label != name else label)
        for name, label in asked.options
    ]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)


def hint_of(asked: Asked, every: Iterable[Asked]) -> str:
    """Return what stands below a question: when it is asked, its hint, its bounds, its legal basis."""
    told = []
    if asked.shown_if:
        before = next(each for each in every if each.name == asked.shown_if)
        value = dict(before.options)[asked.shown_value]
        told.append(_("Dijawab kalau “{label}” = {value}.").format(label=before.label, value=value))
    if asked.hint:
        told.append(asked.hint)
    bounds = [f"{bound:f}" for bound in (asked.minimum, asked.maximum) if bound is not None]
    if len(bounds) == 2 and asked.kind in {INTEGER, DECIMAL}:
        told.append(_("{low} sampai {high}.").format(low=bounds[0], high=bounds[1]))
    if asked.legal_basis:
        told.append(_("Dasar: {basis}").format(basis=asked.legal_basis))
    return " ".join(told)


def answer_in_words(asked: Asked, value: Any) -> str:  # noqa: ANN401
    """Return a stored answer as people read it."""
    if value is None:
        return ""
    words = dict(asked.options)
    if isinstance(value, list):
        return ", ".join(words.get(str(each), str(each)) for each in value)
    if asked.kind == RATING:
        label = words.get(str(value), "")
        return f"{value} – {label}" if label != str(value) else str(value)
    return words.get(str(value), str(value))
