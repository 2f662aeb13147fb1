"""The acts of the record in words, for the filter of the history page."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "intake.commit": _("Tabel disimpan"),
    "intake.decide_matches": _("Padanan nama diputuskan"),
    "intake.discard": _("Unggahan dibuang"),
    "intake.refuse": _("Unggahan ditolak"),
    "intake.undo": _("Impor dibatalkan"),
    "intake.upload": _("Tabel diunggah"),
    "needs.add_period": _("Periode ditambahkan"),
    "needs.confirm": _("Angka dibenarkan desa"),
    "needs.contest": _("Angka disanggah"),
    "needs.correct": _("Angka diisi atau diperbaiki"),
    "needs.enter": _("Beberapa angka diisi"),
    "needs.load_reference": _("Data acuan dimuat"),
    "needs.replace_standard": _("Standar diganti"),
    "needs.replace_threshold": _("Batas diganti"),
    "needs.close_period": _("Periode ditutup"),
    "needs.reopen_period": _("Periode dibuka kembali"),
    "needs.save_indicator": _("Indikator disimpan"),
    "needs.verify": _("Angka diverifikasi"),
    "people.accept_invitation": _("Undangan diterima"),
    "people.appoint": _("Pejabat ditetapkan"),
    "people.assign_role": _("Peran diberikan"),
    "people.bind_oidc": _("Masuk lewat penyedia identitas"),
    "people.change_profile": _("Profil diubah"),
    "people.create_account": _("Akun dibuat"),
    "people.create_person": _("Pegawai dicatat"),
    "people.create_post": _("Jabatan dibuat"),
    "people.deactivate_account": _("Akun dinonaktifkan"),
    "people.end_role": _("Peran diakhiri"),
    "people.end_sessions": _("Semua sesi diakhiri"),
    "people.end_tenure": _("Masa jabatan diakhiri"),
    "people.invite": _("Undangan dibuat"),
    "people.link_person": _("Akun dihubungkan ke pegawai"),
    "people.reactivate_account": _("Akun diaktifkan lagi"),
    "people.resend_invitation": _("Undangan dibuat ulang"),
    "people.revoke_invitation": _("Undangan dicabut"),
    "people.second_factor": _("Langkah kedua diubah"),
    "people.set_password": _("Kata sandi diganti"),
    "people.update_person": _("Data pegawai diubah"),
    "people.verify_email": _("Surel dibuktikan"),
    "regions.invent": _("Wilayah rekaan dibuat"),
    "regions.link_regions": _("Wilayah disambungkan"),
    "regions.load_centroids": _("Titik tengah dimuat"),
    "regions.load_edition": _("Edisi kode dimuat"),
    "regions.load_shapes": _("Batas dimuat"),
    "regions.mark_ended": _("Wilayah dinyatakan tidak ada lagi"),
    "regions.set_word": _("Sebutan wilayah diubah"),
}


def verb_in_words(verb: str) -> str:
    """Return an act in words; one that is not known yet by its code."""
    return str(VERBS.get(verb, verb))
