"""Addresses of cases; a case is named by a key that tells nothing."""

from django.urls import path

from rumahbersama.chain.house.mediation.views import agreeing, cases, lists, parties, reports, steps

app_name = "mediation"
urlpatterns = [
    path("mediasi/", lists.mine, name="mine"),
    path("mediasi/laporan/<slug:key>/", reports.report, name="report"),
    path("mediasi/laporan/<slug:key>/tambah/", reports.add, name="add_to_report"),
    path("mediasi/laporan/<slug:key>/tarik/", reports.withdraw, name="withdraw_report"),
    path("mediasi/laporan/<slug:key>/tangani/", reports.take_up, name="take_up"),
    path("mediasi/laporan/<slug:key>/jawab/", reports.close, name="close_report"),
    path("mediasi/laporan/<slug:key>/berkas/<int:number>/", reports.file, name="report_file"),
    path("mediasi/laporan/<slug:key>/berkas/<int:number>/cabut/", reports.take_away, name="take_report_file"),
    path("mediasi/<slug:key>/", cases.case, name="case"),
    path("mediasi/<slug:key>/ubah/", cases.edit, name="edit"),
    path("mediasi/<slug:key>/keputusan/", cases.decide, name="decide"),
    path("mediasi/<slug:key>/periksa/", agreeing.check, name="check"),
    path("mediasi/<slug:key>/pihak/baru/", parties.add, name="add_party"),
    path("mediasi/<slug:key>/pihak/<int:number>/", parties.page, name="party_page"),
    path("mediasi/<slug:key>/pihak/<int:number>/ubah/", parties.edit, name="edit_party"),
    path("mediasi/<slug:key>/pihak/<int:number>/lepas/", parties.remove, name="remove_party"),
    path("mediasi/<slug:key>/langkah/baru/", steps.add, name="add_step"),
    path("mediasi/<slug:key>/langkah/<int:number>/", steps.edit, name="edit_step"),
    path("mediasi/<slug:key>/langkah/<int:number>/berkas/", steps.attach, name="attach"),
    path("mediasi/<slug:key>/berkas/<int:number>/", steps.file, name="file"),
    path("mediasi/<slug:key>/berkas/<int:number>/cabut/", steps.take_away, name="take_away"),
    path("mediasi/<slug:key>/lembaga/", steps.bodies, name="bodies"),
    path("mediasi/<slug:key>/kesepakatan/", agreeing.points, name="points"),
    path("mediasi/<slug:key>/kesepakatan/<int:number>/komitmen/", agreeing.promise, name="promise"),
    path("mediasi/<slug:key>/berita-acara/", agreeing.paper, name="paper"),
    path("<str:code>/mediasi/", lists.cases, name="list"),
    path("<str:code>/mediasi.<slug:form>", lists.download, name="download"),
    path("<str:code>/mediasi/baru/", cases.new, name="new"),
    path("<str:code>/mediasi/lapor/", reports.new, name="new_report"),
    path("<str:code>/mediasi/laporan/", reports.incoming, name="reports"),
]
