"""Item analysis of a test of right and wrong answers.

Rules, stated once for all that use them:

- **Missing answers** count as wrong, in the item and in the total; so every respondent counts in every item.
- **Variance**: told twice, with n - 1 (sample) and with n (population). Correlations and alpha are the same with
  both, because both the items and the total are taken with the same divisor.
- **Undefined** is None, never 0: a correlation with something that does not vary, alpha of one item or of totals
  that do not vary.
- **Upper and lower 27 %**: groups of g = 27 % of n, rounded half up, at least 1. **Ties**: whoever lies clearly above
  (below) the cut counts whole; those who tie at the cut share the remaining places equally. So the order of the file
  does not matter, and the value is the mean over every way to break the tie.

Sources: Kelley, T. L. (1939), The selection of upper and lower groups for the validation of test items, Journal of
Educational Psychology 30, 17-24. Cronbach, L. J. (1951), Coefficient alpha and the internal structure of tests,
Psychometrika 16, 297-334; for right and wrong answers it equals KR-20 of Kuder and Richardson (1937), Psychometrika
2, 151-160, where KR-20 takes the variance of totals with n. When there are too few people: project decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.int64]
    Weights = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

FEW, VERY_FEW = 100, 30
SHARE_PERCENT = 27


@dataclass(frozen=True)
class Item:
    """How one item measured.

    Attributes:
        name: the heading of its column.
        n: respondents counted.
        missing: how many of them gave no answer; they count as wrong.
        p: share of right answers (difficulty; high is easy).
        r_item_total: correlation with the total, the item included (point biserial).
        r_item_rest: correlation with the total of the other items (corrected).
        alpha_without_item: alpha of the other items.
        d_27: share right in the upper group less share right in the lower group.
    """

    name: str
    n: int
    missing: int
    p: float
    r_item_total: float | None
    r_item_rest: float | None
    alpha_without_item: float | None
    d_27: float


@dataclass(frozen=True)
class Analysis:
    """How a test measured. ``group_size`` is the number of people in the upper, and in the lower, group."""

    n: int
    items: list[Item]
    alpha: float | None
    mean: float
    variance_sample: float
    variance_population: float
    group_size: int

    @property
    def warning(self) -> str:
        """Return how far the figures can be trusted: "" enough people, "few" or "very_few"."""
        return "" if self.n >= FEW else "few" if self.n >= VERY_FEW else "very_few"


@dataclass(frozen=True)
class Option:
    """How one option of an item was chosen; ``option`` "" is no answer.

    ``share_upper`` and ``share_lower`` are shares of the upper and the lower group. A distractor ``lures`` where more
    of the upper than of the lower group chose it: then the key or the wording wants a look.
    """

    option: str
    is_key: bool
    count: int
    share: float
    share_upper: float
    share_lower: float

    @property
    def lures(self) -> bool:
        """Tell whether a wrong option draws the able more than the others."""
        return not self.is_key and bool(self.option) and self.share_upper > self.share_lower


def analyse(names: Sequence[str], scores: Any, missing: Sequence[int] | None = None) -> Analysis:  # noqa: ANN401
    """Return the item analysis of ``scores``: one row a respondent, one column an item, 0 or 1.

    Raises:
        ValueError: not a table of 0 and 1, fewer than two respondents, or no item.
    """
    table = _whole(scores)
    if table.ndim != 2 or table.shape[1] != len(names) or not names:
        raise ValueError("scores must be a table with one column per name")
    if table.shape[0] < 2:
        raise ValueError("at least two respondents are needed")
    if bool(((table != 0) & (table != 1)).any()):
        raise ValueError("scores must be 0 or 1")
    return _analysed(list(names), table, list(missing or [0] * len(names)))


def _analysed(names: list[str], table: "Scores", missing: list[int]) -> Analysis:
    n, k = table.shape
    totals: Scores = table.sum(axis=1)
    right: Scores = table.sum(axis=0)
    total = int(totals.sum())
    # n squared times the (co)variances, in whole numbers
    spread: Scores = n * right - right * right
    shared: Scores = n * (table.T @ totals) - right * total
    of_total = n * int((totals * totals).sum()) - total * total
    of_rest: Scores = of_total - 2 * shared + spread
    whole = int(spread.sum())
    size = group_size(n)
    upper, lower = group_weights(totals)
    apart = (upper - lower) @ table / size
    items = [
        Item(
            name=name,
            n=n,
            missing=missing[at],
            p=int(right[at]) / n,
            r_item_total=_r(int(shared[at]), int(spread[at]), of_total),
            r_item_rest=_r(int(shared[at] - spread[at]), int(spread[at]), int(of_rest[at])),
            alpha_without_item=_alpha(k - 1, whole - int(spread[at]), int(of_rest[at])),
            d_27=round(float(apart[at]), 12),
        )
        for at, name in enumerate(names)
    ]
    return Analysis(
        n=n,
        items=items,
        alpha=_alpha(k, whole, of_total),
        mean=total / n,
        variance_sample=of_total / (n * (n - 1)),
        variance_population=of_total / (n * n),
        group_size=size,
    )


def _r(together: int, one: int, other: int) -> float | None:
    return None if one <= 0 or other <= 0 else float(together / (float(one) ** 0.5 * float(other) ** 0.5))


def _alpha(k: int, items: int, totals: int) -> float | None:
    return None if k < 2 or totals <= 0 else k / (k - 1) * (1 - items / totals)


def group_size(n: int) -> int:
    """Return how many people the upper, and the lower, group holds: 27 % of n, rounded half up, at least 1."""
    return max(1, (SHARE_PERCENT * n + 50) // 100)


def group_weights(totals: Any) -> "Weights":  # noqa: ANN401
    """Return how far each respondent belongs to the upper and the lower group, 0 to 1; each adds up to its size."""
    sums = _whole(totals)
    return _top(sums), _top(-sums)


def _whole(values: Any) -> "Scores":  # noqa: ANN401
    """Return an array of whole numbers."""
    import numpy as np

    return np.asarray(values, dtype=np.int64)


def _top(sums: "Scores") -> "npt.NDArray[np.float64]":
    size = group_size(len(sums))
    cut = sorted(sums, reverse=True)[size - 1]
    above, tied = sums > cut, sums == cut
    weights: npt.NDArray[np.float64] = above.astype("float64")
    weights[tied] = (size - int(above.sum())) / int(tied.sum())
    return weights


def distractors(
    answers: Sequence[str],
    *,
    key: str,
    options: Sequence[str],
    weights: "Weights",
) -> list[Option]:
    """Return how each option of one item was chosen, in the order given, no answer last where there was one.

    Args:
        answers: one a respondent, "" for none.
        key: the right option.
        options: every option, chosen or not.
        weights: as ``group_weights`` gives them for the totals.
    """
    upper, lower = weights
    size, n = group_size(len(answers)), len(answers)
    chosen: Mapping[str, list[int]] = _places(answers)
    names = [*options, *([""] if "" in chosen else [])]
    return [
        Option(
            option=name,
            is_key=name == key,
            count=len(chosen.get(name, [])),
            share=len(chosen.get(name, [])) / n,
            share_upper=round(float(upper[chosen.get(name, [])].sum()) / size, 12),
            share_lower=round(float(lower[chosen.get(name, [])].sum()) / size, 12),
        )
        for name in names
    ]


def _places(answers: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, answer in enumerate(answers):
        found.setdefault(answer, []).append(at)
    return found
