"""The road from a file to stored values and back."""

from decimal import Decimal

import pytest

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.intake.models import ImportPack, ImportRun, SavedMatch

GOOD = """kode,nama,kecamatan,Jumlah penduduk 2020,Luas
71.01.01.2001,Anggrek,Alas,1200,10.5
7101012002,Akasia,Alas,800,3.25
71.01.01.1003,Asri,Alas,500,1
71.01.02.2001,Bambu,Bukit,300,2
71.01.02.2002,Beringin,Bukit,200,4
"""


def test_a_good_table_is_stored_with_its_record(load, toy):
    code, report = load(GOOD)

    assert (code, report["findings"]) == (0, [])
    assert toy.stored["71.01.01.2002", "people", "2020"] == "800"
    assert toy.stored["71.01.01.2001", "area", "2020"] == "10.5"
    assert len(toy.stored) == 10
    record = AuditRecord.objects.get(verb="intake.commit")
    assert record.summary == "Impor data.csv: 10 baru, 0 berubah, 0 tetap"
    assert [len(pack.rows) for pack in record.changes.all()] == [10]


def test_the_same_file_again_changes_nothing_and_says_so(load, toy):
    load(GOOD)
    code, report = load(GOOD)

    assert code == 0
    counts = {key: report["summary"][key] for key in ("created", "changed", "unchanged", "differs")}
    assert counts == {"created": 0, "changed": 0, "unchanged": 10, "differs": 0}
    assert report["same_file_before"] == [ImportRun.objects.order_by("pk")[0].pk]


def test_stored_totals_are_compared_with_the_file(load):
    _code, report = load(GOOD)

    assert report["summary"]["stored"] == {"people\t2020": "3000", "area\t2020": "20.75"}
    assert {each["key"]: each["sum"] for each in report["summary"]["sums"]} == {"people": "3000", "area": "20.75"}


def test_a_dry_run_stores_nothing(load, toy):
    code, report = load(GOOD, commit=False)

    assert (code, report["summary"]["created"], toy.stored) == (0, 10, {})
    assert [(run.state, run.packs.count()) for run in ImportRun.objects.all()] == [("discarded", 0)]


def test_staged_rows_go_after_the_commit(load):
    load(GOOD)
    assert ImportPack.objects.count() == 0


def test_somebody_writing_meanwhile_is_waited_out(load, toy):
    toy.disturb = 2
    code, _report = load(GOOD)
    assert (code, len(toy.stored)) == (0, 10)


def test_somebody_writing_all_the_time_is_held_off_where_the_room_can(load, toy):
    toy.disturb, toy.can_hold = 99, True
    code, report = load(GOOD)

    assert (code, report["summary"]["created"], len(toy.stored)) == (0, 10, 10)


def test_somebody_writing_all_the_time_is_refused_and_nothing_enters(load, toy):
    toy.disturb = 99
    code, report = load(GOOD)

    assert (code, toy.stored) == (2, {})
    assert report["refusal"] == "Angka di wilayah ini sedang diubah orang lain. Coba simpan lagi sebentar."
    assert ImportRun.objects.get().state == "previewed"


def test_total_rows_reconcile_and_are_never_data(load, toy):
    table = GOOD.replace("71.01.02.2001,Bambu", ",Jumlah Kecamatan Alas,,2500,14.75\n71.01.02.2001,Bambu")
    code, report = load(table + ",Jumlah,,3000,20.75\n")

    assert (code, report["findings"], len(toy.stored)) == (0, [], 10)
    assert [(total["row"], total["label"]) for total in report["summary"]["totals"]] == [
        (5, "Jumlah Kecamatan Alas"),
        (8, "Jumlah"),
    ]


def test_a_row_named_like_the_parent_is_a_total_only_if_its_numbers_are(load, toy):
    code, report = load(GOOD + ",SUNGAI,,3000,20.75\n")

    assert (code, len(toy.stored)) == (0, 10)
    assert [total["label"] for total in report["summary"]["totals"]] == ["SUNGAI"]

    code, report = load(GOOD + ",Alas,,99,1\n")
    assert code == 1
    assert [(f["row"], f["value"], f["rule"]) for f in report["findings"]] == [
        (7, "Alas", "Wilayah baris ini belum dicocokkan.")
    ]


def test_a_total_that_is_off_is_refused(load, toy):
    code, report = load(GOOD + ",Jumlah,,3001,20.75\n")

    assert (code, toy.stored) == (1, {})
    assert report["findings"] == [
        {
            "row": 7,
            "column": "Jumlah penduduk 2020",
            "value": "3001",
            "rule": "Baris jumlah tidak sama dengan jumlah kolomnya (3000).",
            "remedy": "Periksa apakah ada baris yang hilang, atau perbaiki baris jumlah.",
        }
    ]


def test_a_row_without_code_waits_for_a_decision_and_the_decision_is_kept(load, toy, cast):
    table = GOOD.replace("71.01.01.1003,Asri", ",Asry")
    code, report = load(table)
    assert (code, toy.stored) == (1, {})
    assert report["summary"]["questions"] == [
        {
            "key": ["", "ASRY", "ALAS"],
            "rows": [4],
            "given": "",
            "name": "Asry",
            "parent": "Alas",
            "offers": [["71.01.01.1003", "Asri", "Alas", 75]],
            "best": "71.01.01.1003",
        }
    ]

    code, _report = load(table, accept=True)
    assert (code, toy.stored["71.01.01.1003", "people", "2020"]) == (0, "500")
    kept = SavedMatch.objects.get()
    assert (kept.name, kept.matched_code, kept.score, kept.decided_by) == (
        "ASRY",
        "71.01.01.1003",
        75,
        cast["bappeda"],
    )

    code, report = load(table)
    assert (code, report["summary"]["unchanged"], report["summary"]["matched"]) == (
        0,
        10,
        [[4, "Asry", "71.01.01.1003"]],
    )


def test_rows_whose_place_nothing_decides_are_left_out_where_the_sender_says_so(load, toy):
    table = GOOD.replace("71.01.01.1003,Asri", ",Entah").replace("71.01.02.2001,Bambu", ",Bambo")
    code, report = load(table)
    assert (code, toy.stored, SavedMatch.objects.count()) == (1, {}, 0)
    assert [question["name"] for question in report["summary"]["questions"]] == ["Entah", "Bambo"]

    code, report = load(table, accept=True)
    assert (code, toy.stored) == (1, {})  # one is clear, the other is still asked

    code, report = load(table, accept=True, leave_unmatched=True)
    assert (code, report["findings"], report["summary"]["left_out"]) == (0, [], [4])
    assert (len(toy.stored), toy.stored["71.01.02.2001", "people", "2020"]) == (8, "300")
    assert not [key for key in toy.stored if key[0] == "71.01.01.1003"]

    code, report = load(table)  # the decisions are kept for the next file
    assert (code, report["summary"]["unchanged"], report["summary"]["left_out"]) == (0, 8, [4])


def test_leaving_rows_out_asks_for_no_clear_match_either(load, toy):
    """Without ``accept`` nobody has agreed to a match, so a clear one is left out too."""
    code, report = load(GOOD.replace("71.01.02.2001,Bambu", ",Bambo"), leave_unmatched=True)

    assert (code, report["summary"]["left_out"], len(toy.stored)) == (0, [5], 8)


def test_leaving_rows_out_forgives_no_wrong_figure(load, toy):
    table = GOOD.replace("71.01.01.1003,Asri", ",Entah").replace("1200", "banyak")
    code, report = load(table, leave_unmatched=True)

    assert (code, toy.stored) == (1, {})
    assert [(each["row"], each["value"]) for each in report["findings"]] == [(2, "banyak")]


def test_a_dry_run_keeps_no_decision(load):
    code, report = load(GOOD.replace("71.01.01.1003,Asri", ",Asry"), accept=True, commit=False)

    assert (code, report["summary"]["created"], SavedMatch.objects.count()) == (0, 10, 0)


def test_an_unknown_code_inside_the_place_is_offered_by_name(load, toy):
    code, report = load(GOOD.replace("71.01.01.1003,Asri,Alas", "71.01.01.1099,Asri,"))

    assert (code, toy.stored) == (1, {})
    assert report["summary"]["questions"][0]["offers"] == [["71.01.01.1003", "Asri", "Alas", 100]]


def test_a_former_code_is_known(load, toy):
    code, _report = load(GOOD.replace("71.01.01.2001", "70.09.01.2001"))
    assert (code, toy.stored["71.01.01.2001", "people", "2020"]) == (0, "1200")


def test_undo_brings_back_what_was(load, toy, cast, now):
    from rumahbersama.ground.intake import road
    from rumahbersama.ground.intake.actions import no_progress

    load(GOOD)
    before = dict(toy.stored)
    load(GOOD.replace(",1200,", ",1300,"))
    last = ImportRun.objects.latest("pk")
    assert toy.stored["71.01.01.2001", "people", "2020"] == "1300"

    road.undo(last.pk, by=cast["bappeda"], at=now, progress=no_progress)

    last.refresh_from_db()
    assert (toy.stored, last.state) == (before, "undone")
    assert AuditRecord.objects.get(verb="intake.undo").summary == (
        "Impor data.csv dibatalkan: 1 angka kembali seperti semula"
    )


def test_undo_is_refused_with_what_rests_on_it(load, toy, cast, now):
    from rumahbersama.ground.intake import road
    from rumahbersama.ground.intake.actions import no_progress
    from rumahbersama.ground.intake.rules import IntakeRefusal

    load(GOOD)
    run = ImportRun.objects.get()
    toy.stored["71.01.01.2001", "people", "2020"] = "7"

    with pytest.raises(IntakeRefusal) as refusal:
        road.undo(run.pk, by=cast["bappeda"], at=now, progress=no_progress)

    assert str(refusal.value) == "Tidak dapat dibatalkan: 71.01.01.2001|people|2020 sudah diubah."


def test_the_export_is_the_template(load, toy, tmp_path):
    from rumahbersama.ground.core.exports import csv_text, xlsx_bytes
    from rumahbersama.ground.intake.rules import Options

    load(GOOD.replace(",Luas", ",lewati"))
    header, rows = toy.template(Options("71.01", "2020"))
    assert len(rows) == 5

    code, report = load(csv_text(header, rows))
    assert (code, report["summary"]["unchanged"], report["summary"]["created"]) == (0, 5, 0)

    book = tmp_path / "data.xlsx"
    book.write_bytes(xlsx_bytes(header, rows))
    code, report = load(book)
    assert (code, report["summary"]["unchanged"], report["summary"]["changed"]) == (0, 5, 0)


def test_places_without_a_row_are_named(load):
    _code, report = load(GOOD.replace("71.01.02.2002,Beringin,Bukit,200,4\n", ""))
    assert report["summary"]["absent"] == ["Beringin (Bukit)"]


def test_a_name_unlike_its_code_is_told(load):
    _code, report = load(GOOD.replace("2001,Anggrek", "2001,Xyzzy"))
    assert report["summary"]["renamed"] == [[2, "Xyzzy", "Anggrek"]]


def test_the_rules_of_the_room_count(load, toy):
    code, report = load(GOOD.replace(",1200,", ",666,"))
    assert (code, toy.stored) == (1, {})
    assert [(f["row"], f["column"], f["value"]) for f in report["findings"]] == [(2, "Jumlah penduduk 2020", "666")]


def test_decimals_are_summed_exactly(load):
    _code, report = load(GOOD)
    assert sum(Decimal(each["sum"]) for each in report["summary"]["sums"]) == Decimal("3020.75")


def test_an_upload_nobody_asked_to_store_is_not_stored(load, toy, cast, now, tmp_path):
    from rumahbersama.ground.intake import road
    from rumahbersama.ground.intake.actions import no_progress, run_import

    path = tmp_path / "a.csv"
    path.write_text(GOOD)
    run = run_import(
        path,
        dataset="toy",
        place_code="71.01",
        place_name="Sungai",
        by=cast["bappeda"],
        at=now,
        period="2020",
        dry_run=True,
    )
    road.commit(run.pk, by=cast["bappeda"], at=now, progress=no_progress)

    run.refresh_from_db()
    assert (run.state, toy.stored) == ("previewed", {})
