"""A visit being made: answers, photos, signatures, closing, and who reads what came of it."""

import base64
import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from PIL import Image

from rumahbersama.chain.oversight.visits import queries
from rumahbersama.chain.oversight.visits.actions import closing, writing
from rumahbersama.chain.oversight.visits.actions.writing import Clocks, Signed
from rumahbersama.chain.oversight.visits.models import Saying, Signature, VisitPhoto
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.workshop.surveys.rules import AnswersRefused
from tests.files.making import picture
from tests.visits.conftest import AT, HOUR, PURPOSE, VILLAGE, fresh, said, shot, text, url

pytestmark = pytest.mark.django_db


def as_text() -> str:
    return "data:image/jpeg;base64," + base64.b64encode(picture(exif=True)).decode()


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


def test_a_sheet_that_says_nothing_new_is_told_to_be_stored_already(visit, as_):
    client, sent = as_("kasi"), {"kotak-bidan": "ya"}
    pages = [text(client.post(url("fill", visit.pk), sent, follow=True)) for _time in range(2)]
    told = "Semua isian sudah tersimpan."
    assert [("1 isian tersimpan." in each, told in each, "0 isian tersimpan" in each) for each in pages] == [
        (True, False, False),
        (False, True, False),
    ]


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


def test_the_caption_of_a_stored_photo_is_changed_on_the_page_of_photos(visit, scene, as_):
    who, client, address = {"by": scene.cast["kasi"], "at": AT}, as_("kasi"), url("photos", visit.pk)
    photo = writing.add_photo(visit=visit, shot=shot(), **who)
    assert f'name="foto" value="{photo.pk}"' in text(client.get(address))
    sent = {"foto": photo.pk, "caption": "  Posyandu  Hilir "}
    assert client.post(address, sent)["Location"] == f"{address}#foto"
    assert VisitPhoto.objects.get().caption == "Posyandu Hilir"
    record = AuditRecord.objects.latest("pk")
    assert record.verb == "visits.caption_photo"
    assert not any("Posyandu" in str(row.after) for row in queries.history_of(visit))
    client.post(address, sent)
    assert AuditRecord.objects.latest("pk") == record
    answer = client.post(address, sent | {"caption": "x" * 201})
    assert (answer.status_code, "x" * 201 in text(answer)) == (422, True)
    assert client.post(address, sent | {"foto": photo.pk + 1}).status_code == 404
    assert client.post(address, sent | {"foto": "bukan"}).status_code == 404
    closing.finish_visit(visit=visit, **who)
    answer = client.post(address, sent | {"caption": "Lain"})
    assert (answer.status_code, "Buka lagi" in text(answer)) == (422, True)
    assert 'name="foto"' not in text(client.get(address))


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


def test_all_that_is_missing_is_named_at_once_where_a_visit_is_signed_closed_or_sent(visit, scene, as_):
    client = as_("kasi")
    questions = len(queries.sheet_of(visit).outcome.open)
    told = [f"{questions} pertanyaan belum dijawab.", "Catatan kunjungan belum ditulis."]
    unsigned = "Berita acara belum ditandatangani."
    signing = text(client.get(url("sign", visit.pk)))
    assert [word in signing for word in (*told, unsigned)] == [True, True, False]
    for answer in (
        client.get(url("close", visit.pk)),
        client.post(url("close", visit.pk)),
        client.get(url("share", visit.pk)),
        client.post(url("share", visit.pk)),
    ):
        page = text(answer)
        assert [word for word in (*told, unsigned) if word not in page] == []
        assert f'action="{url("close", visit.pk)}"' in page
    assert "belum dimulai" in text(client.post(url("close", visit.pk)))
    assert fresh(visit).state == "planned"


def test_a_visit_without_a_checklist_lacks_its_report_too(scene, as_):
    page = text(as_("kasi").get(url("close", scene.visit.pk)))
    assert [word in page for word in ("pertanyaan belum dijawab", "Catatan kunjungan belum ditulis.")] == [
        False,
        True,
    ]


def test_a_signature_on_which_all_is_missing_is_told_all_at_once_and_a_kept_one_what_the_sheet_lacks(visit, as_):
    client, address = as_("kasi"), url("sign", visit.pk)
    page = text(client.post(address, {"kunci": "s1", "side": "desa"}))
    assert page.count('aria-invalid="true"') == 3  # name, title and picture
    assert page.count("Tanda tangani dulu di layar, atau foto berita acara yang ditandatangani di kertas.") >= 3
    told = {"side": "desa", "name": "Pak Kades", "title": "Kepala Desa", "how": "layar", "picture": as_text()}
    sent = client.post(address, told | {"kunci": "s2", "kembali": "isi"}, follow=True)
    kept = text(sent)
    assert [word in kept for word in ("Tanda tangan tersimpan.", "Masih kurang: 1", "Catatan kunjungan belum")] == [
        True
    ] * 3


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
