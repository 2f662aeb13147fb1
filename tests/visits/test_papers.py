"""What is written of a visit: surat tugas, berita acara and report, and the hours of the journey in them."""

import pytest
from django.urls import reverse

from rumahbersama.chain.oversight.visits import boxes, documents, queries
from rumahbersama.chain.oversight.visits.actions import closing, writing
from rumahbersama.chain.oversight.visits.actions.writing import Signed
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.actions import Wording
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.offices import office_for
from rumahbersama.workshop.papers.signers import titled
from tests.visits.conftest import AT, HOUR, said, shot, text, url

pytestmark = pytest.mark.django_db


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


def test_a_draft_is_written_anew_and_what_it_said_stays(visit, scene, as_):
    client, told = as_("kasi"), "teks sebelumnya tetap ada di halaman surat itu, di Versi teks"
    before = text(client.get(visit.get_absolute_url()))
    address = client.post(url("paper", visit.pk), {"jenis": "surat_tugas"})["Location"]
    assert (told in before, told in text(client.get(visit.get_absolute_url()))) == (False, True)

    paper = Paper.objects.get(kind="surat_tugas")
    by_hand = Wording(paper.title, {"blocks": [{"kind": "text", "text": "Bawa timbangan."}]}, paper.signer_post)
    papers.correct(paper=paper, wording=by_hand, by=scene.cast["kasi"], at=AT, seen=paper.version)
    client.post(url("paper", visit.pk), {"jenis": "surat_tugas"})
    page = text(client.get(address))
    assert ("Versi teks" in page, "Bawa timbangan." in page) == (True, True)


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


def test_an_hour_and_an_answer_that_are_none_are_told_at_once(visit, scene):
    told = {boxes.LEFT: "pagi", "posyandu_jumlah": "banyak"}
    with pytest.raises(VisitRefusal, match=r"(?s)Tulis angka.*seperti 08\.30"):
        writing.write(visit=visit, said=told, by=scene.cast["kasi"], at=AT)
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


def test_the_hours_and_what_is_wrong_with_them_are_told_to_the_kecamatan_alone(visit, scene, as_):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.write(visit=visit, said={boxes.LEFT: "8", boxes.RETURNED: "07.00", "laporan": "Sepi."}, **who)
    closing.finish_visit(visit=visit, **who)
    told = [text(as_("kasi").get(address)) for address in (visit.get_absolute_url(), url("share", visit.pk))]
    closing.share_visit(visit=visit, **who)
    told.append(text(as_("operator").get(visit.get_absolute_url())))
    assert ["Sepi." in each for each in told] == [True, True, True]
    words = ("Berangkat pukul 08.00", "Jam kembali tidak sesudah jam berangkat")
    assert [[word in each for word in words] for each in told] == [[True, True], [False, False], [False, False]]


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
