"""Addresses of visits."""

from django.urls import path

from rumahbersama.chain.oversight.visits.views import lists, visits

app_name = "visits"
urlpatterns = [
    path("kunjungan/<int:number>/", visits.visit, name="visit"),
    path("kunjungan/<int:number>/ubah/", visits.edit, name="edit"),
    path("kunjungan/<int:number>/batalkan/", visits.cancel, name="cancel"),
    path("<str:code>/kunjungan/", lists.place, name="place"),
    path("<str:code>/kunjungan/kunjungan.<slug:form>", lists.download, name="download"),
    path("<str:code>/kunjungan/baru/", visits.new, name="new"),
]
