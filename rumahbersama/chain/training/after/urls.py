"""Addresses of what comes after a training."""

from django.urls import path

from rumahbersama.chain.training.after import asking, views

app_name = "after"
urlpatterns = [
    path("peserta/<str:token>/sesudah/", asking.personal, name="personal"),
    path("program/<slug:code>/sesudah/", views.programme, name="programme"),
    path("<int:number>/sesudah/", views.event, name="event"),
    path("<int:number>/sesudah/unduh.<slug:form>", views.download, name="download"),
    path("<int:number>/sesudah/layanan/", views.measures, name="measures"),
    path("<int:number>/kelas/<int:klass>/sesudah/<int:months>/", asking.one_class, name="class"),
    path("<int:number>/kelas/<int:klass>/sesudah/<int:months>/undangan.<slug:form>", asking.links, name="links"),
    path("<int:number>/peserta/<int:participation>/sesudah/<int:months>/", asking.raters, name="raters"),
]
