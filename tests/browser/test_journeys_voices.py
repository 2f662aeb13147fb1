"""A village clerk on a phone writes down what people ask for, with a photo, and joins it to its double."""

import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.walking import enter, expect_heading, expect_notice, fill, follow, press
from tests.files.making import picture

pytestmark = pytest.mark.browser
OPERATOR = "Siti Aminah"
WISH, ECHO = "Gardu listrik di pasar desa meledak", "Mohon gardu listrik pasar desa yang meledak diganti"


def write_down(page, statement: str, *, source: str) -> None:
    fill(page, "Apa yang diusulkan?", statement)
    page.get_by_label("Tentang apa?").select_option("a:infrastruktur")
    page.get_by_label("Dusun, lingkungan, atau RT/RW").fill("Dusun II")
    page.get_by_label(source).check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_voice_with_a_photo_is_written_down_on_a_phone_and_joined_to_its_double(demo, open_page, script):
    mark = " (dengan skrip)" if script else " (tanpa skrip)"
    page = enter(open_page(script=script, width=360), demo.url, OPERATOR, keyboard="Siti Aminah")
    follow(page, "Buka halaman tempat ini")
    page.get_by_role("link", name=re.compile(r"\d+ usulan warga")).first.click()
    follow(page, "Catat usulan")
    press(page, "Simpan usulan")
    expect(page.locator(".errors li")).to_have_count(3)
    assert [line.partition(":")[0] for line in page.locator(".errors li").all_inner_texts()] == [
        "Apa yang diusulkan",
        "Tentang apa",
        "Disampaikan lewat apa",
    ]

    write_down(page, WISH + mark, source="Musyawarah dusun")
    photo = io.BytesIO(picture(size=(900, 600), exif=True)).getvalue()
    page.locator("input[type=file]").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
    press(page, "Simpan usulan")
    expect_heading(page, WISH + mark)
    expect(page.locator("figure img")).to_be_visible()
    assert page.locator("figure img").evaluate("image => image.naturalWidth") > 0
    expect(page.locator("figcaption")).to_contain_text("Letaknya tidak disimpan.")

    follow(page, "Usulan")
    follow(page, "Catat usulan")
    write_down(page, ECHO + mark, source="Laporan kader")
    press(page, "Simpan usulan")
    expect_notice(page, "Mungkin sama")
    follow(page, "Periksa dan gabungkan kalau memang sama")
    page.get_by_label(re.compile(re.escape(WISH + mark))).check()
    page.get_by_label("Bersama-sama untuk berapa orang?").fill("25")
    press(page, "Gabungkan")
    expect_notice(page, "Ke usulan utama:")
    page.locator("main .notice").get_by_role("link", name=re.compile(re.escape(WISH + mark))).click()
    expect_heading(page, WISH + mark)
    expect(page.locator("p.lead")).to_contain_text("Untuk 25 orang.")
