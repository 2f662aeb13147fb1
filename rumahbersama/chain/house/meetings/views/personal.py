"""The page of the personal link: one invitation, no account, nothing of anybody else.

The link is too long to be guessed, and many are invited behind one address, so it is not limited by address.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.meetings import ics, queries
from rumahbersama.chain.house.meetings.forms import AnswerForm, answer_initial
from rumahbersama.chain.house.meetings.permissions import get_invitee_of_token
from rumahbersama.chain.house.meetings.views.inviting import said
from rumahbersama.ground.core.http import go_to, render_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their own invitation, and take what they answer."""
    row = get_invitee_of_token(token)
    form = AnswerForm(request.POST or None, initial=answer_initial(row))
    if request.method == "POST" and form.is_valid() and said(form, row, by=None):
        messages.success(request, _("Jawaban Anda tersimpan. Terima kasih."))
        return go_to(request, request.path)
    context = {
        "row": row,
        "meeting": row.meeting,
        "items": queries.agenda_of(row.meeting),
        "is_stale": queries.is_stale(row.meeting, row),
        "form": form,
    }
    return render_page(request, "meetings/invitation.html", context, invalid=request.method == "POST")


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the meeting of an invitation as an entry for a calendar program."""
    return ics.response(get_invitee_of_token(token).meeting, at=timezone.now())
