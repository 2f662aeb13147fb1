"""Writing letters of an event: drafts of ``papers``, filled with what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.training.letters.facts import facts_of
from rumahbersama.chain.training.letters.inviting import (
    Drafted,
    for_people,
    for_trainers,
    to_all_places,
    to_each_person,
    to_each_place,
    to_people,
)
from rumahbersama.chain.training.letters.report import report
from rumahbersama.chain.training.letters.rules import (
    EACH_PERSON,
    EACH_PLACE,
    LETTERS,
    NOMINEES,
    PEOPLE,
    PLACES,
    SCHEDULE,
    TRAINERS,
    Letter,
    LettersRefusal,
)
from rumahbersama.chain.training.letters.scheduling import schedule
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.passing.queries import subject_of
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers import batches
from rumahbersama.workshop.papers.models import Batch, Paper


@dataclass(frozen=True)
class Order:
    """Who signs, for whom, whose paraf is needed, and what the letter rests on (lines, may be none)."""

    signer_post: Post
    on_behalf: Post | None = None
    initials: Sequence[Post] = ()
    basis: tuple[str, ...] = ()


def write(
    *,
    event: Event,
    letter: Letter,
    region: Region,
    order: Order,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
) -> list[Paper]:
    """Write the drafts of a letter: one, or one for each place; all or none.

    Args:
        event: what it is about.
        letter: what is written.
        region: whose office writes it.
        order: who signs, and what it rests on.
        by: who writes.
        at: when; figures are those of this day.

    Raises:
        LettersRefusal: the event is cancelled, or what the letter tells is not there yet.
        PaperRefusal: as ``papers.actions.draft``.
    """
    _refuse_cancelled(event)
    drafts = _drafts(event, letter, region, order.basis, at=at, today=timezone.localdate(at))
    return _written(event, letter, region, order, drafts, by=by, at=at)


@dataclass(frozen=True)
class Issue:
    """How invitations to each person are signed at once: on which day, under which klasifikasi."""

    order: Order
    signed_on: date
    classification: str


@transaction.atomic
def invite_each(*, event: Event, region: Region, issue: Issue, by: Any, at: datetime) -> Batch:  # noqa: ANN401
    """Make an invitation for each who was approved and has none, in the background, numbered and sealed.

    What stopped on the way goes on; a second press returns the same work.

    Raises:
        LettersRefusal: the event is cancelled, nobody is left, the day is to come, or a fact is missing.
        PaperRefusal: as ``papers.batches.issue_many``.
    """
    fresh = Event.objects.select_for_update(of=("self",)).select_related("region").get(pk=event.pk)
    _refuse_cancelled(fresh)
    kind = LETTERS[EACH_PERSON].kind
    for batch in Batch.objects.filter(kind=kind, subject=subject_of(fresh)).select_related("job"):
        if batches.left_of(batch):
            is_at_work = batch.job is not None and not batch.job.is_over
            return batch if is_at_work else batches.go_on(batch=batch, by=by, at=at)
    if issue.signed_on > timezone.localdate(at):
        raise LettersRefusal(_("Tanggal surat tidak boleh sesudah hari ini."))
    with override("id"):
        drafts = to_each_person(fresh, issue.order.basis)
    order = batches.Order(
        kind=kind,
        region=region,
        subject=subject_of(fresh),
        title=f"Undangan peserta {fresh.title}"[:200],
        signer_post=issue.order.signer_post,
        signed_on=issue.signed_on,
        classification=issue.classification,
        agency=issue.order.signer_post.agency,
        on_behalf=issue.order.on_behalf,
    )
    items = [batches.Item(each.person_key, each.title, each.content) for each in drafts]
    return batches.issue_many(order=order, items=items, by=by, at=at)


def _refuse_cancelled(event: Event) -> None:
    if event.state == Event.State.CANCELLED:
        raise LettersRefusal(_("Kegiatan ini dibatalkan, jadi suratnya tidak ditulis lagi."))


@transaction.atomic
def _written(
    event: Event,
    letter: Letter,
    region: Region,
    order: Order,
    drafts: list[Drafted],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> list[Paper]:
    return [
        papers.draft(
            kind=letter.kind,
            region=region,
            agency=order.signer_post.agency,
            title=each.title,
            content=each.content,
            signer_post=order.signer_post,
            on_behalf=order.on_behalf,
            initials=order.initials,
            subject=subject_of(event),
            person_key=each.person_key,
            by=by,
            at=at,
        )
        for each in drafts
    ]


def _drafts(
    event: Event, letter: Letter, region: Region, basis: tuple[str, ...], *, at: datetime, today: date
) -> list[Drafted]:
    """Return what is to be written, in Indonesian whatever the language of the page."""
    with override("id"):
        facts = facts_of(event)
        if letter.code == PLACES:
            return to_all_places(facts, basis)
        if letter.code == EACH_PLACE:
            return to_each_place(facts, basis)
        if letter.code == PEOPLE:
            return to_people(facts, basis)
        if letter.code == TRAINERS:
            return for_trainers(facts, basis, today)
        if letter.code == NOMINEES:
            return for_people(facts, basis, region)
        if letter.code == SCHEDULE:
            return schedule(event)
        return report(facts, basis, at=at, today=today)
