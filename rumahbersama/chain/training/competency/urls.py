"""Addresses of competency."""

from django.urls import path

from rumahbersama.chain.training.competency.views import comparing, people, standards

app_name = "competency"
urlpatterns = [
    path("", standards.standards, name="standards"),
    path("baru/", standards.new_standard, name="new_standard"),
    path("standar/<slug:code>/", standards.standard, name="standard"),
    path("standar/<slug:code>/ubah/", standards.edit_standard, name="edit_standard"),
    path("standar/<slug:code>/akhiri/", standards.end_standard, name="end_standard"),
    path("standar/<slug:code>/kurikulum/", standards.raises, name="raises"),
    path("orang/", people.people, name="people"),
    path("orang/unduh.<slug:form>", people.download, name="download"),
    path("orang/<int:person>/", people.person, name="person"),
    path("orang/<int:person>/nilai/", people.judge, name="judge"),
    path("orang/<int:person>/nilai/<int:number>/tarik/", people.withdraw_judgement, name="withdraw_judgement"),
    path("orang/<int:person>/pendidikan/", people.qualify, name="qualify"),
    path(
        "orang/<int:person>/pendidikan/<int:number>/tarik/",
        people.withdraw_qualification,
        name="withdraw_qualification",
    ),
    path("calon/", comparing.compare, name="compare"),
    path("calon/syarat/", comparing.requirements, name="requirements"),
]
