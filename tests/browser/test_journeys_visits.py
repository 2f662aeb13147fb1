"""A visit without signal: opened once with it, filled in, photographed and signed without, and arriving once."""

import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import enter
from tests.files.making import picture

pytestmark = pytest.mark.browser
VISITOR, VILLAGE = "Dewi Lestari", "Desa Lembah Hijau"
ON_DEVICE, SENT = "Tersimpan di perangkat ini", "Terkirim"


def keep_pages(page: Page, url: str) -> None:
    """Open the visit from the home page, and wait until the service worker keeps the page on which it is made."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    row = page.locator("main li", has_text=re.compile(f"Kunjungan pekan (ini|depan): {VILLAGE}"))
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text(VILLAGE)
    with page.expect_response(lambda answer: answer.url.endswith("/isi/")):
        page.reload()
    for _patience in range(40):
        if page.evaluate(f"caches.match('{page.url}isi/').then((kept) => !!kept)"):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{url}: the page is not kept on the device")


def photograph(page: Page, size: tuple[int, int]) -> None:
    content = picture(size=size, exif=True)
    box = page.locator("#foto input[type=file]")
    box.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": io.BytesIO(content).getvalue()})


def test_a_visit_is_made_without_signal_and_arrives_once(demo, open_page):
    page = enter(open_page(width=360), demo.url, VISITOR)
    keep_pages(page, demo.url)
    address = page.url
    page.context.set_offline(True)
    page.get_by_role("link", name="Isi kunjungan").click()

    # each answer is kept at once
    page.locator("input[name=kotak-buku_kas][value=tidak]").check()
    expect(page.locator("form[data-kunjungan] [data-keadaan]")).to_contain_text(ON_DEVICE)
    page.locator("#kotak-laporan").fill("Bertemu sekdes; buku kas belum terisi.")
    page.locator("#kotak-laporan").blur()
    page.get_by_label("Jam berangkat").fill("08:15")
    page.get_by_label("Jam berangkat").blur()
    # a photo, drawn anew and small, waits with its picture
    page.locator("#foto").get_by_label("Keterangan").fill("Buku kas")
    photograph(page, (2000, 1500))
    waiting = page.locator("#foto [data-di-perangkat] li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text(ON_DEVICE)
    # the berita acara is signed on the glass
    signing = page.locator("#tandatangan")
    signing.get_by_label("Nama yang menandatangani").fill("Sari Dewi")
    signing.get_by_label("Jabatan").fill("Sekretaris Desa")
    glass = signing.locator("canvas[data-kaca]")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=5)
    page.mouse.up()
    signing.get_by_role("button", name="Simpan tanda tangan").click()
    expect(signing.locator("[data-di-perangkat] li")).to_have_count(1)
    expect(page.locator("header [data-antrean]")).to_have_text("3 menunggu dikirim")

    # the battery dies: the tab is opened again without signal, and nothing is lost
    page.goto(f"{address}isi/")
    expect(page.locator("input[name=kotak-buku_kas][value=tidak]")).to_be_checked()
    expect(page.locator("#kotak-laporan")).to_have_value("Bertemu sekdes; buku kas belum terisi.")
    expect(page.get_by_label("Jam berangkat")).to_have_value("08:15")
    expect(page.locator("#foto [data-di-perangkat] li")).to_have_count(1)

    page.context.set_offline(False)
    expect(page.locator("header [data-antrean]")).to_be_hidden(timeout=20_000)
    page.goto(f"{address}isi/")
    expect(page.locator("input[name=kotak-buku_kas][value=tidak]")).to_be_checked()
    expect(page.get_by_label("Jam berangkat")).to_have_value("08:15")
    shown = page.locator("#foto ul:not([data-di-perangkat]) img")
    expect(shown).to_have_count(1)
    expect(page.locator("#tandatangan ul:not([data-di-perangkat]) li")).to_contain_text("Sari Dewi, Sekretaris Desa")
    # small: its longest side is what the rule says
    address_of = page.locator("#foto ul:not([data-di-perangkat]) a").first.get_attribute("href")
    size = page.evaluate(
        "(url) => fetch(url).then((r) => r.blob()).then(createImageBitmap).then((p) => [p.width, p.height])",
        address_of,
    )
    assert max(size) == 1280


def test_with_signal_the_same_words_say_sent(demo, open_page):
    page = enter(open_page(width=360), demo.url, VISITOR)
    page.goto(f"{demo.url}/pembinaan/99.01.01/kunjungan/?lihat=datang")
    page.get_by_role("link", name="Desa Tirtasari").or_(page.locator("table.data a")).last.click()
    page.get_by_role("link", name="Isi kunjungan").click()
    page.locator("#kotak-laporan").fill("Catatan dari kantor.")
    page.locator("#kotak-laporan").blur()
    expect(page.locator("form[data-kunjungan] [data-keadaan]")).to_contain_text(SENT)


def test_a_photo_waits_for_its_caption_which_can_be_changed_later(demo, open_page):
    page = enter(open_page(width=360), demo.url, VISITOR)
    page.goto(f"{demo.url}/pembinaan/99.01.01/kunjungan/?lihat=datang")
    page.locator("table.data a").last.click()
    page.get_by_role("link", name="Foto", exact=True).click()
    part, kept = page.locator("#foto"), page.locator("#foto [data-di-server] li")
    photograph(page, (400, 300))
    expect(part.locator("[data-keadaan]")).to_have_text("Foto siap. Tulis keterangannya kalau perlu, lalu simpan.")
    expect(kept).to_have_count(0)
    part.locator("#id_caption").fill("Papan informasi")
    part.get_by_role("button", name="Simpan foto").click()
    expect(kept.filter(has_text="Papan informasi")).to_have_count(1)
    # the next one is not lost where its person goes on without saving it
    photograph(page, (400, 300))
    expect(part.locator("[data-keadaan]")).to_have_text("Foto siap. Tulis keterangannya kalau perlu, lalu simpan.")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("link", name="Kembali ke isi kunjungan").click()
    expect(kept).to_have_count(2)
    kept.last.locator("summary").click()
    kept.last.get_by_label("Keterangan").fill("Kantor desa")
    kept.last.get_by_role("button", name="Simpan keterangan").click()
    expect(kept.last).to_contain_text("Kantor desa")


def test_a_signature_says_all_that_it_lacks_at_once_and_is_removed_at_once(demo, open_page):
    page = enter(open_page(width=360), demo.url, VISITOR)
    page.goto(f"{demo.url}/pembinaan/99.01.01/kunjungan/?lihat=datang")
    page.locator("table.data a").last.click()
    page.get_by_role("link", name="Berita acara", exact=True).click()
    signing = page.locator("#tandatangan")
    save = signing.get_by_role("button", name="Simpan tanda tangan")
    save.click()
    expect(signing.locator("[data-keadaan]")).to_have_text(
        "Tanda tangani dulu di layar, atau foto berita acara yang ditandatangani di kertas. "
        "Belum diisi: Nama yang menandatangani, Jabatan."
    )
    glass = signing.locator("canvas[data-kaca]")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=5)
    page.mouse.up()
    save.click()
    expect(signing.locator("[data-keadaan]")).to_have_text("Belum diisi: Nama yang menandatangani, Jabatan.")
    signing.get_by_label("Nama yang menandatangani").fill("Rina Salah")
    signing.get_by_label("Jabatan").fill("Sekretaris Desa")
    save.click()

    kept = signing.locator("[data-di-server] li", has_text="Rina Salah, Sekretaris Desa")
    expect(kept).to_have_count(1)
    expect(signing.locator("[data-di-perangkat]")).to_be_hidden()
    kept.get_by_role("link", name="Hapus").click()
    page.get_by_label("Alasan menghapus").fill("Salah nama")
    page.get_by_role("button", name="Hapus tanda tangan ini").click()
    expect(page.locator("#tandatangan [data-di-server] li", has_text="Rina Salah")).to_have_count(0)
