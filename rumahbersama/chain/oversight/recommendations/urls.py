"""Addresses of notes and recommendations."""

from django.urls import path

from rumahbersama.chain.oversight.recommendations.views import items, lists, reports, steps, writing

app_name = "recommendations"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("butir/<int:number>/", items.recommendation, name="recommendation"),
    path("butir/<int:number>/ubah/", writing.edit, name="edit"),
    path("butir/<int:number>/kirim/", steps.send, name="send"),
    path("butir/<int:number>/tanggapan/", steps.reply, name="reply"),
    path("butir/<int:number>/jawab/", steps.answer, name="answer"),
    path("butir/<int:number>/tarik/", steps.withdraw, name="withdraw"),
    path("butir/<int:number>/konfirmasi/", steps.confirm, name="confirm"),
    path("butir/<int:number>/konfirmasi/batal/", steps.unconfirm, name="unconfirm"),
    path("butir/<int:number>/periksa/", steps.recheck, name="recheck"),
    path("butir/<int:number>/buka/", steps.reopen, name="reopen"),
    path("butir/<int:number>/bukti/<int:step>/", items.proof, name="proof"),
    path("laporan/<int:number>/", reports.report, name="report"),
    path("laporan/<int:number>/batal/", reports.take_back, name="take_back"),
    path("<str:code>/", lists.recommendations, name="list"),
    path("<str:code>/catatan.<slug:form>", lists.download, name="download"),
    path("<str:code>/tulis/", writing.new, name="new"),
    path("<str:code>/berulang/", lists.repeats, name="repeated"),
    path("<str:code>/berulang.<slug:form>", lists.download_repeats, name="download_repeated"),
    path("<str:code>/laporan/", reports.reports, name="reports"),
]
