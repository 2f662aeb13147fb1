"""People named for events as a table that intake receives: one row a person, with the code of the event."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.taking_part import queries, recording
from rumahbersama.chain.training.taking_part.actions.seats import Held, hold, hold_persons, move_up
from rumahbersama.chain.training.taking_part.permissions import people_in_sight
from rumahbersama.chain.training.taking_part.rows import (
    AGENCY,
    EVENT,
    FOOD,
    KIND,
    NAME,
    NIP,
    ROOM,
    TITLE,
    BadCell,
    Line,
    Stored,
    cells_of,
    line_of,
    lines_of,
    parts_of,
    persons_of,
    state_in,
    two_names,
)
from rumahbersama.chain.training.taking_part.rules import PROPOSED, WAITING, WITHDRAWN, code_of
from rumahbersama.chain.training.taking_part.sheets import sheet_of
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.rules import (
    TEXT,
    Column,
    Options,
    Place,
    Prepared,
    RecordTable,
    Row,
    StagedValue,
    Stale,
)
from rumahbersama.ground.people.actions.posts import enter_persons, note_nip
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.people.roles import NOMINATE, RUN_TRAINING
from rumahbersama.ground.regions.models import Region, RegionCode
from rumahbersama.ground.regions.queries import present


@dataclass
class Plan:
    """What storing does: rows to name by event, or (on undo) parts to take away."""

    lines: list[Line] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)


class ParticipantTable(RecordTable):
    """One row a person; the same sheet sent again changes nothing."""

    code = "training.participants"
    label = gettext_lazy("Peserta pelatihan")
    noun = gettext_lazy("orang")
    acts = (NOMINATE, RUN_TRAINING)

    def columns(self) -> list[Column]:
        """Return what a row may tell about somebody."""
        return [
            _text(EVENT, _("Kode pelatihan"), "pelatihan", "kode kegiatan"),
            _text(NAME, _("Nama lengkap"), "nama peserta", "nama pegawai", "nama orang"),
            _text(NIP, _("NIP"), "nomor induk pegawai"),
            _text(KIND, _("Unsur"), "jenis instansi", "unsur instansi"),
            _text(AGENCY, _("Instansi"), "nama instansi", "opd", "unit kerja"),
            _text(TITLE, _("Jabatan"), "nama jabatan"),
            _text(ROOM, _("Kamar"), "perlu kamar"),
            _text(FOOD, _("Makanan"), "pantangan", "pantangan makanan"),
        ]

    def places(self, place_code: str) -> list[Place]:
        """Return the places at and below one, desa included."""
        rows = present().filter(within([place_code], "code")).select_related("parent")
        former: dict[int, list[str]] = {}
        for number, code in RegionCode.objects.exclude(valid_to=None).values_list("region", "code"):
            former.setdefault(number, []).append(code)
        return [
            Place(
                row.code,
                row.name,
                row.parent.code if row.parent else "",
                row.parent.name if row.parent else "",
                row.level,
                tuple(former.get(row.pk, ())),
            )
            for row in rows
        ]

    def identity_of(self, row: Row) -> tuple[str, ...] | None:
        """Return what names a row: event, and NIP or name, place and office; None while a cell cannot be read."""
        try:
            line = line_of(row.number, row.place_code, cells_of(row.values))
        except BadCell:
            return None
        return (code_of(line.event), line.name, *line.who[1:]) if not line.nip else (code_of(line.event), line.name)

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield every cell that cannot be: of the row itself, against the other rows, and against what is stored."""
        lines: list[Line] = []
        for row in rows:
            try:
                lines.append(line_of(row.number, row.place_code, cells_of(row.values)))
            except BadCell as bad:
                yield Finding(row.number, bad.column, bad.value, bad.rule, bad.remedy)
        yield from two_names(lines)
        yield from Stored(lines, options).findings()

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Compare with what is stored; no lock is taken."""
        lines = lines_of(batches)
        there = parts_of(lines)
        regions = _regions(lines)
        plan, unchanged = Plan(), 0
        changes = []
        ledgers = {number: _unlocked(number) for number in sorted({line.event for line in lines})}
        for line in lines:
            if state_in(there, line):
                unchanged += 1
                continue
            held = ledgers[line.event]
            quota = held.quota_of(line.place, line.kind)
            if quota is None:
                raise Stale
            state = PROPOSED if held.ledgers[quota.pk].has_seat_for(line.place) else WAITING
            if state == PROPOSED:
                held.ledgers[quota.pk].add(line.place)
            row = _row(line, held, quota.pk, state, regions[line.place])
            plan.lines.append(line)
            plan.keys.append(row.key)
            plan.states.append(state)
            changes.append(recording.change_of(row, None))
        return Prepared(len(plan.lines), 0, unchanged, changes, plan)

    def hold(self, prepared: Prepared) -> None:
        """Lock the events in their order, so that nobody takes their seats meanwhile."""
        plan: Plan = prepared.payload
        list(Event.objects.select_for_update().filter(pk__in={line.event for line in plan.lines}).order_by("pk"))

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Name everybody, or take an import back.

        Raises:
            Stale: a seat, a person or an event is no longer as ``prepare`` found it.
        """
        plan: Plan = prepared.payload
        self.hold(prepared)
        if plan.removed:
            _remove(plan, at=at)
            return
        known = persons_of(plan.lines)
        _enter_missing(plan.lines, known, by=by, at=at)
        hold_persons(known[line.who].pk for line in plan.lines)
        rows: list[Participation] = []
        for number in sorted({line.event for line in plan.lines}):
            chosen = [at for at, line in enumerate(plan.lines) if line.event == number]
            rows += _named(plan, chosen, known, number)
        for row in rows:
            row.entered_by, row.entered_at = by, at
        Participation.objects.bulk_create(rows, batch_size=500)

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return one sentence per person about whom something was decided since."""
        rows = Participation.objects.filter(key__in=[change.key for change in changes])
        told = _("{name} sudah {state} sesudah impor ini.")
        return [
            told.format(name=row.name, state=str(row.get_state_display()).lower())
            for row in rows.order_by("name")
            if row.state not in (PROPOSED, WAITING) or row.klass_id or row.letter_id
        ]

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return what takes an import back: the people it named are named no more."""
        rows = Participation.objects.filter(key__in=[change.key for change in changes])
        standing = {row.key: row for row in rows}
        plan = Plan(removed=[(row.pk, row.version) for row in standing.values()])
        back = [Change(recording.PERSON, each.key, each.after, None) for each in changes if each.key in standing]
        return Prepared(0, len(plan.removed), 0, back, plan)

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return the headings, with the people of a place in events that are open."""
        seen = Participation.objects.all() if options.by is None else people_in_sight(options.by)
        rows = seen.filter(within([options.place_code]), event__state=Event.State.OPEN)
        header, told = sheet_of(rows.exclude(state=WITHDRAWN).order_by("event", "name", "pk"), event=None)
        return [*header[:5], str(_("NIP")), *header[5:8]], [[*line[:5], "", *line[5:8]] for line in told]


def _text(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, TEXT, aliases, periodic=False)


def _enter_missing(lines: list[Line], known: dict[tuple[str, ...], Person], *, by: Any, at: Any) -> None:  # noqa: ANN401
    """Add the persons who are not known yet, one record for each place."""
    regions = _regions(lines)
    for line in lines:
        if line.nip and line.who in known:
            note_nip(person=known[line.who], nip=line.nip, region=regions[line.place], by=by, at=at)
    new: dict[tuple[str, ...], Line] = {line.who: line for line in lines if line.who not in known}
    by_place: dict[str, list[Line]] = {}
    for line in new.values():
        by_place.setdefault(line.place, []).append(line)
    for place in sorted(by_place):
        persons = [Person(name=line.name, nip=line.nip) for line in by_place[place]]
        made = enter_persons(persons=persons, region=regions[place], by=by, at=at)
        known.update({line.who: person for line, person in zip(by_place[place], made, strict=True)})


def _unlocked(number: int) -> Held:
    """Return the seats of an event as they are now, without holding it."""
    event = Event.objects.select_related("region").get(pk=number)
    quotas = queries.quotas_of(event)
    return Held(event, {quota.pk: quota for quota in quotas}, queries.ledgers_of(event, quotas))


def _regions(lines: Iterable[Line]) -> dict[str, Region]:
    """Return the places of rows by code (one query)."""
    return {region.code: region for region in Region.objects.filter(code__in={line.place for line in lines})}


def _row(line: Line, held: Held, quota: int, state: str, region: Region, key: str = "") -> Participation:
    row = Participation(
        event=held.event,
        quota=held.quotas[quota],
        region=region,
        name=line.name,
        agency_kind=line.kind,
        agency=line.agency,
        title=line.title,
        state=state,
        wants_room=line.wants_room,
        food=line.food,
    )
    row.key = key or row.key
    return row


def _named(
    plan: Plan, chosen: list[int], known: Mapping[tuple[str, ...], Person], number: int
) -> list[Participation]:
    """Return the parts to store of one event, which is held.

    Raises:
        Stale: a seat or a person is no longer free.
    """
    held = hold(Event(pk=number), who=None)
    persons = {at: known[plan.lines[at].who] for at in chosen}
    numbers = [person.pk for person in persons.values()]
    is_there = Participation.objects.filter(event=held.event, person__in=numbers).exists()
    if is_there or len(set(numbers)) < len(numbers) or queries.busy(held.event, numbers):
        raise Stale
    rows = []
    regions = _regions(plan.lines[at] for at in chosen)
    for at in chosen:
        line = plan.lines[at]
        quota = held.quota_of(line.place, line.kind)
        has_seat = quota is not None and held.ledgers[quota.pk].has_seat_for(line.place)
        if quota is None or has_seat != (plan.states[at] == PROPOSED):
            raise Stale
        if has_seat:
            held.ledgers[quota.pk].add(line.place)
        row = _row(line, held, quota.pk, plan.states[at], regions[line.place], plan.keys[at])
        row.person = persons[at]
        rows.append(row)
    return rows


def _remove(plan: Plan, *, at: Any) -> None:  # noqa: ANN401
    """Take parts away that nobody touched, and let who waits move up.

    Raises:
        Stale: one was changed meanwhile.
    """
    numbers = [number for number, _version in plan.removed]
    events = sorted(set(Participation.objects.filter(pk__in=numbers).values_list("event", flat=True)))
    list(Event.objects.select_for_update().filter(pk__in=events).order_by("pk"))
    for number, version in plan.removed:
        if not Participation.objects.filter(pk=number, version=version).delete()[0]:
            raise Stale
    for event in events:
        move_up(hold(Event(pk=event), who=None), at=at)
