"""How well people reach a service: the two-step floating catchment area, plain Python.

NumPy is not among the base packages, and is not needed: with a grid a kabupaten takes a fraction of a second.
"""

from rumahbersama.engines.access.catchment import (
    CENTROID,
    NOWHERE,
    OWN,
    Access,
    Demand,
    Point,
    Supply,
    access_scores,
    access_scores_plainly,
    located,
)
from rumahbersama.engines.access.sphere import distance_km

__all__ = [
    "CENTROID",
    "NOWHERE",
    "OWN",
    "Access",
    "Demand",
    "Point",
    "Supply",
    "access_scores",
    "access_scores_plainly",
    "distance_km",
    "located",
]
