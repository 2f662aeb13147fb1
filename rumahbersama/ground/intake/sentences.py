"""The sentences of findings: which rule a value breaks, and how to mend it."""

from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.numbers import cell_text

RULES = {
    "cells": (
        _("Baris ini {found} sel, baris lain {wanted}: barisnya terpotong atau pemisahnya kurang."),
        _("Periksa apakah berkas terpotong; lengkapi barisnya lalu unggah lagi."),
    ),
    "merged": (_("Sel data tidak boleh digabung."), _("Pisahkan sel gabungan dan isi nilai tiap baris.")),
    "error_cell": (_("Rumus di sel ini menghasilkan kesalahan."), _("Perbaiki rumusnya atau tulis angkanya.")),
    "no_period": (
        _("Periode nilai ini tidak diketahui."),
        _("Pilih periode berkas, atau tulis periode di judul kolom."),
    ),
    "period": (_("Periode ini tidak dikenal."), _("Tulis periode seperti 2020 atau 2020-S1.")),
    "text": (_("Kolom ini harus berisi angka."), _("Tulis angka saja, tanpa satuan atau catatan.")),
    "dash": (
        _("Tanda ini tidak jelas: nol atau tidak ada data."),
        _("Tulis 0 bila memang nol; kosongkan bila tidak ada data."),
    ),
    "percent": (_("Kolom ini bukan persentase."), _("Tulis jumlahnya, bukan persennya.")),
    "unclear": (
        _("Angka ini dapat dibaca dua cara: ribuan atau pecahan."),
        _("Tulis tanpa titik ribuan (1234) atau dengan pecahan yang jelas (1,20)."),
    ),
    "mixed": (_("Cara menulis angka di kolom ini bercampur."), _("Pakai satu cara menulis pecahan.")),
    "huge": (_("Angka ini terlalu besar."), _("Periksa jumlah nolnya.")),
    "negative": (_("Nilai tidak boleh negatif."), _("Tulis nol atau angka positif.")),
    "low": (_("Nilai terkecil adalah {limit}."), _("Periksa angkanya.")),
    "high": (_("Nilai terbesar adalah {limit}."), _("Periksa angka dan satuannya.")),
    "fraction": (_("Kolom ini harus bilangan bulat."), _("Tulis tanpa angka di belakang koma.")),
    "percent_fraction": (
        _("Persentase ditulis 0 sampai 100, bukan pecahan 0 sampai 1."),
        _("Kalikan 100: 0,682 menjadi 68,2."),
    ),
    "total": (
        _("Baris jumlah tidak sama dengan jumlah kolomnya ({added})."),
        _("Periksa apakah ada baris yang hilang, atau perbaiki baris jumlah."),
    ),
    "elsewhere": (_("Kode ini bukan wilayah di {place}."), _("Hapus barisnya, atau unggah di wilayahnya.")),
    "unknown_code": (
        _("Kode ini tidak ada dalam daftar wilayah."),
        _("Pakai kode dari daftar wilayah, misalnya dari contoh berkas."),
    ),
    "no_code": (_("Baris ini tidak memuat kode maupun nama wilayah."), _("Isi kode wilayahnya atau hapus barisnya.")),
    "unmatched": (
        _("Wilayah baris ini belum dicocokkan."),
        _("Pilih padanannya, atau tulis kodenya di berkas."),
    ),
    "unmatched_code": (
        _("Kode {given} tidak ada dalam daftar wilayah, dan namanya belum dicocokkan."),
        _("Pilih padanannya, atau perbaiki kodenya di berkas."),
    ),
    "decision_gone": (
        _("Padanan yang tersimpan ({chosen}) tidak ada lagi dalam daftar wilayah."),
        _("Pilih padanan yang baru."),
    ),
    "duplicate": (
        _("Wilayah ini sudah ada di baris {first} untuk nilai yang sama."),
        _("Hapus atau perbaiki salah satu baris."),
    ),
    "named_twice": (
        _("Yang sama sudah ada di baris {first}."),
        _("Hapus salah satu barisnya, atau betulkan yang menamainya: nomor, NIP, atau nama."),
    ),
    "too_many": (
        _("Satu unggahan menyimpan paling banyak {limit} nilai."),
        _("Bagi berkas menjadi beberapa bagian, atau lewati kolom yang tidak perlu."),
    ),
    "heading_period": (
        _("Periode pada judul kolom ini tidak dikenal."),
        _("Perbaiki judulnya (mis. 2020), atau pilih arti dan periodenya sendiri."),
    ),
}


def finding(row: int, column: str, value: object, code: str, **values: object) -> Finding:
    """Return the finding of a rule by its code."""
    rule, remedy = RULES[code]
    return Finding(row, column, cell_text(value)[:80], str(rule).format(**values), str(remedy))
