"""Pages of the personal link of trainers: the links of an event, for who runs it, and the page behind one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.events.views.parts import days_of
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.permissions import get_event_to_run
from rumahbersama.chain.training.taking_part import messages_out
from rumahbersama.chain.training.trainers import links, queries
from rumahbersama.chain.training.trainers.permissions import get_trainer_of_token
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import listed

PAGE = 10


@login_required
@require_safe
def all_links(request: HttpRequest, number: int) -> HttpResponse:
    """Give each trainer of an event a text with the personal link, to copy."""
    event = get_event_to_run(request.user, number)
    listing = listed(
        request, queries.who_teaches(event), sorts={"nama": "name"}, default="nama", search=["name"], size=PAGE
    )
    texts = [(person, links.message_for(request, event, person)) for person in listing.page]
    context = {"event": event, "listing": listing, "texts": texts, "is_draft": event.state == Event.State.DRAFT}
    return render_page(request, "training/trainers/links.html", context)


@never_cache
@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Show a trainer the own sessions, the way to the materials, and the own classes; without an account."""
    trainer = get_trainer_of_token(token)
    sessions, teachers = queries.own_sessions(trainer)
    context = {
        "event": trainer.event,
        "trainer": trainer,
        "token": token,
        "when": messages_out.days_of(trainer.event),
        "sessions": len(sessions),
        "jp": sum(each.jp for each in sessions),
        "days": days_of(sessions, teachers, {}),
        "classes": queries.own_classes(trainer),
        "is_cancelled": trainer.event.state == Event.State.CANCELLED,
        "cancelled_title": _("Dibatalkan"),
    }
    return render_page(request, "training/trainers/personal.html", context)
