"""Lists of voices within few queries, files of them, and what the other pages show of them; two kecamatan."""

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.voices import actions
from tests.files.making import picture
from tests.voices.conftest import text_of

A, DESA, SIBLING, B = "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02.2001"


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


def test_the_list_is_sorted_by_what_became_of_voices(as_, say, act_withdrawn, cast, now):
    double, main = say(), say()
    act_withdrawn(say())
    actions.join_voices(voice=double, main=main, joint_people=40, by=cast["keeper"], at=now, seen=1)

    page = as_("camat").get(reverse("voices:list", args=[A]), {"keadaan": "", "urut": "keadaan"})

    assert [voice.state for voice in page.context["listing"].page] == ["open", "merged", "withdrawn"]


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
    voice = say(photos=[Photo([picture()], "x.jpg")])
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
