"""Pages: what they show, to whom, and how many times they ask the database."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rumahbersama.ground.core.models import Job
from rumahbersama.ground.regions import tasks
from rumahbersama.ground.regions.models import Edition, Region, Shape, UnresolvedRegion, Upload
from tests.conftest import make_account, make_region
from tests.regions.making import OLD, changed, edition_file, load

pytestmark = pytest.mark.django_db


def sign_in(client, account):
    client.force_login(account)
    return account


NEW = changed(OLD, drop=("71.01.01.2001", "71.01.02.2001")) | {
    "71.01.01.1005": "Akasia",
    "71.01.01.2009": "Anggrekk",
    "71.02.01.2001": "Tirtomoyo",
}
NEW.pop("71.01.01.2002")


@pytest.fixture
def editions(tmp_path):
    """Two invented editions: one recoded, three questions."""
    load(tmp_path, OLD)
    load(tmp_path, NEW, year=2022)


@pytest.fixture
def manager(client: Client, editions):
    """Somebody of the ministry, signed in with the second factor."""
    return sign_in(client, make_account("ministry", Region.objects.get(code="0"), name="Pengelola"))


def page(client, name, *args, **query):
    response = client.get(reverse(f"regions:{name}", args=args), query)
    return response.status_code, response.content.decode()


def test_without_any_region_the_page_says_how_to_begin(client):
    status, html = page(client, "index")

    assert status == 200
    assert "Belum ada kode wilayah" in html


def test_indonesia_lists_its_provinces_with_their_desa(client, editions):
    status, html = page(client, "index")

    assert status == 200
    assert "<h1>Indonesia</h1>" in html
    assert [name in html for name in ("Provinsi Utara", "Keputusan uji 2022")] == [True, True]


def test_a_region_shows_breadcrumb_kind_code_and_children(client, editions):
    status, html = page(client, "region", "71.01")

    assert status == 200
    assert [word in html for word in ("Provinsi Utara", "Kabupaten Sungai", "71.01.02", "Kecamatan Bukit")] == [
        True
    ] * 4
    assert "Curug" not in html


def test_children_can_be_searched_and_sorted(client, editions):
    assert "Kecamatan Alas" not in page(client, "region", "71.01", cari="bukit")[1]
    html = page(client, "region", "71.01", urut="-nama")[1]

    assert html.index("Kecamatan Bukit") < html.index("Kecamatan Alas")


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("0", "/wilayah/"),
        ("7101", "/wilayah/71.01/"),
        ("71.01.01.2002", "/wilayah/71.01.01.1005/?dari=71.01.01.2002"),
    ],
)
def test_other_ways_of_writing_a_code_lead_to_its_bearer(client, editions, asked, goes_to):
    response = client.get(f"/wilayah/{asked}/")

    assert (response.status_code, response["Location"]) == (302, goes_to)


def test_a_former_code_is_explained(client, editions):
    assert (
        "Kode 71.01.01.2002 dulu milik wilayah ini"
        in page(client, "region", "71.01.01.1005", dari="71.01.01.2002")[1]
    )


@pytest.mark.parametrize("code", ["x", "71.99", "71.01.01.9999", "71.01~9"])
def test_a_code_that_nobody_ever_bore_is_not_found(client, editions, code):
    assert client.get(f"/wilayah/{code}/").status_code == 404


def test_a_region_that_is_gone_names_its_possible_successor(client, editions):
    status, html = page(client, "region", "71.01.01.2001")

    assert status == 200
    assert [word in html for word in ("Tidak ada lagi", "Desa Anggrekk (71.01.01.2009)", "Kecamatan Alas")] == [
        True
    ] * 3


def test_history_names_codes_dates_and_legal_basis(client, editions):
    html = page(client, "history", "71.01.01.1005")[1]

    assert [word in html for word in ("71.01.01.2002", "Keputusan uji 2021", "Keputusan uji 2022", "Ganti kode")] == [
        True
    ] * 4


def test_history_of_a_code_that_changed_hands_names_the_other_bearer(client, editions):
    html = page(client, "history", "71.02.01.2001")[1]

    assert "Wilayah lain dengan kode ini" in html
    assert "Desa Cemara" in html


def test_children_come_as_csv(client, editions):
    lines = client.get("/wilayah/71.01/daftar.csv").content.decode("utf-8-sig").splitlines()

    assert lines == [
        "kode,nama,jenis,sebutan,jumlah_bawahan,jumlah_desa",
        "71.01.01,Alas,Kecamatan,,3,3",
        "71.01.02,Bukit,Kecamatan,,1,1",
    ]


def test_a_map_is_drawn_from_shapes_or_else_from_centroids(client, editions):
    children = Region.objects.filter(code__in=("71.01.01", "71.01.02"))
    assert 'id="peta"' not in page(client, "region", "71.01")[1]

    children.update(latitude="-7.1", longitude="109.1")
    assert "<circle" in page(client, "region", "71.01")[1]

    for child in children:
        Shape.objects.create(region=child, path="M0 0l9 0 0 9z", box="0 0 9 9", label_x=4, label_y=4, source="Uji")
    assert 'd="M0 0l9 0 0 9z"' in page(client, "region", "71.01")[1]


def test_search_shows_where_each_region_lies(client, editions):
    html = page(client, "search", q="kec. bukit")[1]

    assert [word in html for word in ("Kecamatan Bukit", "Kabupaten Sungai, Provinsi Utara")] == [True, True]
    assert "Tidak ada wilayah yang cocok" in page(client, "search", q="zzzzzz")[1]


@pytest.mark.parametrize("children", [1, 3])
def test_a_region_asks_a_fixed_number_of_times(client, editions, children, django_assert_num_queries):
    region = Region.objects.get(code="71.02.01")
    region.children.all().delete()
    for number in range(children):
        make_region(f"71.02.01.200{number + 3}", f"Desa Nomor {number}")

    with django_assert_num_queries({1: 6, 3: 7}[children]):
        client.get("/wilayah/71.02.01/")


@pytest.mark.parametrize("rows", [1, 3])
def test_questions_ask_a_fixed_number_of_times(client, manager, rows, django_assert_num_queries):
    for question in UnresolvedRegion.objects.all()[rows:]:
        question.delete()

    with django_assert_num_queries(6):
        client.get("/wilayah/belum-jelas/")


@pytest.mark.parametrize("rows", [2, 4])
def test_editions_ask_a_fixed_number_of_times(client, manager, tmp_path, rows, django_assert_num_queries):
    for year in range(2023, 2021 + rows):
        load(tmp_path, NEW | {"71.01.01.2010": f"Wanasari {year}"}, year=year)
    assert Edition.objects.count() == rows

    with django_assert_num_queries(6):
        client.get("/wilayah/edisi/")


MANAGED = ["/wilayah/edisi/", "/wilayah/edisi/unggah/", "/wilayah/belum-jelas/"]


@pytest.mark.parametrize("path", MANAGED)
def test_managing_asks_for_a_role(client, cast, path):
    assert client.get(path)["Location"].startswith("/masuk/")

    client.force_login(cast["camat"])
    assert client.get(path).status_code == 403


def test_questions_outside_ones_place_do_not_exist(client, editions):
    question = UnresolvedRegion.objects.get(region__name="Anggrek")
    sign_in(client, make_account("administrator", Region.objects.get(code="71.02")))

    assert client.get(question.get_absolute_url()).status_code == 404
    assert "Anggrek" not in page(client, "questions")[1]
    assert "Desa Cemara" in page(client, "questions")[1]


def test_words_of_another_place_are_forbidden(client, editions):
    sign_in(client, make_account("administrator", Region.objects.get(code="71.02")))

    assert page(client, "words", "71.02")[0] == 200
    assert page(client, "words", "71.01")[0] == 403


def test_a_file_is_previewed_then_loaded(client, manager, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "berkas"
    content = edition_file(tmp_path, NEW | {"72": "Lain"}).read_bytes()
    said = {"number": "UJI-2030", "legal_basis": "Keputusan uji", "source": ""}
    said |= {"valid_from_0": "1", "valid_from_1": "2", "valid_from_2": "2030"}
    client.post("/wilayah/edisi/unggah/", {"file": SimpleUploadedFile("daftar.csv", content), **said})
    upload = Upload.objects.get()
    tasks.preview(lambda *_: None, **Job.objects.get(kind="regions.preview").arguments)
    shown = client.get(upload.get_absolute_url()).content.decode()

    assert [word in shown for word in ("Pratinjau daftar.csv", "72 Lain", "Muat sekarang")] == [True] * 3
    assert not Region.objects.filter(code="72").exists()

    client.post(upload.get_absolute_url())
    tasks.load(lambda *_: None, **Job.objects.get(kind="regions.load").arguments)
    upload.refresh_from_db()
    assert upload.state == "loaded"
    assert Region.objects.get(code="72").name == "Lain"
    assert client.post(upload.get_absolute_url()).status_code == 422


def test_a_refused_file_says_why(client, manager, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "berkas"
    client.post("/wilayah/edisi/unggah/", {"file": SimpleUploadedFile("daftar.csv", b"%PDF-1.4")})
    tasks.preview(lambda *_: None, **Job.objects.get(kind="regions.preview").arguments)

    assert "bukan tabel" in client.get(Upload.objects.get().get_absolute_url()).content.decode()


def test_without_a_file_the_form_comes_back(client, manager):
    response = client.post("/wilayah/edisi/unggah/", {"number": "1"})

    assert response.status_code == 422
    assert 'value="1"' in response.content.decode()


def test_a_question_is_decided_by_linking(client, manager):
    question = UnresolvedRegion.objects.get(region__name="Anggrek")
    confirm = f"{question.get_absolute_url()}sambung/?successor=71.01.01.2009"
    shown = client.get(confirm).content.decode()
    done = client.post(confirm, {"reason": "Perda 1"})

    assert "Riwayat kode dan nama: 1" in shown
    assert done["Location"] == "/wilayah/71.01.01.2009/riwayat/"
    assert "Desa Anggrekk" in client.get("/wilayah/71.01.01.2009/").content.decode()
    assert client.post(confirm, {"reason": "Perda 1"}).status_code == 422


@pytest.mark.parametrize("query", ["", "successor=lain&code=71.99", "successor=lain&code=71.01.01.2003"])
def test_an_impossible_successor_is_refused_with_a_sentence(client, manager, query):
    question = UnresolvedRegion.objects.get(region__name="Anggrek")

    assert client.get(f"{question.get_absolute_url()}sambung/?{query}").status_code == 422


def test_a_question_is_decided_by_ending(client, manager):
    question = UnresolvedRegion.objects.get(region__name="Bambu")
    path = f"{question.get_absolute_url()}akhiri/"

    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Perda 2"})["Location"] == "/wilayah/belum-jelas/"
    question.refresh_from_db()
    assert question.state == "ended"


def test_local_words_are_set_on_a_page(client, manager):
    response = client.post("/wilayah/71.01/sebutan/", {"kind": "desa", "word": "Nagari"})

    assert response["Location"] == "/wilayah/71.01/sebutan/"
    assert "Nagari" in client.get("/wilayah/71.01.01/").content.decode()
    assert client.post("/wilayah/71.01/sebutan/", {"kind": "desa", "word": "4"}).status_code == 422
