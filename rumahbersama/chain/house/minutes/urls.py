"""Addresses of minutes, outcomes, closing, papers and the screen of the hall."""

from django.urls import path

from rumahbersama.chain.house.minutes.views import closing, items, outcomes, pages

app_name = "minutes"
urlpatterns = [
    path("rapat/<int:number>/notulen/", pages.front, name="front"),
    path("rapat/<int:number>/layar/", pages.screen, name="screen"),
    path("rapat/<int:number>/notulen/tutup/", closing.close, name="close"),
    path("rapat/<int:number>/notulen/buka-lagi/", closing.reopen, name="reopen"),
    path("rapat/<int:number>/notulen/surat/", closing.paper, name="paper"),
    path("rapat/<int:number>/notulen/<int:item>/", items.item, name="item"),
    path("rapat/<int:number>/notulen/<int:item>/teks/", items.text, name="text"),
    path("rapat/<int:number>/notulen/<int:item>/riwayat/", items.revisions, name="revisions"),
    path("rapat/<int:number>/notulen/<int:item>/riwayat/<int:revision>/", items.revision, name="revision"),
    path("rapat/<int:number>/notulen/<int:item>/mulai/", items.take, name="take"),
    path("rapat/<int:number>/notulen/<int:item>/hasil/", outcomes.outcome, name="outcome"),
    path("rapat/<int:number>/notulen/<int:item>/hasil/cabut/", outcomes.take_back, name="take_back"),
    path("rapat/<int:number>/janji/<int:pledge>/", outcomes.pledge, name="pledge"),
]
