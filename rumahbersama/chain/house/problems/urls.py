"""Addresses of problems."""

from django.urls import path

from rumahbersama.chain.house.problems import deciding_pages, evidence_pages, lists, scoring_pages, views

app_name = "problems"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("masalah/<int:number>/", views.problem, name="problem"),
    path("masalah/<int:number>/ubah/", views.edit, name="edit"),
    path("masalah/<int:number>/keputusan/", deciding_pages.decide, name="decide"),
    path("masalah/<int:number>/gabung/", deciding_pages.merge, name="merge"),
    path("masalah/<int:number>/lepas/", deciding_pages.part, name="part"),
    path("masalah/<int:number>/nilai/", scoring_pages.score, name="score"),
    path("masalah/<int:number>/bukti/", evidence_pages.add, name="add_evidence"),
    path("masalah/<int:number>/bukti/<int:evidence>/", evidence_pages.evidence, name="evidence"),
    path("masalah/<int:number>/bukti/<int:evidence>/lepas/", evidence_pages.remove, name="remove_evidence"),
    path("<str:code>/", lists.front, name="front"),
    path("<str:code>/masalah/", lists.problems, name="list"),
    path("<str:code>/masalah.<slug:form>", lists.download, name="download"),
    path("<str:code>/masalah/baru/", views.new, name="new"),
    path("<str:code>/nilai/", scoring_pages.sheet, name="sheet"),
    path("<str:code>/bukti/", evidence_pages.bring, name="bring"),
]
