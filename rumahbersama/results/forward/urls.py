"""Addresses of the thread forward."""

from django.urls import path

from rumahbersama.results.forward import views

app_name = "forward"
urlpatterns = [
    path("program/<slug:code>/benang/", views.programme, name="programme"),
    path("program/<slug:code>/benang.<slug:form>", views.programme, name="download_programme"),
    path("<int:number>/benang/", views.event, name="event"),
    path("<int:number>/benang.<slug:form>", views.event, name="download_event"),
    path("<int:number>/kelas/<int:klass>/benang/", views.of_class, name="class"),
    path("<int:number>/kelas/<int:klass>/benang.<slug:form>", views.of_class, name="download_class"),
    path("orang/<int:person>/benang/", views.person, name="person"),
    path("orang/<int:person>/benang.<slug:form>", views.person, name="download_person"),
]
