"""Addresses of papers."""

from django.urls import path

from rumahbersama.workshop.papers import checking, letterheads, lists, steps, views

app_name = "papers"
urlpatterns = [
    path("periksa-surat/", checking.check, name="check"),
    path("periksa-surat/<str:code>/", checking.check_code, name="check_code"),
    path("surat/", lists.mine, name="mine"),
    path("surat/saya.<slug:form>", lists.download_mine, name="download_mine"),
    path("surat/tempat/<str:code>/", lists.place, name="place"),
    path("surat/tempat/<str:code>/surat.<slug:form>", lists.download, name="download"),
    path("surat/tempat/<str:code>/agenda/", lists.register, name="register"),
    path("surat/tempat/<str:code>/agenda.<slug:form>", lists.register_file, name="register_file"),
    path("surat/tempat/<str:code>/kop/", letterheads.letterhead, name="letterhead"),
    path("surat/tempat/<str:code>/baru/", views.new, name="new"),
    path("surat/<int:number>/", views.paper, name="paper"),
    path("surat/<int:number>/ubah/", views.edit, name="edit"),
    path("surat/<int:number>/surat.<slug:form>", views.export, name="export"),
    path("surat/<int:number>/cetak/", views.printed, name="printed"),
    path("surat/<int:number>/berkas/<int:file>/", views.file, name="file"),
    path("surat/<int:number>/ajukan/", steps.put_up, name="put_up"),
    path("surat/<int:number>/paraf/", steps.initial, name="initial"),
    path("surat/<int:number>/kembalikan/", steps.send_back, name="send_back"),
    path("surat/<int:number>/tanda-tangan/", steps.sign, name="sign"),
    path("surat/<int:number>/nomor/", steps.give_number, name="give_number"),
    path("surat/<int:number>/berkas/", steps.add_file, name="add_file"),
    path("surat/<int:number>/segel/", steps.seal, name="seal"),
    path("surat/<int:number>/kirim/", steps.send, name="send"),
    path("surat/<int:number>/batal/", steps.cancel, name="cancel"),
    path("surat/<int:number>/ganti/", steps.replace, name="replace"),
    path("surat/paket/<int:number>/", views.batch, name="batch"),
]
