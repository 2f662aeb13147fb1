"""Addresses of the uploads."""

from django.urls import path

from rumahbersama.office.uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.runs, name="list"),
    path("baru/", views.new, name="new"),
    path("contoh.<str:kind>", views.template, name="template"),
    path("<int:number>/", views.run, name="run"),
    path("<int:number>/kolom/", views.mapping, name="mapping"),
    path("<int:number>/padanan/", views.matches, name="matches"),
    path("<int:number>/simpan/", views.commit, name="commit"),
    path("<int:number>/batalkan/", views.undo, name="undo"),
    path("<int:number>/buang/", views.discard, name="discard"),
    path("<int:number>/kesalahan.csv", views.findings, name="findings"),
]
