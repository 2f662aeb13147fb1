"""A sheet of voices by the intake road: dry run with every error, all or nothing, again nothing, undo."""

from datetime import date

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.voices import actions, queries
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.table import VoiceTable
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core.exports import csv_text, xlsx_bytes
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.rules import IntakeRefusal, Options
from tests.files.making import picture

HEADING = "kode wilayah;dusun;usulan;bidang;layanan;tanggal;sumber;jumlah orang\n"
FIRST = "71.01.01.2001;Dusun II;Posyandu Melati butuh timbangan bayi;Kesehatan;Posyandu;2026-03-14;Musdus;40\n"
SECOND = "71.01.01.2001;Dusun I;Sumur bor untuk RT 3;Air bersih & sanitasi;;14-03-2026;musdes 12 Maret;\n"
THIRD = "71.01.01;;Jembatan antar desa lapuk;infrastruktur;;14 Maret 2026;Aspirasi;1.200\n"
GOOD = HEADING + FIRST + SECOND + THIRD


@pytest.fixture
def load(reference, cast, now, tmp_path):
    """Import a table of voices for kabupaten 71.01 (or another place) and give (exit code, report)."""

    def loader(content: str | bytes, *, name="usulan.csv", place="71.01", by="bappeda", commit=True):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_table(
            path, dataset="needs.voices", place_code=place, place_name="Uji", by=cast[by], at=now, commit=commit
        )

    return loader


def counts(report) -> tuple[int, int, int]:
    return tuple(report["summary"][key] for key in ("created", "changed", "unchanged"))


def said() -> list[tuple[str, str, str, int | None]]:
    rows = Voice.objects.order_by("pk").values_list("region__code", "statement", "source_kind", "people_count")
    return list(rows)


def test_several_voices_of_one_desa_and_one_of_the_kecamatan_come_in(load, cast):
    code, report = load(GOOD)

    assert [code, report["findings"], counts(report)] == [0, [], (3, 0, 0)]
    assert said() == [
        ("71.01.01.2001", "Posyandu Melati butuh timbangan bayi", "musdus", 40),
        ("71.01.01.2001", "Sumur bor untuk RT 3", "musdes", None),
        ("71.01.01", "Jembatan antar desa lapuk", "aspirasi", 1200),
    ]
    assert list(Voice.objects.order_by("pk").values_list("service__code", "source", "voiced_on")) == [
        ("posyandu", "usulan.csv", date(2026, 3, 14)),
        (None, "musdes 12 Maret", date(2026, 3, 14)),
        (None, "usulan.csv", date(2026, 3, 14)),
    ]
    assert Voice.objects.first().entered_by == cast["bappeda"]


def test_an_import_is_one_record_with_the_voices_behind_it(load):
    load(GOOD)

    record = AuditRecord.objects.get(verb="intake.commit")
    assert record.summary == "Impor usulan.csv: 3 baru, 0 berubah, 0 tetap"
    voice = Voice.objects.get(people_count=40)
    assert [change.after["statement"] for change in queries.history_of(voice)] == [voice.statement]


def test_a_dry_run_writes_nothing(load):
    code, report = load(GOOD, commit=False)

    assert [code, counts(report), Voice.objects.count()] == [0, (3, 0, 0), 0]


def test_the_same_sheet_again_changes_nothing(load):
    load(GOOD)
    _code, report = load(GOOD.replace("Dusun II", "DSN. 2"), name="lagi.csv")

    assert [counts(report), Voice.objects.count()] == [(0, 0, 3), 3]


def test_a_voice_corrected_since_is_known_again_by_the_sheet_that_brought_it(load, cast, now, facts):
    load(GOOD)
    voice = Voice.objects.get(people_count=40)
    actions.correct_voice(
        voice=voice,
        facts=facts(statement="Posyandu Melati butuh dua timbangan bayi", service="posyandu", source="usulan.csv"),
        reason="Dua",
        by=cast["keeper"],
        at=now,
        seen=1,
    )

    _code, report = load(GOOD, name="usulan.csv")

    assert [counts(report), Voice.objects.count()] == [(0, 0, 3), 3]


def test_another_number_changes_the_voice_and_an_empty_cell_changes_nothing(load):
    load(GOOD)
    _code, report = load(GOOD.replace(";40\n", ";55\n").replace(";1.200", ";"))

    assert [counts(report), [row[3] for row in said()]] == [(0, 1, 2), [55, None, 1200]]
    voice = Voice.objects.get(people_count=55)
    assert [voice.version, queries.history_of(voice)[0].before] == [2, {"people_count": 40}]
    assert report["summary"]["altered"] == [["Posyandu Melati butuh timbangan bayi", "40", "55"]]


def test_the_people_of_the_sheet_are_compared_with_what_is_stored(load):
    _code, report = load(GOOD)

    assert [report["summary"]["stored"], report["summary"]["differs"]] == [{"orang\t": "1240"}, 0]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("71.01.01.2001;;air;Kesehatan;;2026-03-14;Musdus;1", "usulan", "Tulis usulannya dalam satu kalimat"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sihir;;2026-03-14;Musdus;1", "bidang", "Bidang ini tidak dikenal."),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;Posyandu;2026-03-14;Musdus;1", "layanan", "bukan bagian bidang"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;Warung;2026-03-14;Musdus;1", "layanan", "tidak dikenal"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;;kemarin;Musdus;1", "tanggal", "tidak terbaca"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;;2099-03-14;Musdus;1", "tanggal", "belum tiba"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;;2026-03-14;Kabar angin;1", "sumber", "tidak dikenal"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;;2026-03-14;Musdus;0", "jumlah orang", "lebih dari nol"),
        ("71.01.01.2001;;Sumur bor untuk RT 3;Sosial;;2026-03-14;Musdus;-2", "jumlah orang", "negatif"),
        (f"71.01.01.2001;{'x' * 90};Sumur bor untuk RT 3;Sosial;;2026-03-14;Musdus;1", "dusun", "Paling panjang 80"),
    ],
)
def test_every_cell_that_cannot_be_is_told_with_row_and_remedy_and_nothing_is_stored(load, row, column, rule):
    code, report = load(HEADING + FIRST + row + "\n")

    found = [each for each in report["findings"] if each["row"] == 3]
    assert [code, Voice.objects.count(), len(found), found[0]["column"]] == [1, 0, 1, column]
    assert [rule in found[0]["rule"], found[0]["remedy"] != ""] == [True, True]


def test_a_voice_written_twice_in_the_sheet_is_told(load):
    code, report = load(GOOD + FIRST.replace("Dusun II", "dsn 2"))

    assert [code, Voice.objects.count()] == [1, 0]
    assert [(each["row"], each["rule"]) for each in report["findings"]] == [(5, "Yang sama sudah ada di baris 2.")]


def test_a_row_of_another_place_is_refused(load):
    code, report = load(GOOD, place="71.01.02", by="bappeda")

    assert [code, Voice.objects.count()] == [1, 0]
    assert [each["row"] for each in report["findings"]] == [2, 3, 4]


# Undo ------------------------------------------------------------------------------------
def undo(cast, now) -> None:
    run = ImportRun.objects.latest("pk")
    road.undo(run.pk, by=cast["bappeda"], at=now, progress=no_progress)


def test_undo_takes_away_what_the_import_made(load, cast, now, say):
    kept = say("71.01.01.2002")
    load(GOOD)

    undo(cast, now)

    assert [list(Voice.objects.all()), load(GOOD)[1]["summary"]["created"]] == [[kept], 3]
    record = AuditRecord.objects.get(verb="intake.undo")
    assert record.summary == "Impor usulan.csv dibatalkan: 3 usulan kembali seperti semula"


def test_undo_brings_back_what_the_import_changed(load, cast, now):
    load(GOOD)
    changed = GOOD.replace(";40\n", ";55\n").replace("Kesehatan;Posyandu", "Kesehatan;Puskesmas")
    load(changed, name="kedua.csv")
    before = Voice.objects.get(people_count=55).service.code

    undo(cast, now)

    voice = Voice.objects.get(people_count=40)
    assert [before, voice.service.code, voice.source, Voice.objects.count()] == [
        "puskesmas",
        "posyandu",
        "usulan.csv",
        3,
    ]


def test_undo_is_refused_where_something_rests_on_it(load, cast, now, facts):
    load(GOOD)
    act = {"by": cast["keeper"], "at": now}
    first, second, third = Voice.objects.order_by("pk")
    actions.correct_voice(
        voice=first,
        facts=facts(service="posyandu", source="usulan.csv"),
        reason="",
        photos=[actions.Photo([picture()], "x.jpg")],
        seen=1,
        **act,
    )
    actions.join_voices(voice=second, main=third, joint_people=None, seen=1, **act)

    with pytest.raises(IntakeRefusal, match="Tidak dapat dibatalkan") as refused:
        undo(cast, now)

    assert [text in str(refused.value) for text in ("diberi foto", "digabung", "Jembatan", "Sumur bor")] == [True] * 4
    assert Voice.objects.count() == 3


def test_somebody_changing_a_voice_between_reading_and_storing_is_noticed(load, cast, now, facts):
    load(GOOD)
    table = VoiceTable()
    options = Options(place_code="71.01", source="usulan.csv")
    changes = list(road.changes_of(ImportRun.objects.latest("pk")))
    prepared = table.reverse(changes, run_id=1)
    voice = Voice.objects.get(people_count=40)
    actions.withdraw_voice(voice=voice, reason="Ganda", by=cast["keeper"], at=now, seen=1)

    from django.db import transaction

    from rumahbersama.ground.intake.rules import Stale

    with pytest.raises(Stale), transaction.atomic():
        table.store(prepared, run_id=1, options=options, by=cast["bappeda"], at=now)
    assert Voice.objects.count() == 3


# The export is the template ----------------------------------------------------------------
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_imported_again_changes_nothing(load, say, form):
    say(service="posyandu", source="berita acara"), say("71.01.01", "Jembatan antar desa lapuk", area="infrastruktur")
    header, rows = VoiceTable().template(Options(place_code="71.01"))
    content = csv_text(header, rows).encode() if form == "csv" else xlsx_bytes(header, rows)

    code, report = load(content, name=f"contoh.{form}")

    assert [code, report["findings"], counts(report)] == [0, [], (0, 0, 2)]
    assert [row[0] for row in rows] == [
        "71.01.01",
        "71.01.01.1003",
        "71.01.01.2001",
        "71.01.01.2002",
        "71.01.02.2001",
        "71.01.02.2002",
    ]


def test_the_list_as_a_file_is_taken_back_too(client, load, say, cast):
    say(service="posyandu", source="berita acara")
    client.force_login(cast["camat"])
    content = client.get(reverse("voices:download", args=["71.01.01", "usulan", "xlsx"])).content

    assert counts(load(content, name="usulan.xlsx")[1]) == (0, 0, 1)


# Over the pages ----------------------------------------------------------------------------
def test_the_upload_page_offers_the_table_and_speaks_of_voices(client, load, cast, now, tmp_path):
    client.force_login(cast["sekcam"])
    form = text_of(client.get(reverse("uploads:new")))
    template = client.get(reverse("uploads:template", args=["csv"]) + "?tempat=71.01.01&jenis=needs.voices")
    load(GOOD.replace("71.01.01.2001", "71.01.01.2002"), place="71.01.01", by="sekcam")
    run = ImportRun.objects.latest("pk")

    page = text_of(client.get(run.get_absolute_url()))
    ask = text_of(client.get(reverse("uploads:undo", args=[run.pk])))

    assert '<option value="needs.voices">Usulan warga (musdus, musdes, aspirasi)</option>' in form
    assert template.content.decode("utf-8-sig").startswith(
        "Kode wilayah,Nama kecamatan,Nama wilayah,Dusun/lingkungan"
    )
    assert ["Tersimpan: 3 usulan baru" in page, "3 usulan yang baru akan dihapus" in ask] == [True, True]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())
