"""Addresses of surveys; what is handed out to people who answer is short."""

from django.urls import path

from rumahbersama.workshop.surveys.views import answering, drafts, questionnaires, results, rounds

app_name = "surveys"
urlpatterns = [
    path("isian/<str:token>/", answering.answer, name="answer"),
    path("isian/<str:token>/selesai/", answering.answered, name="answered"),
    path("survei/", rounds.rounds, name="rounds"),
    path("survei/baru/", rounds.new, name="new_round"),
    path("survei/<int:number>/", rounds.one, name="round"),
    path("survei/<int:number>/layar/", rounds.screen, name="screen"),
    path("survei/<int:number>/undangan/", rounds.invite, name="invite"),
    path("survei/<int:number>/undangan.<slug:form>", rounds.invitations, name="invitations"),
    path("survei/<int:number>/ubah/", rounds.change, name="change_round"),
    path("survei/<int:number>/tutup/", rounds.close, name="close_round"),
    path("survei/<int:number>/hasil/", results.page, name="results"),
    path("survei/<int:number>/hasil.<slug:form>", results.download, name="download_results"),
    path("survei/<int:number>/jawaban.<slug:form>", results.answers, name="answers"),
    path("kuesioner/", questionnaires.questionnaires, name="questionnaires"),
    path("kuesioner/baru/", questionnaires.new, name="new_questionnaire"),
    path("kuesioner/impor/", questionnaires.import_form, name="import"),
    path("kuesioner/<int:number>/", questionnaires.questionnaire, name="questionnaire"),
    path("kuesioner/<int:number>/ubah/", questionnaires.edit, name="edit_questionnaire"),
    path("kuesioner/<int:number>/salinan/", questionnaires.copy, name="copy"),
    path("kuesioner/<int:number>/pensiun/", questionnaires.retire, name="retire"),
    path("kuesioner/<int:number>/versi/<int:version>/", questionnaires.version, name="version"),
    path("kuesioner/<int:number>/versi/<int:version>/xlsform.xlsx", questionnaires.export, name="export"),
    path("kuesioner/<int:number>/naskah/", drafts.draft, name="draft"),
    path("kuesioner/<int:number>/naskah/terbit/", drafts.publish, name="publish"),
    path("kuesioner/<int:number>/naskah/buang/", drafts.discard, name="discard"),
    path("kuesioner/<int:number>/naskah/pertanyaan/", drafts.question, name="add_question"),
    path("kuesioner/<int:number>/naskah/pertanyaan/<int:order>/", drafts.question, name="question"),
    path("kuesioner/<int:number>/naskah/pertanyaan/<int:order>/pindah/", drafts.move, name="move_question"),
]
