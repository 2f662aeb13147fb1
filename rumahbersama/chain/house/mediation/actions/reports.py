"""Reports under seal: sent, added to and withdrawn by their sender; taken up or closed by who handles cases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation import recording
from rumahbersama.chain.house.mediation.actions import cases, steps
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.actions.rows import held_report, save
from rumahbersama.chain.house.mediation.models import Case, Report, Telling, TellingFile
from rumahbersama.chain.house.mediation.permissions import accounts_for_parties
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import (
    LONGEST_TEXT,
    WAITING,
    Concerned,
    MediationRefusal,
    check_report,
)
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.papers.signers import acting


@dataclass(frozen=True)
class Reported:
    """What is told to the camat: what happened, where, since when, and who is concerned."""

    kind: str
    text: str
    places: tuple[Region, ...]
    spot: str = ""
    happened: str = ""
    concerned: str = ""


@transaction.atomic
def send_report(
    *,
    told: Reported,
    kecamatan: Region,
    place: Region,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    sent: Sent | None = None,
) -> Report:
    """Tell the camat of a kecamatan something under seal, for ``place``.

    Raises:
        MediationRefusal: it does not say what happened or where, a place elsewhere, or too many files.
    """
    check_report(told.text, has_places=bool(told.places))
    if any(kecamatan.pk not in {each.pk, each.parent_id} for each in told.places):
        raise MediationRefusal(_("Tempatnya harus di {kecamatan}.").format(kecamatan=kecamatan))
    made = Report.objects.create(
        kecamatan=kecamatan,
        place=place,
        kind=told.kind,
        spot=" ".join(told.spot.split())[:160],
        happened=" ".join(told.happened.split())[:160],
        concerned=told.concerned.strip()[:LONGEST_TEXT],
        by=by if getattr(by, "pk", None) else None,
        by_name=named(by),
        at=at,
    )
    made.places.set(told.places)
    _tell(made, told.text, sent, by=by, at=at)
    summary, fields = _("Laporan kepada camat dikirim"), ("text",)
    recording.write_report(
        made, before=None, fields=fields, by=by, at=at, verb="mediation.send_report", summary=summary
    )
    return made


@transaction.atomic
def add_to_report(
    *,
    report: Report,
    text: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
    sent: Sent | None = None,
) -> None:
    """Add to a report what its sender learned since; the earlier words stay.

    Raises:
        MediationRefusal: it was answered or withdrawn, no words, or too many files.
    """
    fresh = held_report(report, seen=seen)
    check_report(text, has_places=True)
    _tell(fresh, text, sent, by=by, at=at)
    save(fresh)
    summary, fields = _("Laporan kepada camat ditambah"), ("text",)
    recording.write_report(
        fresh, before=WAITING, fields=fields, by=by, at=at, verb="mediation.add_to_report", summary=summary
    )


def _tell(report: Report, text: str, sent: Sent | None, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Keep what was told at one time, with its files; what they were called is not kept, for it may tell."""
    told = Telling.objects.create(report=report, text=text.strip()[:LONGEST_TEXT], by_name=named(by), at=at)
    if sent is None or not sent.looked_at:
        return
    most = frame_on(timezone.localdate(at)).most_files
    if len(sent.looked_at) > most:
        raise MediationRefusal(_("Sekali kirim paling banyak {most} berkas.").format(most=most))
    place, about = report.kecamatan.code, " ".join(sent.about.split())[:160]
    kept = [files.keep(replace(each, name=""), place_code=place, by=by, at=at) for each in sent.looked_at]
    files.attach(files=kept, to=f"mediation.telling:{told.pk}")
    TellingFile.objects.bulk_create(TellingFile(telling=told, file=file, about=about) for file in kept)


@transaction.atomic
def withdraw_report(*, report: Report, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Withdraw a report that nobody answered yet; its words stay for the same readers.

    Raises:
        MediationRefusal: no reason, or it was answered or withdrawn.
    """
    _close(report, Report.State.WITHDRAWN, reason, by=by, at=at, seen=seen)


@transaction.atomic
def close_report(*, report: Report, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Close a report without a case, with an answer that its sender reads.

    Raises:
        MediationRefusal: no answer, it was answered or withdrawn, or added to since ``seen``.
    """
    _close(report, Report.State.CLOSED, reason, by=by, at=at, seen=seen)


def _close(report: Report, state: str, reason: str, *, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    if not reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat."))
    fresh = held_report(report, seen=seen)
    _answer(fresh, state, reason, by=by, at=at)
    if state == Report.State.CLOSED:
        verb, summary = "mediation.close_report", _("Laporan kepada camat ditutup dengan jawaban")
    else:
        verb, summary = "mediation.withdraw_report", _("Laporan kepada camat ditarik")
    recording.write_report(fresh, before=WAITING, fields=("answer",), by=by, at=at, verb=verb, summary=summary)


def _answer(report: Report, state: str, answer: str, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    report.state, report.answer, report.answered_at = state, " ".join(answer.split())[:500], at
    if state == Report.State.WITHDRAWN:
        report.answered_as = named(by)
    else:
        day = timezone.localdate(at)
        report.answered_as = acting(by, regions=[report.kecamatan_id], day=day) or named(by)
    save(report)


@dataclass(frozen=True)
class TakenUp:
    """A case as it begins from a report: its facts, who of those named is a party, and whether its sender is one."""

    facts: cases.Facts
    parties: tuple[Concerned, ...] = ()
    sender_is_party: bool = False
    answer: str = ""


def sender_for_party(report: Report) -> Account | None:
    """Return the account of a report's sender where it may be a party of a case: one person's, not a handler's."""
    return accounts_for_parties(report.kecamatan).filter(pk=report.by_id or 0).first()


@transaction.atomic
def take_up(*, report: Report, taken: TakenUp, by: Any, at: datetime, seen: int) -> Case:  # noqa: ANN401
    """Begin a case from a report: its words and files stay with it, and its sender reads that it was taken up.

    Raises:
        MediationRefusal: it was answered, withdrawn or added to, or what a case or a party refuses.
    """
    fresh = held_report(report, seen=seen)
    case = cases.open_case(facts=taken.facts, kecamatan=fresh.kecamatan, by=by, at=at)
    for who in _parties(fresh, taken):
        steps.add_party(case=case, who=who, by=by, at=at)
    fresh.case = case
    _answer(fresh, Report.State.TAKEN, taken.answer, by=by, at=at)
    recording.write_report(
        fresh,
        before=WAITING,
        by=by,
        at=at,
        verb="mediation.take_up_report",
        summary=_("Laporan kepada camat ditangani sebagai perkara {what}").format(what=case.numbered),
    )
    return Case.objects.select_related("kecamatan").get(pk=case.pk)


def _parties(report: Report, taken: TakenUp) -> Sequence[steps.Who]:
    told = [steps.Who(name=each.name, stands_for=each.stands_for) for each in taken.parties]
    if not taken.sender_is_party:
        return told
    account = sender_for_party(report)
    if account is None:
        raise MediationRefusal(_("Pelapornya tidak dapat menjadi pihak dengan akun ini. Catat namanya sesudah ini."))
    region = report.place if report.place.level == Level.DESA else None
    sender = steps.Who(name=account.name, region=region, account=account)
    return [sender, *(each for each in told if each.name.casefold() != account.name.casefold())]


@transaction.atomic
def take_away(*, file: TellingFile, reason: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take away a file that was sent by mistake: its bytes go, the reason stays.

    Raises:
        MediationRefusal: no reason, or taken away already.
    """
    if not reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat."))
    fresh = TellingFile.objects.select_for_update(of=("self",)).select_related("file").get(pk=file.pk)
    if fresh.file is None:
        raise MediationRefusal(_("Berkas ini sudah dicabut."))
    gone, report = fresh.file, file.telling.report
    fresh.file, fresh.about = None, ""
    fresh.taken_at, fresh.taken_by, fresh.taken_because = at, named(by), reason.strip()[:500]
    fresh.save()
    files.remove(file=gone)
    summary = _("Berkas laporan kepada camat dicabut")
    recording.write_report(
        report,
        before=report.state,
        fields=("files",),
        by=by,
        at=at,
        verb="mediation.take_report_file",
        summary=summary,
    )
