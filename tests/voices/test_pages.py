"""Pages of voices: entered on a phone, corrected, withdrawn, joined; lists within few queries; two kecamatan."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from rumahbersama.chain.needs.voices import actions, queries
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.ground.files.models import StoredFile
from tests.files.making import picture

A, DESA, SIBLING, B = "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"


@pytest.fixture
def as_(client, cast):
    """Sign somebody of the cast in."""

    def signing(role: str):
        client.force_login(cast[role])
        return client

    return signing


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


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
    assert "bukan foto JPEG, PNG, WebP" in text_of(response)


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


# Photos --------------------------------------------------------------------------------
def test_a_photo_is_served_to_those_who_may_see_the_voice_and_to_nobody_else(as_, say, client):
    voice = say(photos=[actions.Photo([picture()], "x.jpg")])
    photo = VoicePhoto.objects.get()
    address = reverse("voices:photo", args=[voice.pk, photo.pk])

    roles = (
        "operator",
        "camat",
        "bappeda",
        "ministry",
        "operator_b",
        "camat_b",
        "outsider",
        "nobody",
        "administrator",
    )
    answers = {role: as_(role).get(address).status_code for role in roles}
    client.logout()

    assert answers == {
        "operator": 200,
        "camat": 200,
        "bappeda": 200,
        "ministry": 200,
        "operator_b": 404,
        "camat_b": 404,
        "outsider": 404,
        "nobody": 404,
        "administrator": 403,
    }
    assert client.get(address)["Location"].startswith("/masuk/")


def test_a_photo_comes_with_harmless_headers_and_only_from_its_own_voice(as_, say):
    voice, other = say(photos=[actions.Photo([picture()], "x.jpg")]), say(statement="Sumur bor untuk RT 3")
    photo = VoicePhoto.objects.get()
    client = as_("operator")

    response = client.get(reverse("voices:photo", args=[voice.pk, photo.pk]) + "?kecil=1")

    assert Image.open(io.BytesIO(response.content)).format == "JPEG"
    assert [response[name] for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")] == [
        "default-src 'none'; sandbox",
        "nosniff",
        "private, max-age=600",
    ]
    assert client.get(reverse("voices:photo", args=[other.pk, photo.pk])).status_code == 404


def test_a_photo_is_removed_by_those_who_may_change_the_voice(as_, say):
    voice = say(photos=[actions.Photo([picture()], "x.jpg")])
    address = reverse("voices:remove_photo", args=[voice.pk, VoicePhoto.objects.get().pk])

    statuses = [as_(role).post(address).status_code for role in ("operator_b", "camat", "operator", "operator")]

    assert [statuses, VoicePhoto.objects.count()] == [[404, 403, 302, 404], 0]


# Lists ---------------------------------------------------------------------------------
def test_the_list_shows_open_voices_of_the_place_and_below(as_, say, act_withdrawn):
    open_one, below = say(A), say(SIBLING)
    act_withdrawn(say())
    say(B)

    page = as_("camat").get(reverse("voices:list", args=[A]))

    assert sorted(voice.pk for voice in page.context["listing"].page) == [open_one.pk, below.pk]
    assert page.context["counts"].total == 2


@pytest.fixture
def act_withdrawn(cast, now):
    return lambda voice: actions.withdraw_voice(voice=voice, reason="Ganda", by=cast["keeper"], at=now, seen=1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["air", "posyandu"]),
        ("?keadaan=", ["air", "ditarik", "posyandu"]),
        ("?keadaan=withdrawn", ["ditarik"]),
        ("?bidang=kesehatan", ["posyandu"]),
        ("?layanan=posyandu", ["posyandu"]),
        ("?sumber=kader", ["air"]),
        ("?cari=sumur+bor", ["air"]),
        ("?cari=akasia", ["air"]),
        ("?bidang=khayal", []),
    ],
)
def test_the_list_is_searched_and_filtered(as_, say, act_withdrawn, query, found):
    names = {
        say(service="posyandu").pk: "posyandu",
        say(SIBLING, "Sumur bor untuk RT 3", area="air-sanitasi", source_kind="kader").pk: "air",
    }
    gone = say(statement="Usulan yang keliru tempat")
    act_withdrawn(gone)
    names[gone.pk] = "ditarik"

    page = as_("camat").get(reverse("voices:list", args=[A]) + query)

    assert sorted(names[voice.pk] for voice in page.context["listing"].page) == found


@pytest.mark.parametrize("sort", ["tempat", "-tempat", "bidang", "tanggal", "orang", "-keadaan"])
def test_the_list_is_sorted(as_, say, sort):
    say(people_count=3), say(SIBLING, people_count=9)

    page = as_("camat").get(reverse("voices:list", args=[A]) + f"?urut={sort}")

    assert [page.status_code, page.context["listing"].sort] == [200, sort]


def test_an_empty_list_says_what_to_do_first(as_, reference):
    assert "Belum ada usulan" in text_of(as_("operator").get(reverse("voices:list", args=[DESA])))


def test_the_list_as_a_file_holds_no_live_formula(as_, say):
    say(statement='=HYPERLINK("http://contoh.invalid")')

    found = as_("camat").get(reverse("voices:download", args=[A, "usulan", "csv"])).content.decode("utf-8-sig")

    header, row = found.splitlines()
    assert header.startswith("Kode wilayah,Nama kecamatan,Nama wilayah,Dusun/lingkungan,Usulan,Bidang")
    assert "\"'=HYPERLINK" in row


@pytest.mark.parametrize("table", ["usulan", "belum-disuarakan", "belum-didukung-angka"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_list_is_a_file_too(as_, say, put, table, form):
    put({(DESA, "penduduk"): 3000, (DESA, "posyandu"): 1})
    say()

    answers = [
        as_("camat").get(f"/usulan/tempat/{A}/{name}.{kind}").status_code
        for name, kind in [(table, form), (table, "pdf"), ("lain", form)]
    ]

    assert answers == [200, 404, 404]


# Cost ----------------------------------------------------------------------------------
COSTS = {"list": 10, "unvoiced": 12, "unsupported": 12}


@pytest.mark.parametrize("name", ["list", "unvoiced", "unsupported"])
def test_lists_ask_the_same_with_one_row_and_with_three(as_, say, put, name, django_assert_max_num_queries):
    put({(DESA, "penduduk"): 3000, (DESA, "posyandu"): 1, (SIBLING, "penduduk"): 5000, (SIBLING, "posyandu"): 1})
    client = as_("keeper")
    address = reverse(f"voices:{name}", args=[A])
    say(area="sosial")

    def cost() -> int:
        with django_assert_max_num_queries(COSTS[name]) as found:
            assert client.get(address).status_code == 200
        return len(found)

    one = cost()
    say(SIBLING, area="sosial"), say(A, "Sumur bor untuk RT 3", area="air-sanitasi", service=None)

    assert cost() == one


def test_the_page_of_a_voice_asks_the_same_with_one_double_and_with_three(as_, say, django_assert_max_num_queries):
    voice = say(photos=[actions.Photo([picture()], "x.jpg")])
    client = as_("keeper")

    def cost() -> int:
        with django_assert_max_num_queries(12) as found:
            assert client.get(voice.get_absolute_url()).status_code == 200
        return len(found)

    say()
    one = cost()
    say(), say(SIBLING)

    assert cost() == one


# What the others show ------------------------------------------------------------------
def test_search_finds_voices_in_sight_only(as_, say):
    say(statement="Timbangan bayi di Anggrek"), say(B, "Timbangan bayi di Bambu")

    text = text_of(as_("camat").get("/cari/?cari=timbangan"))

    assert ["di Anggrek" in text, "di Bambu" in text] == [True, False]


def test_home_tells_a_kecamatan_how_many_came_in_this_week(as_, say):
    say(), say(SIBLING), say(B)

    texts = {role: text_of(as_(role).get("/")) for role in ("camat", "keeper", "operator", "camat_b")}

    assert {role: [f"{n} usulan baru minggu ini" in text for n in (1, 2, 3)] for role, text in texts.items()} == {
        "camat": [False, True, False],
        "keeper": [False, True, False],
        "operator": [False, False, False],
        "camat_b": [True, False, False],
    }


def test_the_record_calls_a_voice_by_its_words(as_, say):
    voice = say()

    text = text_of(as_("camat").get(f"/riwayat/baris/?entity=needs.voice&key={voice.key}"))

    assert ["Posyandu Melati butuh timbangan bayi" in text, "Musyawarah dusun" in text] == [True, True]


def test_the_place_page_shows_how_many_ask_for_each_service(as_, say, put, cast, now):
    put({(DESA, "penduduk"): 3000, (DESA, "posyandu"): 1})
    main, double = say(service="posyandu"), say(service="posyandu")
    actions.join_voices(voice=double, main=main, joint_people=None, by=cast["keeper"], at=now, seen=1)
    say(SIBLING, service="posyandu"), say()

    pages = {code: text_of(as_("camat").get(f"/tempat/{code}/")) for code in (A, DESA)}
    neighbour = text_of(as_("camat_b").get(f"/tempat/{A}/"))

    assert f'<a href="/usulan/tempat/{A}/?layanan=posyandu">2 usulan</a>' in pages[A]
    assert f'<a href="/usulan/tempat/{A}/">3 usulan warga</a>' in pages[A]
    assert f'<a href="/usulan/tempat/{DESA}/?layanan=posyandu">1 usulan</a>' in pages[DESA]
    assert "/usulan/" not in neighbour
