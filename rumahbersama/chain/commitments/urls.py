"""Addresses of commitments."""

from django.urls import path

from rumahbersama.chain.commitments import calendars, lists, views

app_name = "commitments"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("periksa/", lists.reviews, name="reviews"),
    path("baru/", views.new, name="new"),
    path("saya.<slug:form>", lists.download_mine, name="download_mine"),
    path("kalender/", calendars.calendars, name="calendars"),
    path("kalender/<str:token>/komitmen.ics", calendars.feed, name="feed"),
    path("tempat/<str:code>/", lists.place, name="place"),
    path("tempat/<str:code>/komitmen.<slug:form>", lists.download, name="download"),
    path("<int:number>/", views.commitment, name="commitment"),
    path("<int:number>/ubah/", views.edit, name="edit"),
    path("<int:number>/lapor/", views.report, name="report"),
    path("<int:number>/periksa/", views.confirm, name="confirm"),
    path("<int:number>/hentikan/", views.drop, name="drop"),
    path("<int:number>/buka/", views.reopen, name="reopen"),
    path("<int:number>/bukti/<int:report>/", views.proof, name="proof"),
]
