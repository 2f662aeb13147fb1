"""Addresses of materials: of a curriculum, of an event, of a personal link."""

from django.urls import path

from rumahbersama.chain.training.materials import reading, views

app_name = "materials"
urlpatterns = [
    path("kurikulum/<slug:code>/bahan/", views.curriculum, name="curriculum"),
    path("kurikulum/<slug:code>/bahan.zip", views.archive_of, name="archive"),
    path("kurikulum/<slug:code>/bahan.<slug:form>", views.download, name="download"),
    path("kurikulum/<slug:code>/bahan/baru/", views.new, name="new"),
    path("kurikulum/<slug:code>/bahan/<int:number>/", views.material, name="material"),
    path("kurikulum/<slug:code>/bahan/<int:number>/ubah/", views.edit, name="edit"),
    path("kurikulum/<slug:code>/bahan/<int:number>/tarik/", views.withdraw, name="withdraw"),
    path("kurikulum/<slug:code>/bahan/<int:number>/kembali/", views.restore, name="restore"),
    path("kurikulum/<slug:code>/bahan/<int:number>/versi/baru/", views.new_version, name="new_version"),
    path("kurikulum/<slug:code>/bahan/<int:number>/versi/<int:version>/", views.file, name="file"),
    path("kurikulum/<slug:code>/bahan/<int:number>/versi/<int:version>/lagi/", views.again, name="again"),
    path("<int:number>/bahan/", reading.event, name="event"),
    path("<int:number>/bahan.zip", reading.event_archive, name="event_archive"),
    path("peserta/<str:token>/bahan/", reading.personal, name="personal"),
    path("peserta/<str:token>/bahan.zip", reading.personal_archive, name="personal_archive"),
    path("peserta/<str:token>/bahan/<int:number>/<int:version>/", reading.personal_file, name="personal_file"),
]
