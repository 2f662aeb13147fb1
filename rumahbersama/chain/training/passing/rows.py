"""Rows of a table of marks as understood: cell by cell, whose they are, and what they change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.passing import queries
from rumahbersama.chain.training.passing.actions import Typed, typed_of
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.rules import (
    ATTENDANCE,
    ATTITUDE,
    POST_TEST,
    PRACTICE,
    REOPENED,
    Taken,
    check_mark,
)
from rumahbersama.chain.training.taking_part.rules import code_of, number_of, plain_person_name
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.rules import CODE

EVENT, NUMBER, CLASS, NAME = "pelatihan", "nomor", "kelas", "nama"
MARKS = {"tes-akhir": POST_TEST, "praktik": PRACTICE, "sikap": ATTITUDE, "kehadiran": ATTENDANCE}
REASONS = {"alasan-tes": "post_test_reason", "alasan-kehadiran": "attendance_reason"}


@dataclass(frozen=True)
class Line:
    """One row as understood; ``typed`` and ``reasons`` hold only the cells that are filled.

    ``event`` is 0 where its ``code`` cannot be read.
    """

    row: int
    place: str
    code: str
    event: int
    number: int | None
    name: str
    klass: str
    typed: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def merged(self, stored: Typed) -> Typed:
        """Return what stands there once the filled cells are taken; an empty cell changes nothing."""
        told: dict[str, Any] = {part: check_mark(value) for part, value in self.typed.items()}
        now = replace(stored, **(told | dict(self.reasons)))
        return replace(
            now,
            attendance_reason=now.attendance_reason if now.attendance is not None else "",
            post_test_reason=now.post_test_reason if now.post_test is not None else "",
        )


def line_of(row: int, place: str, cells: Mapping[str, Any]) -> Line:
    """Return a row by the keys of its columns."""
    told = {key: " ".join(str(value).split()) for key, value in cells.items()}
    number = told.get(NUMBER, "")
    return Line(
        row=row,
        place=place,
        code=told.get(EVENT, ""),
        event=number_of(told.get(EVENT, "")) or 0,
        number=int(number) if number.isdecimal() and len(number) < 18 else None,
        name=told.get(NAME, ""),
        klass=told.get(CLASS, ""),
        typed={part: Decimal(told[key]) for key, part in MARKS.items() if told.get(key)},
        reasons={name: told[key][:300] for key, name in REASONS.items() if told.get(key)},
    )


class Found:
    """What is stored of the people of a sheet, asked once for all rows."""

    def __init__(self, lines: list[Line], people: QuerySet[Participation]) -> None:
        self.events = {
            event.pk: event
            for event in Event.objects.select_related("region").filter(pk__in={line.event for line in lines})
        }
        rows = people.filter(event__in=self.events).select_related("klass", "marks")
        self.people = {row.pk: row for row in rows}
        self.named: dict[tuple[int, str], list[Participation]] = {}
        for row in self.people.values():
            self.named.setdefault((row.event_id, plain_person_name(row.name)), []).append(row)
        current = Decision.objects.filter(participation__in=list(self.people), is_current=True)
        self.decided = set(current.exclude(outcome=REOPENED).values_list("participation", flat=True))
        self.taken: dict[int, Taken] = {}
        for event in self.events.values():
            own = [row.pk for row in self.people.values() if row.event_id == event.pk]
            self.taken |= queries.taken_in(event, own, at=timezone.now())

    def person_of(self, line: Line) -> Participation | None:
        """Return whom a row is about: by number, else by the only one of that name (in that class)."""
        if line.number is not None:
            row = self.people.get(line.number)
            return row if row is not None and row.event_id == line.event else None
        same = self.named.get((line.event, plain_person_name(line.name)), [])
        if len(same) > 1:
            same = [row for row in same if str(row.klass or "").casefold() == line.klass.casefold()]
        return same[0] if len(same) == 1 else None

    def pair_of(self, line: Line, person: Participation) -> tuple[Typed, Typed]:
        """Return what is stored of a person and what the row makes of it."""
        stored = typed_of(getattr(person, "marks", None))
        return stored, line.merged(stored)

    def findings(self, lines: Iterable[Line]) -> Iterator[Finding]:
        """Yield what forbids a row."""
        seen: dict[int, int] = {}
        for line in lines:
            told = self._of_event(line) or self._of_person(line, seen)
            if told is not None:
                yield Finding(line.row, *told)

    def _of_event(self, line: Line) -> tuple[str, str, str, str] | None:
        event = self.events.get(line.event)
        if not line.event:
            remedy = _("Tulis kodenya seperti di halaman kegiatan, misalnya P-000123.")
            return EVENT, line.code, _("Kode pelatihan ini tidak terbaca."), remedy
        if event is None or not any(row.event_id == event.pk for row in self.people.values()):
            rule = _("Anda tidak mencatat nilai peserta pelatihan ini.")
            return EVENT, code_of(line.event), rule, _("Periksa kode pelatihannya, misalnya P-000123.")
        if event.region.code != line.place:
            rule = _("Baris nilai memakai wilayah penyelenggara pelatihannya.")
            return CODE, line.place, rule, _("Tulis {code}.").format(code=event.region.code)
        return None

    def _of_person(self, line: Line, seen: dict[int, int]) -> tuple[str, str, str, str] | None:
        person = self.person_of(line)
        if person is None:
            rule = _("Orang ini tidak ada di antara peserta yang nilainya Anda catat, atau namanya ada dua.")
            return NAME, line.name, rule, _("Salin nomor peserta dan kelasnya dari contoh berkas.")
        if line.number is not None and plain_person_name(person.name) != plain_person_name(line.name):
            rule = _("Nomor {number} milik {name}.").format(number=person.pk, name=person.name)
            return NAME, line.name, rule, _("Baris ini mungkin tergeser. Cocokkan nomor dan namanya.")
        earlier = seen.setdefault(person.pk, line.row)
        if earlier != line.row:
            return (
                NAME,
                line.name,
                _("Orang ini sudah ada di baris {row}.").format(row=earlier),
                _("Hapus salah satu barisnya."),
            )
        was, now = self.pair_of(line, person)
        return self._of_marks(person, was, now) if was != now else None

    def _of_marks(self, person: Participation, was: Typed, now: Typed) -> tuple[str, str, str, str] | None:
        if person.pk in self.decided:
            rule = _("Kelulusan orang ini sudah diputuskan.")
            return NAME, person.name, rule, _("Buka lagi putusannya di halaman orang itu, lalu unggah lagi.")
        if now.attendance is not None and not now.attendance_reason:
            rule = _("Kehadiran yang diketik perlu alasan.")
            return "alasan-kehadiran", "", rule, _("Tulis misalnya “daftar hadir kertas”.")
        if person.pk in self.taken and now.post_test not in (None, was.post_test) and not now.post_test_reason:
            rule = _("Nilai tes akhirnya diambil dari tes.")
            return "alasan-tes", "", rule, _("Kosongkan nilainya, atau tulis alasan memakai nilai lain.")
        return None
