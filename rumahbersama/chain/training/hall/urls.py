"""Addresses of presence and evaluation of classes."""

from django.urls import path

from rumahbersama.chain.training.hall import views

app_name = "hall"
urlpatterns = [
    path("<int:number>/kehadiran/", views.attendance, name="attendance"),
    path("<int:number>/kehadiran/unduh.<slug:form>", views.download, name="download"),
    path("<int:number>/evaluasi/", views.evaluations, name="evaluations"),
    path("<int:number>/kelas/<int:klass>/kehadiran/", views.presence, name="presence"),
    path("<int:number>/kelas/<int:klass>/evaluasi/", views.evaluation, name="evaluation"),
]
