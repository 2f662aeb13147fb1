"""What counts as being there: one pure rule over marks, with dated thresholds.

Source: project decision, docs/adr/0022-presence.md; the numbers stand in ``data/presence.yaml``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from rumahbersama.ground.core.rules import Refusal

FILE = Path(__file__).parent / "data" / "presence.yaml"
# What a mark says, and what it comes to. "waiting": nobody has said anything and the occasion is not closed.
PRESENT, LATE, LEAVE, SICK, ABSENT, CONFLICT, WAITING = (
    *("present", "late", "leave", "sick"),
    *("absent", "conflict", "waiting"),
)
SAYINGS = (PRESENT, LATE, LEAVE, SICK, ABSENT)
THERE = frozenset({PRESENT, LATE})
QR, CODE, TAP, SHEET, ONLINE, CORRECTION = "qr", "code", "tap", "sheet", "online", "correction"
SELF = frozenset({QR, CODE, ONLINE})  # said by the participant's own device, at the server's time
MOST_NAMES = 2_000
MOST_LETTERS = 120


class PresenceRefusal(Refusal):
    """What presence does not do, in a sentence."""


@dataclass(frozen=True)
class Rule:
    """The thresholds of one version of the data; ``shares`` are per cent by state."""

    valid_from: date
    late_after_minutes: int
    shares: Mapping[str, int]
    code_seconds: int
    code_grace_steps: int
    code_letters: int
    ticket_minutes: int
    clock_off_minutes: int
    list_up_to: int


@cache
def _rules() -> tuple[Rule, ...]:
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rules = [Rule(**{name: each[name] for name in Rule.__dataclass_fields__}) for each in told]
    return tuple(sorted(rules, key=lambda rule: rule.valid_from))


def rule_on(day: date) -> Rule:
    """Return the rule in force on a day; before the first one the first counts."""
    rules = _rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])


@dataclass(frozen=True)
class Said:
    """One counted mark: what it says, by which way, at the server's time."""

    says: str
    how: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What the marks of one person at one occasion come to.

    Attributes:
        state: present, late, leave, sick, absent, conflict or waiting.
        at: when the person was first seen there, None where nobody was.
        minutes_late: after the start, 0 where in time or not there.
        says: the different things that were said, for a conflict.
    """

    state: str
    at: datetime | None = None
    minutes_late: int = 0
    says: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Tell whether the person counts as having been there."""
        return self.state in THERE


def state_of(said: Said, *, starts: datetime, rule: Rule) -> str:
    """Return what one mark comes to: a scan after the threshold is late, people's words count as they are.

    Source: docs/adr/0022-presence.md.
    """
    if said.says == PRESENT and said.how in SELF:
        return LATE if said.at > starts + timedelta(minutes=rule.late_after_minutes) else PRESENT
    return said.says


def standing_of(marks: Sequence[Said], *, starts: datetime, is_closed: bool, rule: Rule) -> Standing:
    """Return what the counted marks of one person at one occasion come to; the one place that decides.

    A correction comes alone (it withdraws the others), so what is said after one may collide with it again.
    Being there in time and being there late do not collide: somebody's word about it counts, else the first scan.

    Source: docs/adr/0022-presence.md.
    """
    if not marks:
        return Standing(ABSENT if is_closed else WAITING)
    states = [state_of(said, starts=starts, rule=rule) for said in marks]
    seen = [said for said, state in zip(marks, states, strict=True) if state in THERE]
    kinds = {PRESENT if state in THERE else state for state in states}
    at = min((said.at for said in seen), default=None)
    if len(kinds) > 1:
        return Standing(CONFLICT, at, says=tuple(sorted(kinds, key=SAYINGS.index)))
    if not seen:
        return Standing(states[0])
    spoken = [state for said, state in zip(marks, states, strict=True) if said.how not in SELF]
    state = spoken[-1] if spoken else state_of(min(seen, key=lambda said: said.at), starts=starts, rule=rule)
    late = max(0, int((at - starts).total_seconds() // 60)) if at and state == LATE else 0
    return Standing(state, at, late)


def share_of(counted: Iterable[tuple[str, int, Rule]]) -> tuple[Decimal, int]:
    """Return (JP attended, JP in all) of one person: state, JP (1 where none is told) and rule of each occasion.

    Occasions that are still waiting are not in the sum of all.
    """
    attended, total = Decimal(0), 0
    for state, jp, rule in counted:
        if state == WAITING:
            continue
        total += jp
        attended += Decimal(jp * rule.shares[state]) / 100
    return attended, total


def moment_said(*, said_at: datetime | None, sent_at: datetime | None, received_at: datetime) -> datetime:
    """Return when something was said by the server's clock: its age by the device's clock, taken off the arrival.

    A clock that is days off cancels out; one that goes backwards, or a form without clocks, gives the arrival.
    """
    if said_at is None or sent_at is None:
        return received_at
    return received_at - max(timedelta(0), sent_at - said_at)


def clock_off(*, sent_at: datetime | None, received_at: datetime) -> int | None:
    """Return by how many seconds the device's clock is ahead of the server's (minus: behind), None if unknown."""
    return None if sent_at is None else round((sent_at - received_at).total_seconds())
