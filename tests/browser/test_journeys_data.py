"""Journeys of figures: a village corrects one, a keeper verifies it, Bappeda uploads a table and takes it back."""

import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.checks import check_here
from tests.browser.walking import (
    csv_rows,
    downloaded,
    enter,
    errors,
    expect_heading,
    expect_notice,
    fill,
    follow,
    menu,
    number,
    press,
    sheet_rows,
)

pytestmark = pytest.mark.browser
MINISTRY, OPERATOR, KEEPER, BAPPEDA = "Lina Marlina", "Siti Aminah", "Agus Salim", "Hendra Wijaya"
WAY_DOWN = ("Nusa Cendana", "Kabupaten Contoh", "Mekar Jaya", "Lembah Hijau")
PERIOD, PERIODS = "2026-S1", {"2026-S1": "Semester 1 2026", "2026-S2": "Semester 2 2026"}
TARGET, TARGET_NAME = "99.01.03", "Sungai Jernih"
WORK_MS = 60_000


def choose_period(page, period: str) -> None:
    pick = page.locator("main form.pick").first
    pick.get_by_label("Periode").select_option(period)
    press(pick, "Tampilkan")
    expect(page.locator("#angka caption").first).to_contain_text(PERIODS[period])


def cell(page, section: str, name: str, label: str) -> str:
    row = page.locator(f"{section} tbody tr").filter(has=page.get_by_role("link", name=name, exact=True))
    return row.locator(f"td[data-l='{label}']").inner_text()


def sums_down(page) -> list[int]:
    """Walk from Indonesia to the desa and return how many posyandu each of the five pages shows."""
    page.locator(".brand").click()
    follow(page, "Buka halaman tempat ini")
    choose_period(page, PERIOD)
    found = []
    for name in WAY_DOWN:
        found.append(number(cell(page, "#mutu", "Posyandu", "Jumlah")))
        follow(page.locator(".rank"), name)
        expect(page.locator("h1")).to_have_text(re.compile(f"{name}$"))
    return [*found, number(cell(page, "#nilai", "Posyandu", "Nilai"))]


def open_value(page) -> None:
    """Open the posyandu of the home desa, from its page."""
    choose_period(page, PERIOD)
    follow(page.locator("#nilai"), "Posyandu")
    expect_heading(page, "Posyandu, Desa Lembah Hijau")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_correction_at_a_desa_is_seen_at_every_level_and_verified(demo, open_page, script):
    ministry = enter(open_page(), demo.url, MINISTRY)
    before = sums_down(ministry)

    page = open_page(width=360, script=script)
    page.goto(demo.url + "/")
    follow(page.locator("main"), "Masuk")
    press(page, f"Masuk sebagai {OPERATOR}")
    fill(page, "Siapa yang memakai akun ini sekarang?", "S")
    press(page, "Lanjutkan")
    expect(page.locator(".errors")).to_be_visible()
    fill(page, "Siapa yang memakai akun ini sekarang?", "Sri Rahayu")
    press(page, "Lanjutkan")
    follow(page, "Buka halaman tempat ini")
    open_value(page)

    fill(page, "Posyandu yang ada", "sembilan")
    fill(page, "Alasan perubahan", "Dua posyandu baru di dusun I")
    press(page, "Simpan perbaikan")
    if script:
        assert errors(page) == ["Posyandu yang ada: “sembilan” bukan angka. Contoh yang benar: 1.250 atau 12,5."]
        check_here(page)
        page.locator(".errors a").click()
        assert page.evaluate("document.activeElement.value") == "sembilan"
    expect(page.get_by_label("Posyandu yang ada", exact=True)).to_have_value("sembilan")
    fill(page, "Posyandu yang ada", str(before[-1] + 2))
    press(page, "Simpan perbaikan")
    expect_notice(page, "Tersimpan.")
    expect(page.locator("p.lead")).to_contain_text(f"{before[-1] + 2} posyandu.")

    assert sums_down(ministry) == [value + 2 for value in before]

    keeper = enter(open_page(script=script), demo.url, KEEPER)
    follow(keeper, "Buka halaman tempat ini")
    choose_period(keeper, PERIOD)
    follow(keeper.locator("#peringkat"), "Lembah Hijau")
    open_value(keeper)
    press(keeper, "Tandai sudah diverifikasi")
    expect_notice(keeper, "Tersimpan.")
    expect(keeper.locator("p.lead .chip")).to_have_text("Diverifikasi")
    history = keeper.locator("ol.line li")
    expect(history.nth(0)).to_contain_text(KEEPER)
    expect(history.nth(1)).to_contain_text("Siti Aminah (Sri Rahayu)")
    expect(history.nth(1)).to_contain_text("Dua posyandu baru di dusun I")


def template_of(page, folder):
    """Download the template of the kabupaten and return its heading and the rows of one kecamatan."""
    form = page.locator("#contoh form, form:has(#contoh-tempat)").first
    form.locator("#contoh-periode").select_option("2026-S2")
    rows = sheet_rows(downloaded(page, form.get_by_role("button", name="XLSX")))
    code = rows[0].index("Kode wilayah")
    return rows[0], [row for row in rows[1:] if str(row[code]).startswith(f"{TARGET}.")]


def workbook(path, heading, rows):
    book = Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    book.save(path)
    return path


def send(page, file) -> None:
    """Send a file and say what its columns mean, as far as the preview."""
    menu(page, "Unggahan")
    follow(page, "Unggah tabel")
    page.get_by_label("Berkas", exact=True).set_input_files(file)
    page.get_by_label("Periode (opsional)", exact=True).select_option("2026-S2")
    press(page, "Unggah dan periksa")
    expect_heading(page, file.name)
    page.get_by_role("link", name="Periksa arti kolom").click(timeout=WORK_MS)
    expect_heading(page, "Arti kolom")
    press(page, "Periksa isi tabel")
    expect_heading(page, file.name)
    expect(page.locator("#keadaan .lead")).to_be_visible(timeout=WORK_MS)


def findings(page) -> list[list[str]]:
    rows = page.locator("#kesalahan tbody tr")
    return [[text.strip() for text in rows.nth(at).locator("th, td").all_inner_texts()] for at in range(rows.count())]


def schools(page) -> int:
    """Return how many primary schools the kecamatan shows."""
    menu(page, "Kebutuhan")
    choose_period(page, "2026-S2")
    follow(page.locator(".rank"), TARGET_NAME)
    expect_heading(page, f"Kecamatan {TARGET_NAME}")
    return number(cell(page, "#mutu", "SD/MI", "Jumlah"))


def test_table_goes_from_its_template_to_the_undo(demo, open_page, tmp_path):
    page = enter(open_page(), demo.url, BAPPEDA)
    menu(page, "Unggahan")
    follow(page, "Unggah tabel")
    heading, rows = template_of(page, tmp_path)
    code, name, parent = (heading.index(label) for label in ("Kode wilayah", "Nama wilayah", "Nama kecamatan"))
    school, posyandu = (next(at for at, label in enumerate(heading) if label.startswith(word)) for word in SHORT)
    keep = (code, name, parent, posyandu, school)
    heading = [heading[at] for at in keep]
    rows = [[row[at] for at in keep] for row in rows]
    for at, row in enumerate(rows):
        row[3:] = [at + 2, at + 1]
    misspelt = rows[2][1] + "h"
    rows[2][:2] = [None, misspelt]
    before = schools(page)

    spoilt = [list(row) for row in rows]
    spoilt[0][3], spoilt[1][4] = -3, 2.5
    send(page, workbook(tmp_path / "layanan-salah.xlsx", heading, spoilt))
    told = findings(page)
    assert [row[:3] for row in told] == [
        ["2", heading[3], "-3"],
        ["3", heading[4], "2.5"],
        ["4", heading[1], misspelt],
    ]
    assert [bool(row[3] and row[4]) for row in told] == [True] * 3
    check_here(page)
    taken = csv_rows(downloaded(page, page.get_by_role("link", name="Unduh daftar kesalahan (CSV)")))[1:]
    assert [[text.removeprefix("'") for text in row] for row in taken] == told  # "-3" cannot come alive
    assert page.get_by_role("button", name="Simpan angka ini").count() == 0

    mended = workbook(tmp_path / "layanan.xlsx", heading, rows)
    send(page, mended)
    page.get_by_role("link", name="Cocokkan wilayah").click()
    check_here(page)
    page.get_by_role("radio").first.check()
    press(page, "Simpan padanan dan periksa lagi")
    expect(page.locator("#keadaan .lead")).to_contain_text("Belum ada yang disimpan", timeout=WORK_MS)
    check_here(page)
    commit(page)
    lines = page.locator("#jumlah tbody tr")
    assert [lines.nth(at).locator("td.n").nth(1).inner_text().split() for at in range(2)] == [
        ["44", "cocok"],
        ["36", "cocok"],
    ]
    assert schools(page) == 36

    back(page, mended.name)
    follow(page, "Batalkan impor ini")
    expect_heading(page, "Batalkan impor")
    press(page, "Batalkan impor ini")
    expect(page.locator("#keadaan .lead")).to_contain_text("Isinya kembali seperti sebelum impor.", timeout=WORK_MS)
    assert schools(page) == before

    send(page, mended)
    expect(page.locator("#keadaan")).to_contain_text("Berkas yang sama sudah pernah diunggah")
    assert page.get_by_role("link", name="Cocokkan wilayah").count() == 0  # the decision was kept
    commit(page)
    correct_one(page, rows[0][1])
    back(page, mended.name)
    follow(page, "Batalkan impor ini")
    expect(page.locator(".notice").filter(has_text="Tidak dapat dibatalkan")).to_contain_text("SD/MI Desa ")
    assert page.locator("main").get_by_role("button", name="Batalkan impor ini").count() == 0
    check_here(page)


SHORT = ("SD/MI", "Posyandu")


def commit(page) -> None:
    press(page, "Simpan angka ini")
    expect(page.locator("#keadaan .lead")).to_contain_text("Tersimpan:", timeout=WORK_MS)


def back(page, name: str) -> None:
    """Go to the newest upload of this name."""
    menu(page, "Unggahan")
    follow(page.locator("main table"), name)
    expect_heading(page, name)


def correct_one(page, name: str) -> None:
    """Correct the schools of one desa of the table."""
    schools(page)
    pick = page.locator("#peringkat form.pick")
    pick.get_by_label("Layanan").select_option("sd")
    press(pick, "Tampilkan")
    follow(page.locator(".rank"), name)
    follow(page.locator("#nilai"), "SD/MI")
    page.locator("#id_numerator").fill("7")
    fill(page, "Alasan perubahan", "Satu sekolah baru")
    press(page, "Simpan perbaikan")
    expect_notice(page, "Tersimpan.")
