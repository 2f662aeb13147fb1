"""The sums by which a restored database is known to hold the same figures."""

from collections.abc import Iterator

from rumahbersama.ground.core.registry import ControlSum


def control_sums() -> Iterator[ControlSum]:
    """Add up the values of every indicator (filler of ``control_sums``)."""
    yield ControlSum(
        "needs.observation",
        "SELECT i.code, COUNT(*), SUM(o.numerator), SUM(o.denominator) FROM needs_observation o"
        " JOIN needs_indicator i ON i.id = o.indicator_id GROUP BY i.code ORDER BY i.code",
    )
