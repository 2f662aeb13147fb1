"""When regions change, figures stay with their place and sums follow today's parents."""

from datetime import date

import pytest

from rumahbersama.chain.needs.models import Observation
from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.regions.actions import link_regions, refresh_counts
from rumahbersama.ground.regions.models import Region, RegionCode
from tests.conftest import make_region
from tests.needs.plain import raw_gaps, raw_sums, stored_gaps, stored_sums

OLD, NEW = "71.01.01.2001", "71.01.02.2009"


def run_waiting_jobs(now) -> int:
    """Run what waits in the queue, as the worker would; returns how many jobs ended well."""
    waiting = list(Job.objects.filter(state=Job.State.WAITING).order_by("created_at"))
    done = sum(jobs.run(str(job.pk), at=now) for job in waiting)
    assert {job.state for job in Job.objects.all()} <= {"done"}
    return done


@pytest.fixture
def renamed(put, country, now) -> tuple[Region, Region]:
    """A desa that an edition no longer carries, and another in the next kecamatan that may be the same."""
    put({(OLD, "penduduk"): 1300, (OLD, "posyandu"): 1, ("71.01.01.2002", "penduduk"): 40})
    successor = make_region(NEW, "Anggrek Baru")
    put({(NEW, "penduduk"): 1400}, when="2026-S2")
    gone = country[OLD]
    Region.objects.filter(pk=gone.pk).update(gone_on=date(2026, 3, 1))
    RegionCode.objects.create(
        region=gone, code=OLD, name="Anggrek", valid_from=date(2020, 1, 1), valid_to=date(2026, 3, 1)
    )
    RegionCode.objects.create(region=successor, code=NEW, name="Anggrek Baru", valid_from=date(2026, 3, 1))
    refresh_counts()
    return Region.objects.get(pk=gone.pk), successor


def test_two_regions_linked_by_hand_keep_the_data_of_both_and_sums_follow(renamed, now) -> None:
    gone, successor = renamed
    survivor = link_regions(gone=gone, successor=successor, by=None, at=now, reason="nama baru")
    done = run_waiting_jobs(now)

    kept = sorted(Observation.objects.filter(region=survivor).values_list("period__code", "indicator__code"))
    assert (survivor.pk, survivor.code, done) == (gone.pk, NEW, 1)
    assert kept == [("2026-S1", "penduduk"), ("2026-S1", "posyandu"), ("2026-S2", "penduduk")]
    assert (stored_sums(), stored_gaps()) == (raw_sums(), raw_gaps())
    assert stored_sums()["71.01.02", "penduduk", "2026-S1"][0] == 1300


def test_a_desa_that_moved_counts_for_its_new_kecamatan(put, country, now) -> None:
    put({(OLD, "penduduk"): 1300, (OLD, "posyandu"): 0, ("71.02.01.2001", "penduduk"): 500})
    moved = country[OLD]
    Region.objects.filter(pk=moved.pk).update(code="71.02.01.2007", parent=country["71.02.01"])
    jobs.start(kind="needs.resum", title="uji", by=None, at=now, arguments={"kabupaten": ["71.01", "71.02"]})
    run_waiting_jobs(now)

    assert (stored_sums(), stored_gaps()) == (raw_sums(), raw_gaps())
    assert stored_sums()["71.02", "penduduk", "2026-S1"][0] == 1800
    assert ("71.01", "penduduk", "2026-S1") not in stored_sums()


def test_a_desa_that_is_gone_no_longer_counts(put, country, now) -> None:
    put({(OLD, "penduduk"): 1300, ("71.01.01.2002", "penduduk"): 500})
    Region.objects.filter(code=OLD).update(gone_on=date(2026, 3, 1))
    jobs.start(kind="needs.resum", title="uji", by=None, at=now, arguments={"kabupaten": ["71.01"]})
    run_waiting_jobs(now)

    assert stored_sums()["71.01", "penduduk", "2026-S1"][:3] == (500, None, 1)
    assert stored_sums() == raw_sums()
