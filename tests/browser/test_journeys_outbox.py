"""Journeys without signal: voices typed one after the other, one refused and mended, and a facility changed."""

import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys_offline import ON_DEVICE, OPERATOR, SENT, queue, status
from tests.browser.walking import enter, expect_heading, expect_notice, fill, follow, path, press
from tests.files.making import picture

pytestmark = pytest.mark.browser
FIRST, SECOND = "Jembatan gantung RT 2 lapuk", "Sumur bor untuk dusun di bukit"


def reload_until_kept(page: Page, address: str) -> None:
    """Open the page anew under the service worker, and wait until it keeps the form behind ``address`` too."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    kept = "address => caches.match(address, {ignoreVary: true}).then(found => Boolean(found))"
    for _patience in range(120):
        if page.evaluate(kept, address):
            return
        page.wait_for_timeout(250)
    pytest.fail(f"{address} is not kept")


def list_of_voices(demo, open_page) -> Page:
    page = enter(open_page(width=360), demo.url, OPERATOR, keyboard="Wati")
    follow(page, "Buka halaman tempat ini")
    page.get_by_role("link", name=re.compile(r"\d+ usulan warga")).first.click()
    expect(page.get_by_role("link", name="Catat usulan")).to_be_visible()
    reload_until_kept(page, f"{path(page)}baru/")
    return page


def say(page: Page, statement: str, people: str = "12") -> None:
    fill(page, "Apa yang diusulkan?", statement)
    page.get_by_label("Tentang apa?").select_option("a:infrastruktur")
    page.get_by_label("Musyawarah dusun").check()
    page.get_by_label("Untuk berapa orang?").fill(people)
    press(page, "Simpan usulan")


def test_two_voices_typed_without_signal_arrive_once_each_though_a_reply_is_lost(demo, open_page):
    page = list_of_voices(demo, open_page)
    page.context.set_offline(True)
    follow(page, "Catat usulan")
    for number, statement in enumerate([FIRST, SECOND], start=1):
        say(page, statement)
        expect(queue(page)).to_have_text(f"{number} menunggu dikirim")
        expect(status(page)).to_have_text(ON_DEVICE)
        expect(page.get_by_label("Apa yang diusulkan?")).to_have_value("")

    lost = []

    def lose(route):
        """Let the first one through to the server, and drop what it answers."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/usulan/**", lose)
    page.context.set_offline(False)
    expect(status(page)).to_contain_text(SENT)
    expect(queue(page)).to_be_hidden()
    assert lost == [201]

    follow(page, "Batal")
    expect(page.get_by_role("link", name="Catat usulan")).to_be_visible()
    listed = page.locator("main")
    for statement in (FIRST, SECOND):
        expect(listed.get_by_role("link", name=statement)).to_have_count(1)


def test_a_refused_voice_holds_nobody_up_and_is_mended_from_the_queue(demo, open_page):
    wrong, right = "Lampu jalan simpang tiga mati", "Talud sungai longsor"
    page = list_of_voices(demo, open_page)
    page.context.set_offline(True)
    follow(page, "Catat usulan")
    say(page, wrong, people="banyak sekali")
    expect(page.get_by_label("Apa yang diusulkan?")).to_have_value("")
    say(page, right)
    expect(queue(page)).to_have_text("2 menunggu dikirim")
    queue(page).click()
    waiting = page.locator("#kiriman li")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Usulan baru, Desa")

    page.context.set_offline(False)
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("“banyak sekali” bukan angka.")
    follow(waiting, "Buka")
    expect(page.get_by_label("Apa yang diusulkan?")).to_have_value(wrong)
    press(page, "Simpan usulan")
    expect(page.locator(".errors li")).to_contain_text("“banyak sekali” bukan angka.")
    page.get_by_label("Untuk berapa orang?").fill("30")
    press(page, "Simpan usulan")
    expect_heading(page, wrong)
    # Pressed before the script has hold of the page that came back, the form goes by itself: stored all the same.
    expect(page.locator("main")).to_contain_text("tersimpan dengan nomor")
    expect(queue(page)).to_be_hidden()

    follow(page, "Usulan")
    for statement in (wrong, right):
        expect(page.locator("main").get_by_role("link", name=statement)).to_have_count(1)


def test_a_facility_is_changed_without_signal_and_photos_wait_for_its_page(demo, open_page):
    page = enter(open_page(width=360), demo.url, OPERATOR, keyboard="Wati")
    follow(page, "Buka halaman tempat ini")
    page.goto(f"{demo.url}{path(page)}fasilitas/baru/")
    page.get_by_label("Jenis layanan").select_option("posyandu")
    fill(page, "Nama", "Posyandu Luring")
    page.get_by_label("Sumber").fill("Kunjungan")
    press(page, "Simpan fasilitas")
    expect_heading(page, "Posyandu Luring")
    expect_notice(page, f"{SENT} Posyandu Luring tersimpan.")
    facility = path(page)
    reload_until_kept(page, f"{facility}ubah/")

    page.context.set_offline(True)
    follow(page, "Perbaiki")
    fill(page, "Nama", "Posyandu Luring Baru")
    fill(page, "Alasan perubahan", "Ganti nama")
    press(page, "Simpan perbaikan")
    waiting = page.locator("#kiriman li")
    expect(waiting).to_contain_text("Perbaiki Posyandu Luring")
    follow(waiting, "Buka")
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Posyandu Luring Baru")
    fill(page, "Nama", "Posyandu Luring Mawar")
    press(page, "Simpan perbaikan")
    expect(waiting).to_have_count(1)
    page.context.set_offline(False)
    expect(waiting).to_have_count(0)
    page.goto(demo.url + facility)
    expect_heading(page, "Posyandu Luring Mawar")
    expect(page.locator(".line").filter(has_text="Ganti nama")).to_have_count(1)


def test_a_voice_with_a_photo_is_kept_without_it_where_there_is_no_signal(demo, open_page):
    statement = "Balai dusun bocor di dua tempat"
    page = list_of_voices(demo, open_page)
    follow(page, "Catat usulan")
    photo = io.BytesIO(picture(size=(900, 600), exif=True)).getvalue()
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files({"name": "A.jpg", "mimeType": "image/jpeg", "buffer": photo})
    say(page, statement)
    expect(status(page)).to_contain_text("Foto ditambahkan nanti di halaman catatannya.")
    page.context.set_offline(False)
    # Sent while the form still waits, it leads to what was written; later it says so in its place.
    expect(status(page).filter(has_text=SENT).or_(page.get_by_role("heading", name=statement)).first).to_be_visible()
    page = list_of_voices(demo, open_page)
    follow(page, statement)
    expect_heading(page, statement)
    expect(page.locator("figure img")).to_have_count(0)


def test_an_expired_session_keeps_a_voice_and_signing_out_wipes_it_after_a_warning(demo, open_page):
    statement = "Jalan tani ke sawah utara putus"
    page = list_of_voices(demo, open_page)
    follow(page, "Catat usulan")
    page.context.clear_cookies(name="rumah_sesi")
    say(page, statement)
    expect(status(page)).to_have_text("Masuk lagi untuk mengirim. Isian tetap tersimpan di perangkat ini.")
    expect(queue(page)).to_have_text("1 menunggu dikirim")
    page.goto(demo.url + "/")
    follow(page.locator("main"), "Masuk")
    page.route("**/usulan/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    press(page, f"Masuk sebagai {OPERATOR}")
    fill(page, "Siapa yang memakai akun ini sekarang?", "Wati")
    press(page, "Lanjutkan")
    expect(queue(page)).to_have_text("1 menunggu dikirim")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("header").get_by_role("button", name="Keluar").click()
    expect(page.locator("header").get_by_role("link", name="Masuk")).to_be_visible()

    again = list_of_voices(demo, lambda **_options: page)
    expect(queue(again)).to_be_hidden()
    expect(again.locator("main").get_by_role("link", name=statement)).to_have_count(0)
