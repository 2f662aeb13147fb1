"""The bad input of the issue: nothing enters, and each error says row, column, value, rule and remedy."""

import pytest

HEAD = "kode,nama,kecamatan,Jumlah penduduk,Luas,Persen terlayani\n"
ROWS = [
    "71.01.01.2001,Anggrek,Alas,1200,10.5,68.2",
    "71.01.01.2002,Akasia,Alas,800,3.25,70",
    "71.01.02.2001,Bambu,Bukit,300,2,55.5",
]


def table(row: str | None = None, head: str = HEAD, *more: str) -> str:
    rows = [row, *ROWS[1:]] if row else ROWS
    return head + "\n".join([*rows, *more]) + "\n"


P = "Jumlah penduduk"
CASES = {
    "wrong code": (
        table("71.01.01.20,Anggrek,Alas,1200,10.5,68.2"),
        [
            (
                2,
                "nama",
                "Anggrek",
                "Kode 71.01.01.20 tidak ada dalam daftar wilayah, dan namanya belum dicocokkan.",
            )
        ],
    ),
    "no code": (
        table(",Anggrek,Alas,1200,10.5,68.2"),
        [(2, "nama", "Anggrek", "Wilayah baris ini belum dicocokkan.")],
    ),
    "wrong code without a name": (
        table("71.01.01.2999,,,1200,10.5,68.2"),
        [(2, "kode", "71.01.01.2999", "Kode ini tidak ada dalam daftar wilayah.")],
    ),
    "neither code nor name": (
        table(",,,1200,10.5,68.2"),
        [(2, "kode", "", "Baris ini tidak memuat kode maupun nama wilayah.")],
    ),
    "code of another kabupaten": (
        table("71.02.01.2001,Cemara,Curug,1200,10.5,68.2"),
        [(2, "kode", "71.02.01.2001", "Kode ini bukan wilayah di Sungai.")],
    ),
    "duplicate rows": (
        table(None, HEAD, ROWS[0]),
        [(5, "kode", "71.01.01.2001", "Wilayah ini sudah ada di baris 2 untuk nilai yang sama.")],
    ),
    "percentages as fractions": (
        HEAD + "71.01.01.2001,Anggrek,Alas,1200,10.5,0.682\n71.01.01.2002,Akasia,Alas,800,3.25,1\n",
        [(2, "Persen terlayani", "0.682", "Persentase ditulis 0 sampai 100, bukan pecahan 0 sampai 1.")],
    ),
    "more than a hundred percent": (
        table("71.01.01.2001,Anggrek,Alas,1200,10.5,168.2"),
        [(2, "Persen terlayani", "168.2", "Nilai terbesar adalah 100.")],
    ),
    "text in numbers": (
        table("71.01.01.2001,Anggrek,Alas,seribu,10.5,68.2"),
        [(2, P, "seribu", "Kolom ini harus berisi angka.")],
    ),
    "a unit in a number": (
        table("71.01.01.2001,Anggrek,Alas,1200 jiwa,10.5,68.2"),
        [(2, P, "1200 jiwa", "Kolom ini harus berisi angka.")],
    ),
    "a dash": (
        table("71.01.01.2001,Anggrek,Alas,-,10.5,68.2"),
        [(2, P, "-", "Tanda ini tidak jelas: nol atau tidak ada data.")],
    ),
    "negative people": (
        table("71.01.01.2001,Anggrek,Alas,-5,10.5,68.2"),
        [(2, P, "-5", "Nilai tidak boleh negatif.")],
    ),
    "half a person": (
        table("71.01.01.2001,Anggrek,Alas,12.5,10.5,68.2"),
        [(2, P, "12.5", "Kolom ini harus bilangan bulat.")],
    ),
    "a percentage where people are counted": (
        table("71.01.01.2001,Anggrek,Alas,12%,10.5,68.2"),
        [(2, P, "12%", "Kolom ini bukan persentase.")],
    ),
    "a number nobody can have": (
        table("71.01.01.2001,Anggrek,Alas,99999999999999999999,10.5,68.2"),
        [(2, P, "99999999999999999999", "Angka ini terlalu besar.")],
    ),
    "thousands or fraction": (
        HEAD + "71.01.01.2001,Anggrek,Alas,1200,1.234,68.2\n71.01.01.2002,Akasia,Alas,800,3,70\n",
        [(2, "Luas", "1.234", "Angka ini dapat dibaca dua cara: ribuan atau pecahan.")],
    ),
    "year 20226 in the heading": (
        table(head=HEAD.replace(P, "Jumlah penduduk 20226")),
        [(1, "Jumlah penduduk 20226", "20226", "Periode pada judul kolom ini tidak dikenal.")],
    ),
    "year 20226 in a cell": (
        "kode,tahun,Jumlah penduduk\n71.01.01.2001,20226,1200\n",
        [(2, "tahun", "20226", "Periode ini tidak dikenal.")],
    ),
    "half a row at the end": (
        HEAD + "\n".join(ROWS)[:-12],
        [(4, "", "", "Baris ini 3 sel, baris lain 6: barisnya terpotong atau pemisahnya kurang.")],
    ),
    "a column without heading": (
        "kode,,Jumlah penduduk\n71.01.01.2001,5,1200\n",
        [(1, "B", "", "Setiap kolom berisi data perlu judul; judul ini kosong, mungkin karena sel digabung.")],
    ),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_bad_input_is_told_and_nothing_enters(load, toy, content, expected):
    code, report = load(content)

    told = [(f["row"], f["column"], f["value"], f["rule"]) for f in report["findings"]]
    assert (code, told, toy.stored) == (1, expected, {})
    assert [f["remedy"] for f in report["findings"] if not f["remedy"].strip()] == []


def test_one_bad_row_among_good_ones_keeps_all_out(load, toy):
    code, report = load(table("71.01.01.2001,Anggrek,Alas,-5,10.5,68.2"))
    assert (code, report["summary"]["findings"], toy.stored) == (1, 1, {})


REFUSED = {
    "no period chosen": ({"content": table(), "period": ""}, 1, "Periode nilai ini tidak diketahui."),
    "unknown period": (
        {"content": table(), "period": "20226"},
        2,
        "Periode “20226” tidak dikenal. Pilih dari daftar.",
    ),
    "two columns of one meaning": (
        {"content": "kode,penduduk,jiwa\n71.01.01.2001,1,2\n"},
        2,
        "Pilih sedikitnya satu kolom yang berisi angka untuk disimpan.",
    ),
    "no column of places": (
        {"content": "nomor,penduduk\n1,2\n2,3\n"},
        2,
        "Pilih kolom yang berisi kode atau nama wilayah.",
    ),
    "headings nobody knows": (
        {"content": "a,b\n1,2\n2,3\n"},
        2,
        "Baris judul kolom tidak dikenali. Beri judul seperti pada contoh berkas (kode, nama, indikator) "
        "lalu unggah lagi.",
    ),
    "only headings": (
        {"content": HEAD},
        2,
        "Tabel ini tidak berisi baris data di bawah judul kolom. Isi lalu unggah lagi.",
    ),
}


@pytest.mark.parametrize(("call", "code", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused(load, toy, call, code, sentence):
    got, report = load(call.pop("content"), **call)

    told = report.get("refusal") or report["findings"][0]["rule"]
    assert (got, told, toy.stored) == (code, sentence, {})


def test_a_file_that_is_not_there_is_refused(load, tmp_path):
    code, report = load(tmp_path / "tidak-ada.csv")
    assert (code, report["refusal"]) == (2, "Berkas tidak-ada.csv tidak dapat dibuka. Periksa letaknya.")
