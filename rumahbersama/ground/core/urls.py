"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from rumahbersama.ground.core import views

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bahasa/", set_language, name="language"),
    path("bantuan/", views.help_page, name="help"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("pekerjaan/", views.jobs, name="jobs"),
    path("pekerjaan/<uuid:job_id>/", views.job, name="job"),
    path("ui/", views.components, name="components"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("kiriman/", views.outbox, name="outbox"),
    path("token/", views.token, name="token"),
    path("luring/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
