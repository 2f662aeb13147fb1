"""Addresses of this room."""

from django.urls import path

from rumahbersama.ground.regions.office_days.urls import urlpatterns as office_days
from rumahbersama.ground.regions.views import editions, places, questions

app_name = "regions"
urlpatterns = [
    path("", places.index, name="index"),
    path("cari/", places.search, name="search"),
    path("edisi/", editions.editions, name="editions"),
    path("edisi/unggah/", editions.send, name="send"),
    path("edisi/berkas/<uuid:pk>/", editions.upload, name="upload"),
    path("belum-jelas/", questions.questions, name="questions"),
    path("belum-jelas/<int:pk>/", questions.question, name="question"),
    path("belum-jelas/<int:pk>/sambung/", questions.link, name="link"),
    path("belum-jelas/<int:pk>/akhiri/", questions.end, name="end"),
    path("<str:code>/", places.region, name="region"),
    path("<str:code>/daftar.csv", places.children_csv, name="children_csv"),
    path("<str:code>/riwayat/", places.history, name="history"),
    path("<str:code>/sebutan/", editions.words, name="words"),
    *office_days,
]
