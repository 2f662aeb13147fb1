"""What the benchmark of pages generates fits the tables of today, and its peer shows the same numbers."""

import pytest
from django.utils import timezone

from benchmarks import bench_pages
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.reference import load_reference

pytestmark = pytest.mark.django_db


def test_generated_values_fit_the_tables_and_the_peer_agrees(country):
    load_reference(by=None, at=timezone.now())

    bench_pages._observations()
    bench_pages._sums()

    villages = sum(region.level == 4 for region in country.values())
    assert Observation.objects.count() == villages * bench_pages.INDICATORS * len(bench_pages.PERIODS)
    for code in ("0", "71", "71.01", "71.01.01"):
        bench_pages._agree(country[code])
