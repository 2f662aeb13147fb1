"""Addresses of what was passed upward."""

from django.urls import path

from rumahbersama.chain.house.upward.views import lists, referrals, targets

app_name = "upward"
urlpatterns = [
    path("penerusan/", lists.mine, name="mine"),
    path("penerusan/daftar.<slug:form>", lists.download_mine, name="download_mine"),
    path("penerusan/<int:number>/", referrals.referral, name="referral"),
    path("penerusan/<int:number>/kantor/", referrals.assign, name="assign"),
    path("penerusan/<int:number>/jawaban/", referrals.answer, name="answer"),
    path("penerusan/<int:number>/pertanyaan/", referrals.ask, name="ask"),
    path("penerusan/<int:number>/balasan/", referrals.reply, name="reply"),
    path("penerusan/<int:number>/jawaban/tarik/", referrals.take_back_answer, name="take_back_answer"),
    path("penerusan/<int:number>/pertanyaan/tarik/", referrals.take_back_question, name="take_back_question"),
    path("penerusan/<int:number>/tarik/", referrals.withdraw, name="withdraw"),
    path("<str:code>/penerusan/", lists.place, name="place"),
    path("<str:code>/penerusan/daftar.<slug:form>", lists.download, name="download"),
    path("<str:code>/target-jawaban/", targets.targets, name="targets"),
]
