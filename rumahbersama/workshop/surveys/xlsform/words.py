"""The words of XLSForm that are known here, and what to do about the others."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHEETS = ("survey", "choices", "settings")
KINDS = {
    "select_one": "one",
    "select_multiple": "many",
    "integer": "integer",
    "decimal": "decimal",
    "text": "text",
    "note": "note",
    "date": "date",
}
# Collected by phones without asking anybody: nothing is lost by leaving them out.
METADATA = frozenset({"start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "simserial"})
OURS = {"weight": "rb_bobot", "legal_basis": "rb_dasar_hukum", "remedy": "rb_perbaikan", "lack": "rb_kekurangan"}
OUR_NAMES = {
    "ya": "ya",
    "yes": "ya",
    "tidak": "tidak",
    "no": "tidak",
    "tidak_berlaku": "tidak_berlaku",
    "na": "tidak_berlaku",
    "n/a": "tidak_berlaku",
}
# Columns that change what is asked or what is stored; they are not silently dropped.
APART = {
    "calculation": gettext_lazy("Hapus perhitungannya; hitung sesudah jawaban diunduh."),
    "choice_filter": gettext_lazy("Pecah menjadi beberapa pertanyaan dengan relevant."),
    "repeat_count": gettext_lazy("Tulis pertanyaannya satu per satu."),
    "default": gettext_lazy("Kosongkan kolom default: jawaban diisi orang yang ditanya."),
    "trigger": gettext_lazy("Kosongkan kolom trigger."),
    "read_only": gettext_lazy("Pakai type note untuk kalimat tanpa jawaban."),
    "readonly": gettext_lazy("Pakai type note untuk kalimat tanpa jawaban."),
}


def unknown_type(word: str) -> tuple[str, str]:
    """Return rule and remedy for a type that is not taken."""
    remedies = {
        "image": _("Hapus barisnya; foto dilampirkan pada laporan atau kunjungannya."),
        "geopoint": _("Hapus barisnya; tempat diambil dari survei itu sendiri."),
        "calculate": _("Hapus barisnya; hitung sesudah jawaban diunduh."),
        "begin": _("Tulis pertanyaan yang berulang satu per satu, tanpa repeat."),
        "end": _("Hapus barisnya bersama pasangannya."),
        "range": _("Pakai integer dengan constraint, misalnya . >= 0 and . <= 10."),
        "rank": _("Pakai select_multiple, atau beberapa pertanyaan select_one."),
        "acknowledge": _("Pakai select_one dengan pilihan ya dan tidak."),
        "datetime": _("Pakai date."),
        "time": _("Pakai text."),
    }
    rule = _("Jenis “{word}” belum dapat ditanyakan di sini.").format(word=word)
    return rule, remedies.get(word, _("Pakai salah satu: {known}.").format(known=", ".join(KINDS)))
