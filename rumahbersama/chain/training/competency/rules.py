"""Levels, evidence, gap, and what a candidate for camat is held against: pure.

Source: docs/adr/0030-competency.md; numbers stand in ``data/rules.yaml`` and ``data/requirements.yaml``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rumahbersama.ground.core.rules import Refusal

DATA = Path(__file__).parent / "data"
LEVELS = (1, 2, 3, 4, 5)
POST_KINDS = ("camat", "sekcam", "kasi")  # roles of posts for which a standard may ask for a level
TRAINING, TEST, MENTOR = "training", "test", "mentor"
UNKNOWN, BELOW, REACHED, NOT_ASKED = "unknown", "below", "reached", "not_asked"
MET, NOT_MET, NOT_KNOWN = "met", "not_met", "not_known"
CIVIL_SERVANT, EDUCATION, CERTIFICATE, RANK, EXPERIENCE = (
    *("civil_servant", "education", "certificate"),
    *("rank", "experience"),
)
FEWEST, MOST = 2, 4  # candidates side by side
DAYS_OF_A_YEAR = Decimal("365.25")


class CompetencyRefusal(Refusal):
    """A sentence for the user: why this cannot be, and how to mend it."""


# Data ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class ScoreRule:
    """How a post-test counts: from which score (0 to 100) on, and up to which level."""

    least_score: int
    most_level: int


@cache
def _told(name: str) -> tuple[dict[str, Any], ...]:
    rows = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return tuple(sorted(rows, key=lambda row: row["valid_from"]))


def _on(name: str, day: date) -> dict[str, Any]:
    rows = _told(name)
    return next((row for row in reversed(rows) if row["valid_from"] <= day), rows[0])


def score_rule_on(day: date) -> ScoreRule:
    """Return how a test of that day counts; before the first rule the first counts."""
    row = _on("rules.yaml", day)
    return ScoreRule(row["test_least_score"], row["test_most_level"])


# Level and gap ------------------------------------------------------------------------
@dataclass(frozen=True)
class Evidence:
    """One thing that shows a level of a competency on a day.

    Attributes:
        kind: TRAINING, TEST or MENTOR.
        day: when it was shown.
        level: 1 to 5.
        order: of two on one day the higher is the later.
        text: what it is, in words.
        url: its page, "" without one.
        note: what a mentor saw.
    """

    kind: str
    day: date
    level: int
    order: int = 0
    text: str = ""
    url: str = ""
    note: str = ""


def level_of_test(score: Decimal | None, level: int, rule: ScoreRule) -> int | None:
    """Return the level that a post-test of a course that raises to ``level`` shows; None where it shows nothing."""
    return min(level, rule.most_level) if score is not None and score >= rule.least_score else None


def present_level(evidence: Iterable[Evidence]) -> int | None:
    """Return the level somebody has now; None where nothing shows any. The one rule.

    The newest word of a mentor counts, higher or lower than what was before it. Training and tests of a later day can
    raise it, never lower it. Without a mentor the highest of training and tests counts.

    Source: docs/adr/0030-competency.md (project decision).
    """
    rows = list(evidence)
    judged = max((row for row in rows if row.kind == MENTOR), key=lambda row: (row.day, row.order), default=None)
    learnt = [row.level for row in rows if row.kind != MENTOR and (judged is None or row.day > judged.day)]
    return max([*learnt, *([judged.level] if judged else [])], default=None)


def state_of(required: int | None, level: int | None) -> str:
    """Return how a level stands against what a post asks for."""
    if required is None:
        return NOT_ASKED
    if level is None:
        return UNKNOWN
    return REACHED if level >= required else BELOW


def helps(*, required: int, level: int | None, raises_to: int) -> bool:
    """Tell whether a course that raises to a level is worth suggesting to who has ``level``."""
    return state_of(required, level) in {UNKNOWN, BELOW} and raises_to > (level or 0)


# A candidate against the law ------------------------------------------------------------
@dataclass(frozen=True)
class Held:
    """A degree or certificate as it is held against the law: whether it is a degree, and of government studies."""

    is_degree: bool
    is_governance: bool


@dataclass(frozen=True)
class Candidate:
    """What is recorded of a candidate; ``years`` in posts of a kecamatan, one decimal."""

    has_nip: bool = False
    rank: str = ""
    held: Sequence[Held] = ()
    years: Decimal | None = None


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked for, where it was read, and a number where one was found."""

    code: str
    law: str
    is_read: bool
    least_years: int | None = None


def requirements_on(day: date) -> tuple[Requirement, ...]:
    """Return what a camat must bring on a day, in the order in which it is shown."""
    return _requirements(_on("requirements.yaml", day))


def requirement_editions() -> list[tuple[date, tuple[Requirement, ...]]]:
    """Return all editions of what a camat must bring, with the day from which each counts, newest first."""
    return [(row["valid_from"], _requirements(row)) for row in reversed(_told("requirements.yaml"))]


def _requirements(edition: Mapping[str, Any]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(row["code"], row["law"], row["read"] != "unverified", row.get("least_years"))
        for row in edition["rows"]
    )


@dataclass(frozen=True)
class Answer:
    """How a candidate stands against one requirement; ``why`` is a code that the page puts into words."""

    state: str
    why: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def answer(requirement: Requirement, candidate: Candidate) -> Answer:
    """Return met, not met or not known. What is not recorded is never "not met".

    A camat is a civil servant who masters government studies: shown by a diploma or degree in them, otherwise by a
    certificate of technical education in government. Rank and experience have no number at hand: shown, not judged.

    Source: PP 17/2018 as a public summary tells it (FACTS 2.1); docs/adr/0030-competency.md.
    """
    degrees = [row for row in candidate.held if row.is_degree]
    has_degree = any(row.is_governance for row in degrees)
    has_certificate = any(not row.is_degree for row in candidate.held)
    if requirement.code == CIVIL_SERVANT:
        return Answer(MET, "nip") if candidate.has_nip else Answer(NOT_KNOWN, "no_nip")
    if requirement.code == EDUCATION:
        if not degrees:
            return Answer(NOT_KNOWN, "no_degree")
        if has_degree:
            return Answer(MET, "degree")
        return Answer(MET, "by_certificate") if has_certificate else Answer(NOT_MET, "other_degree")
    if requirement.code == CERTIFICATE:
        if has_certificate:
            return Answer(MET, "certificate")
        return Answer(MET, "not_needed") if has_degree else Answer(NOT_KNOWN, "no_certificate")
    if requirement.code == RANK:
        return Answer(NOT_KNOWN, "rank" if candidate.rank else "no_rank", {"rank": candidate.rank})
    return _experience(requirement, candidate.years)


def _experience(requirement: Requirement, years: Decimal | None) -> Answer:
    if years is None:
        return Answer(NOT_KNOWN, "no_years")
    if requirement.least_years is None:
        return Answer(NOT_KNOWN, "years", {"years": years})
    return Answer(MET if years >= requirement.least_years else NOT_MET, "years", {"years": years})


def years_in(periods: Iterable[tuple[date, date | None]], *, today: date) -> Decimal | None:
    """Return how many years of days lie in half-open periods up to today, each day once; None without any."""
    spans = sorted((start, min(end or today, today)) for start, end in periods if start < today)
    if not spans:
        return None
    days, reached = 0, date.min
    for start, end in spans:
        days += max(0, (end - max(start, reached)).days)
        reached = max(reached, end)
    return (Decimal(days) / DAYS_OF_A_YEAR).quantize(Decimal("0.1"))
