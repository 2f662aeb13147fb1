"""Who reads materials, and who keeps them.

Kept by who changes the curriculum: RUN_TRAINING at its place; MANAGE_REFERENCE for one that ships with us. Read in
full, trainer's guides too, by who keeps them, runs training anywhere, or teaches in an event of it; all but the
guides by who takes or took part in one (approved or confirmed). Both also by personal link. Drafts and cancelled
events open nothing. Everybody else who is signed in gets 403: a curriculum is in sight of all of them.

A curriculum shows its own materials and those of the curricula it was copied from, for subjects of the same title; so
the right to a file is always asked through the curriculum in which it is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse

from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.chain.training.models import Curriculum, Event, Participation, Subject, Teaching
from rumahbersama.chain.training.permissions import get_event_to_view, may_change_curriculum, person_of
from rumahbersama.chain.training.taking_part.permissions import get_participation_of_token
from rumahbersama.chain.training.trainers.permissions import trainer_of_token
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import RUN_TRAINING

TAKES_PART = (Participation.State.APPROVED, Participation.State.CONFIRMED)
CLOSED = (Event.State.DRAFT, Event.State.CANCELLED)


@dataclass(frozen=True)
class Reach:
    """What somebody may do with the materials shown in a curriculum.

    Attributes:
        curriculum: in which they are read.
        guides: trainer's guides are read too.
        keeps: its own materials are added, changed and withdrawn.
    """

    curriculum: Curriculum
    guides: bool
    keeps: bool = False


def reach_of(user: Any, curriculum: Curriculum) -> Reach | None:  # noqa: ANN401 - Account or AnonymousUser
    """Return what the user may do with the materials of a curriculum, None for nothing (one query at most)."""
    keeps = may_change_curriculum(user, curriculum)
    if keeps or scope_of(user).places_for(RUN_TRAINING):
        return Reach(curriculum, guides=True, keeps=keeps)
    person = person_of(user)
    if person is None:
        return None
    taught = Teaching.objects.filter(person=person, event__curriculum=OuterRef("pk"))
    part = Participation.objects.filter(person=person, event__curriculum=OuterRef("pk"), state__in=TAKES_PART)
    teaches, learns = (
        Curriculum.objects.filter(pk=curriculum.pk)
        .values_list(Exists(taught.exclude(event__state__in=CLOSED)), Exists(part.exclude(event__state__in=CLOSED)))
        .get()
    )
    return Reach(curriculum, guides=teaches) if teaches or learns else None


def get_curriculum(code: str) -> Curriculum:
    """Return a curriculum; 404 for none."""
    found = Curriculum.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def get_reach(user: Any, code: str) -> Reach:  # noqa: ANN401
    """Return what the user may do with a curriculum's materials; 404 for no such curriculum, 403 for nothing."""
    found = reach_of(user, get_curriculum(code))
    if found is None:
        raise PermissionDenied
    return found


def get_reach_to_keep(user: Any, code: str) -> Reach:  # noqa: ANN401
    """Return the same for who keeps them; 403 for everybody else."""
    found = get_reach(user, code)
    if not found.keeps:
        raise PermissionDenied
    return found


def get_reach_of_event(user: Any, number: int) -> tuple[Event, Reach]:  # noqa: ANN401
    """Return an event and what the user may do with its materials; 404 out of sight, 403 in sight."""
    event = get_event_to_view(user, number)
    found = reach_of(user, event.curriculum)
    if found is None:
        raise PermissionDenied
    return event, found


@dataclass(frozen=True)
class Reader:
    """Who reads by a personal link: of which event, their name, what they read, and their own page."""

    event: Event
    name: str
    reach: Reach
    home: str


def get_reader(token: str) -> Reader:
    """Return whose personal link this is: who teaches in an event, guides too, or has a seat; 404 for any other."""
    trainer = trainer_of_token(token)
    if trainer is not None:
        event, name, home = trainer.event, trainer.person.name, reverse("trainers:personal", args=[token])
    else:
        row = get_participation_of_token(token)
        if row.state not in TAKES_PART:
            raise Http404
        event, name, home = row.event, row.name, reverse("taking_part:invitation", args=[token])
    if event.state in CLOSED:
        raise Http404
    reach = Reach(Curriculum.objects.get(pk=event.curriculum_id), guides=trainer is not None)
    return Reader(event, name, reach, home)


def chains_of(curricula: Iterable[int]) -> dict[int, list[int]]:
    """Return for each curriculum itself and those it was copied from, nearest first (one query)."""
    above = dict(Curriculum.objects.exclude(copied_from=None).values_list("pk", "copied_from"))
    chains = {pk: [pk] for pk in curricula}
    for chain in chains.values():
        while (source := above.get(chain[-1])) is not None and source not in chain:
            chain.append(source)
    return chains


def materials_of(reach: Reach) -> QuerySet[Material]:
    """Return the materials of a curriculum and its sources that the reach lets read, versions newest first."""
    own = reach.curriculum.pk
    versions = Version.objects.select_related("file", "by").order_by("-number")
    rows = (
        Material.objects.filter(subject__curriculum__in=chains_of([own])[own])
        .select_related("subject__curriculum")
        .prefetch_related(Prefetch("versions", versions))
    )
    return rows if reach.guides else rows.exclude(kind=Material.Kind.GUIDE)


def is_own(reach: Reach, material: Material) -> bool:
    """Tell whether a material belongs to the curriculum in which it is read, not to a source of it."""
    return material.subject.curriculum_id == reach.curriculum.pk


def get_material(reach: Reach, number: int) -> Material:
    """Return a material shown in a curriculum.

    Raises:
        Http404: not shown there, or withdrawn and the reader does not keep it.
        PermissionDenied: a trainer's guide, for who takes part.
    """
    found = materials_of(Reach(reach.curriculum, guides=True)).filter(pk=number).first()
    if found is None or (found.withdrawn_at is not None and not (reach.keeps and is_own(reach, found))):
        raise Http404
    titles = Subject.objects.filter(curriculum=reach.curriculum).values_list("title", flat=True)
    if not is_own(reach, found) and found.subject.title.casefold() not in {each.casefold() for each in titles}:
        raise Http404
    if found.kind == Material.Kind.GUIDE and not reach.guides:
        raise PermissionDenied
    return found


def get_material_to_keep(user: Any, code: str, number: int) -> tuple[Reach, Material]:  # noqa: ANN401
    """Return a material that the user changes; 404 where it is not shown, 403 for one of another curriculum."""
    reach = get_reach_to_keep(user, code)
    found = get_material(reach, number)
    if not is_own(reach, found):
        raise PermissionDenied
    return reach, found


def get_version(material: Material, number: int) -> Version:
    """Return a version of a material; 404 for none."""
    for each in material.versions.all():
        if each.number == number:
            return each
    raise Http404
