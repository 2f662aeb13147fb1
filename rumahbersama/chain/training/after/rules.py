"""What is asked after a training, and what the answers say: pure.

**Before and now, asked together.** Each statement is answered twice in one sitting, first as it is now, then as it
was before the training, so that both are told by one yardstick: after a training people judge their old behaviour by
other measures than they would have before it (response shift).
Source: Howard, G. S. (1980), Response-shift bias: a problem in evaluating interventions with pre/post self-reports,
Evaluation Review 4(1), 93-106; behaviour as the third of Kirkpatrick's four levels. All else: project decision,
README.md of this folder; the numbers stand in ``data/after.yaml``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.workshop.surveys.hiding import hidden_groups
from rumahbersama.workshop.surveys.rules import NOTE, RATING, Asked

FILE = Path(__file__).parent / "data" / "after.yaml"
PREFIX = "training.after"
SELF, SUPERIOR, PEER_1, PEER_2 = "alumnus", "atasan", "rekan-1", "rekan-2"
OTHERS = (SUPERIOR, PEER_1, PEER_2)
ALUMNUS, BOSS, PEER = "Alumnus", "Atasan", "Rekan"  # as a round names them; both peers are one kind
ROLES = (ALUMNUS, BOSS, PEER)
ROLE_OF = {SELF: ALUMNUS, SUPERIOR: BOSS, PEER_1: PEER, PEER_2: PEER}
NOW, BEFORE = "kini_", "dulu_"
LONGEST_STATEMENT = 380
TOWARDS, AWAY, SAME, NO_DATA = "towards", "away", "same", "no_data"
VERDICTS = (TOWARDS, AWAY, SAME, NO_DATA)


class AfterRefusal(Refusal):
    """A sentence for the user: why this cannot be done after a training, and how to mend it."""


@dataclass(frozen=True)
class Plan:
    """When and what is asked of trainings that ended on ``valid_from`` or later; see the file."""

    valid_from: date
    months: tuple[int, ...]
    open_days: int
    ask_within_days: int
    remind_after_days: int
    most_statements: int
    scale: tuple[str, ...]
    people_sources: tuple[str, ...]


@cache
def plans() -> tuple[Plan, ...]:
    """Return all plans, the oldest first."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    lists = ("months", "scale", "people_sources")
    rows = [{name: each[name] for name in Plan.__dataclass_fields__} for each in told]
    found = [Plan(**(row | {name: tuple(row[name]) for name in lists})) for row in rows]
    return tuple(sorted(found, key=lambda plan: plan.valid_from))


def plan_on(day: date) -> Plan:
    """Return the plan for a training that ended on a day; before the first one the first counts."""
    return next((plan for plan in reversed(plans()) if plan.valid_from <= day), plans()[0])


def is_time(ends_on: date, *, today: date) -> bool:
    """Tell whether the first form of a training that ended on a day is due."""
    return today >= months_after(ends_on, min(plan_on(ends_on).months))


def role_words() -> dict[str, str]:
    """Return what the kinds of raters are called."""
    return {ALUMNUS: _("Alumnus"), BOSS: _("Atasan"), PEER: _("Rekan")}


def relation_words() -> dict[str, str]:
    """Return what each of the four who are asked is called."""
    return {SELF: _("Alumnus"), SUPERIOR: _("Atasan"), PEER_1: _("Rekan 1"), PEER_2: _("Rekan 2")}


@dataclass(frozen=True)
class Named:
    """Who is asked: name, and phone or e-mail for the link."""

    name: str
    contact: str = ""


# The form ---------------------------------------------------------------------------
def statements_of(subjects: Iterable[tuple[str, str]], *, most: int) -> list[str]:
    """Return the statements of a form out of (title, outcomes) of each subject, in order, each once.

    Every outcome (a line, or what stands between semicolons) is one; a subject without outcomes gives its title as
    something that is done at work. More than ``most`` are left out, so that the form stays short.
    """
    found: dict[str, None] = {}
    for title, outcomes in subjects:
        lines = [" ".join(part.split()) for part in re.split(r"[;\n]", outcomes)]
        told = [line for line in lines if line] or [_("Menerapkan di tempat kerja: {title}").format(title=title)]
        found.update(dict.fromkeys(line[:LONGEST_STATEMENT] for line in told))
    return list(found)[:most]


def questions_of(statements: Sequence[str], *, scale: Sequence[str]) -> list[Asked]:
    """Return the questions: each statement as it is now, then as it was before the training; none must be answered.

    Raises:
        AfterRefusal: there is nothing to ask.
    """
    if not statements:
        raise AfterRefusal(
            _("Kurikulum kegiatan ini belum punya mata ajar, jadi belum ada perilaku yang dapat ditanyakan.")
        )
    options = tuple((str(number), label) for number, label in enumerate(scale, start=1))
    intro = _("Nilai yang benar-benar Anda lihat di tempat kerja. Kosongkan yang tidak Anda ketahui.")
    found = [Asked("keterangan", NOTE, intro)]
    for number, statement in enumerate(statements, start=1):
        now = _("{statement} – sekarang").format(statement=statement)
        before = _("{statement} – sebelum pelatihan").format(statement=statement)
        found.append(Asked(f"{NOW}{number}", RATING, now, options=options))
        found.append(Asked(f"{BEFORE}{number}", RATING, before, options=options))
    return found


def statement_of(label: str) -> str:
    """Return the statement out of the words of its question."""
    return label.rpartition(" – ")[0] or label


# The answers ------------------------------------------------------------------------
@dataclass(frozen=True)
class Change:
    """What raters of one kind said of one statement: means of those who told both, before and now, 1 to 5.

    Attributes:
        n: how many told both.
        missing: how many answered the form and not both of these.
        before: their mean for the time before the training; None without any.
        now: their mean for now.
        is_hidden: too few to be shown; all else is empty then.
    """

    n: int = 0
    missing: int = 0
    before: float | None = None
    now: float | None = None
    is_hidden: bool = False

    @property
    def change(self) -> float | None:
        """Return now less before."""
        return None if self.now is None or self.before is None else self.now - self.before


HIDDEN = Change(is_hidden=True)
Pair = tuple[int | None, int | None]  # before, now


def changes_of(told: Iterable[tuple[str, Pair]], *, minimum: int) -> dict[str, Change]:
    """Return the change of one statement by kind of rater (``ROLES``), small groups hidden as surveys hide them.

    Args:
        told: (kind of rater, what was answered) of every form of a round.
        minimum: the smallest number of answers that may be shown together.
    """
    rows = list(told)
    answered = {role: sum(kind == role for kind, _pair in rows) for role in ROLES}
    pairs: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    for role, (before, now) in rows:
        if role in pairs and before is not None and now is not None:
            pairs[role].append((before, now))
    counts = {role: len(each) for role, each in pairs.items()}
    if sum(counts.values()) < minimum:
        return {role: HIDDEN if counts[role] else Change(missing=answered[role]) for role in ROLES}
    few = hidden_groups(answered, minimum=minimum)
    hidden = hidden_groups(counts, minimum=minimum, already=few)
    return {role: HIDDEN if role in hidden else _mean(pairs[role], answered[role]) for role in ROLES}


def _mean(pairs: Sequence[tuple[int, int]], answered: int) -> Change:
    n = len(pairs)
    if not n:
        return Change(missing=answered)
    return Change(n, answered - n, sum(old for old, _new in pairs) / n, sum(new for _old, new in pairs) / n)


def together(changes: Iterable[Change]) -> Change:
    """Return several changes as one, each weighing as much as it has answers; hidden ones are in no sum.

    Hidden only where all that has answers is hidden, so that nothing hidden is had by subtraction.
    """
    rows = list(changes)
    shown = [row for row in rows if not row.is_hidden]
    n, missing = sum(row.n for row in shown), sum(row.missing for row in shown)
    if not n:
        return HIDDEN if len(shown) < len(rows) else Change(missing=missing)
    before = sum((row.before or 0) * row.n for row in shown) / n
    now = sum((row.now or 0) * row.n for row in shown) / n
    return Change(n, missing, before, now)


def pair_of(answers: Mapping[str, Any], number: str) -> Pair:
    """Return what one form says of a statement: before and now, None where it was left empty."""
    before, now = answers.get(f"{BEFORE}{number}"), answers.get(f"{NOW}{number}")
    return (None if before is None else int(before), None if now is None else int(now))


# Service and empowerment ------------------------------------------------------------
def verdict_of(baseline: Decimal | None, now: Decimal | None, *, target: Decimal | None, direction: str) -> str:
    """Return whether a figure moved towards its target, away from it, or not; without a figure or way: no data.

    Args:
        baseline: as it was.
        now: as it is; compared as shown, to two decimals.
        target: what was promised; where it is none, or the baseline itself, ``direction`` says which way is better.
        direction: "up", "down" or "neutral" of the indicator.
    """
    if baseline is None or now is None:
        return NO_DATA
    step = round(now, 2) - round(baseline, 2)
    if not step:
        return SAME
    wanted = (target - baseline) if target is not None else Decimal(0)
    if not wanted:
        wanted = {"up": Decimal(1), "down": Decimal(-1)}.get(direction, Decimal(0))
    if not wanted:
        return NO_DATA
    return TOWARDS if (step > 0) == (wanted > 0) else AWAY


@dataclass(frozen=True)
class Voiced:
    """In how many desa of a kecamatan people voiced a need, in the months after and the same months a year before.

    Attributes:
        desa: how many desa and kelurahan it has.
        before: with a voice of people a year before.
        after: with one after the training.
        is_known: whether anything at all was recorded in either time; without it nothing can be said.
    """

    desa: int
    before: int
    after: int
    is_known: bool

    @property
    def verdict(self) -> str:
        """Return whether more, fewer, or as many desa spoke; no data where nothing was recorded."""
        if not self.is_known or not self.desa:
            return NO_DATA
        return SAME if self.after == self.before else TOWARDS if self.after > self.before else AWAY


def plain(text: str) -> str:
    """Return a name as it is compared: small letters, single spaces."""
    return " ".join(text.casefold().split())
