"""Rows of a table of people as understood: cell by cell, against each other, and against what is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part import queries
from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.chain.training.taking_part.permissions import naming_codes
from rumahbersama.chain.training.taking_part.reading import kind_of
from rumahbersama.chain.training.taking_part.rules import (
    LEFT,
    TakingPartRefusal,
    check_name,
    check_nip,
    check_registration,
    code_of,
    masked,
    number_of,
    plain_person_name,
    quota_for,
)
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.rules import Options, StagedValue, Target
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.rules import NATION_CODE, is_below_or_same

EVENT, NAME, NIP, KIND, AGENCY, TITLE, ROOM, FOOD = (
    "pelatihan",
    "nama",
    "nip",
    "unsur",
    "instansi",
    "jabatan",
    "kamar",
    "makanan",
)
YES = {"ya", "y", "yes", "1", "perlu", "x"}
LONGEST = {AGENCY: 160, TITLE: 120, FOOD: 120}


@dataclass(frozen=True)
class Line:
    """One row as understood."""

    row: int
    place: str
    event: int
    name: str
    nip: str
    kind: str
    agency: str
    title: str
    wants_room: bool
    food: str

    @property
    def who(self) -> tuple[str, ...]:
        """Return what makes two rows the same person: the NIP, else name, place and office."""
        return (self.nip,) if self.nip else self.plain

    @property
    def plain(self) -> tuple[str, ...]:
        """Return name, place and office for comparing."""
        return plain_person_name(self.name), self.place, self.agency.casefold()


class BadCell(Exception):
    """One cell that cannot be: column key, value to tell, rule and remedy."""

    def __init__(self, column: str, value: str, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.column, self.value, self.rule, self.remedy = column, value, rule, remedy


def cells_of(values: Mapping[Target, Any]) -> dict[str, str]:
    """Return the cells of a row as text by column key."""
    return {key: " ".join(str(value).split()) for (key, _period), value in values.items()}


def line_of(row: int, place: str, cells: Mapping[str, str]) -> Line:
    """Return a row as understood.

    Raises:
        BadCell: the first cell that cannot be.
    """
    event, kind = number_of(cells.get(EVENT, "")), kind_of(cells.get(KIND, ""))
    if event is None:
        remedy = _("Tulis kodenya seperti di halaman kegiatan, misalnya P-000123.")
        raise BadCell(EVENT, cells.get(EVENT, ""), _("Kode pelatihan ini tidak terbaca."), remedy)
    if kind is None:
        names = ", ".join(str(label) for label in AgencyKind.labels)
        remedy = _("Tulis salah satu: {names}.").format(names=names)
        raise BadCell(KIND, cells.get(KIND, ""), _("Unsur ini tidak dikenal."), remedy)
    for key, most in LONGEST.items():
        if len(cells.get(key, "")) > most:
            rule = _("Paling panjang {limit} huruf.").format(limit=most)
            raise BadCell(key, cells[key], rule, _("Ringkas isinya."))
    return Line(
        row=row,
        place=place,
        event=event,
        name=_checked(NAME, cells.get(NAME, ""), check_name, cells.get(NAME, "")),
        nip=_checked(NIP, cells.get(NIP, ""), check_nip, ""),
        kind=kind,
        agency=cells.get(AGENCY, ""),
        title=cells.get(TITLE, ""),
        wants_room=cells.get(ROOM, "").casefold() in YES,
        food=cells.get(FOOD, ""),
    )


def _checked(key: str, text: str, check: Any, shown: str) -> str:  # noqa: ANN401 - a rule that returns text
    """Return what a rule makes of a cell; its sentence says rule and remedy at once, and a NIP is not repeated."""
    try:
        return str(check(text))
    except TakingPartRefusal as refusal:
        rule, _dot, remedy = str(refusal).partition(". ")
        raise BadCell(key, shown, rule.rstrip(".") + ".", remedy or rule) from refusal


def lines_of(batches: Iterable[list[StagedValue]]) -> list[Line]:
    """Return the staged values put together again, row by row."""
    cells: dict[tuple[int, str], dict[str, str]] = {}
    for batch in batches:
        for staged in batch:
            cells.setdefault((staged.row, staged.place_code), {})[staged.key] = " ".join(str(staged.value).split())
    return [line_of(row, place, values) for (row, place), values in cells.items()]


def two_names(lines: list[Line]) -> Iterator[Finding]:
    """Yield a NIP under two names in one sheet, and one person twice for one event."""
    names: dict[str, Line] = {}
    seen: dict[tuple[int, tuple[str, ...]], int] = {}
    for line in lines:
        first = names.setdefault(line.nip, line) if line.nip else line
        if plain_person_name(first.name) != plain_person_name(line.name):
            rule = _("NIP ini di baris {row} milik nama lain.").format(row=first.row)
            yield Finding(line.row, NIP, masked(line.nip), rule, _("Betulkan NIP atau ejaan namanya."))
            continue
        earlier = seen.setdefault((line.event, line.who), line.row)
        if earlier != line.row and line.nip:
            rule = _("Orang ini sudah ada di baris {row}.").format(row=earlier)
            yield Finding(line.row, NAME, line.name, rule, _("Hapus salah satu barisnya."))


class Stored:
    """What is stored about the events and people of a sheet, asked once for all rows."""

    def __init__(self, lines: list[Line], options: Options) -> None:
        self.lines, self.by = lines, options.by
        numbers = {line.event for line in lines}
        self.events = {each.pk: each for each in Event.objects.select_related("region").filter(pk__in=numbers)}
        self.may = {number: self._may(event) for number, event in self.events.items()}
        self.quotas = {
            number: [(quota.pk, quota.region.code, str(quota.agency_kind)) for quota in queries.quotas_of(event)]
            for number, event in self.events.items()
        }
        self.closed = {number: self._closed(event) for number, event in self.events.items()}
        self.by_nip = {
            person.nip: person for person in Person.objects.filter(nip__in={each.nip for each in lines if each.nip})
        }
        self.there, self.known = parts_of(lines), persons_of(lines)
        persons = [person.pk for person in self.known.values()]
        self.busy = {number: queries.busy(event, persons) for number, event in self.events.items()}

    def _may(self, event: Event) -> list[str]:
        return [NATION_CODE] if self.by is None else naming_codes(self.by, event)

    def _closed(self, event: Event) -> str:
        """Return why nobody may be named by a table now, "" where they may."""
        try:
            check_registration(
                state=event.state,
                closes_on=queries.last_day_of_registration(event),
                today=timezone.localdate(),
                runs=NATION_CODE in self.may[event.pk],
                reason="",
            )
        except TakingPartRefusal as refusal:
            return str(refusal)
        return ""

    def findings(self) -> Iterator[Finding]:
        """Yield what forbids a row."""
        for line in self.lines:
            found = self._of(line)
            if found is not None:
                yield Finding(line.row, *found)

    def _of(self, line: Line) -> tuple[str, str, str, str] | None:
        code, event = code_of(line.event), self.events.get(line.event)
        may = self.may.get(line.event, [])
        if event is None or not any(is_below_or_same(line.place, place) for place in may):
            rule = _("Anda tidak dapat mengusulkan orang dari wilayah ini untuk pelatihan itu.")
            return EVENT, code, rule, _("Periksa kode pelatihannya di halaman “Usulan saya”.")
        if self.closed[line.event]:
            rule, _dot, remedy = self.closed[line.event].partition(". ")
            return EVENT, code, rule.rstrip(".") + ".", remedy or rule
        if quota_for(self.quotas[line.event], code=line.place, kind=line.kind) is None:
            rule = _("Tidak ada kuota untuk unsur ini dari wilayah itu.")
            return KIND, str(AgencyKind(line.kind).label), rule, _("Tanyakan kepada penyelenggara.")
        return self._of_person(line)

    def _of_person(self, line: Line) -> tuple[str, str, str, str] | None:
        person = self.by_nip.get(line.nip) if line.nip else None
        if person is not None and plain_person_name(person.name) != plain_person_name(line.name):
            rule = _("NIP ini sudah tercatat atas nama lain.")
            return NIP, masked(line.nip), rule, _("Periksa angkanya dan ejaan namanya.")
        state = state_in(self.there, line)
        if state in LEFT:
            rule = _("Orang ini pernah keluar dari kegiatan ini.")
            return NAME, line.name, rule, _("Ikutkan lagi dari halaman orangnya.")
        known = self.known.get(line.who)
        other = self.busy[line.event].get(known.pk) if known else None
        if other and not state:
            rule = _("Orang ini memegang kursi di “{event}” pada hari yang sama.").format(event=other)
            return NAME, line.name, rule, _("Tarik dulu dari kegiatan itu, atau usulkan orang lain.")
        return None


def state_in(there: Mapping[tuple[int, tuple[str, ...]], str], line: Line) -> str:
    """Return the state of a row's person in its event, "" where they are not in it."""
    return there.get((line.event, line.who)) or there.get((line.event, line.plain)) or ""


def parts_of(lines: Iterable[Line]) -> dict[tuple[int, tuple[str, ...]], str]:
    """Return who is in the events of these rows already, by event and what names them, with the state (one query)."""
    events = {line.event for line in lines}
    rows = Participation.objects.filter(event__in=events).select_related("person", "region")
    found: dict[tuple[int, tuple[str, ...]], str] = {}
    for row in rows:
        found[row.event_id, (plain_person_name(row.name), row.region.code, row.agency.casefold())] = row.state
        if row.person.nip:
            found[row.event_id, (row.person.nip,)] = row.state
    return found


def persons_of(lines: Iterable[Line]) -> dict[tuple[str, ...], Person]:
    """Return the known persons behind rows: by NIP, else of just this name, place and office (two queries)."""
    rows = list(lines)
    found: dict[tuple[str, ...], Person] = {
        (person.nip,): person for person in Person.objects.filter(nip__in={line.nip for line in rows if line.nip})
    }
    wanted = {line.plain: line for line in rows if line.who not in found}
    parts = Participation.objects.filter(region__code__in={line.place for line in rows})
    for part in parts.select_related("person", "region").order_by("pk"):
        line = wanted.get((plain_person_name(part.person.name), part.region.code, part.agency.casefold()))
        if line is not None and not (line.nip and part.person.nip):
            found.setdefault(line.who, part.person)
    return found
