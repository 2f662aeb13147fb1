"""The address of practice copies."""

from django.urls import path

from rumahbersama.chain.training.practice import views

app_name = "practice"
urlpatterns = [path("<int:number>/kelas/<int:klass>/latihan/", views.copy, name="copy")]
