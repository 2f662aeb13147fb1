"""What problems tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems import queries, recording
from rumahbersama.chain.house.problems.models import Move
from rumahbersama.chain.house.problems.permissions import get_problem_to_view, houses_of
from rumahbersama.chain.house.problems.rules import AGREED
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.references import number_of
from rumahbersama.ground.core.registry import (
    AuditEntity,
    Evidence,
    HandoverItem,
    HomeTask,
    MoveUndone,
    NavigationItem,
    PlaceEvent,
    SearchHit,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import LEAD_HOUSE, RAISE
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import level_of

KIND = "masalah"


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the entry of the menu to everybody who reads problems somewhere."""
    if houses_of(getattr(request, "user", None)):
        yield NavigationItem(_("Rumah Bersama"), _("Rumah"), reverse("problems:mine"), "messages-square")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what waits for who leads or must answer, and what became of what one wrote (at most two queries)."""
    scope = scope_of(user)
    led, desa = scope.places_for(LEAD_HOUSE), [c for c in scope.places_for(RAISE) if level_of(c) == Level.DESA]
    if led or getattr(user, "person_id", None) is not None:
        asked = queries.asked_of(user, led, today=today)
        yield from _to_answer(asked)
        for each in asked.undecided:
            yield from _undecided(each, at_place=f"{scope.regions[each.code]}: " if len(led) > 1 else "")
    if not led and scope.places_for(RAISE):
        for move in queries.news_for(user, desa, today=today):
            text = _("Masalah “{what}” kini {state}").format(
                what=move.problem.statement[:80], state=move.get_state_display().lower()
            )
            yield HomeTask(text=text, url=move.problem.get_absolute_url(), action=_("Lihat"))


def _to_answer(asked: queries.Asked) -> Iterator[HomeTask]:
    if asked.to_answer:
        text = ngettext(
            "{count} masalah yang disepakati menunggu jawaban Anda",
            "{count} masalah yang disepakati menunggu jawaban Anda",
            asked.to_answer,
        ).format(count=asked.to_answer)
        yield HomeTask(text, _to_answer_url(asked), _("Jawab"), "warn", asked.to_answer)


def _undecided(asked: queries.Undecided, *, at_place: str) -> Iterator[HomeTask]:
    listed = reverse("problems:list", args=[asked.code])
    if asked.due:
        text = at_place + ngettext(
            "{count} masalah yang ditunda sudah tiba harinya",
            "{count} masalah yang ditunda sudah tiba harinya",
            asked.due,
        ).format(count=asked.due)
        sentence = at_place + ngettext(
            "{count} masalah yang ditunda tiba harinya: bahas lagi, atau tunda dengan alasan.",
            "{count} masalah yang ditunda tiba harinya: bahas lagi, atau tunda dengan alasan.",
            asked.due,
        ).format(count=asked.due)
        yield HomeTask(text, f"{listed}?keadaan=tiba", _("Bahas"), "warn", asked.due, decision=sentence, rank=30)
    if asked.new:
        text = at_place + ngettext(
            "{count} masalah baru belum dibahas", "{count} masalah baru belum dibahas", asked.new
        ).format(count=asked.new)
        sentence = at_place + ngettext(
            "{count} masalah baru belum diputuskan, {ranked} di antaranya sudah cukup penilainya.",
            "{count} masalah baru belum diputuskan, {ranked} di antaranya sudah cukup penilainya.",
            asked.new,
        ).format(count=asked.new, ranked=asked.ranked)
        rank = 40 if asked.ranked else 70
        yield HomeTask(text, f"{listed}?keadaan=new", _("Lihat"), count=asked.new, decision=sentence, rank=rank)


def _to_answer_url(asked: queries.Asked) -> str:
    """Return the very problem where it is one, else the list of those agreed that wait for one's post."""
    if asked.to_answer == 1:
        return reverse("problems:problem", args=[asked.answer_first])
    if asked.answer_at != asked.answer_last_at:
        return reverse("problems:mine")
    wish = {"keadaan": AGREED}
    if asked.answer_post == asked.answer_last_post:
        wish["penjawab"] = str(asked.answer_post)
    return reverse("problems:list", args=[asked.answer_at], query=wish)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find problems in sight by their words."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.kecamatan}, {row.get_state_display().lower()}"
        yield SearchHit(row.statement, row.get_absolute_url(), _("Masalah"), detail, 33)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of a problem."""
    yield AuditEntity(queries.ENTITY, _("Masalah"), recording.fields(), recording.values(), queries.names_of)


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the open problems that a post must answer, for who hands it over (one query)."""
    for row in queries.to_answer_by(post):
        yield HandoverItem(text=_("Masalah: {what}").format(what=row.statement), url=row.get_absolute_url())


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Say what a problem is ("masalah:12"), to who may read it (three queries).

    What is counted is that of its first evidence, so that a promise begins where the problem began.
    """
    number = number_of(reference, KIND)
    if number is None:
        return
    try:
        found = get_problem_to_view(user, number)
    except Http404:
        return
    measured = next((each for each in queries.evidence_of(found) if each.value), None)
    places = queries.places_of(found)
    yield Evidence(
        sentence=_("Masalah no. {number}: {what}").format(number=found.numbered, what=found.statement),
        measure=measured.measure if measured else "",
        value=measured.value if measured else "",
        unit=measured.unit if measured else "",
        place_code=places[0].code if len(places) == 1 else found.kecamatan.code,
        url=found.get_absolute_url(),
        period=day(timezone.localdate(found.entered_at)),
        source=str(found.raised_at),
        area=found.area.code if found.area else "",
        people=found.people,
        kind=Commitment.Source.PROBLEM,
    )


def _state_of(move: Move, undone: MoveUndone | None) -> str:
    """Return what was decided, and if it was taken back since, when and by whom."""
    state = move.get_state_display()
    if undone is None:
        return state
    on = day(timezone.localdate(undone.at))
    return _("{state}, dicabut {day} oleh {who}").format(state=state, day=on, who=undone.who)


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what was decided about the problems of a village that this account sees (one query).

    Of what was taken back since the title says so (a query of each room that moves problems).
    """
    moves = queries.moves_about(region, user=user, start=start, end=end)
    undone = {each.move: each for each in registry.moves_undone.each(moves=[move.pk for move in moves])}
    for move in moves:
        yield PlaceEvent(
            at=move.at,
            kind="problem",
            label=_("Masalah"),
            text=f"{_state_of(move, undone.get(move.pk))}: {move.problem.statement}",
            detail=move.reason,
            url=move.problem.get_absolute_url(),
            who=move.as_post or move.by_name,
        )
