"""Addresses of the cascade."""

from django.urls import path

from rumahbersama.chain.training.cascade import views

app_name = "cascade"
urlpatterns = [
    path("program/<slug:code>/kaskade/", views.programme, name="programme"),
    path("program/<slug:code>/kaskade/unduh.<slug:form>", views.download, name="download"),
    path("<int:number>/kaskade/", views.event, name="event"),
    path("orang/<int:person>/transkrip/", views.transcript, name="transcript"),
]
