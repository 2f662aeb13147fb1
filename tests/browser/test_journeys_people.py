"""Journeys of those who keep the house: inviting and deactivating, measures and standards, a real installation."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.browser.checks import check_here
from tests.browser.walking import (
    enter,
    enter_with_password,
    errors,
    expect_heading,
    expect_notice,
    fill,
    follow,
    menu,
    number,
    path,
    press,
)
from tests.browser.words import PASSWORD

pytestmark = pytest.mark.browser
ADMINISTRATOR, MINISTRY = "Eko Nugroho", "Lina Marlina"
WORK_MS = 60_000


def code_of(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def accept(page, link: str, *, email: str) -> None:
    """Open an invitation and make the account, at first with a password that is too short."""
    page.goto(link)
    fill(page, "E-mail", email)
    fill(page, "Kata sandi", "pendek")
    press(page, "Buat akun")
    assert len(errors(page)) == 1
    assert page.get_by_label("E-mail", exact=True).input_value() == email
    fill(page, "Kata sandi", PASSWORD)
    press(page, "Buat akun")


def test_keeper_is_invited_works_and_is_out_at_the_next_click(demo, open_page):
    boss = enter(open_page(), demo.url, ADMINISTRATOR)
    menu(boss, "Orang")
    follow(boss, "Undang")
    fill(boss, "Nama yang diundang", "Putri Handika")
    boss.get_by_label("Peran", exact=True).select_option(label="Pengelola dashboard kecamatan")
    fill(boss, "Kode wilayah", "99.01")
    press(boss, "Buat undangan")
    assert len(errors(boss)) == 1
    check_here(boss)
    fill(boss, "Kode wilayah", "990103")
    press(boss, "Buat undangan")
    expect_heading(boss, "Undangan siap dikirim")
    check_here(boss)
    link = re.search(r"http\S+", boss.get_by_label("Pesan").input_value()).group(0)
    assert link.startswith(demo.url)

    keeper = open_page(width=360)
    accept(keeper, link, email="putri@contoh.invalid")
    expect_heading(keeper, "Kecamatan Sungai Jernih")
    press(keeper, "Keluar")
    enter_with_password(keeper, demo.url, "putri@contoh.invalid")
    expect_heading(keeper, "Kecamatan Sungai Jernih")
    follow(keeper, "Buka halaman tempat ini")
    keeper.goto(link)
    expect_heading(keeper, "Undangan tidak berlaku lagi")
    keeper.go_back()

    menu(boss, "Orang")
    fill(boss, "Nama atau e-mail", "putri")
    press(boss, "Tampilkan")
    follow(boss.locator("table"), "Putri Handika")
    follow(boss, "Nonaktifkan")
    press(boss, "Nonaktifkan akun ini")
    assert len(errors(boss)) == 1
    fill(boss, "Alasan", "Pindah tugas")
    press(boss, "Nonaktifkan akun ini")
    expect_heading(boss, "Putri Handika")
    expect(boss.locator(".chip").first).to_have_text("Nonaktif")

    keeper.locator(".brand").click()
    expect_heading(keeper, "Rumah bersama bagi setiap kecamatan")
    enter_with_password(keeper, demo.url, "putri@contoh.invalid")
    assert path(keeper) in {"/masuk/", "/masuk/nonaktif/"}
    expect(keeper.locator("main")).to_contain_text("nonaktif")


def shortage(page, name: str) -> int:
    """Return what Indonesia lacks of a service in the newest period."""
    page.locator(".brand").click()
    follow(page, "Buka halaman tempat ini")
    text = page.locator(".fig").filter(has=page.get_by_text(name, exact=True)).locator(".val").inner_text()
    return 0 if text in {"cukup", "–"} else number(text)  # a dash while it is computed again


def test_new_measure_and_harder_standard_change_the_gap(demo, open_page):
    boss = enter(open_page(), demo.url, MINISTRY)
    before = shortage(boss, "SMP/MTs")
    menu(boss, "Standar")
    follow(boss, "Tambah indikator")
    typed = {
        "code": "perpustakaan",
        "name": "Perpustakaan desa",
        "unit": "perpustakaan",
        "numerator": "Perpustakaan desa yang ada",
        "source": "Laporan desa",
        "legal_basis": "Keputusan uji",
        "reason": "Diminta rapat koordinasi",
    }
    for name, text in typed.items():
        if name != "reason":
            boss.locator(f"#id_{name}").fill(text)
    boss.locator("#id_area").select_option(label="Pendidikan")
    boss.locator("#id_supplier").select_option("operator")
    boss.evaluate("document.querySelector('main form').noValidate = true")
    press(boss, "Simpan indikator")
    assert len(errors(boss)) == 1
    check_here(boss)
    boss.locator("#id_reason").fill(typed["reason"])
    press(boss, "Simpan indikator")
    expect_heading(boss, "Perpustakaan desa")
    expect(boss.locator("ol.line li").first).to_contain_text("Diminta rapat koordinasi")

    menu(boss, "Standar")
    follow(boss, "SMP/MTs")
    follow(boss, "Ganti standar")
    boss.locator("#id_people_per_facility").fill("2400")
    boss.locator("#id_legal_basis").fill("Keputusan uji 2026")
    for name, part in zip(("Hari", "Bulan", "Tahun"), ("1", "1", "2026"), strict=True):
        fill(boss, name, part)
    boss.locator("#id_reason").fill("Sekolah lebih dekat")
    press(boss, "Berlakukan standar")
    expect_notice(boss, "sedang dihitung ulang")
    expect(boss.locator("tbody tr")).to_have_count(2)

    last = time.monotonic() + WORK_MS / 1000
    while (after := shortage(boss, "SMP/MTs")) <= before and time.monotonic() < last:
        boss.wait_for_timeout(500)
    assert after > before


def test_operator_of_a_desa_meets_the_new_measure_among_what_is_empty(demo, open_page):
    page = enter(open_page(script=False), demo.url, "Tono Sumarno", keyboard="Tono Sumarno")
    follow(page, "Isi angka", exact=False)
    expect(page.locator("h1")).to_have_text("Isi angka Desa Bumiharja")
    follow(page, "Infrastruktur dasar")
    fill(page, "Sumber", "Pendataan desa")
    page.get_by_label("Jarak ke kantor camat (opsional)").fill("4,25")
    press(page, "Simpan dan lanjut")
    expect_notice(page, "1 angka tersimpan")
    expect(page.locator("#benarkan li").filter(has_text="Jarak ke kantor camat")).to_contain_text("4,25")


def test_first_administrator_of_a_real_installation(site, open_page):
    link = site.installation.ask(
        "invite", "--role", "administrator", "--at", "0", "--name", "Wayan Sudira", "--url", site.url, "--json"
    )["link"]
    page = open_page(width=360)
    accept(page, link, email="wayan@contoh.invalid")

    expect_heading(page, "Pasang verifikasi dua langkah")
    check_here(page)
    secret = page.locator("code").inner_text()
    fill(page, "Kode dari aplikasi", "000000")
    press(page, "Pasang")
    assert len(errors(page)) == 1
    assert page.locator("code").inner_text() == secret
    fill(page, "Kode dari aplikasi", code_of(secret))
    press(page, "Pasang")
    expect_heading(page, "Kode pemulihan")
    spare = page.locator(".names code").all_inner_texts()
    assert (len(spare), len(set(spare))) == (10, 10)
    check_here(page)
    follow(page, "Sudah saya simpan, lanjutkan")
    expect_heading(page, "Indonesia")
    check_here(page)

    press(page, "Keluar")
    enter_with_password(page, site.url, "wayan@contoh.invalid")
    expect_heading(page, "Langkah kedua")
    fill(page, "Kode", code_of(secret))
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect_heading(page, "Indonesia")

    press(page, "Keluar")
    enter_with_password(page, site.url, "wayan@contoh.invalid")
    fill(page, "Kode", "111111")
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    assert len(errors(page)) == 1
    fill(page, "Kode", spare[0])
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect_heading(page, "Indonesia")
    assert page.locator(".demo").count() == 0
