"""Somebody writes an RTL in a hall with bad signal, on a phone, with the personal link alone."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walking import expect_heading, expect_notice, fill, press

pytestmark = pytest.mark.browser
ON_DEVICE = "Tersimpan di perangkat ini, menunggu dikirim."


def link_of_a_draft(demo) -> str:
    """Return the personal link of somebody of the demo who has not sent their RTL."""
    base = sqlite3.connect(demo.installation.folder / "demo.sqlite3")
    rows = "training_rtl_rtl JOIN training_participation p ON p.id = participation_id"
    (token,) = base.execute(f"SELECT p.token FROM {rows} WHERE training_rtl_rtl.state = 'draft' LIMIT 1").fetchone()
    base.close()
    return f"{demo.url}/pelatihan/peserta/{token}/rtl/"


def status(page: Page):
    return page.locator("main form[data-outbox] [data-keadaan]")


def test_an_rtl_typed_without_signal_arrives_once_with_its_indicator(demo, open_page):
    page, link = open_page(width=360), link_of_a_draft(demo)
    page.goto(link)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    measure = page.get_by_label("Ukuran hasilnya")
    offered = measure.locator("option", has_text="Posyandu:")
    expect(offered).to_have_count(1)
    figure = offered.inner_text().partition(": ")[2].split(" ")[0]

    page.context.set_offline(True)
    measure.select_option("posyandu")
    for label in ("atau ukuran Anda sendiri", "Satuan ukuran sendiri", "Angka awal"):
        page.get_by_label(label).fill("")
    fill(page, "Sasaran", "99")
    press(page, "Simpan dan periksa")
    expect(status(page)).to_have_text(ON_DEVICE)

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_heading(page, "Periksa RTL")  # the button that was pressed went along
    answers = page.locator("#isi dl.answers")
    expect(answers).to_contain_text(f"dari {figure} (")
    expect(answers).to_contain_text("menjadi 99 posyandu")
    page.goto(link)
    expect(measure).to_have_value("posyandu")


def test_what_the_server_refuses_stays_on_the_phone_and_is_mended_there(demo, open_page):
    page = open_page(width=360)
    page.goto(link_of_a_draft(demo))
    fill(page, "Sasaran", "banyak")
    press(page, "Simpan dulu")
    expect(page.locator(".errors")).to_contain_text("“banyak” bukan angka")
    fill(page, "Sasaran", "77")
    press(page, "Simpan dulu")
    expect_notice(page, "RTL tersimpan, belum dikirim.")
    expect(page.get_by_label("Sasaran")).to_have_value("77")
