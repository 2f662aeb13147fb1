"""Addresses of passing and certificates."""

from django.urls import path

from rumahbersama.chain.training.passing import issuing, views

app_name = "passing"
urlpatterns = [
    path("<int:number>/kelulusan/", views.event, name="event"),
    path("<int:number>/kelulusan/aturan/", views.rule, name="rule"),
    path("<int:number>/kelulusan/putuskan/", views.decide, name="decide"),
    path("<int:number>/kelulusan/unduh.<slug:form>", views.download, name="download"),
    path("<int:number>/kelulusan/kelas/<int:klass>/", views.klass, name="class"),
    path("<int:number>/kelulusan/peserta/<int:participation>/", views.person, name="person"),
    path("<int:number>/sertifikat/", issuing.certificates, name="certificates"),
    path("<int:number>/sertifikat/<int:paper>/", issuing.certificate, name="certificate"),
]
