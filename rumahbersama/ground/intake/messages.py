"""The sentence for each reason why a file is refused: what is wrong, and how to mend it."""

from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.intake.limits import BadFile

SENTENCES = {
    "empty": _("Berkas ini kosong. Pilih berkas yang berisi tabel."),
    "too_big": _("Berkas ini {size} MB, lebih besar dari batas {limit} MB. Bagi menjadi beberapa berkas."),
    "wrong_type": _(
        "Isi berkas ini {found}, bukan tabel, apa pun nama berkasnya. "
        "Simpan ulang sebagai Excel (.xlsx) atau CSV UTF-8 lalu unggah lagi."
    ),
    "locked": _("Berkas ini terkunci kata sandi. Buka, hapus kata sandinya, simpan, lalu unggah lagi."),
    "old_excel": _(
        "Berkas ini berformat Excel lama (.xls). Buka, pilih Simpan Sebagai Buku Kerja Excel (.xlsx), unggah lagi."
    ),
    "utf16": _("Teks berkas ini berkode UTF-16. Simpan ulang sebagai CSV UTF-8 lalu unggah lagi."),
    "nul": _("Berkas ini memuat byte kosong (NUL), jadi bukan teks utuh. Ekspor ulang tabelnya sebagai CSV UTF-8."),
    "binary": _("Berkas ini bukan teks dan bukan buku kerja Excel. Ekspor ulang tabelnya sebagai .xlsx atau CSV."),
    "encoding": _("Huruf dalam berkas ini tidak dapat dibaca. Simpan ulang sebagai CSV UTF-8 lalu unggah lagi."),
    "json_encoding": _("GeoJSON ini tidak berkode UTF-8. Ekspor ulang dari aplikasi peta sebagai UTF-8."),
    "long_line": _(
        "Baris {row} lebih panjang dari {limit} huruf. Periksa tanda kutip yang tidak ditutup, lalu simpan ulang."
    ),
    "long_text": _("Baris {row} memuat sel lebih dari {limit} huruf. Pendekkan isinya lalu unggah lagi."),
    "too_many_rows": _("Tabel ini lebih dari {limit} baris. Bagi menjadi beberapa berkas."),
    "too_many_columns": _("Baris {row} lebih dari {limit} kolom. Hapus kolom yang tidak diperlukan."),
    "too_many_cells": _("Tabel ini lebih dari {limit} sel. Hapus kolom yang tidak diperlukan atau bagi berkasnya."),
    "too_many_sheets": _("Buku kerja ini lebih dari {limit} lembar. Simpan lembar datanya saja lalu unggah lagi."),
    "too_many_parts": _(
        "Buku kerja ini terdiri atas terlalu banyak bagian (batas {limit}). Salin datanya ke buku kerja baru."
    ),
    "too_deep": _("Susunan GeoJSON ini lebih dalam dari {limit} tingkat. Ekspor ulang dari aplikasi peta."),
    "truncated": _("Berkas ini terpotong atau rusak. Salin atau unduh ulang dari sumbernya, lalu unggah lagi."),
    "not_geojson": _("Berkas ini JSON tetapi bukan GeoJSON (FeatureCollection). Ekspor ulang sebagai GeoJSON."),
    "not_a_table": _(
        "Berkas ini tidak terbagi menjadi kolom. Pisahkan kolom dengan koma, titik koma atau tab, lalu unggah lagi."
    ),
    "odd_zip": _(
        "Susunan buku kerja ini tidak wajar. Buka di Excel atau LibreOffice dan simpan ulang sebagai .xlsx."
    ),
    "overlap": _(
        "Bagian-bagian buku kerja ini saling menindih, seperti berkas jebakan. Salin datanya ke buku kerja baru."
    ),
    "path_name": _(
        "Buku kerja ini memuat nama bagian yang menunjuk ke luar ({name}). Salin datanya ke buku kerja baru."
    ),
    "twice": _("Buku kerja ini memuat bagian ganda ({name}). Salin datanya ke buku kerja baru."),
    "lying": _("Ukuran bagian {name} tidak sama dengan yang tertulis. Buka di Excel dan simpan ulang sebagai .xlsx."),
    "broken_part": _("Bagian {name} rusak. Salin atau unduh ulang berkasnya dari sumber, lalu unggah lagi."),
    "bomb": _(
        "Buku kerja ini mengembang menjadi {size} MB (batas {limit} MB). Salin datanya saja ke buku kerja baru."
    ),
    "macro": _("Buku kerja ini memuat makro. Simpan ulang sebagai .xlsx tanpa makro lalu unggah lagi."),
    "embedded": _("Buku kerja ini memuat berkas tertanam. Hapus objek tertanam, simpan, lalu unggah lagi."),
    "external": _(
        "Buku kerja ini terhubung ke berkas atau alamat lain. Salin datanya sebagai nilai ke buku kerja baru."
    ),
    "entity": _(
        "Buku kerja ini memuat definisi XML yang dilarang (DOCTYPE/ENTITY). Salin datanya ke buku kerja baru."
    ),
    "xml_encoding": _(
        "Buku kerja ini memakai kode huruf yang tidak lazim. Buka di Excel dan simpan ulang sebagai .xlsx."
    ),
    "far_cell": _(
        "Ada sel sangat jauh di lembar kerja ({cell}). Hapus baris dan kolom kosong, atau salin ke lembar baru."
    ),
    "no_rows": _("Tabel ini tidak berisi baris data di bawah judul kolom. Isi lalu unggah lagi."),
    "broken_workbook": _(
        "Buku kerja ini tidak dapat dibaca. Buka di Excel, simpan ulang sebagai .xlsx, unggah lagi."
    ),
    "broken_csv": _("CSV ini rusak di sekitar baris {row}: tanda kutip tidak ditutup. Perbaiki lalu unggah lagi."),
    "broken_json": _("GeoJSON ini terpotong atau rusak. Ekspor ulang dari aplikasi peta lalu unggah lagi."),
    "child_memory": _("Tabel ini perlu memori terlalu banyak untuk dibaca. Salin datanya saja ke buku kerja baru."),
    "child_slow": _("Tabel ini terlalu lama dibaca, jadi dihentikan. Salin datanya saja ke buku kerja baru."),
    "child_crashed": _(
        "Tabel ini membuat pembacanya berhenti. Buka di Excel, simpan ulang sebagai .xlsx, unggah lagi."
    ),
}

NOTES = {
    "cp1252": _("Huruf berkas dibaca sebagai Windows-1252, bukan UTF-8. Periksa nama yang beraksen."),
    "no_last_line_break": _("Baris terakhir tidak diakhiri ganti baris. Pastikan berkas tidak terpotong."),
    "delimiter_semicolon": _("Kolom dipisahkan titik koma."),
    "delimiter_tab": _("Kolom dipisahkan tab."),
    "bar": _("Kolom dipisahkan garis tegak."),
    "formula": _("Lembar kerja memuat rumus; yang dibaca adalah hasil terakhir yang tersimpan di berkas."),
}


def sentence(reason: BadFile) -> str:
    """Return the sentence of a refused file."""
    return str(SENTENCES[reason.code]).format(**reason.values)
