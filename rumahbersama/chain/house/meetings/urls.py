"""Addresses of meetings, and of the personal links by which invitations are answered."""

from django.urls import path

from rumahbersama.chain.house.meetings.views import agenda, inviting, lists, meetings, personal

app_name = "meetings"
urlpatterns = [
    path("undangan/<str:token>/", personal.invitation, name="invitation"),
    path("undangan/<str:token>/rapat.ics", personal.calendar, name="invitation_calendar"),
    path("rapat/<int:number>/", meetings.meeting, name="meeting"),
    path("rapat/<int:number>/rapat.ics", meetings.calendar, name="calendar"),
    path("rapat/<int:number>/ubah/", meetings.edit, name="edit"),
    path("rapat/<int:number>/batalkan/", meetings.cancel, name="cancel"),
    path("rapat/<int:number>/keadaan/", meetings.move_on, name="move_on"),
    path("rapat/<int:number>/hadir/", meetings.attendance, name="attendance"),
    path("rapat/<int:number>/surat/", meetings.letter, name="letter"),
    path("rapat/<int:number>/agenda/", agenda.agenda, name="agenda"),
    path("rapat/<int:number>/agenda/<int:item>/", agenda.item, name="item"),
    path("rapat/<int:number>/undangan/", inviting.invitees, name="invitees"),
    path("rapat/<int:number>/undangan.<slug:form>", inviting.download, name="download_invitees"),
    path("rapat/<int:number>/undangan/kirim/", inviting.send, name="send"),
    path("rapat/<int:number>/undangan/<int:invitee>/", inviting.invitee, name="invitee"),
    path("rapat/<int:number>/undangan/<int:invitee>/jawab/", inviting.answer, name="answer"),
    path("<str:code>/rapat/", lists.place, name="place"),
    path("<str:code>/rapat/rapat.<slug:form>", lists.download, name="download"),
    path("<str:code>/rapat/baru/", meetings.new, name="new"),
]
