"""What the dated numbers of the methods are called on pages."""

from django.utils.translation import gettext_lazy as _

THRESHOLDS = {
    "outlier-score": _("Angka dianggap tidak biasa mulai skor (simpangan baku)"),
    "outlier-past": _("Dibandingkan dengan periode lampau kalau ada sekurangnya"),
    "outlier-neighbours": _("Dibandingkan dengan desa sekecamatan kalau ada sekurangnya"),
    "days-to-send": _("Tenggat mengirim, hari sesudah periode berakhir"),
    "days-before-period": _("Ingatkan menambah periode berikutnya, hari sebelum periode berakhir"),
    "priority-share": _("Prioritas: bobot bagian kebutuhan yang belum terpenuhi"),
    "priority-people": _("Prioritas: bobot orang yang belum terlayani"),
    "priority-voice": _("Prioritas: bobot suara warga"),
    "priority-minimum": _("Prioritas: tidak diurutkan kalau yang belum terlayani kurang dari (orang)"),
    "spm-penerima": _("SPM: bobot penerima layanan"),
    "spm-mutu": _("SPM: bobot mutu minimal"),
    "spm-paripurna": _("SPM: tuntas paripurna mulai indeks"),
    "spm-utama": _("SPM: tuntas utama mulai indeks"),
    "spm-madya": _("SPM: tuntas madya mulai indeks"),
    "spm-muda": _("SPM: tuntas muda mulai indeks"),
    "spm-pratama": _("SPM: tuntas pratama mulai indeks"),
}
