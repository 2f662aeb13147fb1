"""Addresses of the yearly programme."""

from django.urls import path

from rumahbersama.chain.house.programme.views import activities, goals, programmes

app_name = "programme"
urlpatterns = [
    path("program/", programmes.mine, name="mine"),
    path("program/<int:number>/", programmes.programme, name="programme"),
    path("program/<int:number>/kegiatan.<slug:form>", programmes.download, name="download"),
    path("program/<int:number>/keadaan/", programmes.move, name="move"),
    path("program/<int:number>/jabatan/<int:post>/", programmes.share, name="share"),
    path("program/<int:number>/seksi/<int:section>/", programmes.section, name="section"),
    path("program/<int:number>/sasaran/", goals.new, name="new_goal"),
    path("program/<int:number>/sasaran/<int:goal>/", goals.edit, name="goal"),
    path("program/<int:number>/kegiatan/baru/", activities.new, name="new_activity"),
    path("kegiatan/<int:number>/", activities.activity, name="activity"),
    path("kegiatan/<int:number>/ubah/", activities.edit, name="edit"),
    path("kegiatan/<int:number>/lapor/", activities.report, name="report"),
    path("kegiatan/<int:number>/alihkan/", activities.hand_over, name="hand_over"),
    path("kegiatan/<int:number>/bukti/<int:note>/", activities.proof, name="proof"),
    path("<str:code>/program/", programmes.place, name="place"),
    path("<str:code>/program/baru/", programmes.new, name="new"),
]
