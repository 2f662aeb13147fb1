"""Addresses of this room."""

from django.urls import path

from rumahbersama.results import history_pages, thread_pages, views

app_name = "results"
urlpatterns = [
    path("<str:code>/", views.place, name="place"),
    path("<str:code>/angka/<slug:indicator>/", views.indicator, name="indicator"),
    path("<str:code>/angka/<slug:indicator>/unduh.<slug:form>", views.download_indicator, name="download_indicator"),
    path("<str:code>/senin/", views.monday, name="monday"),
    path("<str:code>/spm/", views.spm, name="spm"),
    path("<str:code>/spm/unduh.<slug:form>", views.download_spm, name="download_spm"),
    path("<str:code>/kelengkapan/", views.completeness, name="completeness"),
    path("<str:code>/kelengkapan/unduh.<slug:form>", views.download_completeness, name="download_completeness"),
    path("<str:code>/riwayat/", history_pages.history, name="history"),
    path("<str:code>/riwayat.<slug:form>", history_pages.download_history, name="download_history"),
    path("<str:code>/benang/", thread_pages.thread, name="thread"),
    path("<str:code>/benang.<slug:form>", thread_pages.download_thread, name="download_thread"),
    path("<str:code>/angka/<slug:indicator>/benang/", thread_pages.thread, name="thread_of"),
    path(
        "<str:code>/angka/<slug:indicator>/benang.<slug:form>",
        thread_pages.download_thread,
        name="download_thread_of",
    ),
    path("<str:code>/unduh/<slug:table>.<slug:form>", views.download, name="download"),
]
