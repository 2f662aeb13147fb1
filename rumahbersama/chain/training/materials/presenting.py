"""What all lists of materials show: what was asked for, page by page, and how large it is as one ZIP."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from rumahbersama.chain.training.materials import archive
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.materials.permissions import Reach
from rumahbersama.chain.training.materials.queries import Shelf, Shelves, narrowed
from rumahbersama.ground.core.tables import PAGE, SEARCH, words
from rumahbersama.ground.files.rules import limits

SUBJECTS = 25  # on one page
FEW = 8  # materials that are seen at a glance, without a filter
KIND, SUBJECT = "jenis", "mata-ajar"


@dataclass(frozen=True)
class Wish:
    """What was asked for; what is not known is as if it were not asked."""

    kind: str = ""
    text: str = ""
    subject: int = 0


def wish_of(request: HttpRequest) -> Wish:
    """Return what the address asks for: kind, words of a title, number of a subject."""
    kind, subject = request.GET.get(KIND, ""), request.GET.get(SUBJECT, "")
    return Wish(
        kind=kind if kind in Material.Kind.values else "",
        text=words(request.GET.get(SEARCH, "")),
        subject=int(subject) if subject.isdecimal() and len(subject) < 10 else 0,
    )


def wished(request: HttpRequest, found: Shelves) -> list[Shelf]:
    """Return the shelves with what the address asks for."""
    wish = wish_of(request)
    return narrowed(found.shelves, kind=wish.kind, text=wish.text, subject=wish.subject)


def context_of(request: HttpRequest, reach: Reach, found: Shelves) -> dict[str, Any]:
    """Return what a list of materials shows."""
    shelves = wished(request, found)
    size, wish = archive.size_of(shelves), wish_of(request)
    kinds = [each for each in Material.Kind.choices if reach.guides or each[0] != Material.Kind.GUIDE]
    return {
        "curriculum": reach.curriculum,
        "reach": reach,
        "page": Paginator(shelves, SUBJECTS).get_page(request.GET.get(PAGE)),
        "wish": wish,
        "has_filter": wish != Wish() or len(found.rows) > FEW or archive.is_too_large(size),
        "kinds": kinds,
        "subjects": [shelf.subject for shelf in found.shelves],
        "total": len(found.rows),
        "shown": sum(len(shelf.rows) for shelf in shelves),
        "empty_subjects": sum(not shelf.rows for shelf in found.shelves),
        "size": archive.megabytes(size),
        "is_too_large": archive.is_too_large(size),
        "limit": archive.megabytes(limits().archive_bytes),
    }
