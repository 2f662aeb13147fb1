"""What people send: told by content, bounded, stripped, kept under a name of its own, handed out harmlessly."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.http import Http404

from rumahbersama.ground.files import actions, serving, storage
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import IMAGES, FileRefusal, clean_name
from tests.files.making import PDF, picture, png_that_claims


@pytest.fixture
def keep(cast, now):
    """Keep bytes as a file of the operator."""

    def keeping(content: bytes, name: str = "IMG_1.jpg", **options):
        file = actions.checked(chunks=[content[:100], content[100:]], name=name, **options)
        return actions.keep(file, place_code="71.01.01.2001", by=cast["operator"], at=now)

    return keeping


def refusal(keep, content: bytes, **options) -> str:
    with pytest.raises(FileRefusal) as refused:
        keep(content, **options)
    assert StoredFile.objects.count() == 0
    return str(refused.value)


def kept_bytes(folder) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


# What is taken ---------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_taken_by_its_content_whatever_its_name(keep, opened, form):
    file = keep(picture(form=form), name="laporan.exe")

    kept = storage.path_of(file.name).read_bytes()
    assert (opened(kept).format, file.kind, file.width, file.height, file.size) == ("JPEG", "jpeg", 40, 30, len(kept))


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_pictures_of_other_colour_systems_become_plain_ones(keep, opened, mode):
    form = "PNG" if mode in {"P", "1"} else "JPEG"
    file = keep(picture(form=form, mode=mode))

    assert opened(storage.path_of(file.name).read_bytes()).mode == "RGB"


def test_what_is_transparent_becomes_white(keep, opened):
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    file = keep(out.getvalue())

    assert opened(storage.path_of(file.name).read_bytes()).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller_and_has_a_small_one(keep, opened, settings):
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"longest_side": 300, "thumbnail_side": 60}
    file = keep(picture(size=(800, 400)))

    small = opened(storage.path_of(file.name, small=True).read_bytes())
    assert [(file.width, file.height), small.size] == [(300, 150), (60, 30)]


def test_a_pdf_is_kept_as_it_is_and_has_no_small_picture(keep):
    file = keep(PDF, name="berita acara.pdf")

    assert storage.path_of(file.name).read_bytes() == PDF
    assert [file.kind, file.is_picture, storage.path_of(file.name, small=True).exists()] == ["pdf", False, False]


# What is stripped ------------------------------------------------------------------------
def test_camera_and_position_are_gone_and_the_picture_stands_upright(keep, photo, own_folder, opened):
    file = keep(photo)

    kept = kept_bytes(own_folder)
    assert b"KameraRahasia" in photo
    assert [b"KameraRahasia" in each or b"Exif" in each for each in kept] == [False, False]
    assert [dict(opened(each).getexif()) for each in kept] == [{}, {}]
    assert [(file.width, file.height), file.latitude, file.longitude] == [(30, 40), None, None]


def test_the_position_is_kept_in_the_row_only_when_asked_for(keep, photo, own_folder, opened):
    file = keep(photo, keep_position=True)

    file.refresh_from_db()
    assert [file.latitude, file.longitude] == [Decimal("-7.50000"), Decimal("109.26000")]
    assert [dict(opened(each).getexif()) for each in kept_bytes(own_folder)] == [{}, {}]


def test_asking_for_a_position_that_is_not_there_harms_nothing(keep):
    file = keep(picture(), keep_position=True)

    assert [file.latitude, file.longitude] == [None, None]


def test_what_hides_behind_a_picture_is_gone(keep, own_folder):
    keep(picture() + b"PK\x03\x04<script>alert(1)</script>")

    assert [b"<script>" in each for each in kept_bytes(own_folder)] == [False, False]


# What is refused -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"MZ",
        b"\n%PDF-1.4",
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(keep, content, own_folder):
    assert refusal(keep, content, name="foto.jpg").startswith("Berkas ini bukan foto JPEG, PNG, WebP")
    assert kept_bytes(own_folder) == []


def test_an_empty_file_is_refused(keep):
    assert refusal(keep, b"") == "Berkas ini kosong. Pilih berkas lain."


def test_a_file_beyond_the_limit_is_read_no_further(settings):
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"max_bytes": 1_000_000}
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"\xff\xd8\xff" + bytes(500_000)

    with pytest.raises(FileRefusal, match="paling besar 1 MB"):
        actions.checked(chunks=endless(), name="x")
    assert len(read) == 2


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_small_file_that_would_unpack_to_many_pixels_is_refused_unopened(keep, side):
    assert "terlalu besar untuk dibuka" in refusal(keep, png_that_claims(side, side))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_cut_off_picture_is_refused(keep, form, share):
    whole = picture(form=form, size=(200, 200))

    assert "rusak atau terpotong" in refusal(keep, whole[: int(len(whole) * share)])


def test_a_picture_that_only_begins_like_one_is_refused(keep):
    assert "rusak atau terpotong" in refusal(keep, b"\xff\xd8\xff" + b"<html>" * 100)


def test_a_jpeg_of_thousands_of_scans_is_refused_unopened(keep):
    assert "rusak atau terpotong" in refusal(keep, picture() + b"\xff\xda\x00" * 500)


def test_a_png_that_calls_itself_a_webp_is_read_as_what_it_is(keep):
    assert keep(picture(form="PNG"), name="foto.webp").kind == "jpeg"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PDF[:-8], "terpotong"),
        (PDF.replace(b"/Type", b"/JavaScript (app.alert) /Type"), "berjalan sendiri"),
        (PDF.replace(b"/Type", b"/EmbeddedFile /Type"), "berjalan sendiri"),
        (PDF.replace(b"1.4", b"abc"), "bukan foto"),
    ],
)
def test_a_pdf_that_is_cut_off_or_active_is_refused(keep, content, told):
    assert told in refusal(keep, content)


def test_where_only_photos_are_asked_for_a_pdf_is_refused(keep):
    assert "hanya foto" in refusal(keep, PDF, takes=IMAGES)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Siti\\rumah.jpg", "rumah.jpg"),
        ("foto\x00\r\n.jpg", "foto.jpg"),
        ("gambar\u202egpj.exe", "gambargpj.exe"),
        ('<img src="x">.png', "img src=x.png"),
        ("...", ""),
    ],
)
def test_names_are_only_told_back(name, clean):
    assert clean_name(name) == clean


# What it belongs to ------------------------------------------------------------------------
def test_a_file_belongs_to_one_thing(keep, photo):
    file = keep(photo)
    actions.attach(files=[file], to="needs.voice:1")

    with pytest.raises(FileRefusal, match="sudah dipakai"):
        actions.attach(files=[file], to="needs.voice:2")
    assert StoredFile.objects.get().attached_to == "needs.voice:1"


def test_what_belongs_to_nothing_for_a_day_goes(keep, photo, now, own_folder, django_capture_on_commit_callbacks):
    lonely, fresh, owned = keep(photo), keep(photo), keep(photo)
    StoredFile.objects.filter(pk__in=[lonely.pk, owned.pk]).update(at=now - timedelta(days=2))
    actions.attach(files=[owned], to="needs.voice:1")

    with django_capture_on_commit_callbacks(execute=True):
        gone = actions.remove_unattached(now=now)

    assert [gone, sorted(StoredFile.objects.values_list("pk", flat=True))] == [1, [fresh.pk, owned.pk]]
    assert len(kept_bytes(own_folder)) == 4


def test_bytes_that_no_row_knows_go_when_they_are_old(keep, photo, now, own_folder):
    actions.attach(files=[keep(photo)], to="needs.voice:1")
    storage.write(storage.new_name(), b"tanpa baris", b"kecil")

    assert actions.remove_unattached(now=now) == 0
    assert actions.remove_unattached(now=now + timedelta(days=2, seconds=5)) == 1
    assert b"tanpa baris" not in kept_bytes(own_folder)
    assert len(kept_bytes(own_folder)) == 2


def test_a_removed_file_leaves_the_disk_only_with_the_transaction(
    keep, photo, own_folder, django_capture_on_commit_callbacks
):
    file = keep(photo)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.remove(file=file)
        before = len(kept_bytes(own_folder))

    assert [before, kept_bytes(own_folder), StoredFile.objects.count()] == [2, [], 0]


# Handing out -------------------------------------------------------------------------------
def test_a_picture_is_shown_and_can_do_nothing_else(keep, photo):
    file = keep(photo, name="rumah Bu Siti.jpg")

    response = serving.respond(file)

    assert {name: response[name] for name in response.headers} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'inline; filename="foto-{file.pk}.jpg"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=600",
        "Vary": "Cookie",
    }
    assert len(serving.respond(file, small=True).content) <= len(response.content)


def test_a_pdf_is_always_downloaded(keep):
    file = keep(PDF)

    response = serving.respond(file, small=True)

    assert [response["Content-Type"], response["Content-Disposition"], response.content] == [
        "application/pdf",
        f'attachment; filename="dokumen-{file.pk}.pdf"',
        PDF,
    ]


def test_a_file_whose_bytes_are_gone_is_not_found(keep, photo):
    file = keep(photo)
    storage.forget(file.name)

    with pytest.raises(Http404):
        serving.respond(file)


def test_the_hourly_turn_of_the_worker_tidies_files(keep, photo, now, django_capture_on_commit_callbacks):
    from rumahbersama.commands.worker import one_turn

    file = keep(photo)
    StoredFile.objects.filter(pk=file.pk).update(at=now - timedelta(days=2))

    with django_capture_on_commit_callbacks(execute=True):
        one_turn("uji", tidy=False)
        there = StoredFile.objects.count()
        one_turn("uji", tidy=True)

    assert [there, StoredFile.objects.count()] == [1, 0]
