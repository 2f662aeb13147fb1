"""Numbers of papers: reserved under the lock of the office, without gaps, or typed and taken if free."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from rumahbersama.workshop.papers.models import Office, Paper, RegisterEntry
from rumahbersama.workshop.papers.rules import HIGHEST_NUMBER, PaperRefusal, check_classification, number_text


@dataclass(frozen=True)
class Numbering:
    """What number a paper is to get.

    Attributes:
        classification: the klasifikasi.
        sequence: a number typed by hand (from the office's book), or None for the next one.
    """

    classification: str
    sequence: int | None = None


def enter(*, paper: Paper, numbering: Numbering, day: date, at: datetime) -> RegisterEntry:
    """Put a paper into its office's register; in the transaction of the signing, which holds the paper's lock.

    Raises:
        PaperRefusal: a klasifikasi that cannot be, or a typed number that is taken.
    """
    return enter_many(papers=[paper], numbering=numbering, day=day, at=at)[0]


def enter_many(*, papers: list[Paper], numbering: Numbering, day: date, at: datetime) -> list[RegisterEntry]:
    """Put papers of one office into its register, in their order, with numbers that follow each other.

    Raises:
        PaperRefusal: as ``enter``.
    """
    code = numbering.classification.strip()
    check_classification(code)
    office = Office.objects.select_for_update(of=("self",)).get(pk=papers[0].office_id)
    taken = RegisterEntry.objects.filter(office=office, year=day.year, classification=code)
    first = _first(numbering, taken.aggregate(last=Max("sequence"))["last"] or 0)
    if numbering.sequence is not None and taken.filter(sequence=first).exists():
        raise PaperRefusal(
            _("Nomor urut {number} sudah dipakai. Kosongkan untuk nomor berikutnya.").format(number=first)
        )
    entries = [
        RegisterEntry(
            office=office,
            year=day.year,
            classification=code,
            sequence=sequence,
            text=number_text(
                pattern=office.pattern, classification=code, sequence=sequence, office=office.short, day=day
            ),
            paper=paper,
            at=at,
        )
        for sequence, paper in enumerate(papers, start=first)
    ]
    _check_texts(office, day, entries)
    made = RegisterEntry.objects.bulk_create(entries)
    for entry in made:
        entry.paper.number = entry.text
    return made


def _first(numbering: Numbering, last: int) -> int:
    if numbering.sequence is None:
        return last + 1
    if not 0 < numbering.sequence <= HIGHEST_NUMBER:
        raise PaperRefusal(_("Nomor urut harus antara 1 dan {most}.").format(most=HIGHEST_NUMBER))
    return numbering.sequence


def _check_texts(office: Office, day: date, entries: list[RegisterEntry]) -> None:
    """Refuse a number whose text stands in the book already: a pattern changed in mid-year can bring that about."""
    texts = [entry.text for entry in entries]
    twice = RegisterEntry.objects.filter(office=office, year=day.year, text__in=texts).values_list("text", flat=True)
    for text in twice[:1]:
        raise PaperRefusal(_("Nomor {number} sudah dipakai. Isi nomor urut lain.").format(number=text))


def next_sequences(office: Office, *, year: int) -> list[tuple[str, int]]:
    """Return each klasifikasi used this year with the number that comes next (one query)."""
    rows = (
        RegisterEntry.objects.filter(office=office, year=year).values("classification").annotate(last=Max("sequence"))
    )
    return [(row["classification"], row["last"] + 1) for row in rows.order_by("classification")]
