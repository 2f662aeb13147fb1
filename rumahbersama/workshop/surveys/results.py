"""What came out of a round: figures per question, of all and by group, small groups hidden; pure but for its reading.

An anonymous round shows figures only when it is closed: between two looks at an open one a single answer could be
told apart. Hidden are groups below the minimum, and as many more as keep those from being had by subtraction,
question by question (``hiding.py``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.engines.psychometrics.agreement import Agreement
from rumahbersama.engines.psychometrics.agreement import agreement as agreement_of
from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.actions.rounds import is_closed
from rumahbersama.workshop.surveys.hiding import hidden_groups
from rumahbersama.workshop.surveys.limits import limits_on
from rumahbersama.workshop.surveys.models import Response, Round
from rumahbersama.workshop.surveys.rules import (
    CHOOSING,
    DATE,
    NOTE,
    NUMBERS,
    RATING,
    TEXT,
    YES,
    YESNO,
    Asked,
)

ROLE, GROUP, ABOUT = "peran", "kelompok", "tentang"
FIELDS = {ROLE: "role", GROUP: "group", ABOUT: "about"}


@dataclass(frozen=True)
class Figure:
    """What was answered to one question by one group, or by all.

    Attributes:
        n: how many answered it.
        mean: of ratings and numbers; None for other kinds, and where nobody answered.
        counts: how many chose each option, in the order of the options.
        is_hidden: too few to be shown; n, mean and counts are then empty.
    """

    n: int
    mean: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    is_hidden: bool = False

    @property
    def yes_share(self) -> float | None:
        """Return the part of "yes" among yes and no, 0 to 1; None without either."""
        counts = dict(self.counts)
        told = counts.get(YES, 0) + counts.get("tidak", 0)
        return counts.get(YES, 0) / told if told and YES in counts else None


HIDDEN = Figure(n=0, is_hidden=True)


@dataclass(frozen=True)
class QuestionResult:
    """One question with what all answered, what each group answered, and its texts (in no order that tells who)."""

    asked: Asked
    total: Figure
    groups: Mapping[str, Figure] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """A round in figures.

    Attributes:
        n: how many answered.
        expected: how many were asked, None where nobody knows.
        is_shown: False while an anonymous round is open, or where fewer than the minimum answered.
        why_not: the sentence for that.
        by: "peran", "kelompok", "tentang" or "".
        names: the groups in their order.
        sizes: how many of each group answered; None where that is hidden.
        questions: one each, in order; empty where nothing is shown.
    """

    n: int
    expected: int | None
    is_shown: bool
    why_not: str
    by: str
    names: tuple[str, ...]
    sizes: Mapping[str, int | None]
    questions: tuple[QuestionResult, ...]

    @property
    def ratings(self) -> list[QuestionResult]:
        """Return the questions with a scale that somebody answered and that are shown, lowest first."""
        rated = [row for row in self.questions if row.asked.kind == RATING and row.total.mean is not None]
        return sorted(rated, key=lambda row: row.total.mean or 0)

    @property
    def mean(self) -> float | None:
        """Return the mean of the means of all scales; None without any."""
        means = [row.total.mean for row in self.ratings if row.total.mean is not None]
        return sum(means) / len(means) if means else None


Told = tuple[str, dict[str, Any]]  # the group of an answer, and the answer


def results(round: Round, *, by: str = "", today: date) -> Results:
    """Return a round in figures, by nothing, by role, by group, or by who was rated (three queries)."""
    told = [
        (getattr(row, FIELDS[by]) if by in FIELDS else "", row.answers)
        for row in Response.objects.filter(round=round).only("role", "group", "about", "answers")
    ]
    expected = round.expected if round.token else round.invitations.count() or None
    why_not = _why_not(round, len(told), today=today)
    questions = [] if why_not else questions_of(round.version)
    return _counted(round, told, questions, expected=expected, by=by, why_not=why_not)


def results_of_rounds(rounds: Sequence[Round], *, today: date) -> dict[int, Results]:
    """Return several rounds in figures, not divided, by their number (one query, and one for each version asked)."""
    told: dict[int, list[Told]] = {row.pk: [] for row in rounds}
    for number, answers in Response.objects.filter(round__in=told).values_list("round", "answers"):
        told[number].append(("", answers))
    versions: dict[int, list[Asked]] = {}
    found = {}
    for row in rounds:
        why_not = _why_not(row, len(told[row.pk]), today=today)
        if not why_not and row.version_id not in versions:
            versions[row.version_id] = list(questions_of(row.version))
        questions = [] if why_not else versions[row.version_id]
        found[row.pk] = _counted(row, told[row.pk], questions, expected=row.expected, by="", why_not=why_not)
    return found


def _counted(
    round: Round,
    told: Sequence[Told],
    questions: Iterable[Asked],
    *,
    expected: int | None,
    by: str,
    why_not: str,
) -> Results:
    if why_not:
        return Results(len(told), expected, False, why_not, by, (), {}, ())
    minimum = round.minimum_group if round.is_anonymous else 1
    names = _names(round, told, by)
    sizes = Counter(name for name, _answers in told)
    hidden = hidden_groups({name: sizes[name] for name in names}, minimum=minimum)
    counted = [
        _question(asked, told, names=names, hidden=hidden, minimum=minimum)
        for asked in questions
        if asked.kind != NOTE
    ]
    shown = {name: None if name in hidden else sizes[name] for name in names}
    return Results(len(told), expected, True, "", by, names, shown, tuple(counted))


def _why_not(round: Round, n: int, *, today: date) -> str:
    if not n:
        return _("Belum ada jawaban.")
    if not round.is_anonymous:
        return ""
    if not is_closed(round, today=today):
        return _(
            "Survei tanpa nama baru menampilkan hasil sesudah ditutup, supaya tidak ada jawaban yang dapat ditebak."
        )
    if n < round.minimum_group:
        return _("Yang menjawab kurang dari {least} orang, jadi hasilnya tidak ditampilkan.").format(
            least=round.minimum_group
        )
    return ""


def _names(round: Round, told: Iterable[Told], by: str) -> tuple[str, ...]:
    if by not in FIELDS:
        return ()
    known: Sequence[str] = {ROLE: round.raters, GROUP: round.groups}.get(by, [])
    given = sorted({name for name, _answers in told} - set(known))
    return (*known, *given)


def _question(
    asked: Asked, told: Sequence[Told], *, names: Sequence[str], hidden: frozenset[str], minimum: int
) -> QuestionResult:
    given = [(name, answers[asked.name]) for name, answers in told if asked.name in answers]
    if len(given) < minimum:
        return QuestionResult(asked, HIDDEN if given else figure(asked, []), dict.fromkeys(names, HIDDEN))
    per_group = Counter(name for name, _value in given)
    closed = hidden_groups({name: per_group[name] for name in names}, minimum=minimum, already=hidden)
    groups = {
        name: HIDDEN if name in closed else figure(asked, [value for group, value in given if group == name])
        for name in names
    }
    texts = sorted(str(value) for _name, value in given) if asked.kind == TEXT else []
    return QuestionResult(asked, figure(asked, [value for _name, value in given]), groups, tuple(texts))


def figure(asked: Asked, values: Sequence[Any]) -> Figure:
    """Return the answers to one question as figures."""
    if asked.kind in CHOOSING:
        picked = Counter(str(each) for value in values for each in (value if isinstance(value, list) else [value]))
        counts = tuple((name, picked[name]) for name, _label in asked.options)
    else:
        counts = ()
    numbers = [Decimal(str(value)) for value in values] if asked.kind in NUMBERS | {RATING} else []
    return Figure(len(values), float(sum(numbers) / len(numbers)) if numbers else None, counts)


@dataclass(frozen=True)
class RatersAgree:
    """How far two raters agree: on each scale, and on all together.

    Attributes:
        roles: the two raters.
        questions: (question, agreement) in order.
        all: of all scales together.
        is_uncertain: fewer things were rated by both than the dated limit.
        pairs: how many things both rated.
    """

    roles: tuple[str, str]
    questions: tuple[tuple[Asked, Agreement], ...]
    all: Agreement
    is_uncertain: bool
    pairs: int


def agreement(round: Round, *, roles: tuple[str, str] | None = None) -> RatersAgree | None:
    """Return how far two raters of a round agree about the same things (two queries).

    Args:
        round: with names, whose responses say about whom they are.
        roles: which two; None: the first two of the round.

    Returns:
        None for an anonymous round, one without two roles, and one in which both rated nothing in common.
    """
    pair = roles or (tuple(round.raters[:2]) if len(round.raters) > 1 else None)
    if pair is None or round.is_anonymous:
        return None
    by_role: dict[str, dict[str, dict[str, Any]]] = {role: {} for role in pair}
    for row in Response.objects.filter(round=round, role__in=pair).exclude(about="").order_by("at", "pk"):
        by_role[row.role].setdefault(row.about, row.answers)
    first, second = by_role[pair[0]], by_role[pair[1]]
    common = sorted(first.keys() & second.keys())
    if not common:
        return None
    scales = [asked for asked in questions_of(round.version) if asked.kind == RATING]
    found, together = [], []
    for asked in scales:
        pairs = [
            (int(first[about][asked.name]), int(second[about][asked.name]))
            for about in common
            if asked.name in first[about] and asked.name in second[about]
        ]
        together += pairs
        found.append((asked, agreement_of(pairs)))
    few = limits_on(round.opens_on).few_pairs
    return RatersAgree((pair[0], pair[1]), tuple(found), agreement_of(together), len(common) < few, len(common))


@dataclass(frozen=True)
class Difference:
    """One question in two rounds: before, after, and what lies between; None where either is not shown."""

    asked: Asked
    before: float | None
    after: float | None
    n_before: int
    n_after: int

    @property
    def change(self) -> float | None:
        """Return after less before."""
        return None if self.before is None or self.after is None else self.after - self.before


def compared(before: Results, after: Results) -> list[Difference]:
    """Return what changed between two rounds, question by question of the same name and kind.

    A rating or number is compared by its mean, yes and no by the part of yes (0 to 100).
    """
    earlier = {(row.asked.name, row.asked.kind): row for row in before.questions}
    found = []
    for row in after.questions:
        old = earlier.get((row.asked.name, row.asked.kind))
        if old is None or row.asked.kind in {TEXT, DATE}:
            continue
        was, now = _value(old), _value(row)
        if was is not None or now is not None:
            found.append(Difference(row.asked, was, now, old.total.n, row.total.n))
    return found


def _value(row: QuestionResult) -> float | None:
    if row.asked.kind == YESNO:
        share = row.total.yes_share
        return None if share is None else share * 100
    return row.total.mean
