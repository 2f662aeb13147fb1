"""A sheet of marks by the intake road: the export is the template, mistakes are told, undone, by who types marks."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rumahbersama.chain.training.models import Teaching
from rumahbersama.chain.training.passing.actions import Typed, decide, type_marks, typed_of
from rumahbersama.chain.training.passing.models import Marks, UploadedMarks
from rumahbersama.chain.training.passing.table import MarksTable
from rumahbersama.chain.training.taking_part.rules import code_of
from rumahbersama.ground.audit.models import AuditChange
from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.rules import IntakeRefusal, Options
from rumahbersama.ground.people.models import Person
from tests.training.passing.conftest import AT, GOOD, TODAY, add_person, give
from tests.training.taking_part.conftest import make_class, make_event

pytestmark = pytest.mark.django_db
HEADING = (
    "Kode wilayah;Kode pelatihan;Nomor peserta;Kelas;Nama lengkap;Tes akhir;Praktik;Sikap;Kehadiran diketik (%);"
)
HEADING += "Alasan kehadiran diketik\n"


@pytest.fixture
def load(cast, event, people, now, tmp_path):
    """Send rows; ``{0}`` to ``{2}`` are the numbers of Ani, Budi and Cici."""

    def loader(*rows: str, by="training_body", place="71", heading=HEADING, commit=True):
        path = tmp_path / "nilai.csv"
        numbers = [row.pk for row in people]
        path.write_text(heading + "".join(row.format(*numbers, event=code_of(event.pk)) + "\n" for row in rows))
        said = {"place_code": place, "place_name": "Uji", "by": cast[by], "at": now, "commit": commit}
        return import_table(path, dataset="training.marks", accept_matches=True, **said)

    return loader


ANI = "71;{event};{0};Kelas 1;Ani;82,5;80;90;;"
BUDI = "71;{event};{1};Kelas 1;Budi;;75;;100;daftar hadir kertas"


def stored() -> dict[str, Typed]:
    return {row.participation.name: typed_of(row) for row in Marks.objects.select_related("participation")}


def test_marks_come_in_empty_cells_change_nothing_and_again_nothing_changes(load, event, people):
    give(event, people[1:2], Typed(Decimal(60)))
    code, report = load(ANI, BUDI)

    told = {name: report["summary"][name] for name in ("created", "changed", "unchanged")}
    assert (code, report["findings"], told) == (0, [], {"created": 1, "changed": 1, "unchanged": 0})
    assert stored() == {
        "Ani": Typed(Decimal("82.5"), Decimal(80), Decimal(90)),
        "Budi": Typed(Decimal(60), Decimal(75), None, Decimal(100), "daftar hadir kertas"),
    }
    assert load(ANI, BUDI)[1]["summary"]["unchanged"] == 2
    rows = [row for pack in AuditChange.objects.filter(entity="training_passing.person") for row in pack.rows]
    assert {str(after) for _key, _before, after in rows} == {str({"marks": CHANGED})}  # the record holds no marks


def test_the_export_is_the_template(load, cast, event, people, tmp_path, now):
    load(ANI, BUDI)
    header, rows = MarksTable().template(Options("71", by=cast["training_body"]))
    assert [row[4] for row in rows] == ["Ani", "Budi", "Cici"]
    told = [[str(cell).replace(".", ",") if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    sheet = [";".join(row) for row in told]
    code, report = load(*sheet, heading=";".join(header) + "\n")
    assert (code, report["summary"]["created"], report["summary"]["changed"]) == (0, 0, 0)
    assert report["summary"]["unchanged"] == 3


def test_a_sheet_of_ones_own_needs_no_numbers_and_no_codes_of_places(load):
    code, report = load("{event};Ani;70", "{event};cici;65", heading="Kode pelatihan;Nama peserta;Nilai praktik\n")
    assert (code, report["findings"]) == (0, [])
    assert {name: typed.practice for name, typed in stored().items()} == {"Ani": Decimal(70), "Cici": Decimal(65)}


MISTAKES = [
    (ANI.replace("{event}", "P-999999"), "Kode pelatihan", "tidak mencatat nilai"),
    (ANI.replace("{event}", "diklat"), "Kode pelatihan", "tidak terbaca"),
    (ANI.replace("{0}", "999999"), "Nama lengkap", "tidak ada di antara peserta"),
    (ANI.replace("{0}", "{2}"), "Nama lengkap", "milik Cici"),
    (ANI.replace("71;", "71.01;", 1), "Kode wilayah", "wilayah penyelenggara"),
    (BUDI.replace("daftar hadir kertas", ""), "Alasan kehadiran diketik", "perlu alasan"),
    (BUDI.replace("{1}", ""), "Nama lengkap", "sudah ada di baris 7"),
]


def test_each_mistake_is_a_sentence_with_its_cell_and_nothing_is_stored(load, country):
    make_event(country["71.01"], title="Lain")
    code, report = load(*(row for row, _column, _told in MISTAKES))
    found = report["findings"]
    assert (code, Marks.objects.count(), [each["row"] for each in found]) == (1, 0, list(range(2, 9)))
    for each, (_row, column, told) in zip(found, MISTAKES, strict=True):
        assert (each["column"], told in each["rule"], bool(each["remedy"])) == (column, True, True), each


def test_marks_that_cannot_be_are_told(load):
    code, report = load(ANI.replace("82,5", "101"), BUDI.replace("75", "baik"))
    spots = [(each["row"], each["column"]) for each in report["findings"]]
    assert (code, spots) == (1, [(2, "Tes akhir"), (3, "Praktik")])
    assert "Nilai terbesar adalah 100" in report["findings"][0]["rule"]


def test_two_of_one_name_are_told_apart_by_class_or_number(load, event, country):
    other = add_person(event, make_class(event, 2), country["71.01.01"], "Ani")
    code, report = load(ANI.replace("{0}", "").replace("Kelas 1", ""))
    assert (code, "namanya ada dua" in report["findings"][0]["rule"]) == (1, True)
    load(ANI.replace("{0}", "").replace("Kelas 1", "kelas 2"))
    assert Marks.objects.get().participation_id == other.pk


def test_who_is_decided_is_refused_but_an_unchanged_row_is_not(load, event, people, roster):
    give(event, people)
    decide(event=event, klass=None, by=None, at=AT, today=TODAY)
    code, report = load(ANI, "71;{event};{2};Kelas 1;Cici;80;80;80;;")
    assert (code, [each["value"] for each in report["findings"]]) == (1, ["Ani"])
    assert "sudah diputuskan" in report["findings"][0]["rule"]


def test_an_import_is_taken_back_to_what_stood_there(load, event, people, now):
    give(event, people[:1], GOOD)
    load(ANI, BUDI)
    run = ImportRun.objects.get()
    road.undo(run.pk, by=None, at=now, progress=no_progress)
    assert stored() == {"Ani": GOOD, "Budi": Typed()}


def test_an_import_stays_where_marks_were_changed_or_decided_since(load, event, people, roster, now):
    load(ANI, BUDI, "71;{event};{2};Kelas 1;Cici;80;80;80;;")
    run = ImportRun.objects.get()
    before = stored()["Ani"]
    type_marks(event=event, typed={people[0].pk: (before, GOOD)}, by=None, at=AT)
    give_cici = people[2]
    decide(event=event, klass=give_cici.klass, by=None, at=AT, today=TODAY)
    told = road.what_rests_on(run)
    assert [text for text in told if "Ani" in text or "Cici" in text] == [
        "Kelulusan Ani sudah diputuskan.",
        "Kelulusan Cici sudah diputuskan.",
    ]
    with pytest.raises(IntakeRefusal, match="Tidak dapat dibatalkan"):
        road.undo(run.pk, by=None, at=now, progress=no_progress)


def test_marks_changed_since_are_named(load, event, people):
    load(ANI)
    type_marks(event=event, typed={people[0].pk: (stored()["Ani"], GOOD)}, by=None, at=AT)
    assert road.what_rests_on(ImportRun.objects.get()) == ["Nilai Ani sudah diubah sesudah impor ini."]
    assert UploadedMarks.objects.get().after["post_test"] == "82.50"


# Who ----------------------------------------------------------------------------------------
@pytest.fixture
def trainer(cast, event, klass):
    """Somebody without a role who teaches class 1."""
    account = cast["nobody"]
    account.person = Person.objects.create(name="Pelatih")
    account.save()
    Teaching.objects.create(event=event, klass=klass, person=account.person)
    return account


def test_a_trainer_sends_the_marks_of_the_own_class_alone(load, event, people, country, trainer):
    add_person(event, make_class(event, 2), country["71.01.01"], "Dewi")
    assert load(ANI, by="nobody")[0] == 0
    code, report = load("71;{event};;Kelas 2;Dewi;80;;;;", by="nobody")
    assert (code, "tidak ada di antara peserta" in report["findings"][0]["rule"]) == (1, True)
    assert [row[4] for row in MarksTable().template(Options("71", by=trainer))[1]] == ["Ani", "Budi", "Cici"]


def test_a_trainer_uploads_on_the_web_and_sees_no_uploads_of_others(client, load, event, trainer, cast):
    load(ANI)
    theirs = ImportRun.objects.get()
    client.force_login(trainer)
    page = client.get(reverse("uploads:new") + "?jenis=training.marks&tempat=71")
    assert (page.status_code, [each.code for each in page.context["places"]]) == (200, ["71"])
    assert [each.code for each in page.context["datasets"]] == ["training.marks"]
    sheet = client.get(reverse("uploads:template", args=["csv"]) + "?jenis=training.marks&tempat=71")
    told = {"jenis": "training.marks", "tempat": "71", "berkas": SimpleUploadedFile("n.csv", sheet.content)}
    sent = client.post(reverse("uploads:new"), told)
    own = ImportRun.objects.exclude(pk=theirs.pk).get()
    assert (sent.url, own.created_by) == (reverse("uploads:run", args=[own.pk]), trainer)
    seen = [client.get(reverse("uploads:run", args=[run.pk])).status_code for run in (own, theirs)]
    assert seen == [200, 404]
    assert [run.pk for run, *_more in client.get(reverse("uploads:list")).context["shown"]] == [own.pk]

    Teaching.objects.all().delete()
    assert client.get(reverse("uploads:run", args=[own.pk])).status_code == 404
    assert client.get(reverse("uploads:new")).status_code == 403


def test_who_imports_and_teaches_above_begins_with_the_own_place(client, event, klass, cast):
    account = cast["keeper"]
    account.person = Person.objects.create(name="Pengelola")
    account.save()
    Teaching.objects.create(event=event, klass=klass, person=account.person)
    client.force_login(account)

    page = client.get(reverse("uploads:new"))

    codes = [each.code for each in page.context["places"]]
    assert (codes[0], codes[-1], page.context["form"].initial["tempat"]) == ("71.01.01", "71", "71.01.01")
    assert client.get(reverse("uploads:template", args=["csv"]) + f"?tempat={codes[0]}").status_code == 200


def test_the_pages_of_marks_lead_to_the_table(client, cast, event, klass, people):
    client.force_login(cast["training_body"])
    page = client.get(reverse("passing:class", args=[event.pk, 1])).content.decode()
    address = f"{reverse('uploads:new')}?jenis=training.marks&amp;tempat=71"
    assert address in page
