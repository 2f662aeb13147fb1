"""Addresses of facilities: those of a place stand below the place, each one below the needs."""

from django.urls import path

from rumahbersama.chain.needs.facilities import views

app_name = "facilities"
urlpatterns = [
    path("tempat/<str:code>/fasilitas/", views.facilities, name="place"),
    path("tempat/<str:code>/fasilitas/unduh.<slug:form>", views.download, name="download"),
    path("tempat/<str:code>/fasilitas/baru/", views.add, name="add"),
    path("tempat/<str:code>/jangkauan/", views.reach, name="reach"),
    path("tempat/<str:code>/jangkauan/unduh.<slug:form>", views.download_reach, name="download_reach"),
    path("kebutuhan/fasilitas/<int:number>/", views.facility, name="facility"),
    path("kebutuhan/fasilitas/<int:number>/ubah/", views.correct, name="correct"),
    path("kebutuhan/fasilitas/<int:number>/tutup/", views.close, name="close"),
    path("kebutuhan/fasilitas/<int:number>/buka/", views.restore, name="restore"),
    path("kebutuhan/fasilitas/<int:number>/keadaan/", views.state, name="state"),
]
