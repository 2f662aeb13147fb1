"""Addresses of checklists."""

from django.urls import path

from rumahbersama.chain.oversight.checklists import views

app_name = "checklists"
urlpatterns = [
    path("daftar-periksa/", views.checklists, name="list"),
    path("daftar-periksa/<int:number>/lembar/", views.sheet, name="sheet"),
]
