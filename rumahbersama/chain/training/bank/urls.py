"""Addresses of question banks."""

from django.urls import path

from rumahbersama.chain.training.bank import files, views

app_name = "bank"
urlpatterns = [
    path("", views.banks, name="list"),
    path("baru/", views.new_bank, name="new"),
    path("<int:number>/", views.bank, name="bank"),
    path("<int:number>/ubah/", views.edit_bank, name="edit"),
    path("<int:number>/hapus/", views.remove_bank, name="remove"),
    path("<int:number>/soal.<slug:form>", files.download, name="download"),
    path("<int:number>/impor/", files.upload, name="upload"),
    path("<int:number>/soal-baru/", views.new_item, name="new_item"),
    path("impor/<int:number>/", files.run, name="import"),
    path("impor/<int:number>/simpan/", files.commit, name="commit"),
    path("impor/<int:number>/buang/", files.discard, name="discard"),
    path("impor/<int:number>/batalkan/", files.undo, name="undo"),
    path("soal/<int:number>/", views.item, name="item"),
    path("soal/<int:number>/ubah/", views.edit_item, name="edit_item"),
    path("soal/<int:number>/tarik/", views.retire, name="retire"),
    path("soal/<int:number>/pakai/", views.use, name="use"),
    path("soal/<int:number>/pulihkan/", views.restore, name="restore"),
]
