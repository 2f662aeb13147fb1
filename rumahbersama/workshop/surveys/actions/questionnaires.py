"""Writing questionnaires: drafts, questions, publishing, retiring, copying."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys import recording
from rumahbersama.workshop.surveys.limits import limits_on
from rumahbersama.workshop.surveys.models import Question, Questionnaire, Version
from rumahbersama.workshop.surveys.rules import Asked, SurveyRefusal, check_questions

State = Version.State


@transaction.atomic
def make_questionnaire(
    *,
    title: str,
    kind: str,
    region: Region | None,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    purpose: str = "",
    origin: str = "",
    code: str = "",
    questions: Sequence[Asked] = (),
    number: int = 1,
) -> Questionnaire:
    """Make a questionnaire with its first draft, the version of this number.

    Raises:
        SurveyRefusal: no title, a code that is taken, or questions that cannot be asked together.
    """
    if not title.strip():
        raise SurveyRefusal(_("Tulis judul kuesionernya."))
    wanted = slugify(code)[:60] or _free_code(title)
    if Questionnaire.objects.filter(code=wanted).exists():
        raise SurveyRefusal(_("Kode “{code}” sudah dipakai kuesioner lain. Pakai kode lain.").format(code=wanted))
    made = Questionnaire.objects.create(
        code=wanted,
        title=" ".join(title.split())[:160],
        purpose=purpose.strip()[:500],
        kind=kind,
        origin=origin[:120],
        region=region,
        made_by=by,
        made_at=at,
    )
    draft = Version.objects.create(questionnaire=made, number=number, made_at=at)
    _put(draft, questions, at=at)
    after = recording.questionnaire_facts(made) | {"questions": len(questions)}
    recording.write_questionnaire(
        made, by=by, at=at, verb="surveys.make_questionnaire", summary=_("Kuesioner dibuat: {what}"), after=after
    )
    return made


def _free_code(title: str) -> str:
    base = slugify(title)[:50] or "kuesioner"
    taken = set(Questionnaire.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


@transaction.atomic
def change_questionnaire(
    *,
    questionnaire: Questionnaire,
    title: str,
    purpose: str,
    kind: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Change what a questionnaire is called and what it is for; its questions stay.

    Raises:
        SurveyRefusal: no title.
    """
    if not title.strip():
        raise SurveyRefusal(_("Tulis judul kuesionernya."))
    row = Questionnaire.objects.select_for_update(of=("self",)).select_related("region").get(pk=questionnaire.pk)
    before = recording.questionnaire_facts(row)
    row.title, row.purpose, row.kind = " ".join(title.split())[:160], purpose.strip()[:500], kind
    after = recording.questionnaire_facts(row)
    if before == after:
        return
    row.save()
    told = recording.differences(before, after)
    summary = _("Kuesioner diubah: {what}")
    recording.write_questionnaire(row, by=by, at=at, verb="surveys.change_questionnaire", summary=summary, **told)


@transaction.atomic
def start_draft(*, questionnaire: Questionnaire, by: Any, at: datetime) -> Version:  # noqa: ANN401
    """Return the draft of a questionnaire; without one it is begun from the newest version."""
    row = _locked(questionnaire)
    newest = row.versions.first()
    if newest is not None and newest.state == State.DRAFT:
        return newest
    draft = Version.objects.create(questionnaire=row, number=(newest.number if newest else 0) + 1, made_at=at)
    _put(draft, questions_of(newest) if newest else [], at=at)
    after = {"version": draft.number, "state": str(State.DRAFT)}
    summary = _("Naskah baru dimulai: {what}")
    recording.write_questionnaire(row, by=by, at=at, verb="surveys.start_draft", summary=summary, after=after)
    return draft


@transaction.atomic
def put_questions(*, draft: Version, questions: Sequence[Asked], by: Any, at: datetime, seen: int, told: str) -> None:  # noqa: ANN401
    """Replace the questions of a draft; ``told`` says for the record which one was touched.

    Raises:
        SurveyRefusal: not a draft, changed since ``seen``, or questions that cannot be asked together.
    """
    fresh = _draft(draft, seen=seen)
    before = fresh.questions.count()
    _put(fresh, questions, at=at)
    fresh.edits += 1
    fresh.save(update_fields=["edits"])
    summary = _("Naskah diubah: {what}")
    recording.write_questionnaire(
        fresh.questionnaire,
        by=by,
        at=at,
        verb="surveys.put_questions",
        summary=summary,
        before={"questions": before},
        after={"questions": len(questions), "question": told[:200]},
    )


@transaction.atomic
def publish(*, draft: Version, by: Any, at: datetime, seen: int) -> Version:  # noqa: ANN401
    """Put a draft in force; the version in force until now is retired. From now on it never changes.

    Raises:
        SurveyRefusal: not a draft, changed since ``seen``, or nothing is asked in it.
    """
    fresh = _draft(draft, seen=seen)
    questions = questions_of(fresh)
    if not any(asked.is_answered for asked in questions):
        raise SurveyRefusal(_("Naskah ini belum berisi pertanyaan. Tambahkan dulu, baru terbitkan."))
    check_questions(questions, most=limits_on(timezone.localdate(at)).most_questions)
    fresh.questionnaire.versions.filter(state=State.PUBLISHED).update(state=State.RETIRED)
    fresh.state, fresh.published_at = State.PUBLISHED, at
    fresh.save(update_fields=["state", "published_at"])
    after = {"version": fresh.number, "state": str(State.PUBLISHED), "questions": len(questions)}
    summary = _("Kuesioner diterbitkan: {what}")
    recording.write_questionnaire(
        fresh.questionnaire, by=by, at=at, verb="surveys.publish", summary=summary, after=after
    )
    return fresh


@transaction.atomic
def retire(*, version: Version, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take a version out of use; rounds that ask it go on.

    Raises:
        SurveyRefusal: it is not in force.
    """
    row = _locked(version.questionnaire)
    if not row.versions.filter(pk=version.pk, state=State.PUBLISHED).update(state=State.RETIRED):
        raise SurveyRefusal(_("Versi ini tidak sedang berlaku. Muat ulang halamannya."))
    told: dict[str, Any] = {
        "before": {"version": version.number, "state": str(State.PUBLISHED)},
        "after": {"version": version.number, "state": str(State.RETIRED)},
    }
    summary = _("Kuesioner tidak dipakai lagi: {what}")
    recording.write_questionnaire(row, by=by, at=at, verb="surveys.retire", summary=summary, **told)


@transaction.atomic
def discard_draft(*, draft: Version, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Throw a draft away; what is in force stays. A questionnaire that was never published goes with it.

    Raises:
        SurveyRefusal: not a draft, or changed since ``seen``.
    """
    fresh = _draft(draft, seen=seen)
    row, number = fresh.questionnaire, fresh.number
    fresh.delete()
    told: dict[str, Any] = {"before": {"version": number, "state": str(State.DRAFT)}, "after": None}
    summary = _("Naskah dibuang: {what}")
    recording.write_questionnaire(row, by=by, at=at, verb="surveys.discard_draft", summary=summary, **told)
    if not row.versions.exists():
        row.delete()


@transaction.atomic
def copy_questionnaire(*, version: Version, title: str, region: Region, by: Any, at: datetime) -> Questionnaire:  # noqa: ANN401
    """Make a questionnaire of one's own place from a version of another.

    Raises:
        SurveyRefusal: no title.
    """
    source = version.questionnaire
    return make_questionnaire(
        title=title,
        kind=source.kind,
        region=region,
        purpose=source.purpose,
        origin=_("Salinan {code} versi {number}").format(code=source.code, number=version.number),
        questions=questions_of(version),
        by=by,
        at=at,
    )


def questions_of(version: Version) -> list[Asked]:
    """Return the questions of a version in their order (one query)."""
    return [row.asked() for row in Question.objects.filter(version=version)]


def _put(draft: Version, questions: Sequence[Asked], *, at: datetime) -> None:
    check_questions(questions, most=limits_on(timezone.localdate(at)).most_questions)
    Question.objects.filter(version=draft).delete()
    Question.objects.bulk_create(
        [_row(draft, order, trimmed(asked)) for order, asked in enumerate(questions, start=1)]
    )


def _row(draft: Version, order: int, asked: Asked) -> Question:
    told = {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
    return Question(version=draft, order=order, **(told | {"options": [list(each) for each in asked.options]}))


def trimmed(asked: Asked) -> Asked:
    """Return a question with its texts cut to what a row holds."""
    room = {"label": 500, "hint": 300, "group": 120, "legal_basis": 300, "remedy": 500, "lack": 300}
    room |= {"label_en": 500, "group_en": 120}
    return replace(asked, **{name: getattr(asked, name).strip()[:most] for name, most in room.items()})


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("region")
    found = rows.filter(pk=questionnaire.pk).first()
    if found is None:
        raise SurveyRefusal(_("Kuesioner ini sudah dibuang orang lain."))
    return found


def _draft(draft: Version, *, seen: int) -> Version:
    _locked(draft.questionnaire)
    fresh = Version.objects.select_related("questionnaire__region").filter(pk=draft.pk).first()
    if fresh is None or fresh.state != State.DRAFT:
        raise SurveyRefusal(_("Versi yang sudah terbit tidak diubah. Mulai naskah baru untuk perubahannya."))
    if fresh.edits != seen:
        raise SurveyRefusal(_("Naskah ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi."))
    return fresh
