"""Who takes part and what was done: parties, steps, bodies asked to come; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation import recording
from rumahbersama.chain.house.mediation.actions.files import Sent, hand_on, keep_files
from rumahbersama.chain.house.mediation.actions.rows import held, locked, save
from rumahbersama.chain.house.mediation.models import Body, Case, Party, Step
from rumahbersama.chain.house.mediation.permissions import accounts_for_parties
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import (
    LONGEST_TEXT,
    MediationRefusal,
    check_step,
    check_title,
    check_writable,
)
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class Who:
    """One party: a person, the village and whom it stands for, and the account that reads, if it has one."""

    name: str
    region: Region | None = None
    stands_for: str = ""
    account: Account | None = None


@transaction.atomic
def add_party(*, case: Case, who: Who, by: Any, at: datetime) -> Party:  # noqa: ANN401
    """Name a party of a case.

    Raises:
        MediationRefusal: no name, named already, too many, or an account that may not be one.
    """
    fresh = _open(case)
    there = list(Party.objects.filter(case=fresh, left_at=None))
    most = frame_on(timezone.localdate(at)).most_parties
    if len(there) >= most:
        raise MediationRefusal(_("Paling banyak {most} pihak. Pilih yang mewakili.").format(most=most))
    made = Party(case=fresh)
    _take_party(made, who, fresh, there)
    made.save()
    save(fresh)
    _tell(fresh, "parties", _("Perkara {what}: pihak ditambah"), "mediation.add_party", by=by, at=at)
    return made


@transaction.atomic
def correct_party(*, party: Party, who: Who, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Correct how a party is named, for whom it stands, or which account reads; the one it has may stay.

    Raises:
        MediationRefusal: as ``add_party``, no party any more, or changed since version ``seen``.
    """
    fresh = held(party.case, seen=seen)
    check_writable(fresh.state)
    row = Party.objects.get(pk=party.pk)
    if row.left_at is not None:
        raise MediationRefusal(_("“{name}” bukan pihak lagi.").format(name=row.name))
    others = list(Party.objects.filter(case=fresh, left_at=None).exclude(pk=row.pk))
    _take_party(row, who, fresh, others)
    row.save()
    save(fresh)
    _tell(fresh, "parties", _("Perkara {what}: pihak diperbaiki"), "mediation.correct_party", by=by, at=at)


@transaction.atomic
def remove_party(*, party: Party, reason: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let somebody be no party any more: the account reads nothing from now on, what was noted stays.

    Raises:
        MediationRefusal: no reason, or the case is over.
    """
    if not reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat."))
    fresh = _open(party.case)
    Party.objects.filter(pk=party.pk, left_at=None).update(left_at=at, left_because=reason.strip()[:500])
    save(fresh)
    _tell(fresh, "parties", _("Perkara {what}: pihak dilepas"), "mediation.remove_party", by=by, at=at)


def _take_party(row: Party, who: Who, case: Case, others: Sequence[Party]) -> None:
    name = " ".join(who.name.split())
    if not name:
        raise MediationRefusal(_("Tulis nama pihaknya."))
    check_title(case.title, [name])
    if any(other.name.casefold() == name.casefold() for other in others):
        raise MediationRefusal(_("“{name}” sudah tercatat sebagai pihak.").format(name=name))
    if who.account is not None:
        if any(other.account_id == who.account.pk for other in others):
            raise MediationRefusal(_("Akun itu sudah dipakai pihak lain di perkara ini."))
        stays = who.account.pk == row.account_id and not who.account.is_shared
        if not stays and not accounts_for_parties(case.kecamatan).filter(pk=who.account.pk).exists():
            raise MediationRefusal(
                _("Akun itu tidak dapat membaca sebagai pihak: pilih akun satu orang yang bukan penangan perkara.")
            )
    row.name, row.region, row.account = name[:120], who.region, who.account
    row.stands_for = " ".join(who.stands_for.split())[:160]


@dataclass(frozen=True)
class Told:
    """What was done on a day; ``party`` where it is about one of them."""

    kind: str
    day: date
    text: str
    party: Party | None = None


@transaction.atomic
def add_step(*, case: Case, told: Told, by: Any, at: datetime, sent: Sent | None = None) -> Step:  # noqa: ANN401
    """Write down what was done, with its files.

    Raises:
        MediationRefusal: the case is over, a part that cannot be, or too many files.
    """
    fresh = _open(case)
    made = _stored(fresh, told, by=by, at=at)
    if sent is not None:
        keep_files(made, sent, by=by, at=at)
    save(fresh)
    _tell(fresh, "step", _("Perkara {what}: langkah dicatat"), "mediation.add_step", by=by, at=at)
    return made


@transaction.atomic
def correct_step(
    *,
    step: Step,
    told: Told,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    keeping: Sequence[int] = (),
) -> Step:
    """Write a step anew; the old words stay for who handles the case, with their files.

    ``keeping`` are the numbers of those files that belong to the new step too.

    Raises:
        MediationRefusal: no reason, corrected meanwhile, the case is over, or a part that cannot be.
    """
    if not reason.strip():
        raise MediationRefusal(_("Tulis alasan perbaikannya, supaya riwayatnya jelas."))
    fresh = _open(step.case)
    if Step.objects.filter(replaces=step).exists():
        raise MediationRefusal(_("Langkah ini baru saja diperbaiki orang lain. Periksa dulu isinya."))
    made = _stored(fresh, told, by=by, at=at, replaces=step, reason=reason)
    hand_on(step, made, keeping)
    save(fresh)
    _tell(fresh, "step", _("Perkara {what}: langkah diperbaiki"), "mediation.correct_step", by=by, at=at)
    return made


def _stored(
    case: Case,
    told: Told,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    replaces: Step | None = None,
    reason: str = "",
) -> Step:
    stays = told.party is not None and replaces is not None and told.party.pk == replaces.party_id
    if told.party is not None and (told.party.case_id != case.pk or (told.party.left_at and not stays)):
        raise MediationRefusal(_("Pihak itu bukan pihak perkara ini."))
    check_step(
        told.kind, text=told.text, has_party=told.party is not None, day=told.day, today=timezone.localdate(at)
    )
    return Step.objects.create(
        case=case,
        kind=told.kind,
        day=told.day,
        party=told.party,
        text=told.text.strip()[:LONGEST_TEXT],
        replaces=replaces,
        corrected_because=reason.strip()[:500],
        by=by if getattr(by, "pk", None) else None,
        by_name=named(by),
        at=at,
    )


@transaction.atomic
def ask_bodies(*, case: Case, bodies: Sequence[tuple[str, str]], by: Any, at: datetime) -> int:  # noqa: ANN401
    """Note which bodies were asked to come, (title, body); those asked already stay. Return how many are new.

    Raises:
        MediationRefusal: the case is over.
    """
    fresh = _open(case)
    there = set(Body.objects.filter(case=fresh).values_list("title", "body"))
    new = [pair for pair in dict.fromkeys(bodies) if pair not in there and pair[0]]
    today, name = timezone.localdate(at), named(by)
    Body.objects.bulk_create(
        Body(case=fresh, title=title[:120], body=body[:160], asked_on=today, by_name=name) for title, body in new
    )
    if new:
        save(fresh)
        _tell(fresh, "bodies", _("Perkara {what}: lembaga diajak"), "mediation.ask_bodies", by=by, at=at)
    return len(new)


def _open(case: Case) -> Case:
    fresh = locked(case)
    check_writable(fresh.state)
    return fresh


def _tell(case: Case, field: str, summary: str, verb: str, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    recording.write(case, [recording.changed(case, field)], by=by, at=at, verb=verb, summary=summary)
