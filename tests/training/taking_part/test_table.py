"""A sheet of people by the intake road: dry run with every error, all or nothing, again nothing, undo."""

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.models import Participation, Quota
from rumahbersama.chain.training.taking_part.actions.deciding import approve_people
from rumahbersama.chain.training.taking_part.rules import code_of
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people.models import Person
from tests.training.taking_part.conftest import NIP, TODAY, who

pytestmark = pytest.mark.django_db
HEADING = "Kode pelatihan;Kode wilayah;Nama wilayah;Nama lengkap;NIP;Unsur;Instansi;Jabatan\n"
OTHER_NIP = "198001012005011001"


@pytest.fixture
def load(event, cast, now, tmp_path, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)

    def loader(*rows: str, place="71.01", by="bappeda", commit=True):
        path = tmp_path / "peserta.csv"
        path.write_text(HEADING + "".join(row.format(event=code_of(event.pk)) + "\n" for row in rows))
        account = cast[by] if by else None
        return import_table(
            path,
            dataset="training.participants",
            place_code=place,
            place_name="Uji",
            by=account,
            at=now,
            commit=commit,
        )

    return loader


ANI = "{event};71.01;Kabupaten Sungai;Ani Lestari;" + NIP + ";Bappeda;Bappeda;Kabid"
ALAS = "71.01.01;Kecamatan Alas"
BUDI = "{event};71.01.01;Kecamatan Alas;Budi;;kecamatan;;Kasi"
CICI = "{event};71.01.02;Kecamatan Bukit;Cici;;Kecamatan;;"


def people() -> list[tuple[str, str, str]]:
    return list(Participation.objects.order_by("pk").values_list("name", "region__code", "state"))


def test_people_come_in_over_quota_they_wait_and_again_nothing_changes(load, cast):
    code, report = load(ANI, BUDI, CICI)

    assert (code, report["findings"], report["summary"]["created"]) == (0, [], 3)
    assert people() == [
        ("Ani Lestari", "71.01", "proposed"),
        ("Budi", "71.01.01", "proposed"),
        ("Cici", "71.01.02", "waiting"),
    ]
    row = Participation.objects.get(name="Ani Lestari")
    assert (row.person.nip, row.title, row.entered_by) == (NIP, "Kabid", cast["bappeda"])
    code, report = load(ANI, BUDI, CICI)
    assert (report["summary"]["created"], report["summary"]["unchanged"]) == (0, 3)
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("rows", "column", "told"),
    [
        ([ANI, ANI.replace("Ani Lestari", "Budi")], "NIP", "milik nama lain"),
        ([BUDI, BUDI], "", "Yang sama sudah ada di baris 2. Hapus salah satu barisnya"),
        ([BUDI.replace("{event}", "P-999999")], "Kode pelatihan", "tidak dapat mengusulkan"),
        ([BUDI.replace("{event}", "tot")], "Kode pelatihan", "tidak terbaca"),
        ([BUDI.replace("kecamatan", "dukun")], "Unsur", "tidak dikenal"),
        ([ANI.replace(NIP, "123")], "NIP", "18 angka"),
        (
            [BUDI.replace(ALAS, "71.01.77;Kecamatan Entah")],
            "Nama wilayah",
            "tidak ada dalam daftar",
        ),
        (
            [BUDI.replace(ALAS, "71.77;Kabupaten Entah")],
            "Kode wilayah",
            "bukan wilayah di Sungai",
        ),
        ([BUDI.replace(ALAS, ";Kabupaten Entah")], "Nama wilayah", "belum dicocokkan. Pilih"),
        ([BUDI.replace(";Budi;", ";;")], "Nama lengkap", "Tulis nama"),
    ],
)
def test_each_mistake_is_a_sentence_and_nothing_is_stored(load, rows, column, told):
    code, report = load(*rows)

    assert (code, people(), Person.objects.count()) == (1, [], 0)
    found = report["findings"]
    assert (found[0]["column"], told in f"{found[0]['rule']} {found[0]['remedy']}") == (column, True), found
    assert NIP not in str(found)


def test_a_nip_known_under_another_name_and_a_place_of_others_are_refused(load, country, cast):
    Person.objects.create(name="Orang Lain", nip=NIP)
    code, report = load(ANI)
    assert (code, "nama lain" in report["findings"][0]["rule"]) == (1, True)
    assert "Orang Lain" not in str(report["findings"])

    code, report = load("{event};72.01;Kabupaten Pantai;Ani;;Bappeda;;", place="0")
    assert (code, "tidak dapat mengusulkan" in report["findings"][0]["rule"]) == (1, True)


def test_who_has_no_quota_or_a_parallel_event_is_refused(load, event, country, named):
    from datetime import date

    from tests.training.taking_part.conftest import make_event

    code, report = load("{event};71.02;Kabupaten Danau;Dedi;;Bappeda;;", place="0", by=None)
    assert (code, "Tidak ada kuota" in report["findings"][0]["rule"]) == (1, True)

    other = make_event(country["71"], title="Diklat Camat", starts_on=date(2026, 4, 8))
    Quota.objects.create(event=other, region=country["71"], seats=3)
    named("Ani Lestari", to=other, nip=NIP)
    code, report = load(ANI)
    assert (code, "Diklat Camat" in report["findings"][0]["rule"]) == (1, True)


def test_after_the_last_day_a_table_comes_too_late(load, event):
    event.state = "closed"
    event.save()
    code, report = load(BUDI)
    assert (code, "tidak dibuka" in report["findings"][0]["rule"]) == (1, True)


def test_an_import_is_taken_back_until_something_was_decided(load, event, named, now):
    load(ANI, BUDI)
    waits = named("Zaki", "71.01.02")
    run = ImportRun.objects.get()
    road.undo(run.pk, by=None, at=now, progress=no_progress)
    waits.refresh_from_db()
    assert people() == [("Zaki", "71.01.02", "proposed")]
    assert waits.state == "proposed"

    load(ANI)
    approve_people(event=event, numbers=None, who=who(runs=True))
    second = ImportRun.objects.order_by("pk").last()
    assert "Ani Lestari sudah disetujui sesudah impor ini." in road.what_rests_on(second)


def test_who_names_people_or_runs_trainings_sends_the_table_and_nobody_else_sees_it(client, load, cast, event, named):
    load(BUDI)
    run, seen = ImportRun.objects.get(), {}
    for name in ("bappeda", "province", "training_body", "keeper", "camat", "auditor", "registry_unit"):
        client.force_login(cast[name])
        seen[name] = client.get(reverse("uploads:run", args=[run.pk])).status_code
    assert seen == {
        "bappeda": 200,
        "province": 200,
        "training_body": 200,
        "keeper": 404,
        "camat": 404,
        "auditor": 404,
        "registry_unit": 404,
    }
    client.force_login(cast["training_body"])
    page = client.get(reverse("uploads:new")).content.decode()
    assert ("training.participants" in page, "needs.observations" in page) == (True, False)
    client.force_login(cast["keeper"])
    page = client.get(reverse("uploads:new")).content.decode()
    assert ("training.participants" in page, "needs.observations" in page) == (False, True)
    address = reverse("uploads:template", args=["csv"]) + "?jenis=training.participants&tempat=71.01.01"
    assert client.get(address).status_code == 403
    client.force_login(cast["camat"])
    assert "Budi" in client.get(address).content.decode()
