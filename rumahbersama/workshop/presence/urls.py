"""Addresses of presence: lists and occasions for keepers, the screen of the hall, and what phones open."""

from django.urls import path

from rumahbersama.workshop.presence.views import attendees, hall, occasions, phone, printing, rosters, taps

app_name = "presence"
urlpatterns = [
    path("hadir/", phone.enter, name="enter"),
    path("hadir/saya/<str:token>/", phone.mine, name="mine"),
    path("hadir/<slug:key>/<slug:code>/", phone.scan, name="scan"),
    path("daftar-hadir/", rosters.rosters, name="rosters"),
    path("daftar-hadir/baru/", rosters.new, name="new"),
    path("daftar-hadir/<int:number>/", rosters.roster, name="roster"),
    path("daftar-hadir/<int:number>/nama/", attendees.names, name="names"),
    path("daftar-hadir/<int:number>/nama/<int:attendee>/", attendees.attendee, name="attendee"),
    path("daftar-hadir/<int:number>/acara/", occasions.new, name="new_occasion"),
    path("daftar-hadir/<int:number>/rekap.<slug:form>", rosters.download, name="download"),
    path("daftar-hadir/<int:number>/cetak/<slug:kind>/", printing.sheets, name="sheets"),
    path("acara/<int:number>/", occasions.occasion, name="occasion"),
    path("acara/<int:number>/ubah/", occasions.edit, name="edit"),
    path("acara/<int:number>/buka/", occasions.start, name="open"),
    path("acara/<int:number>/tutup/", occasions.finish, name="close"),
    path("acara/<int:number>/ketuk/", taps.taps, name="tap"),
    path("acara/<int:number>/koreksi/<int:attendee>/", taps.correction, name="correct"),
    path("acara/<int:number>/hadir.<slug:form>", occasions.download, name="download_occasion"),
    path("acara/<int:number>/lembar/", printing.sheet, name="sheet"),
    path("layar/hadir/<int:number>/", hall.screen, name="screen"),
]
