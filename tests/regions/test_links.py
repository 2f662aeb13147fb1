import pytest

from rumahbersama.chain.needs.models import IndicatorSum, Observation
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.actions import link_regions, mark_ended, plan_link
from rumahbersama.ground.regions.models import Region, RegionChange, Shape, UnresolvedRegion
from rumahbersama.ground.regions.rules import RegionRefusal
from tests.conftest import make_account
from tests.regions.making import OLD, changed, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tmp_path):
    """Desa Anggrek, gone, and its likely successor Anggrekk."""
    load(tmp_path, OLD)
    load(tmp_path, changed(OLD, drop=("71.01.01.2001",)) | {"71.01.01.2009": "Anggrekk"}, year=2022)
    return Region.objects.get(code="71.01.01.2001"), Region.objects.get(code="71.01.01.2009")


@pytest.fixture
def manager(pair):
    """Somebody of the ministry."""
    return make_account("ministry", Region.objects.get(code="0"))


def test_linked_regions_are_one_with_the_data_and_history_of_both(pair, manager, now):
    gone, successor = pair
    old_post = Post.objects.create(title="Kepala Desa", region=gone)
    new_post = Post.objects.create(title="Sekretaris Desa", region=successor)
    survivor = link_regions(gone=gone, successor=successor, by=manager, at=now, reason="Perda 1/2022")

    assert (survivor.pk, survivor.code, survivor.name, survivor.gone_on) == (
        gone.pk,
        "71.01.01.2009",
        "Anggrekk",
        None,
    )
    assert set(survivor.posts.all()) == {old_post, new_post}
    assert not Region.objects.filter(pk=successor.pk).exists()
    assert [code.code for code in survivor.codes.all()] == ["71.01.01.2009", "71.01.01.2001"]
    assert sorted(survivor.changes.values_list("kind", flat=True)) == ["gone", "linked", "new"]
    assert UnresolvedRegion.objects.get().state == "linked"
    assert survivor.parent.children_count == 3
    record = AuditRecord.objects.get(verb="regions.link_regions")
    assert (record.place_code, record.reason, record.actor) == ("71.01.01.2009", "Perda 1/2022", manager)


def test_children_of_both_stand_below_the_survivor(tmp_path, now):
    load(tmp_path, OLD)
    new = {code.replace("71.02.01", "71.02.05"): name for code, name in OLD.items()} | {"71.02.05": "Wonoboyo"}
    load(tmp_path, new, year=2022)
    gone, successor = Region.objects.get(code="71.02.01"), Region.objects.get(code="71.02.05")
    survivor = link_regions(gone=gone, successor=successor, by=None, at=now)

    assert [child.name for child in survivor.children.filter(gone_on=None)] == ["Cemara", "Cempaka"]
    assert survivor.desa_count == 2


def test_colliding_rows_are_listed_and_nothing_moves(pair, now):
    gone, successor = pair
    Post.objects.create(title="Kepala Desa", region=gone)
    Post.objects.create(title="Kepala Desa", region=successor)

    [collision] = plan_link(gone=gone, successor=successor).collisions
    assert collision.startswith("Jabatan (")
    with pytest.raises(RegionRefusal, match="Kepala Desa"):
        link_regions(gone=gone, successor=successor, by=None, at=now)
    assert Post.objects.filter(region=successor).count() == 1
    assert RegionChange.objects.filter(kind="linked").count() == 0


def test_the_plan_counts_what_will_move(pair):
    gone, successor = pair
    Post.objects.create(title="Kepala Desa", region=successor)

    moved = {one.label: one.count for one in plan_link(gone=gone, successor=successor).moved}
    assert moved.pop("Riwayat kode dan nama") == 1
    assert moved.pop("Riwayat perubahan") == 1
    assert list(moved.values()) == [1]


def test_the_shape_of_the_successor_stays(pair, now):
    gone, successor = pair
    for region, path in ((gone, "M0 0l1 1z"), (successor, "M5 5l1 1z")):
        Shape.objects.create(region=region, path=path, box="0 0 9 9", label_x=1, label_y=1, source="Uji")
    survivor = link_regions(gone=gone, successor=successor, by=None, at=now)

    assert survivor.shape.path == "M5 5l1 1z"


def test_sums_of_rooms_above_are_dropped_and_observations_kept():
    derived = Region._meta.get_field("indicator_sums")
    kept = Region._meta.get_field("observations")

    assert (derived.related_model, derived.on_delete.__name__) == (IndicatorSum, "CASCADE")
    assert (kept.related_model, kept.on_delete.__name__) == (Observation, "PROTECT")


def test_impossible_pairs_are_refused(pair):
    gone, successor = pair
    elder = Region.objects.get(code="71.01.01.2002")
    kecamatan = Region.objects.get(code="71.01.02")

    for first, second, why in (
        (elder, successor, "masih ada"),
        (gone, gone, "tidak ada"),
        (gone, kecamatan, "setingkat"),
        (gone, elder, "penggabungan"),
    ):
        with pytest.raises(RegionRefusal, match=why):
            plan_link(gone=first, successor=second)


def test_a_region_can_be_declared_ended_once(pair, manager, now):
    question = UnresolvedRegion.objects.get()
    mark_ended(question=question, by=manager, at=now, reason="Perda 2/2022")
    question.refresh_from_db()

    assert (question.state, question.decided_at) == ("ended", now)
    assert AuditRecord.objects.get(verb="regions.mark_ended").reason == "Perda 2/2022"
    with pytest.raises(RegionRefusal):
        mark_ended(question=question, by=manager, at=now)
