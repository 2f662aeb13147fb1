"""Who may be invited with one tap: the posts of the kecamatan, its units, the heads of its villages, and bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.actions.inviting import Guest
from rumahbersama.chain.house.meetings.models import Invitee
from rumahbersama.chain.house.meetings.queries import posts_for
from rumahbersama.chain.house.meetings.reference import bodies_of, head_of
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import children_of
from rumahbersama.ground.regions.rules import folded

OFFICE, UNITS, VILLAGES, OTHERS, BODIES = "kecamatan", "upt", "desa", "perangkat", "lembaga"


@dataclass(frozen=True)
class Group:
    """Guests who are invited together: (key, words, guest) of each who is not invited yet."""

    code: str
    label: str
    all_words: str
    guests: tuple[tuple[str, str, Guest], ...]


def offered(region: Region, invited: Iterable[Invitee]) -> list[Group]:
    """Return whom a kecamatan may invite, by group, without who is invited already (two queries)."""
    rows, posts, villages = list(invited), posts_for(region), list(children_of(region))
    here = [post for post in posts if post.region_id == region.pk]
    heads, others = _heads(villages, posts)
    told = [
        (OFFICE, _("Pimpinan dan seksi kecamatan"), _("Undang semua seksi"), _of(p for p in here if not p.agency)),
        (UNITS, _("UPT, puskesmas, dan unit lain"), _("Undang semua UPT"), _of(p for p in here if p.agency)),
        (VILLAGES, _("Kepala desa dan lurah"), _("Undang semua desa"), heads),
        (OTHERS, _("Jabatan desa yang lain"), _("Undang semuanya"), _of(others)),
        (BODIES, _("Lembaga dan tokoh yang dikoordinasikan"), _("Undang semua lembaga"), _bodies(region)),
    ]
    numbers = {row.post_id for row in rows if row.post_id}
    names = {(folded(row.name), folded(row.body)) for row in rows}
    groups = []
    for code, label, words, guests in told:
        left = tuple(each for each in guests if not _is_there(each[2], numbers, names))
        if left:
            groups.append(Group(code, label, words, left))
    return groups


def _is_there(guest: Guest, numbers: set[int], names: set[tuple[str, str]]) -> bool:
    if guest.post is not None:
        return guest.post.pk in numbers
    return (folded(guest.name), folded(guest.body)) in names


def _of(posts: Iterable[Post]) -> list[tuple[str, str, Guest]]:
    return [(f"post-{post.pk}", f"{post.title}, {post.agency or post.region}", Guest(post=post)) for post in posts]


def _heads(villages: Sequence[Region], posts: Sequence[Post]) -> tuple[list[tuple[str, str, Guest]], list[Post]]:
    """Return the head of each village, by the recorded post or by title alone, and the other posts of villages."""
    heads, used = [], set()
    there = [post for post in posts if post.region_id in {village.pk for village in villages}]
    for village in villages:
        title = head_of(village)
        post = next((p for p in there if p.region_id == village.pk and folded(p.title) == folded(title)), None)
        if post is None:
            guest = Guest(name=title, body=str(village), region=village)
            heads.append((f"desa-{village.code}", f"{title}, {village}", guest))
        else:
            used.add(post.pk)
            heads += _of([post])
    return heads, [post for post in there if post.pk not in used]


def _bodies(region: Region) -> list[tuple[str, str, Guest]]:
    return [
        (f"lembaga-{each.code}", f"{each.title}, {each.body}", Guest(name=each.title, body=each.body))
        for each in bodies_of(region)
    ]
