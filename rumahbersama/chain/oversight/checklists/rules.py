"""What a filled checklist says: what is in order, what is not and what to do about it; pure.

Source: project decision, docs/adr/0039-visits.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rumahbersama.workshop.surveys.rules import NO, YES, YESNO, Asked, is_relevant

ONE = Decimal(1)
OURS = "Disusun proyek ini, bukan ketentuan."
UNSEEN = "(dasar hukumnya belum diperiksa)"


@dataclass(frozen=True)
class Lack:
    """A "no": what was asked, on which basis, what to do about it, how much it weighs, and how it is written down."""

    name: str
    label: str
    legal_basis: str
    remedy: str
    weight: Decimal
    sentence: str = ""
    words: str = ""

    @property
    def cited(self) -> str:
        """Return the basis that a note may cite: none where it is ours, or was never looked up."""
        return "" if self.legal_basis == OURS or self.legal_basis.endswith(UNSEEN) else self.legal_basis


@dataclass(frozen=True)
class Outcome:
    """What a filled checklist says. A percentage is computed from ``reached`` of ``possible`` where it is shown.

    Attributes:
        yes: how many weighed questions were answered yes.
        lacks: those answered no, the heaviest first.
        not_applicable: how many do not apply.
        open: names of the required questions that have no answer yet.
        reached: sum of the weights of "yes".
        possible: sum of the weights of "yes" and "no".
    """

    yes: int
    lacks: tuple[Lack, ...]
    not_applicable: int
    open: tuple[str, ...]
    reached: Decimal
    possible: Decimal

    @property
    def answered(self) -> int:
        """Return how many weighed questions were answered."""
        return self.yes + len(self.lacks) + self.not_applicable


def outcome_of(questions: Sequence[Asked], answers: Mapping[str, Any]) -> Outcome:
    """Return what the answers to a checklist say: yes/no questions count by their weight, 1 where none is given.

    What does not apply counts neither for nor against; what is not answered is not counted as "no".

    Source: project decision, docs/adr/0039-visits.md.
    """
    asked = [each for each in questions if each.is_answered and is_relevant(each, answers)]
    weighed = [each for each in asked if each.kind == YESNO]
    lacks = sorted(_lacks(weighed, answers), key=lambda lack: -lack.weight)
    reached = _sum(each for each in weighed if answers.get(each.name) == YES)
    return Outcome(
        yes=sum(answers.get(each.name) == YES for each in weighed),
        lacks=tuple(lacks),
        not_applicable=sum(answers.get(each.name) not in (None, "", YES, NO) for each in weighed),
        open=tuple(each.words for each in asked if each.required and answers.get(each.name) in (None, "", [])),
        reached=reached,
        possible=reached + sum((lack.weight for lack in lacks), Decimal(0)),
    )


def _lacks(weighed: Iterable[Asked], answers: Mapping[str, Any]) -> list[Lack]:
    return [
        Lack(each.name, each.label, each.legal_basis, each.remedy, _weight(each), each.lack, each.words)
        for each in weighed
        if answers.get(each.name) == NO
    ]


def _sum(rows: Iterable[Asked]) -> Decimal:
    return sum((_weight(each) for each in rows), Decimal(0))


def _weight(asked: Asked) -> Decimal:
    return ONE if asked.weight is None else asked.weight
