"""Changes: an attendance list that follows its class, evaluations opened and closed; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.training.hall import queries
from rumahbersama.chain.training.hall.models import SessionOccasion
from rumahbersama.chain.training.hall.rules import CLASS, HallRefusal, Steps, Told, about_each, steps_of
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.workshop.presence import actions as presence
from rumahbersama.workshop.presence.actions import Plan
from rumahbersama.workshop.presence.models import Occasion, Roster
from rumahbersama.workshop.surveys.actions.rounds import Invitee, Opening, close_round, open_round
from rumahbersama.workshop.surveys.models import Round, Version
from rumahbersama.workshop.surveys.queries import open_on

RATERS = ("Penguji 1", "Penguji 2")


@dataclass(frozen=True)
class Fitted:
    """A list after it was made to follow its class: what was done, and what was left as it is."""

    roster: Roster
    told: Told
    kept: int
    left: int


@transaction.atomic
def fit_roster(*, klass: TrainingClass, by: Any, at: datetime) -> Fitted:  # noqa: ANN401
    """Make the attendance list of a class, or let it follow the class's people and sessions; safe to repeat.

    Locks the class, then the list, then its occasions. A closed occasion is not touched.

    Raises:
        HallRefusal: nobody is in the class, or it has no session that counts.
        PresenceRefusal: a part that presence refuses; nothing is stored then.
    """
    held = _locked(klass)
    wanted = queries.wanted_of(held)
    roster = queries.roster_of(held)
    if roster is None:
        if not wanted:
            raise HallRefusal(
                _("Belum ada sesi yang dihitung kehadirannya. Susun dulu jadwalnya, lalu buat daftar hadirnya.")
            )
        if not queries.members_of(held):
            raise HallRefusal(
                _("Belum ada peserta di kelas ini. Tempatkan dulu pesertanya, lalu buat daftar hadirnya.")
            )
    owner, title = queries.owner_text(held), queries.title_of(held)
    roster = presence.make_roster(title=title, region=held.event.region, by=by, at=at, owner=owner)
    presence.rename_roster(roster=roster, title=title, by=by, at=at)
    found = presence.set_attendees(roster=roster, lines=queries.lines_of(held, roster), by=by, at=at)
    steps = steps_of(queries.known_of(held), wanted)
    blocked = _follow(held, roster, steps, by=by, at=at)
    told = queries.told_of(steps, found)
    if told.parts() or steps.paired:
        after = {"attendance": str(held), "people": len(found.new), "sessions": len(steps.new)}
        summary = _("Daftar hadir kelas disesuaikan: {event}")
        write_of_event(held.event, verb="training_hall.fit", summary=summary, by=by, at=at, after=after)
    return Fitted(roster, told, len(steps.kept), len(steps.left) + blocked)


def _follow(klass: TrainingClass, roster: Roster, steps: Steps, *, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Do the steps; return how many occasions could not be moved."""
    rows = {row.occasion_id: row for row in SessionOccasion.objects.filter(klass=klass).select_related("occasion")}
    for number in steps.gone:
        presence.remove_occasion(occasion=rows[number].occasion, by=by, at=at)
    _pair(rows, steps.paired)
    blocked = _move(roster, rows, steps.moved, by=by, at=at)
    made = []
    for each in steps.new:
        occasion = presence.plan_occasion(roster=roster, plan=each.plan, by=by, at=at)
        if occasion.pk not in rows:
            made.append(SessionOccasion(klass=klass, session_id=each.session, occasion=occasion))
    SessionOccasion.objects.bulk_create(made)
    return blocked


def _pair(rows: dict[int, SessionOccasion], pairs: Sequence[tuple[int, int]]) -> None:
    """Let occasions stand for other sessions; first for none, so that two can change places."""
    changed = [rows[occasion] for occasion, _session in pairs]
    SessionOccasion.objects.filter(pk__in=[row.pk for row in changed]).update(session=None)
    SessionOccasion.objects.filter(
        klass__in={row.klass_id for row in changed}, session__in=[session for _occasion, session in pairs]
    ).update(session=None)
    for occasion, session in pairs:
        rows[occasion].session_id = session
    SessionOccasion.objects.bulk_update(changed, ["session"])


def _move(
    roster: Roster,
    rows: dict[int, SessionOccasion],
    moved: Sequence[tuple[int, Plan]],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> int:
    """Move occasions in an order in which none lands on another; return how many have no free place."""
    taken = {(row.title, row.starts): row.pk for row in Occasion.objects.filter(roster=roster)}
    waiting = list(moved)
    while waiting:
        free = [(number, plan) for number, plan in waiting if taken.get((plan.title, plan.starts), number) == number]
        if not free:
            return len(waiting)
        for number, plan in free:
            if taken.get((plan.title, plan.starts), number) != number:
                continue  # another of this turn took it
            occasion = rows[number].occasion
            taken.pop((occasion.title, occasion.starts), None)
            presence.change_occasion(occasion=occasion, plan=plan, by=by, at=at)
            taken[plan.title, plan.starts] = number
            waiting.remove((number, plan))
    return 0


def _locked(klass: TrainingClass) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",))
    return rows.select_related("event__region", "site", "room").get(pk=klass.pk)


# Evaluation -------------------------------------------------------------------------
@transaction.atomic
def ask(*, klass: TrainingClass, closes_on: date, by: Any, at: datetime) -> Round:  # noqa: ANN401
    """Open the evaluation of a class: without names, by an open link.

    Raises:
        HallRefusal: nobody is in the class, one is open already, or the questionnaire is not there.
        SurveyRefusal: a day that cannot be.
    """
    held = _locked(klass)
    people = len(queries.members_of(held))
    if not people:
        raise HallRefusal(_("Belum ada peserta di kelas ini, jadi tidak ada yang ditanya."))
    if _open_rounds([held], at=at).filter(version__questionnaire__code=queries.EVALUATION).exists():
        raise HallRefusal(_("Evaluasi kelas ini sedang dibuka. Tutup dulu yang itu."))
    opening = Opening(
        version=_version(queries.EVALUATION),
        region=held.event.region,
        title=_("Evaluasi {klass}, {event}").format(klass=held, event=held.event)[:160],
        opens_on=timezone.localdate(at),
        closes_on=closes_on,
        subject=queries.owner_text(held),
        is_open=True,
        expected=people,
    )
    made = open_round(opening=opening, by=by, at=at)
    _tell(held, "training_hall.ask", _("Evaluasi kelas dibuka: {event}"), by=by, at=at)
    return made


@transaction.atomic
def ask_all(*, event: Event, closes_on: date, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Open the evaluation of every class that has people and was not asked before; return of how many.

    Raises:
        HallRefusal: the questionnaire is not there.
        SurveyRefusal: a day that cannot be.
    """
    rows = [row for row in queries.classes_with_people(event) if row.people]
    subjects = [queries.owner_text(row.klass) for row in rows]
    before = Round.objects.filter(subject__in=subjects, version__questionnaire__code=queries.EVALUATION)
    asked = set(before.values_list("subject", flat=True))
    due = [row.klass for row in rows if queries.owner_text(row.klass) not in asked]
    for klass in due:
        ask(klass=klass, closes_on=closes_on, by=by, at=at)
    return len(due)


@transaction.atomic
def close_all(*, event: Event, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Close the evaluations of all classes that are open; return how many. Then their results are shown."""
    classes = list(TrainingClass.objects.filter(event=event))
    rows = list(_open_rounds(classes, at=at).filter(version__questionnaire__code=queries.EVALUATION))
    for row in rows:
        close_round(round=row, by=by, at=at)
    if rows:
        summary = _("Evaluasi semua kelas ditutup: {event}")
        write_of_event(
            event,
            verb="training_hall.close_evaluations",
            summary=summary,
            by=by,
            at=at,
            after={"evaluation": len(rows)},
        )
    return len(rows)


@transaction.atomic
def ask_raters(*, klass: TrainingClass, closes_on: date, by: Any, at: datetime) -> Round:  # noqa: ANN401
    """Open the rubric of practice teaching: the two trainers of a class rate each of its people, with names.

    Raises:
        HallRefusal: no two trainers, nobody in the class, one is open already, or the rubric is not there.
        SurveyRefusal: a day that cannot be.
    """
    held = _locked(klass)
    trainers = list(dict.fromkeys(row.person for row in held.teachings.filter(session=None).select_related("person")))
    if len(trainers) < len(RATERS):
        raise HallRefusal(_("Penilaian ini memerlukan dua pelatih. Tambahkan pelatih kelas ini dulu."))
    members = queries.members_of(held)
    if not members:
        raise HallRefusal(_("Belum ada peserta di kelas ini, jadi tidak ada yang dinilai."))
    if _open_rounds([held], at=at).filter(version__questionnaire__code=queries.RUBRIC).exists():
        raise HallRefusal(_("Penilaian praktik mengajar kelas ini sedang dibuka. Tutup dulu yang itu."))
    about = about_each((row.name, row.agency) for row in members)
    opening = Opening(
        version=_version(queries.RUBRIC),
        region=held.event.region,
        title=_("Praktik mengajar {klass}, {event}").format(klass=held, event=held.event)[:160],
        opens_on=timezone.localdate(at),
        closes_on=closes_on,
        subject=queries.owner_text(held),
        is_anonymous=False,
        raters=RATERS,
    )
    invited = [
        Invitee(person=person, role=role, about=name)
        for role, person in zip(RATERS, trainers, strict=False)
        for name in about
    ]
    made = open_round(opening=opening, by=by, at=at, invited=invited)
    _tell(held, "training_hall.ask_raters", _("Penilaian praktik mengajar dibuka: {event}"), by=by, at=at)
    return made


def _open_rounds(classes: Sequence[TrainingClass], *, at: datetime) -> Any:  # noqa: ANN401 - a QuerySet
    subjects = [f"{CLASS}:{row.key}" for row in classes]
    return Round.objects.filter(open_on(timezone.localdate(at)), subject__in=subjects)


def _version(code: str) -> Version:
    found = Version.objects.filter(questionnaire__code=code, state=Version.State.PUBLISHED).first()
    if found is None:
        raise HallRefusal(_("Kuesioner bawaannya belum dimuat. Minta pengelola server menjalankan: rumah migrate."))
    return found


def _tell(klass: TrainingClass, verb: str, summary: str, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    write_of_event(klass.event, verb=verb, summary=summary, by=by, at=at, after={"evaluation": str(klass)})
