"""The index of attainment of the minimum service standards: two measures a service, weighed, capped, averaged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FULL = Decimal(100)
SHOWN, EXACT = Decimal("0.01"), Decimal("1e-9")  # far finer than one person in 300 million moves an index
RECEIVERS, QUALITY = "receivers", "quality"


class Category(TextChoices):
    """What an index is called; the code is also that of the threshold from which it is called so."""

    COMPLETE = "spm-paripurna", _("Tuntas paripurna")
    MAIN = "spm-utama", _("Tuntas utama")
    MIDDLE = "spm-madya", _("Tuntas madya")
    YOUNG = "spm-muda", _("Tuntas muda")
    FIRST = "spm-pratama", _("Tuntas pratama")
    NOT_YET = "spm-belum", _("Belum tuntas")


@dataclass(frozen=True)
class Law:
    """What is in force for a period: the weights of both measures, and from which index each category begins."""

    receivers: Decimal
    quality: Decimal
    limits: tuple[tuple[Category, Decimal], ...]


@dataclass(frozen=True)
class Share:
    """One measure as counted: how many of how many; of none where nobody has a claim."""

    met: Decimal
    asked: Decimal

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody had a claim and nobody was served: nothing to be measured."""
        return not self.asked

    @property
    def percent(self) -> Decimal:
        """Return the share in percent, at most 100: more than everybody does not make up for others."""
        return FULL if self.met >= self.asked else self.met * 100 / self.asked


def law_of(thresholds: Mapping[str, Decimal]) -> Law | None:
    """Return the law from the thresholds in force on a day; None where there was none yet.

    Source: Permendagri 59/2021 (weights and categories from general knowledge, FACTS 2.10; not verified).
    """
    weights = thresholds.get("spm-penerima"), thresholds.get("spm-mutu")
    limits = tuple((each, thresholds[each]) for each in Category if each in thresholds)
    if None in weights or not sum(weight or 0 for weight in weights) or not limits:
        return None
    return Law(weights[0] or Decimal(0), weights[1] or Decimal(0), limits)


def missing_of(receivers: Share | None, quality: Share | None) -> list[str]:
    """Return which measures a service lacks: not sent, or a quality that asks for nothing.

    Where nobody had a claim to the service, no measure is lacking.
    """
    if receivers is not None and receivers.is_empty:
        return []
    lacking = [RECEIVERS] if receivers is None else []
    return [*lacking, QUALITY] if quality is None or quality.is_empty else lacking


def index_of(receivers: Share | None, quality: Share | None, *, law: Law) -> Decimal | None:
    """Return the index of one service between 0 and 100; None where a measure lacks, or nobody had a claim.

    Source: Permendagri 59/2021 (receivers 80, minimum quality 20; not verified); the cap at 100 per measure is a
    project decision, docs/adr/0018.
    """
    if receivers is None or quality is None or receivers.is_empty or quality.is_empty:
        return None
    weighed = law.receivers * receivers.percent + law.quality * quality.percent
    return weighed / (law.receivers + law.quality)


def mean(indices: Iterable[Decimal | None]) -> Decimal | None:
    """Return the mean of those that are known; None where none is.

    Source: project decision, docs/adr/0018 (services make a field, fields make the kabupaten, each counting alike).
    """
    known = [index for index in indices if index is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def category_of(index: Decimal, *, law: Law) -> Category:
    """Return what an index is called: the best category whose limit it reaches.

    Source: Permendagri 59/2021 (100, 90, 80, 70, 60; not verified, FACTS 2.10).
    """
    exact = index.quantize(EXACT)
    reached = [(limit, category) for category, limit in law.limits if exact >= limit]
    return max(reached)[1] if reached else Category.NOT_YET


def shown(index: Decimal | None) -> Decimal | None:
    """Return an index as it is written, cut after two decimals: 99.996 is not yet 100."""
    return None if index is None else index.quantize(EXACT).quantize(SHOWN, ROUND_DOWN)
