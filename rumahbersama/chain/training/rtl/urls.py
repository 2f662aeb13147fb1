"""Addresses of follow-up plans."""

from django.urls import path

from rumahbersama.chain.training.rtl import pages, views

app_name = "rtl"
urlpatterns = [
    path("peserta/<str:token>/rtl/", pages.personal, name="personal"),
    path("<int:number>/rtl/", views.event, name="event"),
    path("<int:number>/rtl.<slug:form>", views.download, name="download"),
    path("<int:number>/kelas/<int:klass>/rtl/", views.board, name="board"),
    path("<int:number>/peserta/<int:participation>/rtl/", pages.person, name="person"),
]
