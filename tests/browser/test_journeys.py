"""Journeys of people who look: from the home page, by clicking only, with and without script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_here
from tests.browser.walking import (
    asked,
    csv_rows,
    downloaded,
    enter,
    errors,
    expect_heading,
    fill,
    follow,
    menu,
    number,
    path,
    press,
    sheet_rows,
)

pytestmark = pytest.mark.browser
CAMAT, OPERATOR_ELSEWHERE, MINISTRY = "Ratna Wulandari", "Tono Sumarno", "Lina Marlina"
HERE = "/tempat/99.01.01/"


def ranking(page) -> list[list[str]]:
    """Return the rows of the ranking: place, then what is short, needed and there."""
    rows = page.locator(".rank tbody tr")
    return [
        [rows.nth(at).locator("th a").inner_text(), *rows.nth(at).locator("td.n").all_inner_texts()]
        for at in range(rows.count())
    ]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_camat_follows_a_number_to_a_desa_and_comes_back(demo, open_page, script):
    page = enter(open_page(script=script), demo.url, CAMAT)
    follow(page, "Buka halaman tempat ini")
    expect_heading(page, "Kecamatan Mekar Jaya")
    lead = page.locator("p.lead")
    assert re.match(r"\S.* paling kurang: \d+ dari \d+ desa/kelurahan kekurangan, seluruhnya \d+ ", lead.inner_text())

    lead.get_by_role("link").first.click()
    assert (urlsplit(page.url).path, urlsplit(page.url).fragment) == (HERE, "peringkat")
    first = asked(page)
    if script:
        page.evaluate("window.sameDocument = true")
    pick = page.locator("#peringkat form.pick")
    pick.get_by_label("Layanan").select_option("posyandu")
    pick.get_by_label("Periode").select_option("2025")
    press(pick, "Tampilkan")
    expect(page.locator("#h-daftar")).to_have_text("Posyandu, yang paling kurang dulu")
    assert (path(page), asked(page)) == (HERE, {"periode": "2025", "layanan": "posyandu"})
    assert page.title().strip() == "Kecamatan Mekar Jaya: Posyandu 2025 – Rumah Bersama"
    if script:
        assert page.evaluate("window.sameDocument")  # only the part was swapped
        expect(page.locator("#angka h2:focus")).to_have_count(1)
        check_here(page)
    chosen = ranking(page)
    assert len(chosen) == 12

    page.go_back()
    expect(page.locator("#h-daftar")).not_to_have_text("Posyandu, yang paling kurang dulu")
    assert asked(page) == first
    page.go_forward()
    expect(page.locator("#h-daftar")).to_have_text("Posyandu, yang paling kurang dulu")
    assert ranking(page) == chosen

    name = chosen[0][0]
    follow(page.locator(".rank"), name)
    expect_heading(page, f"Desa {name}")
    assert asked(page) == {"periode": "2025", "layanan": "posyandu"}
    if chosen[0][1] != "cukup":
        assert f"Posyandu kurang {chosen[0][1]} (perlu {chosen[0][2]}, ada {chosen[0][3]})" in lead.inner_text()
    follow(page.get_by_role("navigation", name="Jalur"), "Kecamatan Mekar Jaya")
    expect_heading(page, "Kecamatan Mekar Jaya")
    assert ranking(page) == chosen
    follow(page.get_by_role("navigation", name="Jalur"), "Kabupaten Contoh")
    expect_heading(page, "Kabupaten Contoh")
    assert asked(page) == {"periode": "2025", "layanan": "posyandu"}


def test_shortages_are_summed_from_the_map_of_indonesia_to_a_desa(demo, open_page):
    """Worst first, and what a place lacks is the sum of what its parts lack, at every level."""
    page = enter(open_page(), demo.url, MINISTRY)
    follow(page, "Buka halaman tempat ini")
    pick = page.locator("#peringkat form.pick")
    pick.get_by_label("Layanan").select_option("posyandu")
    pick.get_by_label("Periode").select_option("2025")
    press(pick, "Tampilkan")
    for level in ("Indonesia", "Provinsi", "Kabupaten", "Kecamatan"):
        expect(page.locator("h1")).to_have_text(re.compile(f"^{level}"))
        expect(page.locator("#h-daftar")).to_have_text("Posyandu, yang paling kurang dulu")
        whole = number(page.locator(".fig", has_text="Posyandu").locator(".val").inner_text())
        rows = ranking(page)
        assert sum(0 if row[1] == "cukup" else number(row[1]) for row in rows) == whole
        follow(page.locator(".rank"), rows[0][0])
    expect(page.locator("h1")).to_have_text(re.compile("^(Desa|Kelurahan)"))


def test_region_is_found_by_a_misspelt_name_and_shows_its_history(demo, open_page):
    page = open_page(width=360)
    page.goto(demo.url + "/")
    fill(page, "Nama atau kode wilayah", "kabupaten kontoh")
    press(page.locator("main"), "Cari")
    follow(page.locator("main"), "Kabupaten Contoh")
    expect_heading(page, "Kabupaten Contoh")
    follow(page, "Riwayat kode dan nama", exact=False)
    expect_heading(page, "Riwayat Kabupaten Contoh")
    assert "99.01" in page.locator("main").inner_text()


def test_list_of_codes_with_a_spoilt_row_is_refused_and_the_mended_one_previewed(demo, open_page, tmp_path):
    page = enter(open_page(), demo.url, MINISTRY)
    menu(page, "Wilayah")
    follow(page, "Kelola edisi kode wilayah")
    good = "kode,nama\n72,SELATAN\n72.01,KAB. PANTAI\n72.01.01,Deras\n72.01.01.2001,Damar\n"
    for text in (good.replace("72.01.01,Deras", "72.1.1,Deras"), good):
        file = tmp_path / "daftar.csv"
        file.write_text(text, encoding="utf-8")
        follow(page, "Unggah berkas wilayah")
        page.locator("#id_file").set_input_files(file)
        page.locator("#id_number").fill("UJI-7")
        page.locator("#id_legal_basis").fill("Keputusan uji 7")
        for name, part in zip(("Hari", "Bulan", "Tahun"), ("1", "6", "2026"), strict=True):
            fill(page, name, part)
        press(page, "Baca dan tunjukkan pratinjau")
        follow(page, "Buka hasilnya")
        expect_heading(page, "Pratinjau daftar.csv")
        check_here(page)
        if text != good:
            assert page.get_by_role("button", name="Muat sekarang").count() == 0
            assert "72.1.1" in page.locator("main").inner_text()
            follow(page, "semua edisi")
    expect(page.get_by_role("button", name="Muat sekarang")).to_be_visible()
    assert page.locator(".fig", has_text="Baru").locator("dd").inner_text().split()[0] == "4"


def test_ranking_can_be_taken_home_as_csv_and_xlsx(demo, open_page):
    page = enter(open_page(), demo.url, CAMAT)
    follow(page, "Buka halaman tempat ini")
    shown = [row[0] for row in ranking(page)]

    from_csv = csv_rows(downloaded(page, page.locator("#peringkat").get_by_role("link", name="CSV")))
    from_xlsx = sheet_rows(downloaded(page, page.locator("#peringkat").get_by_role("link", name="XLSX")))

    assert [row[1] for row in from_csv[1:]] == [row[1] for row in from_xlsx[1:]] == shown
    assert from_csv[0] == from_xlsx[0]


@pytest.mark.parametrize("name", [CAMAT, MINISTRY])
def test_place_prints_on_a4_without_chrome(demo, open_page, name):
    page = enter(open_page(width=703), demo.url, name)
    follow(page, "Buka halaman tempat ini")
    page.emulate_media(media="print")
    chrome = [".brand", ".tab", ".rest", ".acts", ".pick", ".flinks", ".skip"]

    assert [found for found in chrome if page.locator(found).first.is_visible()] == []
    assert page.locator("table.data thead").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sheets = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", sheets)[0] in {(b"594", b"841"), (b"595", b"842")}


def test_language_switch_keeps_the_page_and_its_choices(demo, open_page):
    page = enter(open_page(), demo.url, CAMAT)
    follow(page, "Buka halaman tempat ini")
    pick = page.locator("#peringkat form.pick")
    pick.get_by_label("Layanan").select_option("posyandu")
    press(pick, "Tampilkan")
    expect(page.locator("#h-daftar")).to_have_text("Posyandu, yang paling kurang dulu")
    before, rows = (path(page), asked(page)), ranking(page)

    press(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert (path(page), asked(page)) == before
    assert [row[0] for row in ranking(page)] == [row[0] for row in rows]
    check_here(page)

    press(page, "Bahasa Indonesia")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    assert (path(page), ranking(page)) == (before[0], rows)


@pytest.mark.parametrize("address", ["/tidak-ada/", "/kebutuhan/angka/99.01.01.2001/posyandu/2026-S1/"])
def test_lost_and_out_of_scope_lead_home(demo, open_page, address):
    """What is not there and what belongs to another kecamatan look the same."""
    page = enter(open_page(), demo.url, OPERATOR_ELSEWHERE, keyboard="Tono")
    answer = page.goto(demo.url + address)
    assert answer.status == 404
    expect_heading(page, "Halaman ini tidak ditemukan")
    check_here(page)
    page.locator("main").get_by_role("link", name="Beranda").first.click()
    expect_heading(page, "Desa Bumiharja")


def test_village_figures_of_another_kecamatan_are_not_shown(demo, open_page):
    page = enter(open_page(), demo.url, CAMAT)
    follow(page, "Buka halaman tempat ini")
    follow(page.get_by_role("navigation", name="Jalur"), "Kabupaten Contoh")
    follow(page.locator(".rank"), "Lembah Subur")
    expect_heading(page, "Kecamatan Lembah Subur")
    expect(page.locator(".notice").first).to_contain_text("Angka per desa hanya untuk orang yang bertugas")
    assert page.locator(".rank").count() == 0


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_address(demo, open_page):
    page = open_page(width=360)
    page.goto(demo.url + "/")
    follow(page.locator("main"), "Masuk")
    fill(page, "E-mail", "siapa@contoh.invalid")
    fill(page, "Kata sandi", "bukan-sandinya")
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()

    assert errors(page) == ["E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."]
    assert page.get_by_label("E-mail", exact=True).input_value() == "siapa@contoh.invalid"
