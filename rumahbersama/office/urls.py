"""Addresses of this room: home at the root, each desk below its noun."""

from django.urls import include, path

from rumahbersama.office.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("cari/", include("rumahbersama.office.search.urls")),
    path("unggahan/", include("rumahbersama.office.uploads.urls")),
    path("riwayat/", include("rumahbersama.office.history.urls")),
    path("administrasi/", include("rumahbersama.office.administration.urls")),
]
