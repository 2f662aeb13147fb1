"""Journeys without signal: a village fills in on a phone whose network comes and goes, and signs out of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import enter, fill, follow, press

pytestmark = pytest.mark.browser
OPERATOR, VILLAGE, CODE, PERIOD = "Siti Aminah", "Desa Lembah Hijau", "99.01.01.2001", "2026-S2"
ON_DEVICE, SENT = "Tersimpan di perangkat ini, menunggu dikirim.", "Terkirim."


def at_the_phone(demo, open_page) -> Page:
    """Sign in on a phone, open what is to be filled in, and wait until the service worker keeps its pages."""
    page = enter(open_page(width=360), demo.url, OPERATOR, keyboard="Wati")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    follow(page, "Buka halaman tempat ini")
    follow(page, "Isi atau perbaiki beberapa angka")
    page.get_by_label("Periode").select_option(PERIOD)
    with page.expect_navigation():  # a reload that meets the page half exchanged fails
        press(page, "Ganti")
    with page.expect_response(lambda answer: "bidang-infrastruktur" in answer.url):
        page.reload()
    return page


def status(page: Page):
    return page.locator("[data-keadaan]")


def queue(page: Page):
    return page.locator("header [data-antrean]")


def boxes(page: Page):
    return page.locator("main form[data-outbox] input[type=text]")


def test_figures_typed_without_signal_arrive_once_it_is_back(demo, open_page):
    page = at_the_phone(demo, open_page)
    follow(page, "Kesehatan")
    boxes(page).first.fill("7")
    boxes(page).first.blur()
    expect(status(page)).to_contain_text(SENT)

    page.context.set_offline(True)
    boxes(page).first.fill("8")
    boxes(page).first.blur()
    expect(status(page)).to_have_text(ON_DEVICE)
    expect(queue(page)).to_have_text("1 menunggu dikirim")
    page.reload()  # the tab was closed and opened again, still without signal
    expect(boxes(page).first).to_have_value("8")
    press(page, "Simpan dan lanjut")
    expect(page.locator("h1")).to_contain_text("Infrastruktur dasar")
    boxes(page).first.fill("3,5")
    press(page, "Simpan dan lanjut")
    expect(queue(page)).to_have_text("2 menunggu dikirim")
    queue(page).click()
    waiting = page.locator("#kiriman li")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text(f"Kesehatan, {VILLAGE}, Semester 2 2026")

    page.context.set_offline(False)
    expect(waiting).to_have_count(0)
    expect(page.locator("[data-kosong]")).to_be_visible()
    page.goto(f"{demo.url}/kebutuhan/isi/{CODE}/?periode={PERIOD}")
    values = page.locator("#benarkan li b")
    assert sorted(values.all_inner_texts()) == ["3,5", "8"]


def test_signing_out_warns_of_what_waits_and_wipes_it(demo, open_page):
    page = at_the_phone(demo, open_page)
    follow(page, "Kesehatan")
    page.context.set_offline(True)
    boxes(page).first.fill("11")
    boxes(page).first.blur()
    expect(status(page)).to_have_text(ON_DEVICE)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    leave = page.locator("header").get_by_role("button", name="Keluar")
    leave.click()
    expect(queue(page)).to_have_text("1 menunggu dikirim")
    page.route("**/isi/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    leave.click()
    page.wait_for_url(demo.url + "/")
    assert asked == ["Keluar dan hapus 1 isian yang belum terkirim?"] * 2

    for _patience in range(40):
        if page.evaluate("caches.keys()") == ["rumah-luring"]:
            break
        page.wait_for_timeout(250)
    assert page.evaluate("caches.keys()") == ["rumah-luring"]
    left = """new Promise((done) => {
        const ask = indexedDB.open("rumah-kiriman", 1);
        ask.onsuccess = () => {
            const all = ask.result.transaction("isian").objectStore("isian").getAll();
            all.onsuccess = () => done(all.result.length);
        };
    })"""
    assert page.evaluate(left) == 0


def test_an_expired_session_keeps_the_form_until_its_person_is_back(demo, open_page):
    page = at_the_phone(demo, open_page)
    follow(page, "Infrastruktur dasar")
    page.context.clear_cookies()
    boxes(page).first.fill("4,5")
    boxes(page).first.blur()
    expect(status(page)).to_have_text("Masuk lagi untuk mengirim. Isian tetap tersimpan di perangkat ini.")
    page.goto(demo.url + "/")
    follow(page.locator("main"), "Masuk")
    press(page, f"Masuk sebagai {OPERATOR}")
    fill(page, "Siapa yang memakai akun ini sekarang?", "Wati")
    press(page, "Lanjutkan")
    expect(queue(page)).to_be_hidden()
    page.goto(f"{demo.url}/kebutuhan/isi/{CODE}/bidang-infrastruktur/?periode={PERIOD}")
    expect(boxes(page).first).to_have_value("4,5")
