"""The ZIP: exactly what the reader may read, a page inside, in pieces, bounded."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from rumahbersama.chain.training.materials import archive
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.files.models import StoredFile
from tests.files.making import picture
from tests.training.materials.conftest import add, part

pytestmark = pytest.mark.django_db


def opened(response) -> zipfile.ZipFile:
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def exercise(curriculum):
    return add(curriculum.subjects.get(order=2), "exercise", "Latihan <b>")


def test_the_zip_holds_what_the_page_lists_with_true_check_sums(body, curriculum, slides, guide, exercise):
    book = opened(body.get(reverse("materials:archive", args=[curriculum.code])))
    assert book.testzip() is None
    names = book.namelist()
    assert names == [
        "index.html",
        f"01-kepemimpinan/slide-slide-pembuka-{slides.pk}-v1.pdf",
        f"01-kepemimpinan/panduan-pelatih-alur-sesi-{guide.pk}-v1.pdf",
        f"02-sinkronisasi/latihan-latihan-b-{exercise.pk}-v1.pdf",
    ]
    index = book.read("index.html").decode()
    for name in names[1:]:
        assert f'href="{name}"' in index
        assert hashlib.sha256(book.read(name)).hexdigest() in index
    assert ("<b>" in index, "Latihan &lt;b&gt;" in index, "2 Mar 2026" in index) == (False, True, True)
    assert "http" not in index  # nothing is fetched when it is opened without a network


def test_who_takes_part_gets_no_guide_by_account_or_by_link(client, country, event, learner, slides, guide):
    client.force_login(learner)
    by_account = opened(client.get(reverse("materials:event_archive", args=[event.pk]))).namelist()
    client.logout()
    row = part(event, country["71.01.01"])
    by_link = opened(client.get(reverse("materials:personal_archive", args=[row.token])))
    assert (
        by_account == by_link.namelist() == ["index.html", f"01-kepemimpinan/slide-slide-pembuka-{slides.pk}-v1.pdf"]
    )
    index = by_link.read("index.html").decode()
    assert (event.title in index, "Alur sesi" in index) == (True, False)


def test_a_filter_narrows_the_zip_as_it_narrows_the_page(body, curriculum, slides, guide, exercise):
    url = reverse("materials:archive", args=[curriculum.code])
    second = curriculum.subjects.get(order=2).pk
    for query, count in (
        ("?jenis=guide", 1),
        (f"?mata-ajar={second}", 1),
        ("?cari=slide+pembuka", 1),
        ("?jenis=x", 3),
    ):
        assert len(opened(body.get(url + query)).namelist()) == 1 + count, query


def test_nothing_and_too_much_are_refused_with_a_way_on(body, settings, curriculum, subject):
    url = reverse("materials:archive", args=[curriculum.code])
    empty = body.get(url)
    assert (empty.status_code, "Belum ada bahan untuk diunduh" in empty.content.decode()) == (422, True)
    add(subject, "slides", "Satu")
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"archive_bytes": 100}
    large = body.get(url)
    assert (large.status_code, "Saring menurut jenis atau mata ajar" in large.content.decode()) == (422, True)
    page = body.get(reverse("materials:curriculum", args=[curriculum.code])).content.decode()
    assert ("Terlalu besar untuk satu ZIP" in page, "bahan.zip" in page) == (True, False)


def test_a_file_that_is_gone_is_told_and_the_others_come(body, curriculum, slides, exercise):
    storage.forget(slides.versions.get().file.name)
    book = opened(body.get(reverse("materials:archive", args=[curriculum.code])))
    assert len(book.namelist()) == 2
    assert "berkasnya tidak ditemukan di server" in book.read("index.html").decode()


def test_it_is_sent_in_pieces_and_a_picture_is_the_one_without_its_position(subject, monkeypatch, body):
    from rumahbersama.chain.training.materials.actions import MaterialFacts, add_material
    from tests.training.materials.conftest import AT

    monkeypatch.setattr(archive, "PIECE", 2_000)
    sent = picture(size=(300, 200), exif=True)
    assert b"KameraRahasia" in sent
    file = checked(chunks=[sent], name="foto.jpg")
    add_material(facts=MaterialFacts(subject, "handout", "Peta"), file=file, note="", by=None, at=AT)
    response = body.get(reverse("materials:archive", args=[subject.curriculum.code]))
    pieces = list(response.streaming_content)
    book = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    content = book.read(book.namelist()[1])
    assert len([each for each in pieces if each]) > 3
    assert max(len(each) for each in pieces) < len(content)
    assert (b"KameraRahasia" in content, content[:3]) == (False, b"\xff\xd8\xff")
    assert Material.objects.get().versions.get().file.kind == StoredFile.Kind.JPEG
