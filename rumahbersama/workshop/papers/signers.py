"""Who signs, as it stood on a day: name, rank, post and capacity, from the tenures of the post."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.people.models import Post, Tenure
from rumahbersama.ground.people.permissions import on_day
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.rules import PaperRefusal

# As letters write it, whatever the language of the page.
BEFORE_POST = {"pj": "Pj. ", "plt": "Plt. ", "plh": "Plh. "}


def holder_of(post: Post, day: date) -> Tenure | None:
    """Return who acts in a post on a day: a Plh, Plt or Pj before the definitive holder (one query)."""
    held = list(Tenure.objects.filter(on_day(day), post=post).select_related("person").order_by("-starts_on", "-pk"))
    acting = [row for row in held if row.capacity != Tenure.Capacity.DEFINITIVE]
    return next(iter([*acting, *held]), None)


def acting(account: Any, *, regions: Iterable[int | None], day: date) -> str:  # noqa: ANN401 - Account, or None
    """Return name, rank, capacity and post of who acts, as of a day; "" for who holds no post at these places."""
    held = Tenure.objects.filter(on_day(day), person=getattr(account, "person_id", None)).exclude(person=None)
    rows = held.filter(post__region__in=list(regions)).select_related("person", "post__region")
    tenure = rows.order_by("post__region__code").first()
    return in_words(tenure, tenure.post) if tenure else ""


def frozen_signer(paper: Paper, day: date) -> dict[str, str]:
    """Return the signer of a paper as of a day, to be kept with it.

    Raises:
        PaperRefusal: nobody held the post that day.
    """
    return frozen(paper.signer_post, paper.on_behalf, day)


def frozen(post: Post, on_behalf: Post | None, day: date) -> dict[str, str]:
    """Return who acted in a post on a day, signing for ``on_behalf`` where that is another post.

    Raises:
        PaperRefusal: nobody held the post that day.
    """
    tenure = holder_of(post, day)
    if tenure is None:
        raise PaperRefusal(
            _(
                "Jabatan {post} kosong pada tanggal itu. Catat pejabatnya dulu, atau pilih penanda tangan lain."
            ).format(post=post)
        )
    return {
        "name": tenure.person.name,
        "rank": tenure.person.rank,
        "post": titled(post),
        "place": str(post.region),
        "capacity": str(tenure.capacity),
        "on_behalf": titled(on_behalf) if on_behalf else "",
    }


def in_words(tenure: Tenure, post: Post) -> str:
    """Return who holds a post by that tenure: name, rank, capacity and post."""
    own = BEFORE_POST.get(str(tenure.capacity), "") + titled(post)
    return ", ".join(part for part in (tenure.person.name, tenure.person.rank, own) if part)


def titled(post: Post) -> str:
    """Return a post as a letter names it: "Camat Mekar Jaya", "Sekretaris Kecamatan Mekar Jaya"."""
    place = post.region.name
    return post.title if place.lower() in post.title.lower() else f"{post.title} {post.agency or place}"


def signature_lines(signer: dict[str, str]) -> list[str]:
    """Return the lines above the name: "a.n. Camat Mekar Jaya", "Plt. Sekretaris Kecamatan Mekar Jaya,"."""
    own = BEFORE_POST.get(signer["capacity"], "") + signer["post"]
    return [f"a.n. {signer['on_behalf']}", f"{own},"] if signer["on_behalf"] else [f"{own},"]
