"""When somebody passes: one pure rule over four parts of 0 to 100, with dated default numbers.

Source: project decision, docs/adr/0027-passing.md; the numbers stand in ``data/passing.yaml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

FILE = Path(__file__).parent / "data" / "passing.yaml"
ATTENDANCE, POST_TEST, PRACTICE, ATTITUDE = "attendance", "post_test", "practice", "attitude"
PARTS = (ATTENDANCE, POST_TEST, PRACTICE, ATTITUDE)
TYPED = (POST_TEST, PRACTICE, ATTITUDE)
PASSED, FAILED, UNDECIDED, REOPENED = "passed", "failed", "undecided", "reopened"
FROM_LIST, FROM_TEST, BY_HAND = "list", "test", "typed"
MOST = Decimal(100)
_CENT = Decimal("0.01")


class PassingRefusal(Refusal):
    """A sentence for the user: why this cannot be, and how to mend it."""


@dataclass(frozen=True)
class Rule:
    """What it takes: a least share of JP attended (per cent), a least score, and weights that add up to 100."""

    least_attendance: int
    least_score: int
    weights: Mapping[str, int]

    def needs(self, part: str) -> bool:
        """Tell whether nothing can be decided without this part."""
        return self.weights[part] > 0 or (part == ATTENDANCE and self.least_attendance > 0)


@cache
def _known() -> tuple[tuple[date, Rule], ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rows = [(row["valid_from"], Rule(row["least_attendance"], row["least_score"], row["weights"])) for row in told]
    return tuple(sorted(rows, key=lambda row: row[0]))


def rule_on(day: date) -> Rule:
    """Return the rule for events that begin on a day and set none; before the first one the first counts."""
    return next((rule for since, rule in reversed(_known()) if since <= day), _known()[0][1])


def check_rule(rule: Rule) -> None:
    """Refuse a rule that cannot be reckoned with.

    Raises:
        PassingRefusal: a number outside 0 to 100, or weights that do not add up to 100.
    """
    if not all(0 <= number <= MOST for number in (rule.least_attendance, rule.least_score, *rule.weights.values())):
        raise PassingRefusal(_("Semua angka aturan antara 0 dan 100."))
    total = sum(rule.weights[part] for part in PARTS)
    if total != MOST:
        raise PassingRefusal(
            _("Jumlah keempat bobot harus 100; sekarang {total}. Ubah salah satunya.").format(total=total)
        )


def check_mark(value: Decimal) -> Decimal:
    """Return a mark with two decimals at most.

    Raises:
        PassingRefusal: not between 0 and 100.
    """
    if not value.is_finite() or not 0 <= value <= MOST:
        raise PassingRefusal(_("Nilai antara 0 dan 100, misalnya 82,5."))
    return value.quantize(_CENT, ROUND_HALF_UP)


def share_of(attended: Decimal, total: int) -> Decimal | None:
    """Return the share of JP attended in per cent, rounded to two decimals as it is shown; None where none counts."""
    return (attended * MOST / total).quantize(_CENT, ROUND_HALF_UP) if total else None


@dataclass(frozen=True)
class Taken:
    """The post-test of one person: the score once it is finished, or that they are still at it."""

    score: Decimal | None = None
    is_running: bool = False


def post_test_of(*, typed: Decimal | None, reason: str, taken: Taken | None) -> tuple[Decimal | None, str]:
    """Return the mark of the post-test that counts, and where it comes from ("" where there is none).

    Typed with its reason counts before the test, the test before what was typed without one. While somebody is still
    at the test nothing counts but what was typed with a reason.

    Source: docs/adr/0031-marks-from-tests.md.
    """
    if typed is not None and reason:
        return typed, BY_HAND
    if taken is not None:
        return (None, "") if taken.score is None else (taken.score, FROM_TEST)
    return typed, BY_HAND if typed is not None else ""


@dataclass(frozen=True)
class Parts:
    """What is known of one person; None is not known. ``unsure`` tells why attendance cannot be taken yet.

    ``sources`` tells of parts where their number comes from: FROM_LIST, FROM_TEST or BY_HAND.
    """

    attendance: Decimal | None = None
    post_test: Decimal | None = None
    practice: Decimal | None = None
    attitude: Decimal | None = None
    unsure: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def value(self, part: str) -> Decimal | None:
        """Return one part."""
        found: Decimal | None = getattr(self, part)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the known numbers as they are frozen with a decision."""
        known = {part: self.value(part) for part in PARTS}
        return {part: str(value) for part, value in known.items() if value is not None}

    @classmethod
    def frozen(cls, numbers: Mapping[str, Any]) -> "Parts":
        """Return them as a decision keeps them (``Decision.numbers``)."""
        values: dict[str, Any] = {
            part: Decimal(text) for part, text in numbers.get("parts", {}).items() if part in PARTS
        }
        return cls(**values, sources=numbers.get("sources", {}))


@dataclass(frozen=True)
class Verdict:
    """What the parts of somebody come to.

    Attributes:
        outcome: passed, failed or undecided.
        score: weighted sum of 0 to 100, two decimals; None while a part is missing.
        missing: parts without which nothing can be decided.
        below: what is not reached: ATTENDANCE, "score", or both.
    """

    outcome: str
    score: Decimal | None = None
    missing: tuple[str, ...] = ()
    below: tuple[str, ...] = field(default_factory=tuple)


def judge(rule: Rule, parts: Parts) -> Verdict:
    """Return whether somebody passes; the one place that decides.

    Too little attendance fails whatever the marks are, also while some are missing. Otherwise every part that the
    rule needs must be known. The score is rounded to two decimals before it is compared, so that what is read is
    what decides. Attendance that is not sure yet (an open session, a conflict) is missing.

    Source: docs/adr/0027-passing.md.
    """
    attendance = None if parts.unsure else parts.attendance
    is_absent = attendance is not None and attendance < rule.least_attendance
    known = {part: attendance if part == ATTENDANCE else parts.value(part) for part in PARTS}
    missing = tuple(part for part in PARTS if rule.needs(part) and known[part] is None)
    if missing:
        if is_absent:
            return Verdict(FAILED, None, missing, (ATTENDANCE,))
        return Verdict(UNDECIDED, None, missing)
    total = sum(((known[part] or Decimal(0)) * rule.weights[part] for part in PARTS), Decimal(0))
    score = (total / MOST).quantize(_CENT, ROUND_HALF_UP)
    below = (*((ATTENDANCE,) if is_absent else ()), *(("score",) if score < rule.least_score else ()))
    return Verdict(FAILED if below else PASSED, score, (), below)


def jp_attended(*, by_list: Decimal | None, typed: Decimal | None, planned: int | None) -> Decimal | None:
    """Return the JP that somebody attended in an event; None where nothing is known of it.

    Args:
        by_list: JP attended by the attendance list; None where the person is on none.
        typed: attendance typed with a reason, per cent of JP; it takes the place of the list.
        planned: JP of the timetable.

    Source: docs/adr/0027-passing.md, docs/adr/0031-marks-from-tests.md.
    """
    if typed is None:
        return by_list
    return None if planned is None else (typed * planned / MOST).quantize(_CENT, ROUND_HALF_UP)
