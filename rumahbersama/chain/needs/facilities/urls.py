"""Addresses of facilities, all below the places: lists and reach below a place, each facility by its number."""

from django.urls import path

from rumahbersama.chain.needs.facilities import views

app_name = "facilities"
urlpatterns = [
    path("tempat/<str:code>/fasilitas/", views.facilities, name="place"),
    path("tempat/<str:code>/fasilitas/unduh.<slug:form>", views.download, name="download"),
    path("tempat/<str:code>/fasilitas/baru/", views.add, name="add"),
    path("tempat/<str:code>/jangkauan/", views.reach, name="reach"),
    path("tempat/<str:code>/jangkauan/unduh.<slug:form>", views.download_reach, name="download_reach"),
    path("tempat/fasilitas/<int:number>/", views.facility, name="facility"),
    path("tempat/fasilitas/<int:number>/ubah/", views.correct, name="correct"),
    path("tempat/fasilitas/<int:number>/tutup/", views.close, name="close"),
    path("tempat/fasilitas/<int:number>/buka/", views.restore, name="restore"),
    path("tempat/fasilitas/<int:number>/keadaan/", views.state, name="state"),
    path("tempat/fasilitas/<int:number>/foto/", views.add_photos, name="add_photos"),
    path("tempat/fasilitas/<int:number>/foto/<int:photo>/", views.photo, name="photo"),
    path("tempat/fasilitas/<int:number>/foto/<int:photo>/hapus/", views.remove_photo, name="remove_photo"),
]
