"""Addresses of tests."""

from django.urls import path

from rumahbersama.chain.training.tests import taking, views

app_name = "tests"
urlpatterns = [
    path("tes/<str:token>/", taking.take, name="take"),
    path("<int:number>/tes/", views.tests, name="tests"),
    path("<int:number>/tes/susun/", views.plan, name="plan"),
    path("<int:number>/tes/nilai/", views.scores, name="scores"),
    path("<int:number>/tes/<slug:phase>/soal/", views.questions, name="questions"),
    path("<int:number>/tes/<slug:what>.csv", views.download, name="download"),
]
