"""Addresses of the priority list."""

from django.urls import path

from rumahbersama.chain.needs.priorities import views

app_name = "priorities"
urlpatterns = [
    path("<str:code>/prioritas/", views.place, name="place"),
    path("<str:code>/prioritas/unduh.<slug:form>", views.download, name="download"),
]
