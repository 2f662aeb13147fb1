"""A kasi turns a shortage into a promise, reports on it, and the camat looks at what was done."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walking import enter, expect_heading, expect_notice, fill, follow, menu, press

pytestmark = pytest.mark.browser
KASI, CAMAT = "Dewi Lestari", "Ratna Wulandari"


def promise(page, what: str) -> None:
    """Go from the home page over what comes first to a promise about its first entry."""
    follow(page, "Buka halaman tempat ini")
    page.locator("main").get_by_role("link", name=re.compile("didahulukan|prioritas", re.I)).first.click()
    follow(page, "Tulis komitmen")
    expect(page.locator("p.lead")).to_contain_text("Berangkat dari:")
    press(page, "Simpan komitmen")
    told = page.locator(".errors li")
    expect(told).to_have_count(2)
    assert [line.partition(":")[0] for line in told.all_inner_texts()] == ["Apa yang dijanjikan", "Tenggat"]
    fill(page, "Apa yang dijanjikan?", what)
    page.get_by_label("atau dalam berapa hari kerja").fill("20")
    press(page, "Simpan komitmen")
    expect_heading(page, what)


def change(page, wish: str) -> None:
    """Press the button of one's own calendar."""
    page.get_by_role("button", name=re.compile(f"^{wish}\\s*: Komitmen saya")).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_shortage_becomes_a_promise_that_somebody_else_confirms(demo, open_page, script):
    what = f"Mengurus kekurangan {'dengan' if script else 'tanpa'} skrip"
    page = enter(open_page(script=script, width=360), demo.url, KASI)
    promise(page, what)
    expect(page.locator("dl.answers")).to_contain_text("seperti terbaca pada")
    follow(page, "Lapor kemajuan")
    fill(page, "Apa yang sudah terjadi?", "Sudah dibuka dan dipakai")
    page.get_by_label("Selesai, menunggu pemeriksaan").check()
    press(page, "Kirim laporan")
    expect_notice(page, "Laporan tersimpan.")

    boss = enter(open_page(script=script), demo.url, CAMAT)
    menu(boss, "Komitmen")
    boss.locator("p.lead").get_by_role("link", name=re.compile("menunggu pemeriksaan")).click()
    follow(boss, what)
    follow(boss, "Periksa")
    boss.get_by_label("Dikembalikan, masih ada yang kurang").check()
    press(boss, "Simpan hasil pemeriksaan")
    expect(boss.locator(".errors li")).to_have_text(
        "Catatan: Tulis apa yang masih kurang, supaya pemegangnya tahu harus berbuat apa."
    )
    boss.get_by_label("Terbukti", exact=True).check()
    press(boss, "Simpan hasil pemeriksaan")
    expect_notice(boss, "Hasil pemeriksaan tersimpan.")
    expect(boss.locator("h1 + .meta")).to_contain_text("Terbukti")


def test_progress_is_written_without_signal_and_arrives_once(demo, open_page):
    what = "Melatih kader tanpa sinyal"
    page = enter(open_page(width=360), demo.url, KASI)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    promise(page, what)
    there = page.url
    follow(page, "Lapor kemajuan")
    page.context.set_offline(True)
    fill(page, "Apa yang sudah terjadi?", "Kader hadir semua")
    press(page, "Kirim laporan")
    queue = page.locator("header [data-antrean]")
    expect(queue).to_have_text("1 menunggu dikirim")
    page.context.set_offline(False)
    expect(queue).to_be_hidden()
    page.goto(there)
    expect(page.locator("ol.line li b", has_text="Kader hadir semua")).to_have_count(1)


def test_a_calendar_address_is_made_renewed_and_stopped(demo, open_page):
    page = enter(open_page(), demo.url, KASI)
    menu(page, "Komitmen")
    follow(page, "Kalender")
    change(page, "Buat alamat kalender")
    first = page.get_by_label("Alamat kalender").first.input_value()
    assert page.request.get(first).text().startswith("BEGIN:VCALENDAR")
    change(page, "Ganti alamat")
    second = page.get_by_label("Alamat kalender").first.input_value()
    assert [page.request.get(first).status, page.request.get(second).status] == [404, 200]
    change(page, "Hentikan")
    expect(page.get_by_label("Alamat kalender")).to_have_count(0)
