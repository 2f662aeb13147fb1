"""Photos of voices: kept without position, at most three, served and removed only where the voice may be."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.voices import actions, queries
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import FileRefusal
from tests.files.making import PDF, picture
from tests.voices.conftest import text_of


@pytest.fixture
def act(cast, now):
    """Do something as the keeper of kecamatan A."""
    return {"by": cast["keeper"], "at": now}


def photo(content: bytes = b"", **more) -> Photo:
    return Photo([content or picture(exif=True)], "IMG_1.jpg", **more)


def test_photos_belong_to_their_voice_and_lose_their_position(say):
    voice = say(photos=[photo(), photo(keep_position=True)])

    kept = [each.file for each in queries.photos_of(voice)]
    assert [file.attached_to for file in kept] == [f"needs.voice:{voice.pk}"] * 2
    assert [file.latitude is None for file in kept] == [True, False]
    assert [file.place_code for file in kept] == ["71.01.01.2001"] * 2


@pytest.mark.parametrize(("content", "told"), [(b"GIF89a" + bytes(40), "hanya foto"), (PDF, "hanya foto")])
def test_a_photo_that_is_not_taken_leaves_no_voice_behind(say, content, told):
    with pytest.raises(FileRefusal, match=told):
        say(photos=[photo(), photo(content)])
    assert [
        Voice.objects.count(),
        StoredFile.objects.count(),
        AuditRecord.objects.filter(verb="needs.enter_voice").count(),
    ] == [0, 0, 0]


def test_a_voice_has_at_most_three_photos(say, facts, act):
    voice = say(photos=[photo(), photo()])

    with pytest.raises(FileRefusal, match="paling banyak 3 foto"):
        actions.correct_voice(voice=voice, facts=facts(), reason="", photos=[photo(), photo()], seen=1, **act)
    actions.correct_voice(voice=voice, facts=facts(), reason="", photos=[photo()], seen=1, **act)
    assert VoicePhoto.objects.filter(voice=voice).count() == 3
    assert [(change.before, change.after) for change in queries.history_of(voice)[:1]] == [
        ({"photos": 2}, {"photos": 3})
    ]


def test_a_removed_photo_is_gone_from_the_disk_and_told_in_the_record(
    say, act, own_folder, django_capture_on_commit_callbacks
):
    voice = say(photos=[photo()])

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo=queries.photos_of(voice)[0], **act)

    assert [VoicePhoto.objects.count(), StoredFile.objects.count()] == [0, 0]
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []
    assert queries.history_of(voice)[0].after == {"photos": 0}


def test_a_photo_comes_with_harmless_headers_and_only_from_its_own_voice(as_, say):
    voice, other = say(photos=[photo()]), say(statement="Sumur bor untuk RT 3")
    kept = VoicePhoto.objects.get()
    client = as_("operator")

    response = client.get(reverse("voices:photo", args=[voice.pk, kept.pk]) + "?kecil=1")

    assert Image.open(io.BytesIO(response.content)).format == "JPEG"
    assert [response[name] for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")] == [
        "default-src 'none'; sandbox",
        "nosniff",
        "private, max-age=600",
    ]
    assert client.get(reverse("voices:photo", args=[other.pk, kept.pk])).status_code == 404


def test_a_photo_is_removed_by_those_who_may_change_the_voice(as_, say):
    voice = say(photos=[photo()])
    address = reverse("voices:remove_photo", args=[voice.pk, VoicePhoto.objects.get().pk])

    asked = as_("operator").get(address)
    statuses = [as_(role).post(address).status_code for role in ("operator_b", "camat", "operator", "operator")]

    assert ["Hapus foto ini" in text_of(asked), f'href="{voice.get_absolute_url()}">Batal' in text_of(asked)] == [
        True,
        True,
    ]
    assert [statuses, VoicePhoto.objects.count()] == [[404, 403, 302, 404], 0]
