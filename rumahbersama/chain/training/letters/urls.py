"""Addresses of the letters of an event."""

from django.urls import path

from rumahbersama.chain.training.letters import views

app_name = "letters"
urlpatterns = [
    path("<int:number>/surat/", views.letters, name="list"),
    path("<int:number>/surat/unduh.<slug:form>", views.download, name="download"),
    path("<int:number>/surat/tulis/<slug:what>/", views.new, name="new"),
    path("<int:number>/surat/pengingat/", views.reminders, name="reminders"),
]
