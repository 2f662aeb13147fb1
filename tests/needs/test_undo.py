"""Taking an import back: what was there returns with its state, and nothing that people did since is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rumahbersama.chain.needs.actions import correct_observation, set_state
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.command import DONE, import_table
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.rules import IntakeRefusal
from tests.needs.plain import raw_gaps, raw_sums, stored_gaps, stored_sums

TABLE = """Kode wilayah,Penduduk,Posyandu
71.01.01.2001,1200,1
71.01.01.2002,2600,2
71.01.02.2001,900,0
"""
DESA = "71.01.01.2001"


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """Uploads go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "berkas"


@pytest.fixture
def load(reference, cast, now, tmp_path):
    """Import a CSV text and return its run."""

    def loading(text: str, *, commit: bool = True) -> ImportRun:
        path = tmp_path / "angka.csv"
        path.write_text(text, encoding="utf-8")
        code, report = import_table(
            path,
            dataset="needs.observations",
            place_code="71.01",
            place_name="Kabupaten Sungai",
            by=cast["bappeda"],
            at=now,
            period="2026-S1",
            source="tabel",
            commit=commit,
        )
        assert code == DONE, report
        return ImportRun.objects.latest("pk")

    return loading


@pytest.fixture
def undo(cast, now):
    """Undo a run as the one who sent it."""
    return lambda run: road.undo(run.pk, by=cast["bappeda"], at=now + timedelta(hours=1), progress=no_progress)


def rows() -> list[tuple]:
    return sorted(Observation.objects.values_list("region__code", "indicator__code", "numerator", "state", "source"))


def test_undo_takes_away_what_the_import_made_and_its_sums(load, undo) -> None:
    undo(load(TABLE))

    assert (rows(), stored_sums(), stored_gaps()) == ([], {}, {})


def test_undo_brings_back_number_state_and_source(load, undo, put, found, now) -> None:
    put({(DESA, "penduduk"): 1000})
    set_state(observation=found(DESA, "penduduk"), state="verified", reason="", by=None, at=now)
    before = rows()
    run = load(TABLE)
    changed = rows()
    undo(run)

    assert changed != before
    assert rows() == before == [(DESA, "penduduk", Decimal(1000), "verified", "laporan")]
    assert (stored_sums(), stored_gaps()) == (raw_sums(), raw_gaps())


def test_the_import_before_can_be_undone_once_the_later_one_is(load, undo) -> None:
    first = load(TABLE)
    second = load(TABLE.replace("1200", "1300"))
    undo(second)
    undo(first)

    assert rows() == []


def test_undo_is_refused_with_the_list_when_values_were_corrected_or_verified(
    load, undo, reference, country, period, found, now
) -> None:
    run = load(TABLE)
    correct_observation(
        region=country[DESA],
        indicator=reference["penduduk"],
        period=period,
        numerator=Decimal(1250),
        denominator=None,
        source="tabel",
        reason="salah hitung",
        by=None,
        at=now,
    )
    set_state(observation=found("71.01.01.2002", "posyandu"), state="verified", reason="", by=None, at=now)
    set_state(observation=found("71.01.02.2001", "posyandu"), state="contested", reason="ada", by=None, at=now)
    before = rows()

    with pytest.raises(IntakeRefusal) as refusal:
        undo(run)

    assert road.what_rests_on(run) == [
        "Penduduk Desa Anggrek Semester 1 2026 sudah diubah sesudah impor ini.",
        "Posyandu Desa Akasia Semester 1 2026 sudah diverifikasi sesudah impor ini.",
        "Posyandu Desa Bambu Semester 1 2026 sudah disanggah sesudah impor ini.",
    ]
    assert all(sentence.rstrip(".") in str(refusal.value) for sentence in road.what_rests_on(run))
    assert (rows(), ImportRun.objects.get(pk=run.pk).state) == (before, "committed")


def test_undo_of_a_later_import_over_an_equal_value_leaves_it(load, undo) -> None:
    load(TABLE)
    before = rows()
    second = load(TABLE.replace("900,0", "900,3"))
    undo(second)

    assert rows() == before


def test_the_preview_names_what_people_typed_or_checked_before_it_is_replaced(load, put, found, now) -> None:
    load(TABLE)
    put({(DESA, "penduduk"): 1111})
    set_state(observation=found("71.01.02.2001", "penduduk"), state="verified", reason="", by=None, at=now)
    summary = load(TABLE.replace("2600", "2700").replace("900", "950"), commit=False).summary

    assert (summary["changed"], summary["of_people_count"]) == (3, 2)
    assert [line[1:] for line in summary["of_people"]] == [["1111", "1200"], ["900", "950"]]


def test_an_import_is_stored_though_people_never_stop_typing_beside_it(load, put, monkeypatch, reference) -> None:
    """Each time it has compared, somebody types another figure of the kabupaten, until it holds them off."""
    load(TABLE)
    compare, typed = ObservationTable.prepare, []

    def overtaken(self, batches, options):
        found = compare(self, batches, options)
        if len(typed) < 2:  # after the preview, and after the second try without a lock
            typed.append(len(typed))
            put({("71.01.01.1003", "posyandu"): 10 + len(typed)})
        return found

    monkeypatch.setattr(ObservationTable, "prepare", overtaken)
    load(TABLE.replace("1200", "1300"))

    assert len(typed) == 2
    assert Observation.objects.get(region__code=DESA, indicator__code="penduduk").numerator == 1300
    assert Observation.objects.get(region__code="71.01.01.1003", indicator__code="posyandu").numerator == 12
    assert (stored_sums(), stored_gaps()) == (raw_sums(), raw_gaps())
