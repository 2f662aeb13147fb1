"""The proof of issue 2 on the real editions: loaded one after the other, linked by hand, loaded again."""

from pathlib import Path

import pytest
from django.db.models import Count

from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.actions import link_regions
from rumahbersama.ground.regions.commands import load_command
from rumahbersama.ground.regions.loading import Options
from rumahbersama.ground.regions.models import Region, RegionChange, RegionCode, UnresolvedRegion

pytestmark = pytest.mark.django_db
NATIONAL = [38, 514, 7285, 83762]


def load(folder: Path, year: int, now):
    found = load_command(path=folder / "wilayah" / f"kode_wilayah_{year}.csv", options=Options(), at=now, yes=True)
    assert found.exit_code == 0
    return found.report


def by_level():
    return [Region.objects.filter(gone_on=None, level=level).count() for level in (1, 2, 3, 4)]


def test_the_editions_of_2022_and_2025_follow_each_other(shared_data, now):
    first = load(shared_data, 2023, now)
    assert first["counts"]["rows"] == 91_591
    second = load(shared_data, 2025, now)

    counts = second["counts"]
    assert counts["rows"] == 91_599
    assert {
        kind: counts[kind] for kind in ("spelled", "renamed", "recoded", "moved", "new", "gone", "unresolved")
    } == {
        "spelled": 1117,
        "renamed": 755,
        "recoded": 1113,
        "moved": 82,
        "new": 79,
        "gone": 71,
        "unresolved": 71,
    }
    reasons = UnresolvedRegion.objects.values_list("reason").annotate(count=Count("pk")).order_by("reason")
    assert dict(reasons) == {"elsewhere": 20, "none": 10, "other_name": 14, "similar": 27}
    assert by_level() == NATIONAL
    assert Region.objects.get(code="0").desa_count == 83_762
    sorong = Region.objects.get(code="96.01")
    assert list(sorong.codes.values_list("code", flat=True)) == ["96.01", "92.01"]
    assert sorong.parent.code == "96"

    rows = [model.objects.count() for model in (Region, RegionCode, RegionChange, UnresolvedRegion)]
    assert load(shared_data, 2025, now)["is_same"] is True
    assert load(shared_data, 2023, now)["is_same"] is True
    assert [model.objects.count() for model in (Region, RegionCode, RegionChange, UnresolvedRegion)] == rows

    question = UnresolvedRegion.objects.filter(reason="similar").first()
    gone, successor = question.region, question.candidates.first()
    posts = {
        Post.objects.create(title=title, region=region) for title, region in (("Lama", gone), ("Baru", successor))
    }
    survivor = link_regions(gone=gone, successor=successor, by=None, at=now, reason="uji")
    assert (survivor.pk, survivor.code, set(survivor.posts.all())) == (gone.pk, successor.code, posts)
    assert by_level() == NATIONAL
    assert load(shared_data, 2025, now)["is_same"] is True
