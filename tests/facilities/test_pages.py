"""The pages of facilities: list, entry, one facility, closing, and the way the count stands beside the list."""

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.facilities.actions import close_facility
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.ground.audit.models import AuditRecord
from tests.facilities.conftest import DESA, OTHER, SISTER

LIST = "/tempat/71.01.01/fasilitas/"


def names(response):
    return [each.name for each in response.context["listing"].page]


def test_a_kecamatan_lists_its_own_and_never_its_neighbours(make, cast, client):
    make("SD Satu")
    make("SD Dua", region="71.01.01")
    make("SD Tetangga", region=OTHER)
    client.force_login(cast["camat"])

    assert sorted(names(client.get(LIST))) == ["SD Dua", "SD Satu"]
    client.force_login(cast["camat_b"])
    assert names(client.get("/tempat/71.01.02/fasilitas/")) == ["SD Tetangga"]
    assert client.get(LIST).status_code == 404


def test_the_list_is_searched_sorted_and_filtered(make, cast, client, now):
    make("SD Satu", number="111", staff=9)
    make("SD Dua", working="no", staff=2)
    make("SMP Tiga", service="sltp", staff=5)
    close_facility(facility=make("SD Lama"), on=now.date(), reason="Digabung", by=None, at=now)
    client.force_login(cast["camat"])

    assert names(client.get(LIST + "?cari=111")) == ["SD Satu"]
    assert names(client.get(LIST + "?urut=-petugas")) == ["SD Satu", "SMP Tiga", "SD Dua"]
    assert names(client.get(LIST + "?layanan=sltp")) == ["SMP Tiga"]
    assert names(client.get(LIST + "?fungsi=no")) == ["SD Dua"]
    assert names(client.get(LIST + "?fungsi=closed")) == ["SD Lama"]
    assert len(names(client.get(LIST + "?layanan=apa&fungsi=apa"))) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, make, put, cast, client, django_assert_num_queries):
    for number in range(rows):
        make(f"SD {number}")
    put({(DESA, "sd"): 1})
    client.force_login(cast["camat"])
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)


def test_count_and_list_stand_side_by_side(make, put, cast, client):
    make("SD Satu")
    make("SD Dua", region=SISTER, working="no")
    make("SD Tiga", region=SISTER, working="unknown")
    put({(DESA, "sd"): 4, (SISTER, "sd"): 1, ("71.01.01.1003", "sd"): 0})
    client.force_login(cast["camat"])

    page = client.get(LIST).content.decode()

    assert "3 tercatat satu per satu, 1 berfungsi" in page
    assert "Daftar memuat 2 lebih sedikit daripada hitungan desa" in page


def test_a_count_of_some_villages_is_not_compared(make, put, cast, client):
    make("SD Satu")
    put({(DESA, "sd"): 4})
    client.force_login(cast["camat"])

    page = client.get(LIST).content.decode()

    assert "Hitungan baru dari 1 dari 3 desa, jadi belum dapat dibandingkan." in page
    assert "lebih sedikit" not in page


def test_an_empty_list_says_what_to_do(reference, cast, client):
    client.force_login(cast["keeper"])
    assert "Catat yang pertama" in client.get(LIST).content.decode()
    client.force_login(cast["camat"])
    assert "Hitungan dari desa tetap berlaku." in client.get(LIST).content.decode()


FORM = {"service": "posyandu", "name": "Posyandu Mawar", "region": DESA, "working": "yes", "condition": "good",
        "staff": "1.250", "latitude": "−7,61234", "longitude": "109.12345", "source": "Kunjungan",
        "as_of_0": "30", "as_of_1": "6", "as_of_2": "2026"}  # fmt: skip


def test_an_operator_enters_on_the_phone(reference, cast, client):
    client.force_login(cast["operator"])

    response = client.post(reverse("facilities:add", args=[DESA]), FORM)

    made = Facility.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/tempat/fasilitas/{made.pk}/")
    assert (made.name, made.staff, str(made.latitude), str(made.longitude), made.entered_by) == (
        "Posyandu Mawar", 1250, "-7.61234", "109.12345", cast["operator"],
    )  # fmt: skip
    assert AuditRecord.objects.get(verb="facilities.add").place_code == DESA


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Nama:"),
        ({"longitude": ""}, "Isi lintang dan bujur keduanya"),
        ({"latitude": "tujuh"}, "bukan derajat"),
        ({"latitude": "52,5", "longitude": "13,4"}, "di luar Indonesia"),
        ({"staff": "banyak"}, "bukan angka"),
        ({"staff": "2.000.000"}, "satu juta"),
        ({"service": "sd"}, "sd"),
        ({"region": OTHER}, OTHER),
        ({"as_of_1": "13"}, "tidak ada di kalender"),
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(change, sentence, reference, cast, client):
    client.force_login(cast["operator"])

    response = client.post(reverse("facilities:add", args=[DESA]), FORM | change)

    assert (response.status_code, Facility.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_who_supplies_nothing_here_is_told(reference, cast, client):
    client.force_login(cast["education_unit"])
    form = client.get(reverse("facilities:add", args=[DESA])).context["form"]
    assert [code for code, _label in form.fields["service"].choices] == ["sd", "sltp", "slta"]


def test_correcting_keeps_what_stood_in_the_boxes(make, cast, client):
    made = make(number="123", staff=1250, latitude=None)
    client.force_login(cast["keeper"])
    page = client.get(reverse("facilities:correct", args=[made.pk]))
    boxes = page.context["form"]
    assert (boxes["staff"].value(), boxes["number"].value(), "service" in boxes.fields) == ("1.250", "123", False)

    told = {**FORM, "region": SISTER, "reason": "Pindah", "seen": "1"}
    client.post(reverse("facilities:correct", args=[made.pk]), told)
    made.refresh_from_db()
    assert (made.name, made.region.code, made.version, made.service.code) == ("Posyandu Mawar", SISTER, 2, "sd")

    late = client.post(reverse("facilities:correct", args=[made.pk]), told)
    assert (late.status_code, "diubah orang lain" in late.content.decode()) == (422, True)


def test_an_operator_does_not_move_it_out_of_his_village(make, cast, client):
    made = make(service="posyandu")
    client.force_login(cast["operator"])
    told = {**FORM, "region": SISTER, "reason": "Pindah", "seen": "1"}
    response = client.post(reverse("facilities:correct", args=[made.pk]), told)
    assert (response.status_code, Facility.objects.get().region.code) == (422, DESA)


def test_closing_and_restoring_on_their_pages(make, cast, client):
    made = make()
    client.force_login(cast["keeper"])
    told = {"ended_on_0": "1", "ended_on_1": "3", "ended_on_2": "2026", "reason": "Digabung", "seen": "1"}
    assert client.post(reverse("facilities:close", args=[made.pk]), {"seen": "1"}).status_code == 422

    client.post(reverse("facilities:close", args=[made.pk]), told)
    page = client.get(made.get_absolute_url()).content.decode()
    assert ("Tutup sejak 1 Mar 2026." in page, "Alasan: Digabung" in page, "Buka lagi" in page) == (True, True, True)

    client.post(reverse("facilities:restore", args=[made.pk]), {"reason": "Keliru", "seen": "2"})
    made.refresh_from_db()
    assert made.ended_on is None


def test_the_village_confirms_the_keeper_verifies_and_others_do_not(make, cast, client):
    made = make()
    address = reverse("facilities:state", args=[made.pk])
    client.force_login(cast["operator"])
    assert client.post(address, {"state": "verified", "seen": "1"}).status_code == 403
    assert client.post(address, {"state": "contested", "seen": "1", "why": ""}).status_code == 422
    client.post(address, {"state": "confirmed", "seen": "1"})
    made.refresh_from_db()
    assert made.state == "confirmed"
    client.force_login(cast["camat"])
    client.post(address, {"state": "verified", "seen": "2"})
    made.refresh_from_db()
    assert made.state == "verified"


def test_the_page_tells_history_and_where_the_point_comes_from(make, cast, client, now):
    made = make(staff=4)
    region = made.region
    region.latitude, region.longitude = "-7.5", "109.5"
    region.save()
    client.force_login(cast["keeper"])
    told = {**FORM, "staff": "5", "latitude": "", "longitude": "", "reason": "Ada guru baru", "seen": "1"}
    client.post(reverse("facilities:correct", args=[made.pk]), told)

    page = client.get(made.get_absolute_url()).content.decode()

    assert "−7,50000, 109,50000" in page
    assert "dari titik tengah wilayahnya" in page
    assert "Petugas: 4 → 5" in page
    assert "Alasan: Ada guru baru" in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_goes_out_without_live_formulas(form, make, cast, client):
    make("=2+3")
    client.force_login(cast["camat"])
    response = client.get(reverse("facilities:download", args=["71.01.01", form]))
    assert response["Content-Disposition"].startswith('attachment; filename="fasilitas-71.01.01-')
    if form == "csv":
        assert "'=2+3,sd," in response.content.decode("utf-8-sig")


def test_an_unknown_format_is_not_there(make, cast, client):
    client.force_login(cast["camat"])
    assert client.get(reverse("facilities:download", args=["71.01.01", "pdf"])).status_code == 404


def test_a_facility_is_found_by_name_and_number_in_ones_own_place_only(make, cast, client):
    make("SD Kembang Sepatu", number="40300111")
    for who, found in (("camat", True), ("camat_b", False)):
        client.force_login(cast[who])
        for text in ("kembang", "40300111"):
            page = client.get(reverse("search:search"), {"cari": text}).content.decode()
            assert ("SD Kembang Sepatu" in page) is found


def test_the_page_of_a_place_leads_to_both(make, put, cast, client):
    put({(DESA, "sd"): 1, (DESA, "penduduk"): 3000})
    client.force_login(cast["camat"])
    page = client.get("/tempat/71.01.01/").content.decode()
    assert "belum ada yang dicatat" not in page
    assert ("/tempat/71.01.01/fasilitas/" in page, "/tempat/71.01.01/jangkauan/?" in page) == (True, True)
    client.force_login(cast["camat_b"])
    assert "/fasilitas/" not in client.get("/tempat/71.01.01/").content.decode()


def test_the_page_of_a_desa_says_what_is_listed_beside_what_was_counted(make, put, cast, client):
    make()
    make("SD Dua", working="no")
    put({(DESA, "sd"): 3, (DESA, "penduduk"): 3000})
    client.force_login(cast["camat"])
    assert "2 tercatat satu per satu, 1 berfungsi" in client.get(f"/tempat/{DESA}/").content.decode()
