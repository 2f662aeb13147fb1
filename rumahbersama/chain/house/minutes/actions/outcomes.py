"""What comes of an item: promises, a decision, passed upward, put off; corrected and taken back while it is held."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes import recording
from rumahbersama.chain.house.minutes.actions.rows import held_item
from rumahbersama.chain.house.minutes.models import Effect, Floor, Pledge
from rumahbersama.chain.house.minutes.queries import figures_about, measured_by
from rumahbersama.chain.house.minutes.rules import (
    LEADS_TO,
    LONGEST_TEXT,
    NONE,
    PUT_OFF,
    MinutesRefusal,
    Outcome,
    check_aim,
    check_outcome,
    check_pledge,
    check_seen,
    mark_of,
    result_of,
)
from rumahbersama.chain.house.problems.models import ProblemEvidence
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class Promised:
    """What a post promises, for which place, by when; which number of the problem it changes, and to what."""

    what: str
    post: Post
    region: Region
    due_on: date
    figure: ProblemEvidence | None = None
    target: Decimal | None = None


@transaction.atomic
def add_pledge(*, item: AgendaItem, promised: Promised, by: Any, at: datetime) -> Pledge:  # noqa: ANN401 - Account
    """Write down what a post promises about an item; it becomes a commitment when the meeting is closed.

    Raises:
        MinutesRefusal: not being held, or a part that cannot be.
    """
    fresh = held_item(item)
    pledges = _pledges(fresh)
    made = Pledge(item=fresh)
    _take(made, promised, count=len(pledges) + 1, by=by, at=at)
    made.save()
    _settle(fresh, pledges, by=by, at=at)
    return made


@transaction.atomic
def change_pledge(*, pledge: Pledge, promised: Promised, by: Any, at: datetime, seen: int) -> Pledge:  # noqa: ANN401
    """Correct a promise that is no commitment yet.

    Raises:
        MinutesRefusal: not being held, a commitment already, changed since version ``seen``, or it cannot be.
    """
    item = held_item(pledge.item)
    before = _pledges(item)
    fresh = _free(pledge)
    if fresh.version != seen:
        text = _("Janji ini baru saja diubah orang lain: {now}. Simpan lagi kalau isian Anda yang berlaku.")
        raise MinutesRefusal(text.format(now=recording.pledge_in_words(fresh)))
    fresh.version += 1
    _take(fresh, promised, count=1, by=by, at=at)
    fresh.save()
    _settle(item, before, by=by, at=at)
    return fresh


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Take a promise back that is no commitment yet.

    Raises:
        MinutesRefusal: not being held, a commitment already, or changed since version ``seen``.
    """
    item = held_item(pledge.item)
    before = _pledges(item)
    fresh = _free(pledge)
    if fresh.version != seen:
        text = _("Janji ini baru saja diubah orang lain: {now}. Periksa dulu, lalu cabut lagi kalau perlu.")
        raise MinutesRefusal(text.format(now=recording.pledge_in_words(fresh)))
    fresh.delete()
    _settle(item, before, by=by, at=at)


@transaction.atomic
def set_outcome(
    *,
    item: AgendaItem,
    outcome: Outcome,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: str | None = None,
) -> AgendaItem:
    """Say what came of an item besides promises, which stay; ``Outcome(NONE)`` takes it back.

    ``seen`` is the mark of the outcome that the person had before them, None where that is not known.

    Raises:
        MinutesRefusal: not being held, ended otherwise meanwhile, or it does not say enough.
    """
    fresh = held_item(item)
    check_seen(seen, mark=mark_of(standing(fresh)), now=recording.outcome_in_words(fresh, []))
    check_outcome(outcome, has_problem=fresh.problem_id is not None, today=timezone.localdate(at))
    before, pledges = recording.outcome_in_words(fresh, _pledges(fresh)), _pledges(fresh)
    fresh.result = result_of(outcome.result, has_pledges=bool(pledges))
    fresh.result_text = " ".join(outcome.text.split())[:LONGEST_TEXT]
    fresh.put_off_to = outcome.until if outcome.result == PUT_OFF else None
    _save(fresh, before, pledges, by=by, at=at, is_back=outcome.result == NONE)
    return fresh


@transaction.atomic
def take_item(*, item: AgendaItem, at: datetime) -> None:
    """Say which item the meeting is at; the same again keeps its time. The screen of the hall shows it.

    Raises:
        MinutesRefusal: not being held.
    """
    fresh = held_item(item)
    floor = Floor.objects.filter(meeting=fresh.meeting).first()
    if floor is None or floor.item_id != fresh.pk:
        Floor.objects.update_or_create(meeting=fresh.meeting, defaults={"item": fresh, "since": at})


def standing(item: AgendaItem) -> Outcome:
    """Return what came of an item so far."""
    return Outcome(item.result, item.result_text, item.put_off_to)


def _pledges(item: AgendaItem) -> list[Pledge]:
    return list(Pledge.objects.filter(item=item).select_related("post__region", "region", "figure"))


def _free(pledge: Pledge) -> Pledge:
    """Return a promise that is still only one of the minutes."""
    fresh = Pledge.objects.select_related("post__region", "region", "figure").filter(pk=pledge.pk).first()
    if fresh is None:
        raise MinutesRefusal(_("Janji ini sudah dicabut orang lain."))
    if fresh.commitment_id is not None:
        raise MinutesRefusal(_("Janji ini sudah menjadi komitmen. Ubah atau hentikan di halaman komitmennya."))
    return fresh


def _take(pledge: Pledge, promised: Promised, *, count: int, by: Any, at: datetime) -> None:  # noqa: ANN401
    what = " ".join(promised.what.split())[:300]
    check_pledge(what=what, due_on=promised.due_on, meeting_day=pledge.item.meeting.day, count=count)
    pledge.what, pledge.post, pledge.region, pledge.due_on = what, promised.post, promised.region, promised.due_on
    pledge.figure, pledge.target = _aim(pledge.item, promised), promised.target
    pledge.by_name, pledge.at = named(by), at


def _aim(item: AgendaItem, promised: Promised) -> ProblemEvidence | None:
    """Return the figure of a promise, still carried by the problem of its item, once its target can be."""
    figure = promised.figure
    if figure is not None and figure.pk not in {each.pk for each in figures_about(item)}:
        raise MinutesRefusal(_("Angka itu tidak lagi dibawa masalahnya. Pilih lagi angkanya."))
    measured = measured_by(figure) if figure is not None and promised.target is not None else None
    check_aim(promised.target, measured=measured, place_code=promised.region.code)
    return figure


def _settle(item: AgendaItem, before: list[Pledge], *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let the outcome of an item follow its promises."""
    told, pledges = recording.outcome_in_words(item, before), _pledges(item)
    item.result = result_of(item.result, has_pledges=bool(pledges))
    _save(item, told, pledges, by=by, at=at)


def _save(
    item: AgendaItem,
    before: str,
    pledges: list[Pledge],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    is_back: bool = False,
) -> None:
    item.save(update_fields=["result", "result_text", "put_off_to"])
    after = recording.outcome_in_words(item, pledges)
    verb, summary = "minutes.set_outcome", _("Hasil mata acara dicatat: {what}")
    if is_back or not after:
        verb, summary = "minutes.take_back_outcome", _("Hasil mata acara dicabut: {what}")
    recording.write_outcome(item, before=before, after=after, by=by, at=at, verb=verb, summary=summary)
    _mark(item, by=by, at=at)


def _mark(item: AgendaItem, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Say of what an outcome did to its problem, once its meeting was closed, that it holds no longer, or again."""
    last = Effect.objects.filter(item=item).select_related("move").first()
    if last is None:
        return
    holds = LEADS_TO.get(item.result) == last.move.state
    if holds != (last.undone_at is None):
        last.undone_at, last.undone_by_name = (None, "") if holds else (at, named(by))
        last.save(update_fields=["undone_at", "undone_by_name"])
