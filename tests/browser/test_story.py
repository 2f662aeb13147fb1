"""The story of Posyandu Lembah Hijau, walked from the home pages of Bappeda, operator desa, camat and PTPD.

``RUMAH_STORY_PICTURES`` names a folder for the ten pictures of ``docs/tutorial/posyandu-lembah-hijau.md``.
"""

import io
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.checks import check_here
from tests.browser.walking import enter, expect_heading, follow, menu

pytestmark = pytest.mark.browser
BAPPEDA, OPERATOR, CAMAT, PTPD = "Hendra Wijaya", "Siti Aminah", "Ratna Wulandari", "Agus Salim"
POSYANDU, MEETING = "Posyandu Lembah Hijau", "Rapat Rumah Bersama posyandu dan air"
TRAINING, TOT = "Pelatihan aparatur kecamatan", "ToT aparatur kecamatan, Nusa Cendana"
PROGRAMME = "Penguatan kecamatan (contoh)"
POSTS = ("Camat", "Pembina Teknis Pemerintahan Desa", "Kepala Puskesmas")
TRAINED, CLOSED = "Mencari dan melatih tiga kader", "Mengirim bidan dan menimbang setiap bulan"
PICTURES = os.environ.get("RUMAH_STORY_PICTURES", "")
COLOURS = 64


def look(page: Page, name: str = "") -> None:
    """Check the page that stands here at both widths; with a name it is one of the ten pictures."""
    check_here(page)
    if name and PICTURES:
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        shot.quantize(COLOURS).save(Path(PICTURES) / f"lembah-hijau-{name}.png", optimize=True)


def said(page: Page, where: str = "main") -> str:
    """Return what the user reads there, in one line."""
    return " ".join(page.locator(where).inner_text().split())


def show(page: Page, text: str) -> None:
    """Bring the first place of these words to the top of the window."""
    found = page.locator("main").get_by_text(text, exact=True).first
    found.evaluate("it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 90)")


def rows_of(page: Page, caption: str) -> list[list[str]]:
    """Return the rows of a table by how its caption begins, each cell in one line."""
    begins = page.locator("caption", has_text=re.compile(rf"^\s*{caption}"))
    rows = page.locator("table:visible").filter(has=begins).first.locator("tbody tr")
    return [[" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]


def value(text: str) -> Decimal:
    """Return a figure as it is read: "62,69" is 62.69."""
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-").lstrip("+"))


def test_an_officer_of_bappeda_passed_the_tot_and_the_class_taught_then_promises(demo, open_page):
    page = enter(open_page(), demo.url, BAPPEDA)
    follow(page, "Melihat transkrip pelatihan saya")
    expect_heading(page, f"Transkrip {BAPPEDA}")
    (taken,) = rows_of(page, "Kegiatan yang diikuti")
    taught = {row[0].split(" Pelatih")[0]: row[2] for row in rows_of(page, "Kegiatan tempat melatih")}
    assert (taken[0].startswith("ToT aparatur kecamatan"), taken[-1], taught[TRAINING]) == (True, "Lulus", "14")
    look(page, "1-transkrip")

    follow(page, TRAINING)
    expect_heading(page, TRAINING)
    follow(page, "RTL")
    follow(page, f"Kelas {taught[TRAINING]}")
    expect_heading(page, f"RTL Kelas {taught[TRAINING]}")
    written = [row for row in rows_of(page, "RTL Kelas 14") if "Belum menulis" not in row[-1]]
    assert sorted(post for post in POSTS for row in written if row[1].endswith(post)) == sorted(POSTS)
    assert {row[2] for row in written} == {"70 % Balita ditimbang"}
    look(page, "2-rtl")


def test_an_officer_of_bappeda_follows_training_programme_and_class_forward(demo, open_page):
    page = enter(open_page(), demo.url, BAPPEDA)
    follow(page, "Melihat transkrip pelatihan saya")
    threads = (
        ("", f"Benang merah {BAPPEDA}", "1 janji lahir dari 1 pelatihan: 1 terbukti."),
        (TOT, f"Benang merah {TOT}", "lahir 1 janji: 1 terbukti."),
        ("Benang programnya", f"Benang merah {PROGRAMME}", "lahir 4 janji: 2 terbukti, dan 2 masih berjalan."),
        (TRAINING, f"Benang merah {TRAINING}", "lahir 3 janji: 1 terbukti, dan 2 masih berjalan."),
    )
    for link, heading, told in threads:
        follow(page.locator("main"), link or "Benang merah")
        expect_heading(page, heading)
        assert told in said(page, "p.lead")
        look(page)
    follow(page, "RTL")
    follow(page, "Kelas 14")
    follow(page.locator("main"), "Benang merah")
    expect_heading(page, "Benang merah Kelas 14")
    lead = said(page, "p.lead")
    assert "lahir 3 janji: 1 terbukti, dan 2 masih berjalan." in lead
    assert "3 punya angka dari sebelum dan sesudahnya: 3 bergerak ke arah yang dijanjikan" in lead
    assert "Bergerak tidak berarti disebabkan" in lead


@pytest.mark.parametrize(
    ("who", "own", "all_of_it"),
    [
        (CAMAT, "1 masih berjalan", "lahir 3 janji: 1 terbukti, dan 2 masih berjalan."),
        (PTPD, "1 terbukti", "1 janji"),
    ],
)
def test_those_who_promised_follow_their_own_and_the_programme_forward(demo, open_page, who, own, all_of_it):
    page = enter(open_page(), demo.url, who)
    follow(page, "Melihat transkrip pelatihan saya")
    follow(page.locator("main"), "Benang merah")
    expect_heading(page, f"Benang merah {who}")
    lead = said(page, "p.lead")
    assert f"1 janji lahir dari 1 pelatihan: {own}." in lead
    assert "1 bergerak ke arah yang dijanjikan" in lead

    menu(page, "Pelatihan")
    follow(page.locator("main"), "Program")
    follow(page.locator("main"), PROGRAMME)
    follow(page.locator("main"), "Benang merah")
    expect_heading(page, f"Benang merah {PROGRAMME}")
    assert all_of_it in said(page, "p.lead")
    follow(page.locator("main"), TRAINING)
    expect_heading(page, f"Benang merah {TRAINING}")
    look(page)


def test_the_village_sees_a_posyandu_without_staff_two_wishes_and_what_became_of_its_problem(demo, open_page):
    page = enter(open_page(), demo.url, OPERATOR, keyboard=OPERATOR)
    follow(page, "Buka halaman tempat ini")
    expect_heading(page, "Desa Lembah Hijau")
    follow(page, "Fasilitas satu per satu")
    follow(page, POSYANDU)
    expect_heading(page, POSYANDU)
    assert "Petugas: 12 → 0; Berfungsi?: Berfungsi → Tidak berfungsi" in said(page)
    assert "Petugas: 0 → 3; Berfungsi?: Tidak berfungsi → Berfungsi" in said(page)
    show(page, "Riwayat")
    look(page, "3-fasilitas")

    follow(page.get_by_role("navigation", name="Jalur"), "Desa Lembah Hijau")
    page.get_by_role("link", name=re.compile(r"^\d+ usulan warga$")).click()
    expect(page.locator("main")).to_contain_text("Dusun Hilir")
    assert page.locator("main tbody tr").filter(has_text="Dusun Hilir").filter(has_text="kader").count() == 2

    menu(page, "Beranda")
    page.get_by_role("link", name=re.compile(r"^Lihat.*Posyandu di Dusun Hilir.*kini selesai")).click()
    expect(page.locator("h1")).to_contain_text("Posyandu di Dusun Hilir")
    text = said(page)
    assert re.search(r"Balita ditimbang di Desa Lembah Hijau: 38% \(Semester \d \d{4}\)\.", text)
    assert f"{POSYANDU}, Desa Lembah Hijau: Ada, tetapi tidak berfungsi." in text
    assert text.count("Usulan warga Dusun Hilir, Desa Lembah Hijau") == 2
    assert re.search(f"{TRAINED} untuk {POSYANDU} Kasi .*?: terbukti", text)
    show(page, "Bukti")
    look(page, "4-masalah")


def test_the_camat_reads_what_the_meeting_agreed_and_mediates(demo, open_page):
    page = enter(open_page(), demo.url, CAMAT)
    menu(page, "Rumah Bersama")
    follow(page.locator("main"), "Rapat")
    follow(page, MEETING)
    follow(page, "Notulen dan hasil")
    expect_heading(page, "Notulen")
    text = said(page)
    assert "3 komitmen disepakati." in text
    assert "dari 100 balita di desa itu 38 ditimbang" in text
    assert "Keputusan Camat mempertemukan kedua desa di mata air" in text
    assert "Diteruskan ke kabupaten Jembatan itu aset kabupaten" in text
    look(page, "5-notulen")

    page.get_by_role("link", name=re.compile(CLOSED)).first.click()
    expect(page.locator("h1")).to_contain_text(CLOSED)
    lead = said(page, "p.lead")
    assert "Sekarang jabatan itu dipegang Maya Puspita. Waktu dijanjikan dipegang dr. Bayu Kurniawan;" in lead
    assert re.search(r"Balita ditimbang dari 38 ?% \(Semester \d \d{4}\) menjadi 70 ?%", said(page))
    look(page, "6-mutasi")

    menu(page, "Rumah Bersama")
    follow(page, "Buka daftar perkara")
    follow(page, "Pembagian air dari mata air bersama")
    expect_heading(page, "Pembagian air dari mata air bersama")
    text = said(page)
    assert "Mendengar satu pihak" in text
    assert "Disepakati Diperiksa lagi" in text
    assert "Dua desa berebut mata air yang sama setiap kemarau." in text
    show(page, "Kesepakatan")
    look(page, "7-mediasi")


def test_what_went_up_comes_back_to_bappeda_rejected_with_its_reason(demo, open_page):
    page = enter(open_page(), demo.url, BAPPEDA)
    menu(page, "Rumah Bersama")
    follow(page, "Diteruskan ke kabupaten")
    page.get_by_role("link", name=re.compile("sudah dijawab")).click()
    follow(page, "Jembatan gantung", exact=False)
    expect(page.locator("h1")).to_contain_text("Jembatan gantung ke SD")
    text = said(page)
    assert "Ditolak" in text
    assert "Jembatan gantung itu sudah diserahkan ke desa, jadi bukan ruas jalan kabupaten." in text
    look(page, "8-ditolak")


def test_the_ptpd_saw_it_open_and_more_children_are_weighed_than_beside_it(demo, open_page):
    page = enter(open_page(), demo.url, PTPD)
    follow(page, "Buka halaman tempat ini")
    follow(page.locator(".rank"), "Lembah Hijau")
    expect_heading(page, "Desa Lembah Hijau")
    follow(page.locator("main"), "Kunjungan")
    page.locator("main tbody tr").filter(has_text=f"Melihat {POSYANDU}").get_by_role("link").first.click()
    expect_heading(page, "Pemantauan layanan dasar Desa Lembah Hijau")
    assert "Di Dusun Hilir tidak ada sinyal; isian ini ditulis di tempat" in said(page)
    assert f"{POSYANDU} buka" in said(page)
    look(page, "9-kunjungan")

    follow(page.get_by_role("navigation", name="Jalur"), "Desa Lembah Hijau")
    follow(page, "Benang merah")
    follow(page, "Balita ditimbang")
    expect_heading(page, "Benang merah Balita ditimbang, Desa Lembah Hijau")
    lead = said(page, "p.lead")
    found = re.search(r"3 janji: \d terbukti.* bergerak ke arah yang dijanjikan: (\S+) menjadi (\S+) %", lead)
    before, now = value(found[1]), value(found[2])
    beside = re.search(r"Kecamatan Mekar Jaya seluruhnya: (\S+) menjadi (\S+) %", lead)
    assert (before, now, "Bergerak tidak berarti disebabkan" in lead) == (38, 71, True)
    assert "Janji RTL Kecamatan Mekar Jaya yang menyebut angka ini" in said(page)
    of_class = ("Membahas angka", "Mendampingi desa", "Menjadwalkan bidan", TRAINING)
    for link in (*of_class, "Posyandu di Dusun Hilir berdiri", MEETING, TRAINED, CLOSED, f"Melihat {POSYANDU}"):
        expect(page.locator("main").get_by_role("link", name=re.compile(f"^{link}")).first).to_be_visible()
    look(page, "10-benang")

    follow(page, "Halaman angkanya")
    follow(page.get_by_role("navigation", name="Jalur"), "Kecamatan Mekar Jaya")
    expect_heading(page, "Balita ditimbang, Kecamatan Mekar Jaya")
    moved = {row[0]: (value(row[1]), value(row[3])) for row in rows_of(page, "Balita ditimbang, Kecamatan")}
    here, other = moved["Desa Lembah Hijau"], moved["Desa Sidolestari"]
    assert (here[0], here[0] - here[1]) == (now, before)
    assert 0 < other[1] < here[1]
    assert beside is not None
    look(page)
