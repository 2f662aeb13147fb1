"""A value above what its indicator can usually be is stored, counted and asked about; a table with one is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.ceiling import reason_for
from rumahbersama.chain.needs.entry.actions import explain_values
from rumahbersama.chain.needs.entry.rules import Limits, doubt_of
from rumahbersama.chain.needs.models import Observation
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.models import ImportRun

DESA, BOX = "71.01.01.2001", "posyandu-71_01_01_2001"
LIMITS = Limits(score=3.5, past=4, neighbours=8)


def boxes(value: str, seen: str) -> dict[str, str]:
    return {f"n-{BOX}": value, f"initial-n-{BOX}": seen}


def test_a_value_above_the_ceiling_is_doubted_before_all_else():
    kinds = [
        doubt_of(value=Decimal(value), whole=Decimal(8), past=[], neighbours=[], limits=LIMITS, ceiling=Decimal(500))
        for value in (501, 500)
    ]
    assert [(found.kind, found.usual) for found in kinds] == [("ceiling", Decimal(500)), ("part", Decimal(8))]


def test_a_value_above_the_ceiling_is_stored_and_asked_about_until_it_is_explained(cast, period, found, client):
    client.force_login(cast["operator"])
    url = reverse("needs:section", args=[DESA, "bidang-kesehatan"]) + "?periode=2026-S1"
    response = client.post(url, boxes("900", "") | {"source": "desa"})
    page = client.get(url).content.decode()
    value = client.get(found(DESA, "posyandu").get_absolute_url()).content.decode()

    assert (response.url, found(DESA, "posyandu").numerator) == (url, 900)
    assert ("Melampaui batas wajar Posyandu (500)." in page, "Mengapa angka ini benar" in page) == (True, True)
    assert ("Melampaui batas wajar Posyandu (500)." in value, "Tulis mengapa angka ini benar" in value) == (
        True,
        True,
    )
    onward = client.post(url, boxes("900", "900") | {"source": "desa", f"k-{BOX}": "gabungan dua dusun"})
    assert (onward.url != url, found(DESA, "posyandu").note) == (True, "gabungan dua dusun")


@pytest.mark.parametrize("value", ["-900", "900,5", "banyak"])
def test_what_cannot_be_a_count_stays_refused(value, cast, period, client):
    client.force_login(cast["operator"])
    url = reverse("needs:section", args=[DESA, "bidang-kesehatan"]) + "?periode=2026-S1"
    response = client.post(url, boxes(value, "") | {"source": "desa"})

    assert (response.status_code, Observation.objects.count()) == (422, 0)


# In a sheet ------------------------------------------------------------------
COLUMN = "Penjelasan angka di atas batas"


@pytest.fixture
def explained(cast, put, reference, country, period, found, now):
    """A village with a value above its ceiling that somebody has explained, and verified another."""
    put({(DESA, "posyandu"): 900, (DESA, "pustu"): 1, ("71.01.01.2002", "posyandu"): 3})
    key = (country[DESA].pk, reference["posyandu"].pk)
    explain_values(notes={key: "gabungan; dua dusun"}, period=period, by=cast["keeper"], at=now)
    return found(DESA, "posyandu")


def send(path, cast, now, place: str, *, who: str = "keeper", commit: bool = True):
    return import_table(
        path,
        dataset="needs.observations",
        place_code=place,
        place_name="Uji",
        by=cast[who],
        at=now,
        period="2026-S1",
        source="Lembar",
        commit=commit,
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("place", "who"), [(DESA, "operator"), ("71.01.01", "keeper")])
def test_a_sheet_taken_out_and_sent_back_changes_nothing(place, who, kind, explained, cast, client, now, tmp_path):
    client.force_login(cast[who])
    asked = {"tempat": place, "periode": "2026-S1"}
    path = tmp_path / f"lembar.{kind}"
    path.write_bytes(client.get(reverse("uploads:template", args=[kind]), asked).content)
    code, report = send(path, cast, now, place, who=who)

    assert (code, report["findings"]) == (0, [])
    counts = {name: report["summary"][name] for name in ("created", "changed")}
    assert counts == {"created": 0, "changed": 0}
    explained.refresh_from_db()
    assert (explained.numerator, explained.note) == (900, "gabungan; dua dusun")
    if kind == "csv":
        assert COLUMN in path.read_text("utf-8-sig").splitlines()[0]
        assert "Posyandu: gabungan; dua dusun" in path.read_text("utf-8-sig")


def sheet(tmp_path, *rows: str, head: str = f"kode,nama,Posyandu,SD/MI,{COLUMN}"):
    path = tmp_path / "lembar.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("why", ["", "Posyandu: gabungan; dua dusun"])
def test_a_new_value_above_the_ceiling_asks_for_a_reason_of_its_own(
    why, explained, reference, cast, found, now, tmp_path
):
    reference["sd"].maximum = Decimal(50)
    reference["sd"].save()
    code, report = send(sheet(tmp_path, f"{DESA},Anggrek,900,60,{why}"), cast, now, "71.01.01")

    assert (code, found(DESA, "posyandu").note) == (1, "gabungan; dua dusun")
    assert [(row["column"], row["rule"], row["remedy"]) for row in report["findings"]] == [
        (
            "SD/MI",
            "Melampaui batas wajar SD/MI (50).",
            f"Periksa angkanya. Kalau benar, tulis “SD/MI: alasannya” di kolom “{COLUMN}”.",
        )
    ]


def test_the_reason_in_the_sheet_is_kept_with_its_value_and_undo_brings_back_the_one_before(
    explained, reference, cast, found, now, tmp_path
):
    reference["sd"].maximum = Decimal(50)
    reference["sd"].save()
    line = f"{DESA},Anggrek,901,60,satu kota; SD/MI: sekolah asrama"
    code, report = send(sheet(tmp_path, line), cast, now, "71.01.01")

    assert (code, report["findings"]) == (0, [])
    assert [found(DESA, code).note for code in ("posyandu", "sd")] == ["satu kota", "sekolah asrama"]
    road.undo(ImportRun.objects.get().pk, by=cast["keeper"], at=now, progress=lambda *_: None)
    assert (found(DESA, "posyandu").numerator, found(DESA, "posyandu").note) == (900, "gabungan; dua dusun")


def test_a_reason_given_later_in_a_sheet_leaves_what_people_said_of_the_value(
    cast, put, found, reference, now, tmp_path
):
    put({(DESA, "posyandu"): 900})
    Observation.objects.update(state="verified")
    code, report = send(sheet(tmp_path, f"{DESA},Anggrek,900,,gabungan"), cast, now, "71.01.01")
    row = found(DESA, "posyandu")

    assert (code, report["summary"]["changed"]) == (0, 1)
    assert (row.note, row.state, row.source) == ("gabungan", "verified", "laporan")


def test_a_cell_of_reasons_is_read_by_the_names_in_it(reference):
    text = "semua; dihitung ulang; posyandu: a: b; c; SD/MI : d"
    told = {code: reason_for(reference[code], text, reference) for code in ("posyandu", "sd", "pustu")}
    assert told == {"posyandu": "a: b; c", "sd": "d", "pustu": "semua; dihitung ulang"}


def test_a_value_that_stands_there_already_needs_no_reason_again(explained, cast, now, tmp_path):
    path = sheet(tmp_path, f"{DESA},Anggrek,900", head="kode,nama,Posyandu")
    code, report = send(path, cast, now, "71.01.01")

    explained.refresh_from_db()
    assert (code, report["summary"]["changed"], explained.note) == (0, 0, "gabungan; dua dusun")
