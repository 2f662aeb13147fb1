"""The page on which candidates for a post of camat stand side by side."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.competency.comparing import Posts, editions_in_words, past_of, standing_of
from rumahbersama.chain.training.competency.permissions import candidates, may_fill, posts_to_fill, visible_holders
from rumahbersama.chain.training.competency.rules import FEWEST, MOST
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE, SEARCH, found_by, words
from rumahbersama.ground.people.models import Person, Post
from rumahbersama.ground.people.roles import FILL_POSTS

PART, PAST = "bagian", "riwayat"
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
    held = candidates(request.user, chosen)
    people = [rows[0].person for rows in held.values()]
    if post is not None and FEWEST <= len(people) <= MOST and SHOW in request.GET:
        return _side_by_side(request, post, people, held)
    problem = ""
    if SHOW in request.GET:
        problem = _("Pilih satu jabatan dan {fewest} sampai {most} calon; sekarang {n} calon.").format(
            fewest=FEWEST, most=MOST, n=len(people)
        )
    return _choose(request, list(posts), post, people, problem)


def _side_by_side(request: HttpRequest, post: Post, people: list[Person], held: Posts) -> HttpResponse:
    """Show how candidates stand against what is asked for, or with ``bagian`` what they did before."""
    told: dict[str, Any] = {"people": people, "held": held, "today": timezone.localdate()}
    context: dict[str, Any] = {"post": post, "people": people}
    if request.GET.get(PART) == PAST:
        context["past"] = past_of(**told)
    else:
        context["standing"] = standing_of(post=post, **told)
    return render_page(request, "competency/compare.html", context)


def _choose(
    request: HttpRequest, posts: list[Post], post: Post | None, people: list[Person], problem: str
) -> HttpResponse:
    rows = found_by(
        visible_holders(request.user, FILL_POSTS), request, ["person__name", "post__title", "post__region__name"]
    )
    page = Paginator(rows.order_by("person__name", "pk"), PAGE_SIZE).get_page(request.GET.get(PAGE))
    here = {row.person_id for row in page}
    context = {
        "posts": posts,
        "post": post,
        "chosen": {person.pk for person in people},
        "elsewhere": [person for person in people if person.pk not in here],
        "page": page,
        "q": words(request.GET.get(SEARCH, "")),
        "problem": problem,
    }
    return render_page(request, "competency/choose.html", context)


@login_required
@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    """Show what the law asks of a camat, with where it was read and from when on."""
    context = {"editions": editions_in_words(), "may_fill": may_fill(request.user)}
    return render_page(request, "competency/requirements.html", context)
