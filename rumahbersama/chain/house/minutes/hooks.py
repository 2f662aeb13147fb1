"""What minutes tell the others through the registry."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes import documents, queries
from rumahbersama.chain.house.minutes.permissions import meeting_of_paper
from rumahbersama.ground.core.registry import MoveUndone, PlaceEvent
from rumahbersama.ground.regions.models import Region


def _said(item: AgendaItem) -> str:
    """Return how an item ended; with nothing but promises, that."""
    return _("Komitmen") if item.result == AgendaItem.Result.NONE else item.get_result_display()


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what meetings that this account reads decided about a village (one query)."""
    for item in queries.results_about(region, user=user, start=start, end=end):
        yield PlaceEvent(
            at=item.meeting.day,
            kind="meeting",
            label=_("Hasil rapat"),
            text=f"{_said(item)}: {item.title}",
            detail=item.result_text,
            url=f"{reverse('minutes:front', args=[item.meeting_id])}#mata-{item.pk}",
            who=str(item.meeting),
        )


def paper_warnings(*, user: Any, paper: Any) -> Iterator[str]:  # noqa: ANN401
    """Say that a signed paper says otherwise than its meeting by now (three queries, none for other papers)."""
    if paper.kind in documents.KINDS and paper.is_in_force:
        meeting = meeting_of_paper(user, paper.subject)
        if meeting is not None and documents.differs(paper, queries.rows_of(meeting)):
            yield _("Isi surat ini tidak sama lagi dengan hasil rapat; buat penggantinya.")


def moves_undone(*, moves: Sequence[int]) -> Iterator[MoveUndone]:
    """Tell which decisions came of an outcome that was taken back since (one query)."""
    for effect in queries.effects_undone(moves):
        if effect.undone_at is not None:
            yield MoveUndone(effect.move_id, effect.undone_at, effect.undone_by_name)
