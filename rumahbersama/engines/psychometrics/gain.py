"""What was learnt between two tests: gain, and normalised gain as Hake defined it, of class averages.

<g> = (<post> - <pre>) / (100 % - <pre>), of the averages of the class.

Source: Hake, R. R. (1998), Interactive-engagement versus traditional methods, American Journal of Physics 66(1),
64-74; bands there: high from 0.7, medium from 0.3, low below. The mean of the gains of persons is another number, and
is told beside it under its own name. Both speak of the same people: those with both tests. Where the average before
was 100 % there was nothing left to gain, and the value is None, not 0 and not 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HIGH, MEDIUM, LOW = "high", "medium", "low"
HIGH_FROM, MEDIUM_FROM = 0.7, 0.3


@dataclass(frozen=True)
class ClassGain:
    """What a class gained.

    Attributes:
        pairs: people with both tests.
        only_before: people with the first test only; they are left out.
        only_after: people with the second test only; they are left out.
        mean_before: mean score of the pairs in the first test; None without pairs.
        mean_after: the same of the second.
        mean_gain: mean of (after - before); None without pairs.
        normalised: Hake's <g> of the averages; None without pairs or with 100 % before.
        mean_of_persons: mean of the normalised gains of those who could gain; None where nobody could.
        at_ceiling: pairs that had everything right before, and so have no normalised gain of their own.
    """

    pairs: int
    only_before: int
    only_after: int
    mean_before: float | None
    mean_after: float | None
    mean_gain: float | None
    normalised: float | None
    mean_of_persons: float | None
    at_ceiling: int


def normalised_gain(before: float, after: float, *, most: float = 100.0) -> float | None:
    """Return (after - before) / (most - before); None where ``before`` is the most there is.

    Raises:
        ValueError: a score below 0 or above ``most``, or ``most`` not above 0.
    """
    if most <= 0 or not 0 <= before <= most or not 0 <= after <= most:
        raise ValueError("scores must lie between 0 and the most there is")
    return None if before == most else (after - before) / (most - before)


def band(value: float | None) -> str:
    """Return Hake's band of a normalised gain; "" where there is none. A loss is in the lowest band."""
    if value is None:
        return ""
    return HIGH if value >= HIGH_FROM else MEDIUM if value >= MEDIUM_FROM else LOW


def class_gain(before: Mapping[str, float], after: Mapping[str, float], *, most: float = 100.0) -> ClassGain:
    """Return what a class gained, from scores by person; persons with one test only are left out and counted.

    Raises:
        ValueError: a score below 0 or above ``most``.
    """
    people = sorted(before.keys() & after.keys())
    own = [normalised_gain(before[each], after[each], most=most) for each in people]
    gains = [value for value in own if value is not None]
    count = len(people)
    first = sum(before[each] for each in people) / count if count else None
    second = sum(after[each] for each in people) / count if count else None
    has_both = first is not None and second is not None
    return ClassGain(
        pairs=count,
        only_before=len(before.keys() - after.keys()),
        only_after=len(after.keys() - before.keys()),
        mean_before=first,
        mean_after=second,
        mean_gain=second - first if first is not None and second is not None else None,
        normalised=_of_averages(first or 0.0, second or 0.0, most, len(gains)) if has_both else None,
        mean_of_persons=sum(gains) / len(gains) if gains else None,
        at_ceiling=count - len(gains),
    )


def _of_averages(first: float, second: float, most: float, able: int) -> float | None:
    """Return <g>; rounding may put an average a hair beyond the ends, so who could gain decides, not the average."""
    return None if not able else (second - first) / (most - first)
