"""The sentence for each block and file that is not read: what is wrong, and how to mend it."""

from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.training.bank.formats.shapes import BadFile, Fault

FAULTS = {
    "no_stem": _("Soalnya kosong. Tulis pertanyaannya."),
    "option_count": _(
        "Soal ini punya {count} pilihan; yang dapat dipakai 2 sampai 5. Tambah atau kurangi pilihannya."
    ),
    "empty_option": _("Pilihan {letter} kosong. Isi, atau hapus pilihan itu."),
    "equal_options": _("Pilihan {one} dan {other} sama. Bedakan salah satunya."),
    "key_outside": _("Kunci “{key}” di luar pilihannya (A sampai {last}). Betulkan kuncinya."),
    "no_key": _("Tidak ada jawaban yang benar. Tandai satu pilihan sebagai kunci."),
    "several_right": _("Lebih dari satu jawaban dinilai benar. Sisakan satu kunci, atau bagi menjadi beberapa soal."),
    "long_stem": _("Soalnya {count} huruf, lebih dari batas {limit}. Pendekkan."),
    "long_option": _("Ada pilihan {count} huruf, lebih dari batas {limit}. Pendekkan."),
    "long_explanation": _("Pembahasannya {count} huruf, lebih dari batas {limit}. Pendekkan."),
    "long_topic": _("Nama topiknya {count} huruf, lebih dari batas {limit}. Pendekkan."),
    "picture": _("Soal ini memuat gambar atau bunyi, yang tidak dapat disimpan di sini. Ganti dengan kata-kata."),
    "kind": _("Jenis soal “{kind}” tidak dipakai di sini. Ubah menjadi pilihan ganda atau benar-salah."),
    "no_answers": _("Tidak ada kurung kurawal berisi jawaban. Tulis pilihannya di antara { dan }, dipisah = dan ~."),
    "brace_open": _(
        "Kurung kurawal { tidak ditutup. Tambahkan } sesudah pilihan terakhir, tanpa baris kosong di antara."
    ),
    "brace_closed": _("Ada } tanpa { di depannya. Hapus, atau tulis \\} kalau memang bagian soal."),
    "braces_twice": _("Ada dua pasang kurung kurawal. Pisahkan menjadi dua soal dengan baris kosong."),
    "no_marks": _(
        "Isi kurung kurawal tidak diawali = atau ~. Tulis = di depan yang benar dan ~ di depan yang salah."
    ),
    "no_options": _("Tidak ada pilihan sebelum kuncinya. Tulis A. B. C. di baris tersendiri."),
    "letters": _("Sesudah urutan huruf, pilihan {wanted} tertulis {found}. Urutkan A, B, C tanpa lompatan."),
    "no_answer_line": _("Tidak ada baris ANSWER: sesudah pilihannya. Tambahkan, misalnya ANSWER: B."),
    "truth": _("Kunci benar-salah “{found}” tidak dikenal. Tulis Benar atau Salah."),
    "fraction": _("Nilai jawaban “{found}” bukan angka. Tulis 100 untuk yang benar dan 0 untuk yang salah."),
}
KINDS = {
    "essay": _("esai"),
    "shortanswer": _("isian singkat"),
    "numerical": _("angka"),
    "matching": _("menjodohkan"),
    "cloze": _("rumpang"),
    "description": _("keterangan"),
}
FILES = {
    "empty": _("Berkas ini kosong. Pilih berkas yang berisi soal."),
    "nothing": _("Tidak ada soal di berkas ini menurut format {kind}. Periksa pilihan formatnya."),
    "nul": _("Berkas ini memuat byte kosong (NUL), jadi bukan teks utuh. Ekspor ulang sebagai teks UTF-8."),
    "too_big": _("Berkas ini lebih besar dari {limit} MB. Bagi menjadi beberapa berkas."),
    "too_many": _("Berkas ini berisi lebih dari {limit} soal. Bagi menjadi beberapa berkas."),
    "entities": _(
        "Baris {line}: berkas XML ini memuat DOCTYPE atau entitas, yang dilarang demi keamanan. "
        "Ekspor ulang dari Moodle, atau hapus bagian itu."
    ),
    "too_deep": _("Baris {line}: susunan XML ini lebih dalam dari {limit} tingkat. Ekspor ulang dari Moodle."),
    "broken_xml": _("XML ini rusak di baris {line}. Ekspor ulang dari Moodle, atau betulkan baris itu."),
    "not_quiz": _("Berkas XML ini berisi <{found}>, bukan <quiz> dari Moodle. Pilih ekspor “Format Moodle XML”."),
    "no_columns": _("Kolom {wanted} tidak ditemukan. Judul kolom yang ada: {found}. Samakan dengan contoh tabelnya."),
}


def fault_in_words(fault: Fault) -> str:
    """Return the sentence of a block that is no usable question."""
    values = dict(fault.values)
    if "kind" in values:
        values["kind"] = str(KINDS.get(values["kind"], values["kind"]))
    return _filled(str(FAULTS[fault.code]), values)


def file_in_words(problem: BadFile) -> str:
    """Return the sentence of a file that is not read."""
    if problem.code == "table":
        return problem.values["sentence"]
    return _filled(str(FILES[problem.code]), problem.values)


def _filled(text: str, values: dict[str, str]) -> str:
    """Return the text with its names filled in; braces that stand for themselves stay."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
