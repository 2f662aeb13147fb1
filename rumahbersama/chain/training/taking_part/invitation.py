"""The page of the personal link: no account, nothing of anybody else.

The link is too long to be guessed, and a whole hall stands behind one address, so it is not limited by address.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.training.after.rules import is_time
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.practice.addresses import door_of
from rumahbersama.chain.training.practice.queries import copy_of
from rumahbersama.chain.training.taking_part import messages_out, queries
from rumahbersama.chain.training.taking_part.actions.deciding import Answer, answer_invitation, closed_sentence
from rumahbersama.chain.training.taking_part.actions.seats import Who
from rumahbersama.chain.training.taking_part.forms import AnswerForm
from rumahbersama.chain.training.taking_part.permissions import get_participation_of_token
from rumahbersama.chain.training.taking_part.rules import APPROVED, CONFIRMED, PROPOSED, WAITING, is_open
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their own part, and take what they answer."""
    row = get_participation_of_token(token)
    today = timezone.localdate()
    is_now = is_open(state=row.event.state, closes_on=queries.last_day_of_registration(row.event), today=today)
    initial = {"comes": "ya" if row.state == CONFIRMED else "", "wants_room": row.wants_room, "food": row.food}
    is_coming = row.state in (APPROVED, CONFIRMED)
    form = AnswerForm(request.POST or None, initial=initial, may_confirm=is_coming)
    if request.method == "POST" and form.is_valid():
        try:
            _take(row, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Jawaban Anda tersimpan. Terima kasih."))
            return go_to(request, request.path)
    practice = copy_of(row.klass) if is_coming else None
    context = {
        "row": row,
        "event": row.event,
        "days": messages_out.days_of(row.event),
        "sites": queries.sites_of(row),
        "sentence": _sentence(row, is_now=is_now),
        "attendee": queries.attendee_of(row),
        "may_answer": is_now and row.state in (APPROVED, CONFIRMED, PROPOSED, WAITING),
        "certificate": queries.certificate_of(row),
        "form": form,
        "practice_door": door_of(practice, request) if practice else "",
        "may_plan": is_coming and row.event.state != "cancelled",
        "may_tell": is_coming and is_time(row.event.ends_on, today=today),
    }
    return render_page(request, "training/taking_part/invitation.html", context, invalid=request.method == "POST")


def _take(row: Participation, form: AnswerForm) -> None:
    data, now = form.cleaned_data, timezone.now()
    answer = Answer(data["comes"] == "ya", data.get("wants_room", False), data.get("food", ""), data["why"])
    answer_invitation(row=row, answer=answer, at=now, who=Who(by=None, at=now, today=timezone.localdate()))


def _sentence(row: Participation, *, is_now: bool) -> str:
    """Return what the state means for the person."""
    if row.event.state == "cancelled":
        return _("Kegiatan ini dibatalkan.")
    words = {
        PROPOSED: _("Anda diusulkan; usulan ini menunggu persetujuan penyelenggara."),
        WAITING: _("Anda di daftar tunggu: kursi diberikan menurut urutan begitu ada yang kosong."),
        APPROVED: _("Anda disetujui sebagai peserta. Pastikan kehadiran Anda di bawah ini."),
        CONFIRMED: _("Anda sudah memastikan hadir. Sampai bertemu."),
        "declined": _("Usulan ini tidak disetujui. Tanyakan kepada yang mengusulkan Anda."),
        "withdrawn": _("Anda tercatat tidak ikut. Kalau ini keliru, hubungi yang mengusulkan Anda."),
        "replaced": _("Kursi Anda sudah diberikan kepada orang lain dari instansi Anda."),
    }[row.state]
    open_states = (PROPOSED, WAITING, APPROVED, CONFIRMED)
    return words if is_now or row.state not in open_states else f"{words} {closed_sentence()}"
