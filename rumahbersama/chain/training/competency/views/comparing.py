"""The page on which candidates for a post of camat stand side by side."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.competency.comparing import side_by_side
from rumahbersama.chain.training.competency.permissions import posts_to_fill, visible_holders
from rumahbersama.chain.training.competency.rules import FEWEST, MOST
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, SEARCH, found_by, words
from rumahbersama.ground.people.models import Person, Post
from rumahbersama.ground.people.roles import FILL_POSTS

SHOW = "lihat"  # the button that lays them side by side; without it the page still lets choose


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """Return the numbers in the address under a name, each once, in their order; 404 for what is none."""
    texts = [text for text in request.GET.getlist(name) if text]
    if not all(text.isdecimal() and len(text) < 16 for text in texts):
        raise Http404
    return list(dict.fromkeys(int(text) for text in texts))


@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Choose a post and two to four candidates, then see them side by side; nothing is decided or stored."""
    posts = posts_to_fill(request.user)
    post_number, chosen = _numbers(request, "jabatan")[:1], _numbers(request, "calon")
    post = posts.filter(pk=post_number[0]).first() if post_number else None
    if post_number and post is None:
        raise Http404
    people = _people(request, chosen)
    if post is not None and FEWEST <= len(people) <= MOST and SHOW in request.GET:
        told = side_by_side(post=post, people=people, today=timezone.localdate())
        return render_page(request, "competency/compare.html", {"told": told})
    problem = ""
    if SHOW in request.GET:
        problem = _("Pilih satu jabatan dan {fewest} sampai {most} calon; sekarang {n} calon.").format(
            fewest=FEWEST, most=MOST, n=len(people)
        )
    return _choose(request, list(posts), post, people, problem)


def _people(request: HttpRequest, chosen: list[int]) -> list[Person]:
    """Return the chosen people in their order; 404 where one is not in one's care (one query, or none)."""
    if not chosen:
        return []
    rows = visible_holders(request.user, FILL_POSTS).filter(person__in=chosen)
    known = {row.person_id: row.person for row in rows}
    if len(known) != len(chosen):
        raise Http404
    return [known[number] for number in chosen]


def _choose(
    request: HttpRequest, posts: list[Post], post: Post | None, people: list[Person], problem: str
) -> HttpResponse:
    rows = found_by(
        visible_holders(request.user, FILL_POSTS), request, ["person__name", "post__title", "post__region__name"]
    ).exclude(person__in=people)
    listing = Paginator(rows.order_by("person__name", "pk"), PAGE_SIZE)
    context = {
        "posts": posts,
        "post": post,
        "people": people,
        "page": listing.get_page(request.GET.get(PAGE)),
        "q": words(request.GET.get(SEARCH, "")),
        "problem": problem,
    }
    return render_page(request, "competency/choose.html", context)
