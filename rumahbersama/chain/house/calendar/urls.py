"""Addresses of the calendar."""

from django.urls import path

from rumahbersama.chain.house.calendar import views

app_name = "calendar"
urlpatterns = [
    path("kalender/<str:token>/kalender.ics", views.feed, name="feed"),
    path("<str:code>/kalender/", views.calendar, name="calendar"),
    path("<str:code>/kalender/langganan/", views.address, name="address"),
    path("<str:code>/kalender/kalender.<slug:form>", views.download, name="download"),
]
