"""Addresses of who takes part."""

from django.urls import path

from rumahbersama.chain.training.taking_part import classing, invitation, lists, seating, views

app_name = "taking_part"
urlpatterns = [
    path("usulan/", lists.mine, name="mine"),
    path("usulan.<slug:form>", lists.download_mine, name="download_mine"),
    path("peserta/<str:token>/", invitation.invitation, name="invitation"),
    path("<int:number>/kuota/", seating.quotas, name="quotas"),
    path("<int:number>/kuota/ubah/", seating.edit, name="edit_quotas"),
    path("<int:number>/kuota/simpan/", seating.keep, name="keep"),
    path("<int:number>/peserta/", lists.people, name="list"),
    path("<int:number>/peserta.<slug:form>", lists.download, name="download"),
    path("<int:number>/peserta/baru/", views.new, name="new"),
    path("<int:number>/peserta/setuju/", lists.approve, name="approve"),
    path("<int:number>/peserta/pesan/", lists.texts, name="texts"),
    path("<int:number>/peserta/kelas/", classing.classes, name="classes"),
    path("<int:number>/peserta/<int:participation>/", views.person, name="person"),
    path("<int:number>/peserta/<int:participation>/surat/", views.letter, name="letter"),
    path("<int:number>/peserta/<int:participation>/ubah/", views.edit, name="edit"),
    path("<int:number>/peserta/<int:participation>/ganti/", views.replace, name="replace"),
    path("<int:number>/peserta/<int:participation>/tolak/", views.decline, name="decline"),
    path("<int:number>/peserta/<int:participation>/mundur/", views.withdraw, name="withdraw"),
    path("<int:number>/peserta/<int:participation>/kembali/", views.restore, name="restore"),
    path("<int:number>/peserta/<int:participation>/kelas/", views.place, name="place"),
]
