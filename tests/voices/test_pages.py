"""Pages of one voice: entered on a phone, corrected, withdrawn, joined."""

import io

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.voices import actions, queries
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.ground.files.models import StoredFile
from tests.files.making import picture
from tests.voices.conftest import text_of

A, DESA, SIBLING, B = "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"


def upload(name: str = "IMG_1.jpg", content: bytes = b""):
    file = io.BytesIO(content or picture(exif=True))
    file.name = name
    return file


# Entering ------------------------------------------------------------------------------
def test_an_operator_writes_a_voice_down_on_a_phone(as_, form_data, cast):
    client = as_("operator")

    response = client.post(reverse("voices:new", args=[DESA]), form_data | {"photos": [upload(), upload()]})

    voice = Voice.objects.get()
    assert [response.status_code, response["Location"]] == [302, f"/usulan/{voice.pk}/"]
    assert [voice.statement, voice.service.code, voice.hamlet, voice.people_count, voice.entered_by] == [
        "Posyandu Melati butuh timbangan bayi",
        "posyandu",
        "Dusun II",
        40,
        cast["operator"],
    ]
    assert [photo.file.latitude for photo in queries.photos_of(voice)] == [None, None]
    assert f"nomor {voice.pk}" in text_of(client.get(response["Location"]))


def test_the_position_is_kept_only_when_the_person_ticks_it(as_, form_data):
    as_("operator").post(
        reverse("voices:new", args=[DESA]), form_data | {"photos": [upload()], "keep_position": "on"}
    )

    assert [str(file.latitude) for file in StoredFile.objects.all()] == ["-7.50000"]


def test_an_area_may_be_meant_without_a_service(as_, form_data):
    as_("kasi").post(reverse("voices:new", args=[A]), form_data | {"about": "a:sosial", "place": A})

    voice = Voice.objects.get()
    assert [voice.area.code, voice.service, voice.region.code] == ["sosial", None, A]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"statement": "air"}, "Tulis usulannya dalam satu kalimat"),
        ({"about": ""}, "Tentang apa?"),
        ({"about": "s:khayal"}, "Tentang apa?"),
        ({"people_count": "banyak"}, "bukan angka"),
        ({"voiced_on_2": "2126"}, "belum tiba"),
        ({"voiced_on_1": "13"}, "tidak ada di kalender"),
        ({"place": "71.01.02.2001"}, "Di mana?"),
    ],
)
def test_bad_answers_are_told_and_kept(as_, form_data, more, told):
    response = as_("keeper").post(reverse("voices:new", args=[A]), form_data | more)

    assert [response.status_code, Voice.objects.count()] == [422, 0]
    assert told in text_of(response)
    assert "Dusun II" in text_of(response)


def test_a_hostile_photo_is_told_and_nothing_is_written(as_, form_data):
    response = as_("operator").post(
        reverse("voices:new", args=[DESA]), form_data | {"photos": [upload("foto.jpg", b"<script>alert(1)</script>")]}
    )

    assert [response.status_code, Voice.objects.count(), StoredFile.objects.count()] == [422, 0, 0]
    assert "hanya foto yang diterima (JPEG, PNG, atau WebP)" in text_of(response)


def test_supplying_units_do_not_enter_voices(as_, form_data):
    statuses = [
        as_(role).post(reverse("voices:new", args=[A]), form_data).status_code for role in ("health_unit", "camat")
    ]

    assert [statuses, Voice.objects.count()] == [[403, 403], 0]


# One voice -----------------------------------------------------------------------------
def test_the_page_tells_everything_and_offers_what_may_be_the_same(as_, say):
    voice = say(service="posyandu")
    twin = say(statement="Mohon timbangan bayi untuk posyandu Melati", source_kind="kader", service="posyandu")
    say("71.01.02.2001", service="posyandu")

    page = as_("keeper").get(voice.get_absolute_url())

    text = text_of(page)
    assert [other.pk for other, _why in page.context["alike"]] == [twin.pk]
    assert "Disampaikan lewat Musyawarah dusun pada 14 Mar 2026. Untuk 40 orang." in text
    assert "kalimatnya mirip 100%, dusun yang sama, layanan yang sama" in text
    assert "Usulan dicatat" in text


def test_an_operator_is_offered_no_voice_of_a_sibling_desa(as_, say):
    voice = say()
    say(SIBLING)

    page = as_("operator").get(voice.get_absolute_url())

    assert page.context["alike"] == []


def test_a_correction_over_the_page(as_, say, form_data):
    voice = say(service="posyandu")
    client = as_("operator")

    address = reverse("voices:edit", args=[voice.pk])
    shown = client.get(address).context["form"].initial
    refused = client.post(address, form_data | {"people_count": "55", "seen": "1"})
    done = client.post(address, form_data | {"people_count": "55", "seen": "1", "reason": "Salah hitung"})
    late = client.post(address, form_data | {"people_count": "60", "seen": "1", "reason": "Salah hitung"})

    voice.refresh_from_db()
    assert [shown["about"], shown["people_count"]] == ["s:posyandu", 40]
    assert [refused.status_code, done.status_code, late.status_code, voice.people_count] == [422, 302, 422, 55]
    assert "alasan perbaikannya" in text_of(refused)
    assert "baru saja diubah orang lain" in text_of(late)


def test_the_kecamatan_moves_a_voice_to_another_desa_and_the_operator_does_not(as_, say, form_data):
    voice = say(service="posyandu")
    moved = form_data | {"place": SIBLING, "reason": "Salah desa", "seen": "1"}

    refused = as_("operator").post(reverse("voices:edit", args=[voice.pk]), moved)
    done = as_("kasi").post(reverse("voices:edit", args=[voice.pk]), moved)

    voice.refresh_from_db()
    assert [refused.status_code, done.status_code, voice.region.code] == [422, 302, SIBLING]


def test_withdrawing_and_opening_again_over_the_pages(as_, say):
    voice = say()
    client = as_("operator")

    refused = client.post(reverse("voices:withdraw", args=[voice.pk]), {"reason": "", "seen": "1"})
    client.post(reverse("voices:withdraw", args=[voice.pk]), {"reason": "Sudah dibangun", "seen": "1"})
    page = text_of(client.get(voice.get_absolute_url()))
    client.post(reverse("voices:restore", args=[voice.pk]), {"seen": "2"})
    again = client.post(reverse("voices:restore", args=[voice.pk]), {"seen": "3"})

    voice.refresh_from_db()
    assert [refused.status_code, again.status_code, voice.state] == [422, 422, "open"]
    assert ["Alasan: Sudah dibangun" in page, "Buka lagi usulan ini" in page] == [True, True]
    assert "tidak sedang ditarik" in text_of(again)


def test_joining_and_parting_over_the_pages(as_, say):
    main, double = say(), say(SIBLING, people_count=30)
    client = as_("keeper")
    address = reverse("voices:join", args=[double.pk])

    offered = client.get(address).context["form"].fields["main"].choices
    refused = client.post(address, {"main": str(main.pk), "joint_people": "10", "seen": "1"})
    done = client.post(address, {"main": str(main.pk), "joint_people": "60", "seen": "1"})
    pages = [text_of(client.get(each.get_absolute_url())) for each in (double, main)]
    parted = client.post(reverse("voices:part", args=[double.pk]), {"seen": "2"})

    main.refresh_from_db()
    double.refresh_from_db()
    assert [number for number, _label in offered] == [str(main.pk), "lain"]
    assert "tempat yang sama" not in offered[0][1]
    assert [refused.status_code, done.status_code, parted.status_code] == [422, 302, 302]
    assert f'Ke usulan utama: <a href="{main.get_absolute_url()}">' in pages[0]
    assert ["bersama yang digabung 60" in pages[1], f'href="{double.get_absolute_url()}"' in pages[1]] == [True, True]
    assert [double.state, main.joint_people] == ["open", None]


def test_a_voice_is_joined_by_a_typed_number_only_where_one_may(as_, say):
    voice, far, elsewhere = say(), say(SIBLING, "Sumur bor untuk RT 3", area="air-sanitasi"), say(B)
    client = as_("operator")
    address = reverse("voices:join", args=[voice.pk])

    answers = [
        client.post(address, {"main": "lain", "number": str(each), "seen": "1"})
        for each in (far.pk, elsewhere.pk, 9999)
    ]
    empty = client.post(address, {"main": "lain", "seen": "1"})

    assert [answer.status_code for answer in [*answers, empty]] == [422] * 4
    assert ["Tidak ada usulan bernomor itu" in text_of(answer) for answer in answers] == [True] * 3
    assert "Tulis nomor usulannya" in text_of(empty)
    assert Voice.objects.filter(state="merged").count() == 0


def test_neither_desa_reads_the_words_of_the_other_through_a_join(as_, say, cast, now):
    main = say(statement="Posyandu Rahasia Satu penuh sekali")
    double = say(SIBLING, "Posyandu Rahasia Dua penuh sekali")
    actions.join_voices(voice=double, main=main, joint_people=None, by=cast["keeper"], at=now, seen=1)

    page = text_of(as_("operator").get(main.get_absolute_url()))

    assert ["Rahasia Satu" in page, "Rahasia Dua" in page, "Satu usulan dari Desa Akasia" in page] == [
        True,
        False,
        True,
    ]
