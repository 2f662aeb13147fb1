"""How a test measured: item analysis, reliability, distractors and normalised gain; plain Python and NumPy.

NumPy comes with shapely and is in the base lock. All sums are sums of whole numbers, so that no rounding creeps in
before the last division, and a spread of exactly zero is known as such.
"""

from rumahbersama.engines.psychometrics.gain import HIGH, LOW, MEDIUM, ClassGain, band, class_gain, normalised_gain
from rumahbersama.engines.psychometrics.items import (
    FEW,
    VERY_FEW,
    Analysis,
    Item,
    Option,
    analyse,
    distractors,
    group_size,
    group_weights,
)
from rumahbersama.engines.psychometrics.reading import Key, Problem, Responses, Unreadable, read_key, read_responses

__all__ = [
    "FEW",
    "HIGH",
    "LOW",
    "MEDIUM",
    "VERY_FEW",
    "Analysis",
    "ClassGain",
    "Item",
    "Key",
    "Option",
    "Problem",
    "Responses",
    "Unreadable",
    "analyse",
    "band",
    "class_gain",
    "distractors",
    "group_size",
    "group_weights",
    "normalised_gain",
    "read_key",
    "read_responses",
]
"""Tests and ratings: how well questions measure, and how far raters agree. Plain Python, no Django."""
