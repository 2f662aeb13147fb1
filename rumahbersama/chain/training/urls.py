"""Addresses of training."""

from django.urls import path

from rumahbersama.chain.training.curricula import views as curricula
from rumahbersama.chain.training.events.views import event, money, parts, timetable

app_name = "training"
urlpatterns = [
    path("", event.events, name="events"),
    path("unduh.<slug:form>", event.download, name="download"),
    path("baru/", event.new, name="new"),
    path("kurikulum/", curricula.curricula, name="curricula"),
    path("kurikulum/baru/", curricula.new_curriculum, name="new_curriculum"),
    path("kurikulum/<slug:code>/", curricula.curriculum, name="curriculum"),
    path("kurikulum/<slug:code>/ubah/", curricula.edit_curriculum, name="edit_curriculum"),
    path("kurikulum/<slug:code>/pakai/", curricula.retire_curriculum, name="retire_curriculum"),
    path("program/", curricula.programmes, name="programmes"),
    path("program/baru/", curricula.new_programme, name="new_programme"),
    path("program/<slug:code>/", curricula.programme, name="programme"),
    path("program/<slug:code>/ubah/", curricula.edit_programme, name="edit_programme"),
    path("plafon/", money.ceilings, name="ceilings"),
    path("plafon/baru/", money.new_ceiling, name="new_ceiling"),
    path("<int:number>/", event.event, name="event"),
    path("<int:number>/ubah/", event.edit, name="edit"),
    path("<int:number>/keadaan/<slug:to>/", event.move, name="move"),
    path("<int:number>/salin/", event.copy, name="copy"),
    path("<int:number>/tempat/baru/", parts.new_site, name="new_site"),
    path("<int:number>/tempat/<int:site>/", parts.edit_site, name="edit_site"),
    path("<int:number>/tempat/<int:site>/hapus/", parts.remove_site, name="remove_site"),
    path("<int:number>/kelas/baru/", parts.new_classes, name="new_classes"),
    path("<int:number>/kelas/<int:klass>/", parts.klass, name="class"),
    path("<int:number>/kelas/<int:klass>/ubah/", parts.edit_class, name="edit_class"),
    path("<int:number>/kelas/<int:klass>/hapus/", parts.remove_class, name="remove_class"),
    path("<int:number>/kelas/<int:klass>/pelatih/", parts.trainers, name="trainers"),
    path("<int:number>/kelas/<int:klass>/pelatih/<int:teaching>/", parts.remove_trainer, name="remove_trainer"),
    path("<int:number>/jadwal/", timetable.timetable, name="timetable"),
    path("<int:number>/jadwal.ics", timetable.calendar, name="calendar"),
    path("<int:number>/jadwal/baru/", timetable.new_session, name="new_session"),
    path("<int:number>/jadwal/isi/", timetable.fill, name="fill"),
    path("<int:number>/jadwal/kosongkan/", timetable.clear, name="clear"),
    path("<int:number>/jadwal/<int:session>/", timetable.edit_session, name="edit_session"),
    path("<int:number>/jadwal/<int:session>/hapus/", timetable.remove_session, name="remove_session"),
    path("<int:number>/anggaran/", money.budget, name="budget"),
    path("<int:number>/anggaran/unduh.<slug:form>", money.download_budget, name="download_budget"),
    path("<int:number>/anggaran/baru/", money.new_line, name="new_line"),
    path("<int:number>/anggaran/<int:line>/", money.edit_line, name="edit_line"),
    path("<int:number>/anggaran/<int:line>/hapus/", money.remove_line, name="remove_line"),
]
