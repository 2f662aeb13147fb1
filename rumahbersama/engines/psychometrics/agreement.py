"""How far two raters agree on an ordered scale: percent agreement and weighted kappa.

Source: Cohen, J. (1968), Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
credit, Psychological Bulletin 70(4), 213-220. Weights are quadratic: a disagreement of two steps counts four times
one of a single step.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True)
class Agreement:
    """What two raters have in common.

    Attributes:
        n: how many things both rated.
        same: on how many they gave the same grade.
        near: on how many they differed by one step at most.
        kappa: weighted kappa, -1 to 1; None where it is not defined (nothing rated, or both gave one single grade
            throughout, so that chance alone explains all).
    """

    n: int
    same: int
    near: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """Return the part rated the same, 0 to 1; None without any."""
        return self.same / self.n if self.n else None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Return how far two raters agree.

    Args:
        pairs: for each thing that both rated the two grades, whole numbers of one scale with equal steps.
    """
    return Agreement(
        n=len(pairs),
        same=sum(1 for one, other in pairs if one == other),
        near=sum(1 for one, other in pairs if abs(one - other) <= 1),
        kappa=weighted_kappa(pairs),
    )


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """Return kappa with quadratic weights: 1 - observed / expected squared distance; None where expected is none.

    The number of grades does not enter: the weights' common divisor cancels.
    """
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    expected = sum(
        (one - other) ** 2 * times * others for one, times in first.items() for other, others in second.items()
    ) / (len(pairs) ** 2)
    return 1 - observed / expected if expected else None
