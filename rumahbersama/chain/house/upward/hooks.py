"""What passed problems tell the others through the registry."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.proposing import source_of_problem
from rumahbersama.chain.house.meetings.reference import agenda_rule_on
from rumahbersama.chain.house.meetings.rules import PROBLEM, Proposal
from rumahbersama.chain.house.problems.models import Move, Problem
from rumahbersama.chain.house.upward import escalating, queries, recording
from rumahbersama.chain.house.upward.actions import passing, taking_back
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.permissions import wide_places
from rumahbersama.chain.house.upward.rules import ACCEPTED, REJECTED
from rumahbersama.ground.core.registry import AuditEntity, HandoverItem, HomeTask, ProblemLink, SearchHit
from rumahbersama.ground.core.wording import Worded, worded
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import COORDINATE, LEAD_HOUSE, RAISE
from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.rules import is_below_or_same, level_of

_lower: Callable[[Any], Any] = lazy(lambda label: str(label).lower(), str)


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what waits for the coordinator, the office, the kecamatan, and a level above (one query)."""
    scope = scope_of(user)
    coordinated, led = scope.places_for(COORDINATE), scope.places_for(LEAD_HOUSE)
    serving = [code for code in scope.places_for(RAISE) if level_of(code) == Level.KECAMATAN]
    holds = getattr(user, "person_id", None) is not None
    if not (coordinated or serving or holds):
        return
    asked = queries.asked_of(user, coordinated=coordinated, serving=serving, led=led, today=today)
    for each in asked.to_assign:
        yield from _to_assign(each, at_place=_named(user, each.code, coordinated))
    if asked.to_answer:
        text = ngettext(
            "{n} masalah dari kecamatan menunggu jawaban kantor Anda",
            "{n} masalah dari kecamatan menunggu jawaban kantor Anda",
            asked.to_answer,
        )
        yield _task(text, reverse("upward:mine"), _("Jawab"), asked.to_answer, late=asked.to_answer_late)
    if asked.escalated:
        text = ngettext(
            "{n} jawaban kantor kabupaten terlambat dan dilaporkan kepada Anda",
            "{n} jawaban kantor kabupaten terlambat dan dilaporkan kepada Anda",
            asked.escalated,
        )
        url = f"{reverse('upward:mine')}?keadaan={queries.TOLD}"
        yield _task(text, url, _("Lihat"), asked.escalated, late=asked.escalated)
    for each in asked.to_reply:
        yield from _to_reply(each, at_place=_named(user, each.code, serving), leads=each.code in led)
    for each in asked.answered:
        yield from _answered(each, at_place=_named(user, each.code, led))


def _named(user: Any, code: str, places: list[str]) -> str:  # noqa: ANN401
    """Return with which words a sentence begins that is told of each of several places."""
    return f"{scope_of(user).regions[code]}: " if len(places) > 1 else ""


def _to_assign(asked: queries.Waiting, *, at_place: str) -> Iterator[HomeTask]:
    if asked.count:
        text = ngettext(
            "{n} masalah dari kecamatan menunggu Anda tugaskan ke kantornya",
            "{n} masalah dari kecamatan menunggu Anda tugaskan ke kantornya",
            asked.count,
        )
        url = f"{reverse('upward:place', args=[asked.code])}?keadaan=menugaskan"
        yield _task(text, url, _("Tugaskan"), asked.count, late=asked.late, at_place=at_place)


def _to_reply(asked: queries.Waiting, *, at_place: str, leads: bool) -> Iterator[HomeTask]:
    if asked.count:
        text = ngettext(
            "{n} pertanyaan kabupaten menunggu balasan kecamatan",
            "{n} pertanyaan kabupaten menunggu balasan kecamatan",
            asked.count,
        )
        url = f"{reverse('upward:place', args=[asked.code])}?keadaan=ditanya"
        told = f"{at_place}{text.format(n=asked.count)}." if leads else ""
        task = _task(text, url, _("Balas"), asked.count, late=asked.late, at_place=at_place)
        yield replace(task, decision=told, rank=28)


def _answered(asked: queries.Waiting, *, at_place: str) -> Iterator[HomeTask]:
    if asked.count:
        text = ngettext(
            "{n} masalah dijawab kabupaten dalam dua minggu terakhir",
            "{n} masalah dijawab kabupaten dalam dua minggu terakhir",
            asked.count,
        )
        url = f"{reverse('upward:place', args=[asked.code])}?keadaan={queries.NEWS}"
        told = at_place + ngettext(
            "Kabupaten menjawab {n} masalah: bacakan dalam rapat, dan putuskan lanjutannya.",
            "Kabupaten menjawab {n} masalah: bacakan dalam rapat, dan putuskan lanjutannya.",
            asked.count,
        ).format(n=asked.count)
        task = _task(text, url, _("Baca"), asked.count, tone="none", at_place=at_place)
        yield replace(task, decision=told, rank=45)


def _task(
    text: str, url: str, action: str, count: int, *, late: int = 0, tone: str = "warn", at_place: str = ""
) -> HomeTask:
    said = at_place + text.format(n=count)
    if late and late < count:
        said += _(", {late} di antaranya terlambat").format(late=late)
    return HomeTask(text=said, url=url, action=action, tone="bad" if late else tone, count=count)


def problem_links(*, user: Any, problems: Sequence[Problem]) -> Iterator[ProblemLink]:  # noqa: ANN401
    """Yield how each passing of a problem stands; a village reads it without its page (one query)."""
    if not any(problem.shared_at for problem in problems):
        return
    may_open = any(is_below_or_same(problems[0].kecamatan.code, place) for place in wide_places(user))
    for row in queries.about(problems):
        url = row.get_absolute_url() if may_open else ""
        text = _("Di kabupaten: {state}").format(state=row.get_state_display().lower())
        yield ProblemLink(_("Diteruskan"), text, url, standing(row), row.passed_on)


def standing(row: Referral) -> str:
    """Say who holds a passed problem until when, or what was answered."""
    return str(_standing(row))


def _standing(row: Referral) -> Worded | str:
    if row.is_open:
        return worded("dipegang {holder}, ditunggu sampai {day}", holder=row.holder, day=row.due_on)
    if row.state == ACCEPTED:
        return worded("{office}, masuk rencana {year}", office=row.office_name, year=str(row.plan_year))
    if row.state == REJECTED:
        return worded("{office}, {day}", office=row.office_name, day=row.answered_on)
    return ""


def problem_moved(*, move: Move) -> Iterator[None]:
    """Let passed problems follow."""
    passing.follow(move)
    yield None


def agenda_proposals(*, meeting: Meeting, user: Any) -> Iterator[Proposal]:  # noqa: ANN401
    """Propose to hear the answers that came from the kabupaten and that no meeting took up since (two queries)."""
    minutes = agenda_rule_on(meeting.day).minutes[PROBLEM]
    for row, words in queries.answers_to_propose(meeting, user=user):
        said = worded(
            "kabupaten menjawab {day}: {state}", day=row.answered_on, state=_lower(Referral.State(row.state).label)
        )
        yield Proposal(
            kind=PROBLEM,
            source=source_of_problem(row.problem_id),
            title=row.problem.statement,
            minutes=minutes,
            why=(said, _standing(row), *([words.rstrip(".")[:200]] if words else [])),
            problem=row.problem_id,
            url=row.get_absolute_url(),
        )


def chores(*, at: datetime) -> Iterator[str]:
    """Remind, tell the levels above of what is late, and send what was noted by mail."""
    yield f"upward reminders: {escalating.remind(at=at)}"
    yield f"upward lapsed: {taking_back.end_silence(at=at)}"
    yield f"upward escalated: {escalating.escalate(at=at)}"
    yield f"upward mails: {escalating.send_mails(at=at)}"


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find passed problems in sight by the office that was named."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.office_name}, {row.get_state_display().lower()}"
        yield SearchHit(row.problem.statement, row.get_absolute_url(), _("Penerusan"), detail, 31)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of passed problems and service targets."""
    yield AuditEntity(recording.ENTITY, _("Penerusan"), recording.fields(), recording.values(), queries.names_of)
    yield AuditEntity(recording.TARGET, _("Target jawaban"), recording.fields_of_targets(), {})


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield what a post still has to answer, for who hands it over (one query)."""
    for row in queries.open_of_post(post):
        text = _("Jawaban kepada kecamatan: {what}").format(what=row.problem.statement)
        yield HandoverItem(text=text, url=row.get_absolute_url())
