"""Addresses of this room."""

from django.urls import path

from rumahbersama.chain.needs.entry import views as entry
from rumahbersama.chain.needs.views import dictionary, reference, values

app_name = "needs"
urlpatterns = [
    path("", reference.index, name="index"),
    path("sekali-tanya/", dictionary.ask_once, name="ask_once"),
    path("kamus/", dictionary.dictionary, name="dictionary"),
    path("kamus.csv", dictionary.dictionary_file, name="dictionary_file"),
    path("indikator/baru/", reference.edit_indicator, name="new_indicator"),
    path("indikator/<slug:code>/", reference.indicator, name="indicator"),
    path("indikator/<slug:code>/ubah/", reference.edit_indicator, name="edit_indicator"),
    path("layanan/<slug:code>/", reference.service, name="service"),
    path("layanan/<slug:code>/standar/", reference.replace_standard, name="replace_standard"),
    path("batas/<slug:code>/", reference.replace_threshold, name="replace_threshold"),
    path("isi/<str:code>/", entry.tasks, name="tasks"),
    path("isi/<str:code>/benarkan/", entry.confirm, name="confirm_place"),
    path("isi/<str:code>/tutup/", entry.closing, name="closing"),
    path("isi/<str:code>/<slug:section>/", entry.section, name="section"),
    path("angka/<str:code>/verifikasi/", values.verify_place, name="verify_place"),
    path("angka/<str:code>/<slug:indicator>/<slug:period>/", values.value, name="value"),
    path("angka/<str:code>/<slug:indicator>/<slug:period>/keadaan/", values.value_state, name="value_state"),
]
