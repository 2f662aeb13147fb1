"""Addresses of the record."""

from django.urls import path

from rumahbersama.office.history import views

app_name = "history"
urlpatterns = [
    path("", views.records, name="records"),
    path("unduh.csv", views.export, {"kind": "csv"}, name="csv"),
    path("unduh.xlsx", views.export, {"kind": "xlsx"}, name="xlsx"),
    path("baris/", views.rows, name="rows"),
    path("<int:number>/", views.record, name="record"),
]
