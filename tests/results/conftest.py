"""Places with sentinel numbers: six digits and more, so that no key in an address is one by accident."""

import pytest

from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.ground.regions.models import Region
from tests.needs.conftest import found, period, put, reference

__all__ = ["found", "period", "put", "reference"]


@pytest.fixture
def placed(country: dict[str, Region]) -> None:
    """Give every place a point, so that the maps of children are drawn."""
    for number, region in enumerate(country.values()):
        Region.objects.filter(pk=region.pk).update(latitude=-7 - number / 10, longitude=109 + number / 7)


@pytest.fixture
def figures(reference: dict[str, Indicator], period: Period, placed: None, put) -> None:
    """Kecamatan A has sent all, B half, Danau all; Selatan nothing."""
    values = {
        "71.01.01.2001": (1_234_567_000, 311_311),
        "71.01.01.2002": (2_345_678_000, 423_423),
        "71.01.01.1003": (1_111_111_000, 137_137),
        "71.01.02.2001": (987_654_000, 229_229),
        "71.02.01.2001": (876_543_000, 173_173),
    }
    put({(place, "penduduk"): people for place, (people, _supply) in values.items()})
    put({(place, "posyandu"): supply for place, (_people, supply) in values.items()})
