"""What a question may be, when it is asked, and what is an answer to it; pure.

Source: project decision, docs/adr/0023-surveys.md; names and the relevance follow XLSForm (xlsform.org, reference).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

RATING, ONE, MANY, YESNO = "rating", "one", "many", "yesno"
INTEGER, DECIMAL, TEXT, DATE, NOTE = "integer", "decimal", "text", "date", "note"
CHOOSING = frozenset({RATING, ONE, MANY, YESNO})
NUMBERS = frozenset({INTEGER, DECIMAL})
YES, NO, NOT_APPLICABLE = "ya", "tidak", "tidak_berlaku"
NAME = re.compile(r"^[a-zA-Z_][a-zA-Z0-9_]{0,59}$")
MOST_OPTIONS, LONGEST_ANSWER = 40, 2_000
Option = tuple[str, str]
Answers = dict[str, Any]


class SurveyRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a survey, and how to mend it."""


class AnswersRefused(SurveyRefusal):
    """Answers that cannot be: ``problems`` maps the name of a question to what is wrong with its answer."""

    def __init__(self, problems: Mapping[str, str], labels: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{labels[name]}: {text}" for name, text in problems.items()))
        self.problems = dict(problems)
        self.labels = dict(labels)


@dataclass(frozen=True)
class Asked:
    """One question. ``options`` are (name, words) in their order; ``shown_if`` the name of an earlier question.

    ``lack`` is how a "no" is written down: the question is no sentence for a note. ``label_en`` and ``group_en`` are
    for who reads in English.
    """

    name: str
    kind: str
    label: str
    group: str = ""
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    shown_if: str = ""
    shown_value: str = ""
    weight: Decimal | None = None
    legal_basis: str = ""
    remedy: str = ""
    lack: str = ""
    label_en: str = ""
    group_en: str = ""

    @property
    def words(self) -> str:
        """Return the question in the language of the page, in Indonesian where it has no other words."""
        return (self.label_en or self.label) if get_language() == "en" else self.label

    @property
    def heading(self) -> str:
        """Return its group in the language of the page."""
        return (self.group_en or self.group) if get_language() == "en" else self.group

    @property
    def choices(self) -> tuple[Option, ...]:
        """Return its options; yes, no and does not apply in the language of the page where they are the program's."""
        with override("id"):
            is_ours = self.options == yes_no_options()
        return yes_no_options() if is_ours else self.options

    @property
    def is_answered(self) -> bool:
        """Tell whether it takes an answer; a note only says something."""
        return self.kind != NOTE


@dataclass
class _Checking:
    """Answers on their way: what is good, and what is wrong with the others."""

    good: Answers = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def yes_no_options() -> tuple[Option, ...]:
    """Return yes, no, and not applicable."""
    return ((YES, _("Ya")), (NO, _("Tidak")), (NOT_APPLICABLE, _("Tidak berlaku")))


def check_questions(questions: Sequence[Asked], *, most: int) -> None:
    """Refuse questions that cannot be asked together.

    Raises:
        SurveyRefusal: the first one that is wrong, and how to mend it.
    """
    if len(questions) > most:
        raise SurveyRefusal(_("Paling banyak {most} pertanyaan. Bagi menjadi dua kuesioner.").format(most=most))
    earlier: dict[str, Asked] = {}
    for asked in questions:
        check_question(asked, earlier)
        earlier[asked.name] = asked


def check_question(asked: Asked, earlier: Mapping[str, Asked]) -> None:
    """Refuse a question that cannot be asked after ``earlier`` ones.

    Raises:
        SurveyRefusal: what is wrong with it, and how to mend it.
    """
    if not NAME.match(asked.name):
        raise SurveyRefusal(
            _("Nama “{name}” tidak dapat dipakai: huruf, angka, dan garis bawah saja, diawali huruf.").format(
                name=asked.name
            )
        )
    if asked.name in earlier:
        raise SurveyRefusal(_("Nama “{name}” dipakai dua kali. Beri nama lain.").format(name=asked.name))
    if not asked.label.strip():
        raise SurveyRefusal(_("Pertanyaan “{name}” belum ada kalimatnya.").format(name=asked.name))
    _check_options(asked)
    if asked.minimum is not None and asked.maximum is not None and asked.minimum > asked.maximum:
        raise SurveyRefusal(
            _("Pada “{name}” batas bawah lebih besar dari batas atas. Tukar keduanya.").format(name=asked.name)
        )
    _check_relevance(asked, earlier)


def _check_options(asked: Asked) -> None:
    if asked.kind not in CHOOSING:
        return
    names = [name for name, _label in asked.options]
    if not 2 <= len(names) <= MOST_OPTIONS:
        raise SurveyRefusal(
            _("Pilihan “{name}” harus 2 sampai {most}, satu baris satu pilihan.").format(
                name=asked.name, most=MOST_OPTIONS
            )
        )
    if len(set(names)) != len(names):
        raise SurveyRefusal(_("Pada “{name}” ada dua pilihan yang sama.").format(name=asked.name))
    if asked.kind == RATING and names not in ([*"1234"], [*"12345"]):
        raise SurveyRefusal(
            _("Skala “{name}” harus 1 sampai 4 atau 1 sampai 5, dari yang paling rendah.").format(name=asked.name)
        )
    if asked.kind == YESNO and not {YES, NO} <= set(names) <= {YES, NO, NOT_APPLICABLE}:
        raise SurveyRefusal(
            _("Pilihan “{name}” harus ya, tidak, dan kalau perlu tidak_berlaku.").format(name=asked.name)
        )


def _check_relevance(asked: Asked, earlier: Mapping[str, Asked]) -> None:
    if not asked.shown_if:
        return
    before = earlier.get(asked.shown_if)
    if before is None:
        raise SurveyRefusal(
            _("“{name}” bergantung pada “{other}”, yang tidak ada sebelumnya. Pindahkan urutannya.").format(
                name=asked.name, other=asked.shown_if
            )
        )
    if before.kind not in CHOOSING:
        raise SurveyRefusal(
            _("“{name}” hanya dapat bergantung pada pertanyaan pilihan; “{other}” bukan pilihan.").format(
                name=asked.name, other=asked.shown_if
            )
        )
    if asked.shown_value not in {name for name, _label in before.options}:
        raise SurveyRefusal(
            _("“{name}” menunggu jawaban “{value}”, yang bukan pilihan “{other}”.").format(
                name=asked.name, value=asked.shown_value, other=asked.shown_if
            )
        )


def is_relevant(asked: Asked, answers: Mapping[str, Any]) -> bool:
    """Tell whether a question is asked, given the answers to earlier ones."""
    if not asked.shown_if:
        return True
    given = answers.get(asked.shown_if)
    return asked.shown_value in given if isinstance(given, list) else str(given) == asked.shown_value


def checked_answers(questions: Iterable[Asked], given: Mapping[str, Any], *, whole: bool = True) -> Answers:
    """Return answers as they are stored: those to questions that are asked, in their canonical form.

    A rating is a whole number, one choice and yes/no its name, many choices a list of names in the order of the
    options, integer a number, decimal canonical text ("12.5"), date ISO text. What is not answered is absent.

    Args:
        questions: of one version, in order.
        given: name of a question to its answer; what is not asked is left out.
        whole: refuse where a required answer is missing; without it a part is taken.

    Raises:
        AnswersRefused: one sentence per question that is wrong.
    """
    checking = _Checking()
    labels: dict[str, str] = {}
    for asked in questions:
        labels[asked.name] = asked.label
        if not asked.is_answered or not is_relevant(asked, checking.good):
            continue
        value = given.get(asked.name)
        if value is None or value == "" or value == []:
            if asked.required and whole:
                checking.problems[asked.name] = _("Belum dijawab.")
            continue
        try:
            checking.good[asked.name] = _canonical(asked, value)
        except SurveyRefusal as refusal:
            checking.problems[asked.name] = str(refusal)
    if checking.problems:
        raise AnswersRefused(checking.problems, labels)
    return checking.good


def _canonical(asked: Asked, value: Any) -> Any:  # noqa: ANN401 - as it came
    if asked.kind in CHOOSING:
        return _chosen(asked, value)
    if asked.kind in NUMBERS:
        return _number(asked, value)
    if asked.kind == DATE:
        return _day(value)
    text = str(value).strip()
    if len(text) > LONGEST_ANSWER:
        raise SurveyRefusal(_("Lebih dari {most} huruf. Pendekkan jawabannya.").format(most=LONGEST_ANSWER))
    return text


def _chosen(asked: Asked, value: Any) -> Any:  # noqa: ANN401
    known = [name for name, _label in asked.options]
    picked = [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)]
    if any(each not in known for each in picked) or (asked.kind != MANY and len(picked) != 1):
        raise SurveyRefusal(_("Pilih dari yang tersedia."))
    if asked.kind == MANY:
        return [name for name in known if name in picked]
    return int(picked[0]) if asked.kind == RATING else picked[0]


def _number(asked: Asked, value: Any) -> Any:  # noqa: ANN401
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise SurveyRefusal(_("Tulis angka."))
    if asked.kind == INTEGER and number != number.to_integral_value():
        raise SurveyRefusal(_("Tulis bilangan bulat."))
    if asked.minimum is not None and number < asked.minimum:
        raise SurveyRefusal(_("Paling kecil {bound}.").format(bound=_told(asked.minimum)))
    if asked.maximum is not None and number > asked.maximum:
        raise SurveyRefusal(_("Paling besar {bound}.").format(bound=_told(asked.maximum)))
    return int(number) if asked.kind == INTEGER else _told(number)


def _told(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(value: Any) -> str:  # noqa: ANN401
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise SurveyRefusal(_("Tanggal ini tidak ada di kalender.")) from None
    return found.isoformat()


def sections_of(questions: Iterable[Asked]) -> list[tuple[str, list[Asked]]]:
    """Return the questions by their group in a row: (heading, questions)."""
    found: list[tuple[str, list[Asked]]] = []
    for asked in questions:
        if not found or found[-1][0] != asked.group:
            found.append((asked.group, []))
        found[-1][1].append(asked)
    return found
