"""Addresses of visits."""

from django.urls import path

from rumahbersama.chain.oversight.visits.views import closing, lists, making, quarter, visits

app_name = "visits"
urlpatterns = [
    path("kunjungan/<int:number>/", visits.visit, name="visit"),
    path("kunjungan/<int:number>/ubah/", visits.edit, name="edit"),
    path("kunjungan/<int:number>/batalkan/", visits.cancel, name="cancel"),
    path("kunjungan/<int:number>/isi/", making.fill, name="fill"),
    path("kunjungan/<int:number>/foto/", making.photos, name="photos"),
    path("kunjungan/<int:number>/foto/<int:photo>/", making.photo, name="photo"),
    path("kunjungan/<int:number>/foto/<int:photo>/hapus/", making.remove_photo, name="remove_photo"),
    path("kunjungan/<int:number>/tanda-tangan/", making.sign, name="sign"),
    path("kunjungan/<int:number>/tanda-tangan/<int:signature>/", making.signature, name="signature"),
    path(
        "kunjungan/<int:number>/tanda-tangan/<int:signature>/hapus/", making.remove_signature, name="remove_signature"
    ),
    path("kunjungan/<int:number>/tutup/", closing.close, name="close"),
    path("kunjungan/<int:number>/kirim/", closing.share, name="share"),
    path("kunjungan/<int:number>/buka-lagi/", closing.reopen, name="reopen"),
    path("kunjungan/<int:number>/surat/", closing.paper, name="paper"),
    path("<str:code>/kunjungan/", lists.place, name="place"),
    path("<str:code>/kunjungan/kunjungan.<slug:form>", lists.download, name="download"),
    path("<str:code>/kunjungan/rencana/", quarter.plan, name="plan"),
    path("<str:code>/kunjungan/rencana/tukar/", quarter.swap, name="swap"),
    path("<str:code>/kunjungan/rencana/surat-tugas/", quarter.letter, name="letter"),
    path("<str:code>/kunjungan/baru/", visits.new, name="new"),
]
