"""Opening, changing and closing rounds, and inviting to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys import recording
from rumahbersama.workshop.surveys.limits import limits_on
from rumahbersama.workshop.surveys.models import Draft, Invitation, Round, Version, new_token, short_token
from rumahbersama.workshop.surveys.rules import SurveyRefusal
from rumahbersama.workshop.surveys.subjects import check_subject

LONGEST_DAYS = 366
MOST_GROUPS = 100


@dataclass(frozen=True)
class Invitee:
    """Somebody who is asked: by name or person, in which role, of which group, about whom or what."""

    name: str = ""
    person: Person | None = None
    role: str = ""
    group: str = ""
    about: str = ""


@dataclass(frozen=True)
class Opening:
    """How a version is asked.

    Attributes:
        version: in force.
        region: the place it belongs to.
        title: what the people who are asked read above it.
        opens_on: the first day.
        closes_on: the last day.
        subject: "PREFIX:KEY" of the room that owns it; "" for a survey of the place itself.
        is_anonymous: nothing leads from an answer to a person.
        minimum_group: smallest group shown, for an anonymous round; None: the number in force that day.
        is_open: everybody with the short link may answer.
        group_word: what the groups are called ("Kelas").
        groups: of which one is chosen on an open link.
        raters: roles of those who answer ("atasan", "rekan").
        expected: how many should answer an open link.
    """

    version: Version
    region: Region
    title: str
    opens_on: date
    closes_on: date
    subject: str = ""
    is_anonymous: bool = True
    minimum_group: int | None = None
    is_open: bool = False
    group_word: str = ""
    groups: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    expected: int | None = None


def check_opening(opening: Opening) -> None:
    """Refuse a round that cannot be.

    Raises:
        SurveyRefusal: which part of it, and how to mend it.
    """
    check_subject(opening.subject)
    if opening.version.state != Version.State.PUBLISHED:
        raise SurveyRefusal(_("Hanya kuesioner yang sudah terbit dan masih berlaku yang dapat diedarkan."))
    if not opening.title.strip():
        raise SurveyRefusal(_("Tulis judul survei, seperti yang dibaca orang yang mengisi."))
    check_days(opens_on=opening.opens_on, closes_on=opening.closes_on)
    if len(opening.groups) > MOST_GROUPS or len(set(opening.groups)) != len(opening.groups):
        raise SurveyRefusal(_("Nama kelompok paling banyak {most}, dan tidak boleh sama.").format(most=MOST_GROUPS))
    least = limits_on(opening.opens_on).minimum_group
    if opening.is_anonymous and opening.minimum_group is not None and opening.minimum_group < least:
        raise SurveyRefusal(
            _("Pada survei tanpa nama, kelompok terkecil yang ditampilkan paling sedikit {least} jawaban.").format(
                least=least
            )
        )


def check_days(*, opens_on: date, closes_on: date) -> None:
    """Refuse days that cannot be.

    Raises:
        SurveyRefusal: closed before it opens, or open for more than a year.
    """
    if closes_on < opens_on:
        raise SurveyRefusal(_("Hari terakhir lebih awal daripada hari pertama. Periksa kedua tanggal itu."))
    if (closes_on - opens_on).days > LONGEST_DAYS:
        raise SurveyRefusal(_("Survei ini dibuka lebih dari setahun. Edarkan lagi tahun depan saja."))


@transaction.atomic
def open_round(*, opening: Opening, by: Any, at: datetime, invited: Sequence[Invitee] = ()) -> Round:  # noqa: ANN401
    """Ask a version: by an open link, by invitations, or both.

    Raises:
        SurveyRefusal: a part that cannot be; nothing is stored then.
    """
    check_opening(opening)
    made = Round.objects.create(
        version=opening.version,
        region=opening.region,
        subject=opening.subject,
        title=" ".join(opening.title.split())[:160],
        opens_on=opening.opens_on,
        closes_on=opening.closes_on,
        is_anonymous=opening.is_anonymous,
        minimum_group=opening.minimum_group or (limits_on(opening.opens_on).minimum_group),
        group_word=opening.group_word.strip()[:40],
        groups=[name.strip()[:80] for name in opening.groups],
        raters=[name.strip()[:60] for name in opening.raters],
        expected=opening.expected,
        token=short_token() if opening.is_open else "",
        opened_by=by,
        opened_at=at,
    )
    _invite(made, invited)
    after = recording.round_facts(made) | ({"invited": len(invited)} if invited else {})
    recording.write_round(
        made, by=by, at=at, verb="surveys.open_round", summary=_("Survei dibuka: {what}"), after=after
    )
    return made


@transaction.atomic
def invite(*, round: Round, invited: Sequence[Invitee], by: Any, at: datetime) -> list[Invitation]:  # noqa: ANN401
    """Invite more people to a round that is not closed.

    Raises:
        SurveyRefusal: closed, an unknown role, or too many.
    """
    fresh = locked(round)
    check_not_closed(fresh, today=timezone.localdate(at))
    before = fresh.invitations.count()
    made = _invite(fresh, invited)
    told = {"before": {"invited": before}, "after": {"invited": before + len(made)}}
    recording.write_round(
        fresh, by=by, at=at, verb="surveys.invite", summary=_("Undangan survei ditambah: {what}"), **told
    )
    return made


def _invite(row: Round, invited: Sequence[Invitee]) -> list[Invitation]:
    most = limits_on(row.opens_on).most_invited
    if row.invitations.count() + len(invited) > most:
        raise SurveyRefusal(_("Paling banyak {most} undangan. Pakai tautan terbuka saja.").format(most=most))
    for each in invited:
        if row.raters and each.role not in row.raters:
            raise SurveyRefusal(
                _("Peran “{role}” tidak ada dalam survei ini. Pilih: {known}.").format(
                    role=each.role, known=", ".join(row.raters)
                )
            )
    return Invitation.objects.bulk_create(
        [
            Invitation(
                round=row,
                name=" ".join(each.name.split())[:120] or (each.person.name if each.person else ""),
                person=each.person,
                role=each.role[:60],
                group=each.group.strip()[:80],
                about=each.about.strip()[:120],
            )
            for each in invited
        ]
    )


@transaction.atomic
def readdress(*, invitation: Invitation, name: str, by: Any, at: datetime) -> Invitation:  # noqa: ANN401
    """Ask somebody else instead: the invitation gets their name and a new link; the old link leads nowhere.

    Raises:
        SurveyRefusal: no name, answered already, or the round is closed.
    """
    wanted = " ".join(name.split())[:120]
    if not wanted:
        raise SurveyRefusal(_("Tulis nama orang yang diundang."))
    fresh = locked(invitation.round)
    check_not_closed(fresh, today=timezone.localdate(at))
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.answered_on is not None:
        raise SurveyRefusal(_("{name} sudah menjawab, jadi tidak dapat diganti lagi.").format(name=held))
    held.name, held.person, held.token = wanted, None, new_token()
    held.save(update_fields=["name", "person", "token"])
    told: dict[str, Any] = {"before": {"invited": CHANGED}, "after": {"invited": CHANGED}}
    recording.write_round(
        fresh, by=by, at=at, verb="surveys.readdress", summary=_("Undangan survei diganti: {what}"), **told
    )
    return held


@transaction.atomic
def change_round(
    *,
    round: Round,
    title: str,
    closes_on: date,
    expected: int | None,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Change the title, the last day or how many are expected, of a round that is not closed.

    A closed anonymous round is never opened again: its results were seen, and one more answer would stand out.

    Raises:
        SurveyRefusal: closed, or a day that cannot be.
    """
    fresh = locked(round)
    today = timezone.localdate(at)
    check_not_closed(fresh, today=today)
    check_days(opens_on=fresh.opens_on, closes_on=closes_on)
    if closes_on < today:
        raise SurveyRefusal(_("Hari terakhir itu sudah lewat. Untuk menutup sekarang, pakai tombol Tutup."))
    if not title.strip():
        raise SurveyRefusal(_("Tulis judul survei, seperti yang dibaca orang yang mengisi."))
    before = recording.round_facts(fresh)
    fresh.title, fresh.closes_on, fresh.expected = " ".join(title.split())[:160], closes_on, expected
    after = recording.round_facts(fresh)
    if before == after:
        return
    fresh.save()
    told = recording.differences(before, after)
    recording.write_round(
        fresh, by=by, at=at, verb="surveys.change_round", summary=_("Survei diubah: {what}"), **told
    )


@transaction.atomic
def close_round(*, round: Round, by: Any, at: datetime) -> Round:  # noqa: ANN401
    """Close a round: no more answers, and its results are shown. A second time does nothing."""
    fresh = locked(round)
    if fresh.closed_at is not None:
        return fresh
    fresh.closed_at = at
    fresh.save(update_fields=["closed_at"])
    Draft.objects.filter(round=fresh).delete()
    told: dict[str, Any] = {"after": {"answers": fresh.responses.count()}}
    recording.write_round(
        fresh, by=by, at=at, verb="surveys.close_round", summary=_("Survei ditutup: {what}"), **told
    )
    return fresh


def is_closed(row: Round, *, today: date) -> bool:
    """Tell whether a round takes no more answers: it was closed, or its last day is over."""
    return row.closed_at is not None or today > row.closes_on


def check_not_closed(row: Round, *, today: date) -> None:
    """Refuse to touch a closed round.

    Raises:
        SurveyRefusal: it is closed.
    """
    if is_closed(row, today=today):
        raise SurveyRefusal(_("Survei ini sudah ditutup."))


def locked(row: Round) -> Round:
    """Return a round, held for the transaction."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("region", "version__questionnaire")
    return rows.get(pk=row.pk)
