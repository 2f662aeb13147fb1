"""A visit being made: answers, photos, signatures, closing, and who reads what came of it."""

import base64
import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from PIL import Image

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits import boxes, documents, queries
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.actions.writing import Clocks, Shot, Signed
from rumahbersama.chain.oversight.visits.models import Saying, Signature, Visit, VisitPhoto
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.offices import office_for
from rumahbersama.workshop.papers.signers import titled
from rumahbersama.workshop.surveys.models import Version
from rumahbersama.workshop.surveys.rules import AnswersRefused
from tests.files.making import picture
from tests.visits.conftest import AT, PURPOSE, VILLAGE, fresh, plan, text, url

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def visit(scene, settings, tmp_path) -> Visit:
    """A visit with the checklist of basic services."""
    settings.MEDIA_ROOT = tmp_path
    load_reference(by=None, at=AT)
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    told = plan(scene.posts, "kasi", checklist=version)
    return fresh(planning.plan_visit(region=scene.country[VILLAGE], plan=told, by=scene.cast["kasi"], at=AT))


def shot(**more) -> Shot:
    return Shot(files.checked(chunks=[picture(exif=True)], name="a.jpg"), **more)


def as_text() -> str:
    return "data:image/jpeg;base64," + base64.b64encode(picture(exif=True)).decode()


def said(visit: Visit) -> dict[str, str]:
    return {box: row.text for box, row in queries.words_of(visit).items()}


# Writing --------------------------------------------------------------------------------
def test_the_first_word_begins_the_visit(visit, scene):
    count = writing.write(visit=visit, said={"posyandu_buka": "tidak"}, by=scene.cast["kasi"], at=AT)
    now = fresh(visit)
    assert (count, now.state, now.began_at, now.visited_on) == (1, "going", AT, AT.date())
    assert AuditRecord.objects.latest("pk").verb == "visits.begin_visit"


def test_what_counts_already_is_no_new_word_and_what_is_not_asked_is_left_out(visit, scene):
    told = {"posyandu_buka": "ya", "posyandu_buka.catatan": " dua \r\n dusun ", "laporan": "Bertemu kades"}
    assert writing.write(visit=visit, said=told | {"bukan": "x"}, by=scene.cast["kasi"], at=AT) == 3
    assert writing.write(visit=visit, said=told, by=scene.cast["kasi"], at=AT + HOUR) == 0
    assert said(visit) == {"posyandu_buka": "ya", "posyandu_buka.catatan": "dua \n dusun", "laporan": "Bertemu kades"}


def test_the_newest_said_counts_whatever_arrives_last(visit, scene):
    late = Clocks(said_at=AT - 2 * HOUR, sent_at=AT)
    writing.write(visit=visit, said={"bidan": "ya"}, by=scene.cast["kasi"], at=AT)
    writing.write(visit=visit, said={"bidan": "tidak"}, by=scene.cast["keeper"], at=AT + HOUR, clocks=late)
    assert said(visit) == {"bidan": "ya"}
    line = next(
        line
        for _heading, lines in queries.sheet_of(visit, with_earlier=True).sections
        for line in lines
        if line.asked.name == "bidan"
    )
    assert [row.text for row in line.earlier] == ["tidak"]


def test_an_answer_that_cannot_be_is_refused_and_nothing_is_stored(visit, scene):
    told = {"posyandu_jumlah": "banyak", "bidan": "ya"}
    with pytest.raises(AnswersRefused, match="Tulis angka"):
        writing.write(visit=visit, said=told, by=scene.cast["kasi"], at=AT)
    assert not Saying.objects.filter(visit=visit).exists()
    assert fresh(visit).state == "planned"


def test_a_closed_visit_takes_no_words_until_it_is_opened_again(visit, scene):
    writing.write(visit=visit, said={"bidan": "ya"}, by=scene.cast["kasi"], at=AT)
    closing.finish_visit(visit=visit, by=scene.cast["kasi"], at=AT)
    with pytest.raises(VisitRefusal, match="Buka lagi"):
        writing.write(visit=visit, said={"bidan": "tidak"}, by=scene.cast["kasi"], at=AT)
    closing.reopen_visit(visit=visit, reason="Salah tulis", by=scene.cast["kasi"], at=AT)
    assert writing.write(visit=visit, said={"bidan": "tidak"}, by=scene.cast["kasi"], at=AT + HOUR) == 1


# Photos and signatures ------------------------------------------------------------------
def test_a_photo_is_kept_without_position_and_has_its_limit(visit, scene, monkeypatch):
    made = writing.add_photo(visit=visit, shot=shot(caption="Posyandu"), by=scene.cast["kasi"], at=AT)
    assert made.file.latitude is None
    with Image.open(storage.path_of(made.file.name)) as opened:
        assert not opened.getexif()
    monkeypatch.setattr(writing, "visit_rule_on", lambda _day: type("Rule", (), {"photos": 1}))
    with pytest.raises(VisitRefusal, match="paling banyak 1 foto"):
        writing.add_photo(visit=visit, shot=shot(), by=scene.cast["kasi"], at=AT)
    writing.remove_photo(photo=made, by=scene.cast["kasi"], at=AT)
    assert not VisitPhoto.objects.filter(visit=visit).exists()


def test_what_is_written_after_signing_is_said(visit, scene):
    writing.write(visit=visit, said={"bidan": "ya"}, by=scene.cast["kasi"], at=AT)
    signed = Signed(shot().file, "desa", "layar", "Pak Kades", "Kepala Desa")
    writing.sign(visit=visit, signed=signed, by=scene.cast["kasi"], at=AT + HOUR)
    assert not queries.changed_after_signing(visit, queries.signatures_of(visit))
    writing.write(visit=visit, said={"bidan": "tidak"}, by=scene.cast["kasi"], at=AT + 2 * HOUR)
    assert queries.changed_after_signing(visit, queries.signatures_of(visit))


def test_a_signature_under_a_wrong_name_is_removed_with_a_reason_until_the_visit_is_closed(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    wrong = writing.sign(visit=visit, signed=Signed(shot().file, "desa", "layar", "Pak Camat", "Kepala Desa"), **who)
    right = writing.sign(visit=visit, signed=Signed(shot().file, "desa", "layar", "Pak Kades", "Kepala Desa"), **who)
    client, address = as_("kasi"), url("remove_signature", visit.pk, wrong.pk)
    assert address in text(client.get(url("sign", visit.pk)))
    assert "Pak Camat, Kepala Desa" in text(client.get(address))
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Salah nama"})["Location"] == url("sign", visit.pk)
    assert [row.name for row in queries.signatures_of(visit)] == ["Pak Kades"]
    assert not StoredFile.objects.filter(pk=wrong.file_id).exists()
    record = AuditRecord.objects.latest("pk")
    assert (record.verb, record.reason) == ("visits.remove_signature", "Salah nama")
    assert client.post(address, {"reason": "Salah nama"}).status_code == 404
    with pytest.raises(VisitRefusal, match="sudah dihapus"):
        writing.remove_signature(signature=wrong, reason="Salah nama", **who)
    closing.finish_visit(visit=visit, **who)
    assert url("remove_signature", visit.pk, right.pk) not in text(client.get(url("sign", visit.pk)))
    with pytest.raises(VisitRefusal, match="Buka lagi"):
        writing.remove_signature(signature=right, reason="Salah nama", **who)


# Closing and sending --------------------------------------------------------------------
def test_a_visit_of_which_nothing_is_written_is_not_closed(visit, scene):
    with pytest.raises(VisitRefusal, match="belum dimulai"):
        closing.finish_visit(visit=visit, by=scene.cast["kasi"], at=AT)


def test_the_record_tells_that_a_result_was_sent_and_nothing_of_it(visit, scene):
    who = {"by": scene.cast["kasi"], "at": AT}
    told = {"bidan": "tidak", "posyandu_buka": "ya", "laporan": "Posyandu Hilir sepi."}
    writing.write(visit=visit, said=told, **who)
    done = closing.finish_visit(visit=visit, **who)
    assert (done.state, done.report) == ("done", "Posyandu Hilir sepi.")
    closing.share_visit(visit=visit, **who)
    closing.reopen_visit(visit=visit, reason="Kurang", **who)
    writing.write(visit=visit, said={"laporan": "Posyandu Hilir sepi sekali."}, by=who["by"], at=AT + HOUR)
    done = closing.finish_visit(visit=visit, **who)
    assert done.report == "Posyandu Hilir sepi sekali."
    fields = {name for row in queries.history_of(done) for name in row.after or {}}
    assert fields == {"kind", "planned_on", "purpose", "checklist", "visitors", "state", "visited_on", "shared_at"}


def test_what_the_report_said_before_is_shown(visit, scene, as_):
    for hour, word in enumerate(("Kader baru dicari.", "Kader baru ada.")):
        writing.write(visit=visit, said={"laporan": word}, by=scene.cast["kasi"], at=AT + hour * HOUR)
    assert "“Kader baru dicari.”" in text(as_("kasi").get(url("fill", visit.pk)))


def test_the_village_reads_the_result_once_it_was_sent_and_nobody_above_ever_does(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.write(visit=visit, said={"bidan": "tidak", "laporan": "Rahasia dulu"}, **who)
    photo = writing.add_photo(visit=visit, shot=shot(caption="Rahasia juga"), **who)
    signed = writing.sign(visit=visit, signed=Signed(shot().file, "desa", "layar", "Kades X", "Kades"), **who)
    closing.finish_visit(visit=visit, **who)
    page = url("visit", visit.pk)
    files = [url("photo", visit.pk, photo.pk), url("signature", visit.pk, signed.pk)]
    secrets = ("Rahasia dulu", "Rahasia juga", "Dijawab tidak", "Kades X")

    def reads(name: str) -> tuple[int, list[int]]:
        client = as_(name)
        said = text(client.get(page))
        assert PURPOSE in said, name  # that it was made is seen
        return sum(word in said for word in secrets), [client.get(each).status_code for each in files]

    kecamatan, village = ("camat", "kasi", "keeper", "health_unit"), ("operator",)
    above = ("agency", "bappeda", "ministry")
    everything, nothing = (4, [200, 200]), (0, [403, 403])
    assert [reads(name) for name in (*kecamatan, *village, *above)] == [everything] * 4 + [nothing] * 4
    assert "sesudah kecamatan mengirimnya" in text(as_("operator").get(page))
    closing.share_visit(visit=visit, **who)
    assert [reads(name) for name in (*kecamatan, *village, *above)] == [everything] * 5 + [nothing] * 3
    assert "dikonfirmasi camat" in text(as_("bappeda").get(page))
    assert as_("camat_b").get(files[0]).status_code == 404


def test_lists_files_history_and_search_tell_those_above_nothing_of_a_result(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.write(
        visit=visit, said={"bidan": "tidak", "bidan.catatan": "Rahasia dulu", "laporan": "Rahasia dulu"}, **who
    )
    closing.finish_visit(visit=visit, **who)
    closing.share_visit(visit=visit, **who)
    pages = [
        ("bappeda", url("place", VILLAGE)),
        ("bappeda", url("download", VILLAGE, "csv")),
        ("bappeda", reverse("results:history", args=[VILLAGE])),
        ("bappeda", reverse("search:search") + "?q=Rahasia"),
        ("auditor", reverse("history:records")),
        ("auditor", reverse("history:csv")),
        *(("auditor", reverse("history:record", args=[row.pk])) for row in AuditRecord.objects.all()),
    ]
    answers = [as_(name).get(address) for name, address in pages]
    assert {answer.status_code for answer in answers} == {200}
    assert [page for page, answer in zip(pages, answers, strict=True) if "Rahasia dulu" in text(answer)] == []


def test_a_result_is_sent_only_when_the_visit_is_closed(visit, scene, as_):
    with pytest.raises(VisitRefusal, match="Tutup dulu"):
        closing.share_visit(visit=visit, by=scene.cast["kasi"], at=AT)
    assert as_("operator").post(url("share", visit.pk)).status_code == 403


def test_the_village_is_sent_what_was_shown_first(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.write(visit=visit, said={"bidan": "tidak", "laporan": "Bertemu sekdes."}, **who)
    writing.sign(visit=visit, signed=Signed(shot().file, "desa", "layar", "Sari Dewi", "Sekdes"), **who)
    client, address = as_("kasi"), url("share", visit.pk)
    assert "Tutup dulu" in text(client.get(address))
    closing.finish_visit(visit=visit, **who)
    page = text(client.get(visit.get_absolute_url()))
    assert (f'href="{address}"' in page, f'action="{address}"' in page) == (True, False)
    asked = text(client.get(address))
    assert [
        word for word in ("Bertemu sekdes.", "Sari Dewi, Sekdes", f'action="{address}"') if word not in asked
    ] == []
    assert fresh(visit).shared_at is None
    assert client.post(address)["Location"] == visit.get_absolute_url()
    assert fresh(visit).shared_at == AT
    assert client.get(address)["Location"] == visit.get_absolute_url()


# Pages ----------------------------------------------------------------------------------
def test_the_page_may_be_kept_on_the_device_and_takes_what_was_typed(visit, scene, as_):
    client = as_("kasi")
    page = client.get(url("fill", visit.pk))
    assert page["X-Luring"] == str(scene.cast["kasi"].pk)
    assert "Kalau tidak:" in text(page)
    client.post(url("fill", visit.pk), {"kotak-bidan": "ya", "initial-kotak-bidan": "", "kotak-paud": ""})
    assert said(visit) == {"bidan": "ya"}
    assert as_("operator").get(url("fill", visit.pk)).status_code == 403


def test_a_photo_comes_as_text_from_a_device_once(visit, scene, as_):
    client = as_("kasi")
    form = {"kunci": "f1", "akun": str(scene.cast["kasi"].pk), "picture": as_text(), "caption": "Sumur"}
    for status in (201, 200):
        answer = client.post(url("photos", visit.pk), form | {"kembali": "isi"}, headers={"X-Outbox": "1"})
        assert answer.status_code == status, answer.content
        assert answer.json()["tujuan"] == url("fill", visit.pk) + "?sesudah=foto#foto"
    assert [photo.caption for photo in queries.photos_of(visit)] == ["Sumur"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Ambil atau pilih fotonya dulu"),
        ({"picture": "data:image/jpeg;base64,????"}, "tidak terbaca"),
        ({"picture": "data:image/jpeg;base64," + base64.b64encode(b"PK bukan gambar").decode()}, "hanya"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(visit, as_, sent, words):
    answer = as_("kasi").post(url("photos", visit.pk), {"kunci": "x"} | sent)
    assert answer.status_code == 422
    assert not VisitPhoto.objects.exists()
    del words


def test_a_signature_on_the_glass_is_kept_and_shown(visit, scene, as_):
    client = as_("kasi")
    told = {"side": "desa", "name": "Pak Kades", "title": "Kepala Desa", "how": "layar", "picture": as_text()}
    answer = client.post(url("sign", visit.pk), told | {"kunci": "s1", "kembali": "isi"})
    assert answer.status_code == 302
    row = Signature.objects.get(visit=visit)
    assert (row.name, row.how, row.side) == ("Pak Kades", "layar", "desa")
    assert client.get(url("signature", visit.pk, row.pk)).status_code == 200


def test_closing_says_what_is_missing(visit, scene, as_):
    client = as_("kasi")
    client.post(url("fill", visit.pk), {"kotak-bidan": "tidak"})
    page = text(client.get(url("close", visit.pk)))
    assert "pertanyaan belum dijawab" in page
    assert "Berita acara belum ditandatangani" in page
    assert "Perbaikan:" in page
    assert client.post(url("close", visit.pk)).status_code == 302
    assert fresh(visit).state == "done"
    assert reverse("visits:share", args=[visit.pk]) in text(client.get(url("visit", visit.pk)))


def test_a_note_beside_a_no_begins_with_what_is_lacking_and_cites_what_was_seen(visit, scene, as_):
    told = {"anak_tidak_sekolah": "tidak", "posyandu_cukup": "tidak"}
    writing.write(visit=visit, said=told, by=scene.cast["kasi"], at=AT)
    closing.finish_visit(visit=visit, by=scene.cast["kasi"], at=AT)
    page = as_("kasi").get(url("visit", visit.pk)).content.decode()
    links = [html.unescape(each) for each in re.findall(r'href="([^"]*butir=[^"]*)"', page)]
    found = [{name: values[0] for name, values in parse_qs(urlsplit(each).query).items()} for each in links]
    assert [(each["isi"], each.get("dasar", "")) for each in found] == [
        ("Daftar anak usia sekolah yang tidak bersekolah belum ada, atau keluarganya belum didatangi.", ""),
        ("Posyandu belum cukup untuk jumlah penduduk, yaitu satu untuk 1.250 orang.", "SNI 03-1733-2004"),
    ]
    form = text(as_("kasi").get(links[0]))
    assert "keluarganya belum didatangi.</textarea>" in form


# Papers -----------------------------------------------------------------------------------
def test_surat_tugas_and_report_are_drafts_made_anew_until_signed(visit, scene, as_):
    client = as_("kasi")
    first = client.post(url("paper", visit.pk), {"jenis": "surat_tugas"})
    again = client.post(url("paper", visit.pk), {"jenis": "surat_tugas"})
    assert first["Location"] == again["Location"]
    paper = Paper.objects.get(kind="surat_tugas")
    assert (paper.signer_post, paper.region.code) == (scene.posts["camat"], "71.01.01")
    assert scene.cast["kasi"].name in str(paper.content)
    assert client.post(url("paper", visit.pk), {"jenis": "laporan_kunjungan"}).status_code == 422
    writing.write(visit=visit, said={"bidan": "tidak", "laporan": "Posyandu sepi."}, by=scene.cast["kasi"], at=AT)
    closing.finish_visit(visit=visit, by=scene.cast["kasi"], at=AT)
    assert client.post(url("paper", visit.pk), {"jenis": "laporan_kunjungan"}).status_code == 302
    report = str(Paper.objects.get(kind="laporan_kunjungan").content)
    assert "Posyandu sepi." in report
    assert "Dijawab tidak" in report
    assert "Catatan pembinaan" not in report  # those are written, replied to and confirmed one by one
    assert "temuan" not in report.lower()
    assert paper.title in text(client.get(url("visit", visit.pk)))


def test_the_berita_acara_is_printed_empty_before_and_with_the_answers_after(visit, scene, as_):
    client, asked = as_("kasi"), {"jenis": "berita_acara_kunjungan"}
    address = client.post(url("paper", visit.pk), asked)["Location"]
    paper = Paper.objects.get(kind="berita_acara_kunjungan")
    assert (paper.is_private, paper.signer_post, paper.content["copies"]) == (True, scene.posts["kasi"], [])
    tables = [block["rows"] for block in paper.content["blocks"] if block["kind"] == "table"]
    answers, signing = tables[1], tables[2]
    assert {row[2] for row in answers} == {documents.DOTS}
    assert signing == [
        ["1", documents.DOTS, documents.DOTS, "Pemerintah desa", ""],
        ["2", scene.cast["kasi"].name, titled(scene.posts["kasi"]), "Kecamatan", ""],
    ]
    told = {"bidan": "tidak", "bidan.catatan": "Pindah bulan lalu", "laporan": "Bertemu sekdes."}
    writing.write(visit=visit, said=told, by=scene.cast["kasi"], at=AT)
    signed = Signed(shot().file, "desa", "layar", "Sari Dewi", "Sekretaris Desa")
    writing.sign(visit=visit, signed=signed, by=scene.cast["kasi"], at=AT)
    assert client.post(url("paper", visit.pk), asked)["Location"] == address
    page = text(client.get(address))
    words = ("Tidak", "Pindah bulan lalu", "Bertemu sekdes.", "Sari Dewi", "Sekretaris Desa")
    assert [word for word in words if word not in page] == []
    assert [as_(who).get(address).status_code for who in ("keeper", "operator", "bappeda", "camat_b")] == [
        200, 403, 403, 404
    ]  # fmt: skip


def test_the_report_names_the_letter_of_assignment_and_a_late_one_is_said_to_be_late(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    client = as_("kasi")
    early = client.post(url("paper", visit.pk), {"jenis": "surat_tugas"}, follow=True)
    assert "Nomor rencana" not in text(early)
    assert "semestinya ditandatangani" not in text(early)
    writing.write(visit=visit, said={"laporan": "Sepi."}, **who)
    closing.finish_visit(visit=visit, **who)
    client.post(url("paper", visit.pk), {"jenis": "laporan_kunjungan"})
    report, letter = (Paper.objects.get(kind=kind) for kind in ("laporan_kunjungan", "surat_tugas"))
    assert "[Lengkapi nomor dan tanggal surat tugas]" in str(report.content)
    late = client.post(url("paper", visit.pk), {"jenis": "surat_tugas"}, follow=True)
    assert "semestinya ditandatangani sebelum berangkat" in text(late)
    Paper.objects.filter(pk=letter.pk).update(state="numbered", number="800/7/KA/2026", signed_on=AT.date())
    client.post(url("paper", visit.pk), {"jenis": "laporan_kunjungan"})
    report.refresh_from_db()
    assert ["Surat tugas", "800/7/KA/2026, 2 Maret 2026"] in report.content["blocks"][0]["rows"]


@pytest.mark.parametrize("typed", ["8", "08.30", "8:30", " 23:59 ", ""])
def test_an_hour_is_read_as_people_write_it(typed):
    told = {"8": "08.00", "08.30": "08.30", "8:30": "08.30", " 23:59 ": "23.59", "": ""}
    assert boxes.as_kept(boxes.LEFT, typed) == told[typed]


@pytest.mark.parametrize("typed", ["24.00", "8.61", "pagi", "08.30 WIB"])
def test_an_hour_that_is_none_is_refused_and_nothing_is_stored(visit, scene, typed):
    with pytest.raises(VisitRefusal, match=r"seperti 08\.30"):
        writing.write(visit=visit, said={boxes.LEFT: typed, "bidan": "ya"}, by=scene.cast["kasi"], at=AT)
    assert said(visit) == {}


def test_the_hours_of_the_journey_stand_in_the_report_and_not_in_the_berita_acara(visit, scene, as_):
    client = as_("kasi")
    sent = {"kotak-perjalanan.berangkat": "08:15", "kotak-perjalanan.kembali": "14:40", "kotak-laporan": "Sepi."}
    assert client.post(url("fill", visit.pk), sent).status_code == 302
    page = text(client.get(url("fill", visit.pk)))
    assert ('value="08:15"' in page, 'value="14:40"' in page) == (True, True)
    assert "Berangkat pukul 08.15. Kembali pukul 14.40." in text(client.get(visit.get_absolute_url()))
    closing.finish_visit(visit=visit, by=scene.cast["kasi"], at=AT)
    for kind in ("laporan_kunjungan", "berita_acara_kunjungan"):
        client.post(url("paper", visit.pk), {"jenis": kind})
    report, minutes = (Paper.objects.get(kind=f"{name}_kunjungan") for name in ("laporan", "berita_acara"))
    rows = report.content["blocks"][0]["rows"]
    assert [row for row in rows if row[0].startswith("Jam")] == [["Jam berangkat", "08.15"], ["Jam kembali", "14.40"]]
    assert "08.15" not in str(minutes.content)


def test_an_hour_written_after_signing_asks_for_no_new_signature(visit, scene):
    who = scene.cast["kasi"]
    writing.write(visit=visit, said={"laporan": "Sepi."}, by=who, at=AT)
    signed = Signed(shot().file, "desa", "layar", "Sari Dewi", "Sekretaris Desa")
    writing.sign(visit=visit, signed=signed, by=who, at=AT + HOUR)
    writing.write(visit=visit, said={boxes.LEFT: "8", boxes.RETURNED: "07.00"}, by=who, at=AT + 2 * HOUR)
    assert queries.changed_after_signing(visit, queries.signatures_of(visit)) is False
    assert queries.sheet_of(visit).is_turned
    writing.write(visit=visit, said={"laporan": "Ramai."}, by=who, at=AT + 3 * HOUR)
    assert queries.changed_after_signing(visit, queries.signatures_of(visit)) is True


def test_no_paper_of_a_visit_takes_the_copies_of_the_office(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.write(visit=visit, said={"bidan": "tidak"}, **who)
    closing.finish_visit(visit=visit, **who)
    office = office_for(scene.country["71.01.01"])
    office.copies = "Bupati, sebagai laporan"
    office.save()
    client = as_("kasi")
    for kind in documents.KINDS:
        client.post(url("paper", visit.pk), {"jenis": kind})
        assert Paper.objects.get(kind=kind).content["copies"] == []
        old = Paper.objects.get(kind=kind)
        old.content |= {"copies": ["Bupati, sebagai laporan"]}  # as drafts had it until now
        old.save()
        client.post(url("paper", visit.pk), {"jenis": kind})
        paper = Paper.objects.get(kind=kind)
        assert (paper.content["copies"], "Tembusan" in text(client.get(paper.get_absolute_url()))) == ([], False)


def test_the_report_shows_the_photos_and_stays_true_when_one_is_removed(visit, scene, as_):
    said_by = {"by": scene.cast["kasi"], "at": AT}
    first = writing.add_photo(visit=visit, shot=shot(caption="Posyandu Melati"), **said_by)
    writing.add_photo(visit=visit, shot=shot(), **said_by)
    closing.finish_visit(visit=visit, **said_by)
    client, asked = as_("kasi"), {"jenis": "laporan_kunjungan"}
    page = client.get(client.post(url("paper", visit.pk), asked)["Location"])
    paper = Paper.objects.get(kind="laporan_kunjungan")

    said = text(page)
    assert [word for word in ("Dokumentasi", "Posyandu Melati", "Foto kunjungan") if word not in said] == []
    addresses = [reverse("papers:file", args=[paper.pk, row.pk]) for row in paper.files.order_by("pk")]
    assert [f'src="{address}?kecil=1"' in page.content.decode() for address in addresses] == [True, True]
    assert [client.get(address)["Content-Type"] for address in addresses] == ["image/jpeg"] * 2
    assert [as_(who).get(addresses[0]).status_code for who in ("keeper", "operator", "camat_b")] == [200, 403, 404]

    client = as_("kasi")
    closing.reopen_visit(visit=visit, reason="Salah foto", **said_by)
    writing.remove_photo(photo=first, **said_by)
    assert client.get(addresses[0]).status_code == 200  # the report has copies, until it is written anew
    closing.finish_visit(visit=visit, **said_by)
    client.post(url("paper", visit.pk), asked)
    assert [client.get(address).status_code for address in addresses] == [404, 200]
