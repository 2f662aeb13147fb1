"""Addresses of the administration."""

from django.urls import path

from rumahbersama.office.administration import views

app_name = "administration"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("kesehatan/", views.health, name="health"),
    path("pekerjaan/", views.jobs, name="jobs"),
    path("sesi/", views.sessions, name="sessions"),
]
