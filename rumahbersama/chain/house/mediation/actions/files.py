"""Files of a step: attached, handed on when the step is corrected, taken away; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation import recording
from rumahbersama.chain.house.mediation.actions.rows import locked, save
from rumahbersama.chain.house.mediation.models import Step, StepFile
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import MediationRefusal, check_writable
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.files import actions as files


@dataclass(frozen=True)
class Sent:
    """Files that were sent, looked at already, and what they are."""

    looked_at: Sequence[files.Checked] = ()
    about: str = ""


@transaction.atomic
def attach_files(*, step: Step, sent: Sent, by: Any, at: datetime) -> None:  # noqa: ANN401 - Account
    """Attach files to a step in force.

    Raises:
        MediationRefusal: none, too many, corrected meanwhile, or the case is over.
    """
    case = locked(step.case)
    check_writable(case.state)
    if not sent.looked_at:
        raise MediationRefusal(_("Pilih berkasnya dulu."))
    if Step.objects.filter(replaces=step).exists():
        raise MediationRefusal(_("Langkah ini baru saja diperbaiki orang lain. Periksa dulu isinya."))
    keep_files(step, sent, by=by, at=at)
    save(case)
    change, summary = recording.changed(case, "files"), _("Perkara {what}: berkas dilampirkan")
    recording.write(case, [change], by=by, at=at, verb="mediation.attach_files", summary=summary)


def keep_files(step: Step, sent: Sent, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Keep files for a step, in the transaction of its change; what they were called is not kept, for it may tell.

    Raises:
        MediationRefusal: there would be too many.
    """
    most = frame_on(timezone.localdate(at)).most_files
    if sent.looked_at and StepFile.objects.filter(step=step, taken_at=None).count() + len(sent.looked_at) > most:
        raise MediationRefusal(_("Satu langkah memuat paling banyak {most} berkas.").format(most=most))
    about, place = " ".join(sent.about.split())[:160], step.case.kecamatan.code
    kept = [files.keep(replace(each, name=""), place_code=place, by=by, at=at) for each in sent.looked_at]
    files.attach(files=kept, to=f"mediation.step:{step.pk}")
    writer = by if getattr(by, "pk", None) else None
    StepFile.objects.bulk_create(
        StepFile(step=step, file=file, about=about, by=writer, by_name=named(by), at=at) for file in kept
    )


def hand_on(old: Step, new: Step, chosen: Sequence[int]) -> None:
    """Let files of a corrected step belong to the one in its place too; the old one keeps its own for handlers."""
    rows = StepFile.objects.filter(step=old, pk__in=chosen, taken_at=None)
    StepFile.objects.bulk_create(
        StepFile(step=new, file_id=row.file_id, about=row.about, by_id=row.by_id, by_name=row.by_name, at=row.at)
        for row in rows
    )


@transaction.atomic
def take_away(*, file: StepFile, reason: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take away a file that was attached by mistake, wherever it was handed on: its bytes go, the reason stays.

    Raises:
        MediationRefusal: no reason, taken away already, or the case is over.
    """
    if not reason.strip():
        raise MediationRefusal(_("Tulis alasannya dalam satu kalimat."))
    case = locked(file.step.case)
    check_writable(case.state)
    fresh = StepFile.objects.select_related("file").get(pk=file.pk)
    if fresh.file is None:
        raise MediationRefusal(_("Berkas ini sudah dicabut."))
    StepFile.objects.filter(step__case=case, file=fresh.file).update(
        file=None, about="", taken_at=at, taken_by=named(by), taken_because=reason.strip()[:500]
    )
    files.remove(file=fresh.file)
    save(case)
    change, summary = recording.changed(case, "files"), _("Perkara {what}: berkas dicabut")
    recording.write(case, [change], by=by, at=at, verb="mediation.take_away", summary=summary)
