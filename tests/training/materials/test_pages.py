"""Pages of materials: who reads and keeps what, the road from upload to reading, and what is refused."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.chain.training.models import Curriculum, Event, Participation, Subject, Teaching
from rumahbersama.demo.materials import page as pdf_page
from rumahbersama.ground.files.models import StoredFile
from tests.conftest import make_account
from tests.files.office import ooxml
from tests.training.materials.conftest import AT, add, part, taught
from tests.training.taking_part.conftest import make_class, make_event

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(f"materials:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def sent(content: bytes, name: str = "berkas.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filled(subject, content: bytes, name: str = "berkas.pdf", **more):
    told = {"subject": subject.pk, "kind": "slides", "title": "Slide pembuka", "note": ""}
    return told | {"file": sent(content, name)} | more


# The road ---------------------------------------------------------------------------
def test_from_upload_to_a_new_version_to_withdrawing_and_back(body, curriculum, subject):
    page = text(body.get(url("curriculum", curriculum.code)))
    assert page.count("Bahan belum ada.") == 2
    made = body.post(url("new", curriculum.code), filled(subject, pdf_page("satu")))
    found = Material.objects.get()
    assert made.url == url("material", curriculum.code, found.pk)
    assert "Yang berlaku versi 1" in text(body.get(made.url))

    renewed = {"file": sent(pdf_page("dua")), "note": "Angka 2026", "seen": "1"}
    assert body.post(url("new_version", curriculum.code, found.pk), renewed).status_code == 302
    page = text(body.get(made.url))
    assert ("Yang berlaku versi 2" in page, "Angka 2026" in page, "Pakai lagi versi 1" in page) == (True, True, True)
    for number, words in ((1, b"(satu)"), (2, b"(dua)")):
        got = body.get(url("file", curriculum.code, found.pk, number))
        assert (words in got.content, got["Content-Type"], got["Content-Disposition"][:10]) == (
            True,
            "application/pdf",
            "attachment",
        )
    assert body.post(url("again", curriculum.code, found.pk, 1), {"reason": "salah", "seen": "2"}).status_code == 302
    assert "Kembali ke versi 1: salah" in text(body.get(made.url))

    assert body.post(url("withdraw", curriculum.code, found.pk), {"reason": ""}).status_code == 422
    assert body.post(url("withdraw", curriculum.code, found.pk), {"reason": "Hak cipta"}).status_code == 302
    assert "Hak cipta" in text(body.get(url("curriculum", curriculum.code)))
    assert body.post(url("restore", curriculum.code, found.pk)).status_code == 302
    assert Material.objects.get().withdrawn_at is None
    edited = {"subject": subject.pk, "kind": "exercise", "title": "Judul  baru"}
    assert body.post(url("edit", curriculum.code, found.pk), edited).status_code == 302
    assert (Material.objects.get().kind, Material.objects.get().title) == ("exercise", "Judul baru")


def test_a_presentation_is_taken_as_it_is_and_downloaded_by_account_and_in_the_zip(body, curriculum, subject):
    content = ooxml("pptx")
    made = body.post(url("new", curriculum.code), filled(subject, content, "Slide.pptx"))
    found = Material.objects.get()
    assert ("Presentasi PPTX" in text(body.get(made.url)), made.status_code) == (True, 302)
    got = body.get(url("file", curriculum.code, found.pk, 1))
    assert (got.content, got["Content-Disposition"][:10]) == (content, "attachment")
    packed = b"".join(body.get(url("archive", curriculum.code)).streaming_content)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names == ["index.html", f"01-kepemimpinan/slide-slide-pembuka-{found.pk}-v1.pptx"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "slide.pdf", "Berkas ini kosong. Pilih berkas lain."),
        (b"MZ\x90\x00program", "slide.pdf", "Yang dilihat isinya, bukan namanya."),
        (b"PK\x03\x04ppt/presentation.xml", "slide.pptx", "terpotong atau rusak"),
        (ooxml("pptx", macro=True), "slide.pptx", "Simpan ulang tanpa makro"),
        (b"<html><script>alert(1)</script>", "slide.pdf", "bukan PDF"),
        (b"%PDF-1.4\nterpotong", "slide.pdf", "PDF ini terpotong"),
        (
            b"%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
            "slide.pdf",
            "berisi perintah yang berjalan sendiri",
        ),
        (b"\x89PNG\r\n\x1a\nbukan gambar", "slide.png", "Gambar ini rusak atau terpotong"),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_nothing_is_stored(body, curriculum, subject, content, name, sentence):
    answer = body.post(url("new", curriculum.code), filled(subject, content, name))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["file"])
    assert 'value="Slide pembuka"' in text(answer)
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_too_large_and_missing_files_are_told(body, settings, curriculum, subject):
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"max_bytes": 1_000_000}
    large = body.post(url("new", curriculum.code), filled(subject, b"%PDF-1.4" + bytes(1_500_000) + b"%%EOF"))
    assert "paling besar 1 MB. Kirim berkas yang lebih kecil." in text(large)
    told = filled(subject, b"x")
    del told["file"]
    assert "file" in body.post(url("new", curriculum.code), told).context["form"].errors
    assert Material.objects.count() == 0


def test_the_same_file_twice_is_told_and_the_same_form_twice_is_taken_once(body, curriculum, subject):
    content = pdf_page("satu")
    for _press in range(2):
        answer = body.post(url("new", curriculum.code), filled(subject, content, kunci="kunci-satu"))
        assert answer.status_code == 302
    assert Version.objects.count() == 1
    again = body.post(url("new", curriculum.code), filled(subject, content, title="Lain"))
    assert again.status_code == 422
    assert "sama persis dengan “Slide pembuka” versi 1" in text(again)


def test_a_subject_of_another_curriculum_cannot_be_chosen(body, curriculum, subject):
    other = Curriculum.objects.create(code="lain", title="Lain")
    foreign = Subject.objects.create(curriculum=other, order=1, title="Asing", jp=2)
    assert body.post(url("new", curriculum.code), filled(foreign, pdf_page("x"))).status_code == 422
    assert Material.objects.count() == 0


# Who --------------------------------------------------------------------------------
def answers(client, curriculum, event, slides, guide) -> dict[str, int]:
    asked = {
        "curriculum": url("curriculum", curriculum.code),
        "event": url("event", event.pk),
        "archive": url("archive", curriculum.code),
        "slides": url("file", curriculum.code, slides.pk, 1),
        "guide": url("file", curriculum.code, guide.pk, 1),
        "guide page": url("material", curriculum.code, guide.pk),
        "new": url("new", curriculum.code),
        "withdraw": url("withdraw", curriculum.code, slides.pk),
    }
    return {name: client.get(address).status_code for name, address in asked.items()}


def test_a_participant_reads_all_but_guides_and_changes_nothing(
    client, learner, curriculum, event, slides, guide, klass, subject
):
    client.force_login(learner)
    assert answers(client, curriculum, event, slides, guide) == {
        "curriculum": 200,
        "event": 200,
        "archive": 200,
        "slides": 200,
        "guide": 403,
        "guide page": 403,
        "new": 403,
        "withdraw": 403,
    }
    taught(event, subject, AT, klass)
    page = text(client.get(url("event", event.pk)))
    assert ("Slide pembuka" in page, "Alur sesi" in page) == (True, False)
    for address in (
        event.get_absolute_url(),
        klass.get_absolute_url(),
        reverse("training:timetable", args=[event.pk]),
    ):
        assert url("event", event.pk) in text(client.get(address)), address
    assert "1 bahan ajar" in text(client.get(klass.get_absolute_url()))


def test_a_trainer_reads_guides_too_and_changes_nothing(client, trainer, curriculum, event, slides, guide):
    client.force_login(trainer)
    told = answers(client, curriculum, event, slides, guide)
    assert {name for name, status in told.items() if status == 200} == set(told) - {"new", "withdraw"}
    assert (told["new"], told["withdraw"]) == (403, 403)


def test_who_only_reads_rows_at_the_place_reads_no_material(client, cast, curriculum, event, slides, guide):
    client.force_login(cast["province"])
    assert set(answers(client, curriculum, event, slides, guide).values()) == {403}
    for address in (event.get_absolute_url(), curriculum.get_absolute_url()):
        assert "bahan/" not in text(client.get(address))


@pytest.mark.parametrize(
    ("part_state", "event_state", "status"),
    [
        ("confirmed", "finished", 200),
        ("approved", "open", 200),
        ("proposed", "open", 403),
        ("waiting", "open", 403),
        ("declined", "open", 403),
        ("withdrawn", "finished", 403),
        ("confirmed", "draft", 403),
        ("confirmed", "cancelled", 403),
    ],
)
def test_a_seat_opens_the_materials_and_a_past_one_keeps_them_open(
    client, learner, curriculum, event, slides, part_state, event_state, status
):
    Participation.objects.update(state=part_state)
    Event.objects.update(state=event_state, cancelled_because="x" if event_state == "cancelled" else "")
    client.force_login(learner)
    assert client.get(url("curriculum", curriculum.code)).status_code == status
    assert client.get(url("file", curriculum.code, slides.pk, 1)).status_code == status
    token = Participation.objects.get().token
    by_link = client.get(url("personal", token)).status_code
    assert by_link == (200 if status == 200 else 404)


def test_an_alumnus_who_teaches_downstream_gets_the_guide_of_what_he_teaches(
    client, learner, country, curriculum, event, slides, guide
):
    copy = Curriculum.objects.create(code="turunan", title="Turunan", region=country["72"], copied_from=curriculum)
    Subject.objects.create(curriculum=copy, order=1, title="Kepemimpinan", jp=2)
    below = make_event(country["72.01"], title="Turunan", curriculum=copy)
    Teaching.objects.create(event=below, klass=make_class(below, 1), person=learner.person)
    client.force_login(learner)
    page = text(client.get(url("event", below.pk)))
    assert ("Slide pembuka" in page, "Alur sesi" in page, "dari kurikulum Camat Utara" in page) == (True, True, True)
    assert client.get(url("file", "turunan", guide.pk, 1)).status_code == 200
    assert client.get(url("file", curriculum.code, guide.pk, 1)).status_code == 403  # there he was taught


def test_a_copy_is_kept_at_its_source_only(client, cast, country, curriculum, slides, make_keeper):
    copy = Curriculum.objects.create(code="turunan", title="Turunan", region=country["72"], copied_from=curriculum)
    Subject.objects.create(curriculum=copy, order=1, title="Kepemimpinan", jp=2)
    client.force_login(make_keeper("72"))
    assert "diperbarui di sana" in text(client.get(url("material", "turunan", slides.pk)))
    asked = ("edit", "withdraw", "new_version")
    assert {client.get(url(name, "turunan", slides.pk)).status_code for name in asked} == {403}
    assert {client.get(url(name, curriculum.code, slides.pk)).status_code for name in asked} == {403}
    other = add(Subject.objects.get(curriculum=curriculum, order=2), "slides", "Tak tampil")
    assert client.get(url("file", "turunan", other.pk, 1)).status_code == 404


@pytest.fixture
def make_keeper(country):
    def make(code: str):
        return make_account("training_body", country[code])

    return make


def test_withdrawn_is_gone_for_readers(client, body, trainer, curriculum, slides, event, country):
    body.post(url("withdraw", curriculum.code, slides.pk), {"reason": "Keliru"})
    row = part(event, country["71.01.01"])
    client.force_login(trainer)
    assert client.get(url("file", curriculum.code, slides.pk, 1)).status_code == 404
    assert client.get(url("material", curriculum.code, slides.pk)).status_code == 404
    assert client.get(url("personal_file", row.token, slides.pk, 1)).status_code == 404
    assert "Slide pembuka" not in text(client.get(url("event", event.pk)))


def test_the_personal_link_reads_its_own_event_and_no_guide(
    client, country, event, curriculum, slides, guide, subject
):
    row = part(event, country["71.01.01"])
    invitation = text(client.get(reverse("taking_part:invitation", args=[row.token])))
    assert url("personal", row.token) in invitation
    page = text(client.get(url("personal", row.token)))
    assert ("Slide pembuka" in page, "Alur sesi" in page) == (True, False)
    got = client.get(url("personal_file", row.token, slides.pk, 1))
    assert (got.status_code, got.content[:5]) == (200, b"%PDF-")
    other = Curriculum.objects.create(code="lain", title="Lain")
    foreign = add(Subject.objects.create(curriculum=other, order=1, title="Lain", jp=2), "slides", "Asing")
    for wrong in (
        url("personal_file", row.token, guide.pk, 1),
        url("personal_file", row.token, foreign.pk, 1),
        url("personal_file", row.token, slides.pk, 2),
        url("personal_file", "salah", slides.pk, 1),
        url("personal", "salah"),
    ):
        assert client.get(wrong).status_code == 404, wrong
    assert client.get(url("curriculum", curriculum.code)).status_code == 302  # to the sign-in page


# Home, search, lists ----------------------------------------------------------------
def test_home_leads_who_learns_and_who_teaches_without_any_role(client, learner, trainer, event, slides):
    today = timezone.localdate()
    Event.objects.update(starts_on=today, ends_on=today + timedelta(days=2))
    for account in (learner, trainer):
        client.force_login(account)
        assert url("event", event.pk) in text(client.get(reverse("home"))), account
    Event.objects.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert url("event", event.pk) not in text(client.get(reverse("home")))


def test_search_finds_titles_for_who_runs_training_only(client, cast, slides, curriculum):
    for role, expected in (("training_body", True), ("camat", False)):
        client.force_login(cast[role])
        page = text(client.get(reverse("search:search") + "?cari=Slide+pembuka"))
        assert (url("material", curriculum.code, slides.pk) in page) == expected


def test_the_list_is_filtered_and_comes_as_a_file(body, curriculum, slides, guide):
    page = text(body.get(url("curriculum", curriculum.code) + "?jenis=guide"))
    assert ("Alur sesi</a>" in page, "Slide pembuka</a>" in page) == (True, False)
    nothing = text(body.get(url("curriculum", curriculum.code) + "?cari=tidakada"))
    assert "Tidak ada bahan yang cocok" in nothing
    rows = (
        body.get(url("download", curriculum.code, "csv") + "?jenis=slides").content.decode("utf-8-sig").splitlines()
    )
    assert len(rows) == 2
    assert slides.versions.get().file.sha256 in rows[1]
    assert body.get(url("download", curriculum.code, "xlsx")).content[:2] == b"PK"
    assert body.get(url("download", curriculum.code, "pdf")).status_code == 404


def test_a_new_copy_remembers_its_source(body, curriculum, slides):
    told = {"title": "Salinan", "subjects": "Kepemimpinan; 4"}
    body.post(reverse("training:new_curriculum") + f"?dari={curriculum.code}", told)
    made = Curriculum.objects.get(title="Salinan")
    assert made.copied_from == curriculum
    assert "Slide pembuka" in text(body.get(url("curriculum", made.code)))


@pytest.mark.parametrize("count", [1, 30])
def test_pages_ask_as_often_for_many_materials(client, body, learner, country, curriculum, event, klass, count):
    for number in range(count):
        subject = Subject.objects.create(curriculum=curriculum, order=10 + number, title=f"Mata {number}", jp=1)
        add(subject, "slides", f"Slide {number}")
        taught(event, subject, AT + timedelta(hours=number), klass)
    first = Material.objects.earliest("pk")
    row = part(event, country["71.01.01"])
    for address in (
        url("curriculum", curriculum.code),
        url("archive", curriculum.code),
        url("material", curriculum.code, first.pk),
        url("event", event.pk),
        url("personal", row.token),
        url("personal_file", row.token, first.pk, 1),
        reverse("training:class", args=[event.pk, 1]),
        event.get_absolute_url(),
        curriculum.get_absolute_url(),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        assert len(asked) <= 12, (address, len(asked))
    client.force_login(learner)
    for address in (url("event", event.pk), *pages_of_class(event), event.get_absolute_url()):
        with CaptureQueriesContext(connection) as asked:
            assert url("event", event.pk) in text(client.get(address)), address
        assert len(asked) <= 12, (address, len(asked))


def pages_of_class(event) -> tuple[str, str]:
    return reverse("training:class", args=[event.pk, 1]), reverse("training:timetable", args=[event.pk])
