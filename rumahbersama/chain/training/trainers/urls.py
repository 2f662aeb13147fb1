"""Addresses of the personal links of trainers."""

from django.urls import path

from rumahbersama.chain.training.trainers import views

app_name = "trainers"
urlpatterns = [
    path("pelatih/<str:token>/", views.personal, name="personal"),
    path("<int:number>/pelatih/", views.all_links, name="links"),
]
