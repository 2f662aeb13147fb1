"""Changes: a form opened for a class, its raters named, closed; each with its record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rumahbersama.chain.training.after import queries
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import (
    OTHERS,
    ROLE_OF,
    ROLES,
    SELF,
    AfterRefusal,
    Named,
    plain,
    plan_on,
    questions_of,
    statements_of,
)
from rumahbersama.chain.training.models import Curriculum, Event, Participation, TrainingClass
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.ground.core.formats import day
from rumahbersama.workshop.surveys.actions import questionnaires as forms
from rumahbersama.workshop.surveys.actions.rounds import (
    Invitee,
    Opening,
    change_round,
    close_round,
    invite,
    open_round,
    readdress,
)
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version


def open_for(event: Event) -> timedelta:
    """Return how long a form usually takes answers."""
    return timedelta(days=plan_on(event.ends_on).open_days)


def version_of(curriculum: Curriculum, *, by: Any, at: datetime, today: date) -> Version:  # noqa: ANN401
    """Return the form built of the outcomes of a curriculum; a new version where these have changed.

    Its words are of the installation's language, whoever opens it. Locks the curriculum.

    Raises:
        AfterRefusal: there is nothing to ask.
    """
    held = Curriculum.objects.select_for_update(of=("self",)).select_related("region").get(pk=curriculum.pk)
    plan = plan_on(today)
    with translation.override(settings.LANGUAGE_CODE):
        subjects = held.subjects.values_list("title", "outcomes")
        asked = questions_of(statements_of(subjects, most=plan.most_statements), scale=plan.scale)
        title = _("Perilaku sesudah {curriculum}").format(curriculum=held.title)
    wanted = [forms.trimmed(each) for each in asked]
    found = Questionnaire.objects.filter(code=f"capaian-{held.code}").first()
    if found is None:
        found = forms.make_questionnaire(
            title=title,
            kind=Questionnaire.Kind.BEHAVIOUR,
            region=held.region,
            code=f"capaian-{held.code}",
            origin="training_after",
            questions=wanted,
            by=by,
            at=at,
        )
    current = found.versions.filter(state=Version.State.PUBLISHED).first()
    if current is not None and forms.questions_of(current) == wanted:
        return current
    draft = forms.start_draft(questionnaire=found, by=by, at=at)
    if forms.questions_of(draft) != wanted:
        forms.put_questions(draft=draft, questions=wanted, by=by, at=at, seen=draft.edits, told=held.code)
        draft.refresh_from_db()
    return forms.publish(draft=draft, by=by, at=at, seen=draft.edits)


@transaction.atomic
def ask(*, klass: TrainingClass, months: int, closes_on: date, by: Any, at: datetime) -> Round:  # noqa: ANN401
    """Open the form of a class so many months after its training; each alumnus is invited, known raters too.

    Raises:
        AfterRefusal: not yet time, nobody is in the class, it was opened before, or there is nothing to ask.
        SurveyRefusal: a day that cannot be.
    """
    held = TrainingClass.objects.select_for_update(of=("self",)).select_related(*queries.SHOWN).get(pk=klass.pk)
    event, today = held.event, timezone.localdate(at)
    _check_due(event, months, today=today)
    people = list(queries.people_of(held))
    if not people:
        raise AfterRefusal(_("Belum ada peserta di kelas ini, jadi tidak ada yang ditanya."))
    if queries.round_of(held, months) is not None:
        raise AfterRefusal(_("Formulir {months} bulan kelas ini sudah pernah dibuka.").format(months=months))
    opening = Opening(
        version=version_of(event.curriculum, by=by, at=at, today=event.ends_on),
        region=event.region,
        title=_("{months} bulan sesudah {event}, {klass}").format(months=months, event=event, klass=held)[:160],
        opens_on=today,
        closes_on=closes_on,
        subject=queries.subject_of(held, months),
        raters=ROLES,
    )
    made = open_round(opening=opening, by=by, at=at)
    own = [(row, SELF, Named(row.name)) for row in people]
    _add(made, months, [*own, *queries.known_before(people, months)], by=by, at=at)
    after = {"behaviour_form": f"{held}, {months}"}
    _tell(event, "training_after.ask", _("Formulir perilaku dibuka: {event}"), after, by=by, at=at)
    return made


@transaction.atomic
def ask_all(*, event: Event, months: int, closes_on: date, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Open the form of every class that has people and was not asked at this month; return of how many.

    Raises:
        AfterRefusal: not yet time, or there is nothing to ask.
        SurveyRefusal: a day that cannot be.
    """
    _check_due(event, months, today=timezone.localdate(at))
    due = queries.classes_to_ask([event], months=months)
    for klass in due:
        ask(klass=klass, months=months, closes_on=closes_on, by=by, at=at)
    return len(due)


def _check_due(event: Event, months: int, *, today: date) -> None:
    plan = plan_on(event.ends_on)
    if months not in plan.months:
        raise AfterRefusal(_("Formulir ini tidak ada. Buka lagi halaman kegiatannya."))
    if event.state in (Event.State.DRAFT, Event.State.CANCELLED):
        raise AfterRefusal(_("Kegiatan ini masih rancangan atau dibatalkan, jadi tidak ada yang ditanya."))
    first = months_after(event.ends_on, months)
    if today < first:
        raise AfterRefusal(
            _("Formulir {months} bulan baru dapat dibuka {day}.").format(months=months, day=day(first))
        )


@transaction.atomic
def name_raters(
    *,
    row: Participation,
    months: int,
    told: Mapping[str, Named],
    by: Any,  # noqa: ANN401 - Account, or None for the personal link
    at: datetime,
) -> int:
    """Say who is asked about an alumnus: each gets an invitation; a changed name gets a new link. Return how many.

    Args:
        row: the alumnus.
        months: of which form.
        told: relation -> who; those with an empty name are left as they are.
        by: who names them.
        at: when.

    Raises:
        AfterRefusal: the form is not open, a name is told twice, or is the alumnus's own.
        SurveyRefusal: closed, or somebody has answered already.
    """
    held = Participation.objects.select_for_update(of=("self",)).select_related("event__region").get(pk=row.pk)
    known = {rater.relation: rater for rater in queries.raters_of(held, months)}
    if SELF not in known:
        raise AfterRefusal(_("Formulir ini belum dibuka untuk alumnus ini. Muat ulang halamannya."))
    wanted = {relation: who for relation, who in told.items() if relation in OTHERS and who.name.strip()}
    _check_names(held, known, wanted)
    before = sum(relation in OTHERS for relation in known)
    survey = known[SELF].invitation.round
    for relation in wanted.keys() & known.keys():
        _correct(known[relation], wanted[relation], by=by, at=at)
    new = [(held, relation, who) for relation, who in wanted.items() if relation not in known]
    _add(survey, months, new, by=by, at=at)
    after = {"raters": before + len(new)}
    summary = _("Penilai seorang alumnus dicatat: {event}")
    _tell(held.event, "training_after.name_raters", summary, after, by=by, at=at, before={"raters": before})
    return len(wanted)


def _check_names(row: Participation, known: Mapping[str, Rater], wanted: Mapping[str, Named]) -> None:
    names = {relation: rater.invitation.name for relation, rater in known.items() if relation in OTHERS}
    names |= {relation: who.name for relation, who in wanted.items()}
    told = [plain(name) for name in names.values()]
    if plain(row.name) in told:
        raise AfterRefusal(_("Alumnus mengisi formulirnya sendiri. Tulis nama atasan dan dua rekannya di sini."))
    if len(set(told)) < len(told):
        raise AfterRefusal(_("Satu nama ditulis dua kali. Atasan dan kedua rekan harus orang yang berbeda."))


def _correct(rater: Rater, who: Named, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    if " ".join(who.name.split())[:120] != rater.invitation.name:
        readdress(invitation=rater.invitation, name=who.name, by=by, at=at)
    if who.contact.strip()[:120] != rater.contact:
        rater.contact = who.contact.strip()[:120]
        rater.save(update_fields=["contact"])


def _add(
    survey: Round,
    months: int,
    rows: Sequence[tuple[Participation, str, Named]],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    if not rows:
        return
    invited = [
        Invitee(
            name=who.name,
            person=row.person if relation == SELF else None,
            role=ROLE_OF[relation],
            about="" if relation == SELF else row.name,
        )
        for row, relation, who in rows
    ]
    made = invite(round=survey, invited=invited, by=by, at=at)
    Rater.objects.bulk_create(
        [
            Rater(
                participation=row,
                months=months,
                relation=relation,
                contact=who.contact.strip()[:120],
                invitation=invitation,
            )
            for (row, relation, who), invitation in zip(rows, made, strict=True)
        ]
    )


@transaction.atomic
def set_last_day(*, klass: TrainingClass, months: int, closes_on: date, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Change until when answers are taken.

    Raises:
        AfterRefusal: the form was never opened.
        SurveyRefusal: closed, or a day that cannot be.
    """
    survey = _round_of(klass, months)
    change_round(round=survey, title=survey.title, closes_on=closes_on, expected=survey.expected, by=by, at=at)


@transaction.atomic
def close(*, klass: TrainingClass, months: int, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Close the form of a class: no more answers, and its results are shown.

    Raises:
        AfterRefusal: the form was never opened.
    """
    survey = _round_of(klass, months)
    close_round(round=survey, by=by, at=at)
    after = {"behaviour_form": f"{klass}, {months}"}
    _tell(klass.event, "training_after.close", _("Formulir perilaku ditutup: {event}"), after, by=by, at=at)


def _round_of(klass: TrainingClass, months: int) -> Round:
    found = queries.round_of(klass, months)
    if found is None:
        raise AfterRefusal(_("Formulir ini belum dibuka untuk kelas ini."))
    return found


def _tell(
    event: Event,
    verb: str,
    summary: str,
    after: dict[str, Any],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    before: dict[str, Any] | None = None,
) -> None:
    write_of_event(event, verb=verb, summary=summary, by=by, at=at, before=before, after=after)


__all__ = ["ask", "ask_all", "close", "name_raters", "open_for", "set_last_day", "version_of"]
