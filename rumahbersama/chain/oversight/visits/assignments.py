"""One letter of assignment for the visits of a week, or of all of a quarter: who is sent, and where each goes when.

It holds the visits ahead, as they are planned on the day of writing; a visit is assigned by it where its table names
that day and village. ``week`` is a Monday; None takes the whole quarter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.quarters import Quarter
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.people.queries import camat_of
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import LONGEST_CELL, Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.papers.signers import holder_of, titled
from rumahbersama.workshop.papers.writing import days_between, fields, missing, named_day, numbered, text

KIND, OWNER = "surat_tugas", "oversight.visits"
DAY_COLUMN, PLACE_COLUMN = 1, 2  # of the table of visits


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def subject_of(kecamatan: Region, quarter: Quarter, week: date | None = None) -> str:
    """Return what the letter belongs to; without a week the beginning of all those of the quarter."""
    return f"{OWNER}:{kecamatan.code}:{quarter.code}" + (f":{week.isoformat()}" if week else "")


@dataclass(frozen=True)
class Week:
    """A week of a quarter with the visits ahead in it, by day."""

    monday: date
    visits: list[Visit]

    @property
    def first(self) -> date:
        """Return the day of its first visit."""
        return self.visits[0].planned_on

    @property
    def last(self) -> date:
        """Return the day of its last visit."""
        return self.visits[-1].planned_on


def weeks_of(visits: Iterable[Visit], *, today: date) -> list[Week]:
    """Return the weeks in which visits are still ahead, each with its visits by day."""
    found: dict[date, list[Visit]] = {}
    for visit in sorted(visits, key=lambda each: (each.planned_on, each.pk)):
        if visit.is_ahead and visit.planned_on >= today:
            found.setdefault(monday_of(visit.planned_on), []).append(visit)
    return [Week(monday, each) for monday, each in found.items()]


def letters_of(kecamatan: Region, quarter: Quarter, papers_in_sight: QuerySet[Paper]) -> list[Paper]:
    """Return the letters in sight for the quarter and its weeks, the newest first (one query)."""
    subject = subject_of(kecamatan, quarter)
    wanted = Q(subject=subject) | Q(subject__startswith=f"{subject}:")
    return list(papers_in_sight.filter(wanted, kind=KIND).order_by("-pk"))


@transaction.atomic
def write_letter(
    *,
    kecamatan: Region,
    quarter: Quarter,
    week: date | None,
    visits: Sequence[Visit],
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
) -> Paper:
    """Write the draft of the letter for these visits, or write the one that is there anew.

    Raises:
        VisitRefusal: no visit is ahead, it is signed already, or nobody could sign.
        PaperRefusal: a part that papers refuse.
    """
    if not visits:
        raise VisitRefusal(_("Tidak ada kunjungan yang masih di depan pada waktu itu. Rencanakan dulu."))
    subject = subject_of(kecamatan, quarter, week)
    there = Paper.objects.filter(kind=KIND, subject=subject)
    if there.filter(state__in=IN_FORCE).exists():
        raise VisitRefusal(
            _("Surat ini sudah ditandatangani, jadi tidak ditulis ulang. Gantilah dari halaman suratnya.")
        )
    signer = camat_of(kecamatan=kecamatan)
    if signer is None:
        raise VisitRefusal(_("Jabatan camat belum tercatat, jadi surat tugas belum dapat ditulis. Catat dulu."))
    with override("id"):
        days = days_between(visits[0].planned_on, visits[-1].planned_on)
        first, last = long_day(visits[0].planned_on), long_day(visits[-1].planned_on)
        title = f"Kunjungan desa {first}" + (f" sampai {last}" if last != first else "")
        blocks = _blocks(visits, days)
    content: dict[str, Any] = {"blocks": blocks, "copies": []}
    old = there.filter(state__in=UNFINISHED).select_for_update().first()
    if old is not None:
        wording = papers.Wording(title=title, content=content, signer_post=signer)
        return papers.correct(paper=old, wording=wording, by=by, at=at, seen=old.version)
    office: dict[str, Any] = {"region": signer.region, "agency": signer.agency, "signer_post": signer, "initials": []}
    return papers.draft(kind=KIND, title=title, content=content, subject=subject, **office, by=by, at=at)


def _blocks(visits: Sequence[Visit], days: str) -> list[Block]:
    people: dict[tuple[str, str, str], None] = {}
    rows = []
    for visit in visits:
        going = [_goer(each.post, visit.planned_on) for each in visit.who.all()]
        people.update(dict.fromkeys(going))
        names = ", ".join(name for name, _rank, _title in going)
        rows.append((named_day(visit.planned_on), str(visit.region), names, visit.purpose))
    whole = "; ".join(dict.fromkeys(visit.purpose.rstrip(" .") for visit in visits))
    if len(whole) > LONGEST_CELL:  # would be cut there; the table has each of them
        whole = "maksud masing-masing pada jadwal di bawah ini"
    return [
        fields(("Dasar", missing("dasar penugasan"))),
        text("MENUGASKAN kepada:"),
        numbered(("Nama", "Pangkat", "Jabatan"), people),
        fields(("Untuk", whole), ("Waktu", days), ("Tempat", "desa pada jadwal di bawah ini")),
        numbered(("Hari, tanggal", "Desa", "Petugas", "Maksud"), rows),
        text("Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."),
    ]


def _goer(post: Any, day: date) -> tuple[str, str, str]:  # noqa: ANN401 - a Post
    tenure = holder_of(post, day)
    name, rank = (tenure.person.name, tenure.person.rank) if tenure else (missing("nama"), "")
    return name, rank, titled(post)


def assigning(visit: Visit) -> Paper | None:
    """Return the newest letter in force for a week or quarter whose table names this visit (one query)."""
    prefix = f"{OWNER}:{visit.region.code.rpartition('.')[0]}:"
    rows = Paper.objects.filter(kind=KIND, subject__startswith=prefix, state__in=IN_FORCE)
    day, place = named_day(visit.planned_on), str(visit.region)
    for paper in rows.order_by("-signed_on", "-pk"):
        tables = [each["rows"] for each in paper.content["blocks"] if each["kind"] == "table"]
        if any([row[DAY_COLUMN], row[PLACE_COLUMN]] == [day, place] for rows in tables for row in rows):
            return paper
    return None
