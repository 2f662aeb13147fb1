"""A village clerk on a phone enters a facility with a photo, adds one, takes one away; with and without script."""

import io

import pytest
from playwright.sync_api import expect

from tests.browser.walking import enter, expect_heading, expect_notice, fill, follow, path, press
from tests.files.making import picture

pytestmark = pytest.mark.browser
OPERATOR = "Siti Aminah"


def choose(page, name: str) -> None:
    content = io.BytesIO(picture(size=(900, 600), exif=True)).getvalue()
    box = page.locator("input[type=file]")
    box.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_facility_gets_photos_on_a_phone_and_loses_one(demo, open_page, script):
    name = f"Posyandu Foto {'dengan' if script else 'tanpa'} skrip"
    page = enter(open_page(script=script, width=360), demo.url, OPERATOR, keyboard="Siti Aminah")
    follow(page, "Buka halaman tempat ini")
    page.goto(f"{demo.url}{path(page)}fasilitas/baru/")
    page.get_by_label("Jenis layanan").select_option("posyandu")
    fill(page, "Nama", name)
    page.get_by_label("Sumber").fill("Kunjungan")
    choose(page, "IMG_1.jpg")
    press(page, "Simpan fasilitas")

    expect_heading(page, name)
    shown = page.locator("figure img")
    expect(shown).to_have_count(1)
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0
    expect(page.locator("figcaption")).to_contain_text("Letaknya tidak disimpan.")

    press(page, "Kirim foto")
    expect(page.locator(".errors")).to_contain_text("Pilih fotonya dulu.")
    choose(page, "IMG_2.jpg")
    page.get_by_label("Simpan letak tempat foto diambil").check()
    page.get_by_role("button", name="Kirim foto").dblclick()  # two touches keep one photo
    expect(page.locator("figure img")).to_have_count(2)
    expect(page.locator("figcaption").nth(1)).to_contain_text("Diambil di −7,50000, 109,26000.")

    follow(page, "Hapus foto 1")
    expect_heading(page, "Hapus foto")
    follow(page, "Batal")
    expect(page.locator("figure img")).to_have_count(2)
    follow(page, "Hapus foto 1")
    press(page, "Hapus foto ini")
    expect_notice(page, "Foto dihapus.")
    expect(page.locator("figure img")).to_have_count(1)
    expect(page.locator(".line")).to_contain_text("Foto: 2 → 1")
