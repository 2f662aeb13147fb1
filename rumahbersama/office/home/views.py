"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.office.home.queries import (
    below_decisions,
    chosen_place,
    decisions_for,
    my_places,
    recent_changes,
    tasks_for,
)

SESSION_KEY = "tempat"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs doing today at one's place; to strangers, what this is."""
    if not request.user.is_authenticated:
        return render_page(request, "office/welcome.html")
    places = my_places(user=request.user)
    wish = request.GET.get("tempat", "")
    place = chosen_place(places, code=wish or request.session.get(SESSION_KEY, ""))
    if place and wish == place.region.code and request.session.get(SESSION_KEY) != wish:
        request.session[SESSION_KEY] = wish
    tasks = tasks_for(user=request.user, today=timezone.localdate())
    decisions = decisions_for(tasks, user=request.user)
    context = {
        "place": place,
        "places": places,
        "waiting": len(tasks),
        "tasks": below_decisions(tasks, decisions),
        "decisions": decisions,
        "has_posts": bool(own_posts(request.user)),
        "changes": recent_changes(user=request.user, code=place.region.code) if place else None,
    }
    return render_page(request, "office/home.html", context)
