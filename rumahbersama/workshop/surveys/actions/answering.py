"""Taking answers: kept while they are written, taken once when they are sent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.workshop.surveys import recording
from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.actions.rounds import check_not_closed
from rumahbersama.workshop.surveys.limits import limits_on
from rumahbersama.workshop.surveys.models import Draft, Invitation, Response, Round
from rumahbersama.workshop.surveys.rules import SurveyRefusal, checked_answers


class AnsweredBefore(SurveyRefusal):
    """This link, or this device, has answered already."""


def digest(*parts: str) -> str:
    """Return a name that stands for a secret without telling it."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@transaction.atomic
def answer(
    *,
    round: Round,
    answers: Mapping[str, Any],
    key: str,
    at: datetime,
    invitation: Invitation | None = None,
    group: str = "",
    role: str = "",
    about: str = "",
    by: Any = None,  # noqa: ANN401 - Account where somebody is signed in
) -> Response:
    """Take answers, exactly once.

    Locks the invitation; an answer and the closing of its round never pass each other. In an anonymous round the
    response gets neither invitation nor time nor key, and the record says nothing of it.

    Args:
        round: which one.
        answers: name of each question to what was answered.
        key: made on the device; a second time with it is refused as answered. Not kept for an anonymous invitation.
        at: when.
        invitation: whose link was used; None for the open link.
        group: chosen on an open link.
        role: likewise.
        about: who or what is rated, where no invitation says it.
        by: who is signed in, for the record of a round with names.

    Raises:
        AnsweredBefore: this invitation or this key was used already; nothing changes.
        AnswersRefused: which answers are wrong.
        SurveyRefusal: not yet open, or closed.
    """
    fresh = Round.objects.select_related("region", "version").get(pk=round.pk)
    _check_open(fresh, at=at)
    held = _held(invitation)
    good = checked_answers(questions_of(fresh.version), answers)
    kept_key = digest(fresh.key, str(_random())) if fresh.is_anonymous and held else key[:64]
    if not kept_key:
        raise SurveyRefusal(_("Formulir ini tidak lengkap. Muat ulang halamannya, lalu kirim lagi."))
    response, is_new = Response.objects.get_or_create(
        round=fresh,
        key=kept_key,
        defaults={
            "invitation": None if fresh.is_anonymous else held,
            "role": held.role if held else role if role in fresh.raters else "",
            "group": held.group if held else group if group in fresh.groups else "",
            "about": "" if fresh.is_anonymous else held.about if held else about[:120],
            "answers": good,
            "at": None if fresh.is_anonymous else at,
        },
    )
    if not is_new:
        raise AnsweredBefore(already())
    # The new row holds its round against closing (a foreign key's lock), so a closing that came first is seen here.
    check_not_closed(Round.objects.get(pk=fresh.pk), today=timezone.localdate(at))
    if held:
        held.answered_on = timezone.localdate(at)
        held.save(update_fields=["answered_on"])
    if not fresh.is_anonymous:
        told = {"after": {"answers": held.name or held.role if held else "1"}}
        recording.write_round(
            fresh, by=by, at=at, verb="surveys.answer", summary=_("Jawaban survei diterima: {what}"), **told
        )
    return response


def _random() -> int:
    return int(Response._meta.pk.get_default())


def _held(invitation: Invitation | None) -> Invitation | None:
    if invitation is None:
        return None
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.answered_on is not None:
        raise AnsweredBefore(already())
    return held


def already() -> str:
    """Return the sentence for who answers a second time."""
    return _("Jawaban Anda sudah terkirim. Terima kasih; tidak perlu mengisi lagi.")


def _check_open(row: Round, *, at: datetime) -> None:
    today = timezone.localdate(at)
    if today < row.opens_on:
        raise SurveyRefusal(_("Survei ini belum dibuka."))
    check_not_closed(row, today=today)


@transaction.atomic
def save_draft(
    *, round: Round, key: str, answers: Mapping[str, Any], at: datetime, group: str = "", role: str = ""
) -> Draft:
    """Keep what was answered so far, under the digest of a device's secret; answers given anew replace older ones.

    Raises:
        AnswersRefused: which answers are wrong; nothing is kept then.
        SurveyRefusal: not yet open, or closed.
    """
    _check_open(round, at=at)
    draft, _new = Draft.objects.select_for_update().get_or_create(
        round=round, key=key, defaults={"saved_on": timezone.localdate(at)}
    )
    draft.answers = checked_answers(questions_of(round.version), draft.answers | dict(answers), whole=False)
    draft.group, draft.role = group or draft.group, role or draft.role
    draft.saved_on = timezone.localdate(at)
    draft.save()
    return draft


def drop_draft(*, round: Round, key: str) -> None:
    """Remove what was kept under a key: it was sent, or is not wanted."""
    Draft.objects.filter(round=round, key=key).delete()


def draft_of(*, round: Round, key: str) -> Draft | None:
    """Return what was kept under a key, or None (one query)."""
    return Draft.objects.filter(round=round, key=key).first()


def remove_old_drafts(*, at: datetime) -> int:
    """Remove what was begun and not sent for long; returns how many."""
    today = timezone.localdate(at)
    before = today - timedelta(days=limits_on(today).keep_drafts_days)
    return Draft.objects.filter(saved_on__lt=before).delete()[0]
