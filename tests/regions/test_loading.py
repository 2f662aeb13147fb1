from datetime import date

import pytest

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core import registry
from rumahbersama.ground.regions.actions import commit_edition, load_edition, preview_edition, set_word
from rumahbersama.ground.regions.models import Edition, Region, RegionChange, RegionCode, UnresolvedRegion
from rumahbersama.ground.regions.rules import RegionRefusal
from tests.conftest import make_region
from tests.regions.making import OLD, changed, edition_file, load

pytestmark = pytest.mark.django_db


def tree():
    return dict(Region.objects.filter(gone_on=None).exclude(code="0").values_list("code", "name"))


def everything():
    tables = (Region, RegionCode, RegionChange, UnresolvedRegion, Edition, AuditRecord, AuditChange)
    return [list(model.objects.order_by("pk").values_list()) for model in tables]


def test_the_first_edition_makes_the_tree_with_counts_and_dated_codes(tmp_path):
    load(tmp_path, OLD)

    assert tree()["71.01"] == "Sungai"
    assert str(Region.objects.get(code="71.01")) == "Kabupaten Sungai"
    assert [
        (region.code, region.children_count, region.desa_count) for region in Region.objects.filter(level__lt=4)
    ] == [
        ("0", 1, 7),
        ("71", 2, 7),
        ("71.01", 2, 5),
        ("71.01.01", 3, 3),
        ("71.01.02", 2, 2),
        ("71.02", 1, 2),
        ("71.02.01", 2, 2),
    ]
    assert RegionCode.objects.filter(valid_from=date(2021, 1, 1), valid_to=None).count() == len(OLD)
    assert RegionCode.objects.get(code="71.01").name == "KAB. SUNGAI"
    assert RegionChange.objects.count() == 0


def test_a_dry_run_only_looks(tmp_path):
    preview = load(tmp_path, OLD, dry_run=True)

    assert preview.counts()["new"] == len(OLD)
    assert tree() == {}
    assert Edition.objects.count() == 0


def test_loading_the_same_edition_again_changes_nothing_and_says_so(tmp_path):
    load(tmp_path, OLD)
    before = everything()
    preview = load(tmp_path, OLD)

    assert preview.is_same
    assert everything() == before


def test_an_edition_already_superseded_changes_nothing_when_loaded_again(tmp_path):
    load(tmp_path, OLD)
    load(tmp_path, OLD | {"71.01.01.2001": "Anggrek Mas"}, year=2022)
    before = everything()

    assert load(tmp_path, OLD).is_same
    assert everything() == before


def test_the_same_number_with_other_content_is_refused(tmp_path):
    load(tmp_path, OLD)

    with pytest.raises(RegionRefusal, match="UJI-2021"):
        load(tmp_path, OLD | {"71.01.01.2001": "Anggrek Mas"})


def test_an_older_edition_after_a_newer_one_is_refused(tmp_path):
    load(tmp_path, OLD)

    with pytest.raises(RegionRefusal, match="lebih baru"):
        load(tmp_path, OLD | {"71.01.01.2001": "Anggrek Mas"}, year=2020)


@pytest.mark.parametrize("missing", ["number", "legal_basis"])
def test_number_and_legal_basis_must_be_given(tmp_path, missing):
    said = {"number": "1", "legal_basis": "Keputusan"} | {missing: " "}

    with pytest.raises(RegionRefusal):
        preview_edition(path=edition_file(tmp_path, OLD), valid_from=date(2021, 1, 1), **said)


def test_one_wrong_row_keeps_everything_out(tmp_path):
    preview = load(tmp_path, OLD | {"7x": "Salah"})

    assert [(one.row, one.value) for one in preview.findings] == [(15, "7x")]
    assert tree() == {}


def test_a_preview_of_another_state_of_the_tree_is_not_committed(tmp_path, now):
    stale = load(tmp_path, OLD | {"72": "Lain"}, year=2022, dry_run=True)
    load(tmp_path, OLD)

    with pytest.raises(RegionRefusal, match="pratinjau"):
        commit_edition(preview=stale, by=None, at=now)


def test_a_half_file_does_not_enter(tmp_path):
    many = {f"71.02.01.{3000 + n}": f"Desa Nomor {n}" for n in range(300)}
    load(tmp_path, OLD | many)
    preview = load(tmp_path, OLD, year=2022)

    assert [one.row for one in preview.findings] == [0]
    assert Edition.objects.count() == 1


def test_recoded_region_keeps_its_row_and_both_codes(tmp_path):
    load(tmp_path, OLD)
    region = Region.objects.get(code="71.01.01.2002")
    load(tmp_path, changed(OLD, drop=("71.01.01.2002",)) | {"71.01.01.1005": "AKASIA"}, year=2022)
    region.refresh_from_db()

    assert (region.code, region.name, region.kind) == ("71.01.01.1005", "Akasia", "kelurahan")
    assert list(region.codes.values_list("code", "name", "valid_from", "valid_to")) == [
        ("71.01.01.1005", "AKASIA", date(2022, 1, 1), None),
        ("71.01.01.2002", "Akasia", date(2021, 1, 1), date(2022, 1, 1)),
    ]
    assert list(region.changes.values_list("kind", "before", "after")) == [
        ("recoded", "71.01.01.2002 Akasia", "71.01.01.1005 AKASIA")
    ]


def test_exchanged_codes_do_not_collide(tmp_path):
    load(tmp_path, OLD)
    anggrek = Region.objects.get(name="Anggrek")
    load(tmp_path, OLD | {"71.01.01.2001": "Akasia", "71.01.01.2002": "Anggrek"}, year=2022)
    anggrek.refresh_from_db()

    assert anggrek.code == "71.01.01.2002"
    assert Region.objects.get(code="71.01.01.2001").name == "Akasia"


def test_a_code_taken_by_another_region_leaves_a_mark_on_the_one_that_is_gone(tmp_path):
    load(tmp_path, OLD)
    gone = Region.objects.get(name="Anggrek")
    load(tmp_path, OLD | {"71.01.01.2001": "Tirtomoyo"}, year=2022)
    load(tmp_path, OLD | {"71.01.01.2001": "Wonosari"}, year=2023)
    gone.refresh_from_db()

    assert (gone.code, gone.shown_code, gone.gone_on) == ("71.01.01.2001~1", "71.01.01.2001", date(2022, 1, 1))
    assert Region.objects.get(name="Tirtomoyo").code == "71.01.01.2001~2"
    assert Region.objects.get(code="71.01.01.2001").name == "Wonosari"
    assert RegionCode.objects.filter(code="71.01.01.2001", valid_to=None).get().region.name == "Wonosari"


def test_a_code_that_comes_back_later_belongs_to_the_new_region(tmp_path):
    load(tmp_path, OLD)
    load(tmp_path, changed(OLD, drop=("71.01.01.2001",)), year=2022)
    load(tmp_path, OLD, year=2023)

    assert Region.objects.get(code="71.01.01.2001").gone_on is None
    assert Region.objects.get(code="71.01.01.2001~1").gone_on == date(2022, 1, 1)


def test_questions_carry_reason_and_candidates(tmp_path):
    load(tmp_path, OLD)
    load(tmp_path, changed(OLD, drop=("71.01.01.2001",)) | {"71.01.01.2009": "Anggrekk"}, year=2022)
    question = UnresolvedRegion.objects.get()

    assert (question.region.name, question.reason, question.state) == ("Anggrek", "similar", "open")
    assert [region.code for region in question.candidates.all()] == ["71.01.01.2009"]
    assert str(question) == "Desa Anggrek"


def test_invented_regions_are_untouched_and_not_counted(tmp_path):
    load(tmp_path, OLD)
    invented = make_region("99", "Rekaan")
    Region.objects.filter(pk=invented.pk).update(invented=True)
    load(tmp_path, OLD | {"72": "Lain"}, year=2022)

    assert Region.objects.get(code="99").gone_on is None
    assert Region.objects.get(code="0").children_count == 2


def test_new_regions_bear_the_local_word_of_their_kabupaten(tmp_path, now):
    load(tmp_path, OLD)
    set_word(region=Region.objects.get(code="71.01"), kind="desa", word="Nagari", by=None, at=now)
    load(tmp_path, OLD | {"71.01.01.2009": "Baru", "71.02.01.2009": "Baru"}, year=2022)

    assert str(Region.objects.get(code="71.01.01.2009")) == "Nagari Baru"
    assert str(Region.objects.get(code="71.02.01.2009")) == "Desa Baru"
    assert str(Region.objects.get(code="71.01.01.2001")) == "Nagari Anggrek"


def test_rooms_above_hear_of_kabupaten_whose_desa_moved_or_ended(tmp_path, monkeypatch):
    heard = []
    hook = registry.Hook("regions_changed")
    hook.fill(lambda *, kabupaten, by: heard.append(sorted(kabupaten)) or [])
    monkeypatch.setattr(registry, "regions_changed", hook)
    load(tmp_path, OLD)
    load(tmp_path, OLD | {"71.01.01.2001": "Anggrek Mas"}, year=2022)
    load(tmp_path, changed(OLD, drop=("71.02.01.2001",)) | {"71.01.01.2001": "Anggrek Mas"}, year=2023)

    assert heard == [["71.02"]]


def test_an_edition_is_one_record_with_a_change_per_region(tmp_path, cast, now):
    load_edition(
        path=edition_file(tmp_path, OLD),
        number="UJI-2030",
        legal_basis="Keputusan uji 2030",
        valid_from=date(2030, 1, 1),
        by=cast["ministry"],
        at=now,
    )
    record = AuditRecord.objects.get(verb="regions.load_edition")

    assert (record.actor, record.place_code, record.reason) == (cast["ministry"], "0", "Keputusan uji 2030")
    assert sum(len(pack.rows) for pack in record.changes.all()) == sum(
        Edition.objects.get().counts[kind] for kind in ("spelled", "renamed", "recoded", "moved", "new", "gone")
    )
