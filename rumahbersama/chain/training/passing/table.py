"""Marks as a table that intake receives: one row a person, with the code of the event and the person's number."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.passing import recording
from rumahbersama.chain.training.passing.actions import MarksMoved, Typed, put_marks, typed_of
from rumahbersama.chain.training.passing.models import Decision, UploadedMarks
from rumahbersama.chain.training.passing.permissions import people_to_mark, places_taught_at
from rumahbersama.chain.training.passing.rows import CLASS, EVENT, MARKS, NAME, NUMBER, REASONS, Found, Line, line_of
from rumahbersama.chain.training.passing.rules import MOST, REOPENED
from rumahbersama.chain.training.taking_part.rules import code_of, number_of
from rumahbersama.ground.audit.rules import CHANGED, Change
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
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.ground.regions.queries import present

Pairs = dict[int, tuple[Typed, Typed]]


@dataclass
class Plan:
    """What storing does: by event and participation what stood there and what comes; ``is_undo`` takes it back."""

    pairs: dict[int, Pairs] = field(default_factory=dict)
    is_undo: bool = False


class MarksTable(RecordTable):
    """One row a person; an empty cell changes nothing, and the same sheet sent again changes nothing."""

    code = "training.marks"
    label = gettext_lazy("Nilai peserta pelatihan")
    noun = gettext_lazy("orang")
    acts = (RUN_TRAINING,)
    place_from = EVENT

    def own_places(self, user: Any) -> list[str]:  # noqa: ANN401
        """Return where a trainer without a role sends the marks of their classes, and sees what they sent."""
        return places_taught_at(user)

    def columns(self) -> list[Column]:
        """Return what a row may tell."""
        return [
            _text(EVENT, _("Kode pelatihan"), "pelatihan", "kode kegiatan"),
            _text(NUMBER, _("Nomor peserta"), "no peserta"),
            _text(CLASS, _("Kelas")),
            _text(NAME, _("Nama lengkap"), "nama peserta", "nama pegawai", "nama orang"),
            _mark("tes-akhir", _("Tes akhir"), "post test", "post-test", "nilai tes akhir"),
            _text("alasan-tes", _("Alasan nilai tes akhir diketik"), "alasan tes akhir"),
            _mark("praktik", _("Praktik"), "nilai praktik", "praktik mengajar"),
            _mark("sikap", _("Sikap"), "nilai sikap"),
            _mark("kehadiran", _("Kehadiran diketik (%)"), "kehadiran", "persen kehadiran"),
            _text("alasan-kehadiran", _("Alasan kehadiran diketik"), "alasan kehadiran"),
        ]

    def places(self, place_code: str) -> list[Place]:
        """Return the places at and below one that hold an event."""
        held = Event.objects.filter(within([place_code])).values("region")
        rows = present().filter(pk__in=held).select_related("parent")
        return [Place(row.code, row.name, *_parent_of(row), row.level) for row in rows]

    def offers(self, name: str, parent: str, values: Any) -> list[tuple[str, int]]:  # noqa: ANN401
        """Return the place of a row's event: the code tells it."""
        event = Event.objects.select_related("region").filter(pk=number_of(values.get(EVENT, "")) or 0).first()
        return [(event.region.code, 100)] if event else []

    def identity_of(self, row: Row) -> tuple[str, ...] | None:
        """Return what names a row: the event, and the number of the person, else class and name."""
        line = _line(row)
        if not line.event or not (line.number or line.name):
            return None
        return code_of(line.event), *((str(line.number),) if line.number else (line.klass, line.name))

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield what forbids a row: an event or a person that is not the sender's, decided already, no reason."""
        lines = [_line(row) for row in rows]
        yield from Found(lines, people_to_mark(options.by)).findings(lines)

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Compare with what is stored; no lock is taken.

        Raises:
            Stale: somebody no longer takes part.
        """
        lines = _lines(batches)
        found, plan = Found(lines, people_to_mark(options.by)), Plan()
        changes: list[Change] = []
        created = 0
        for line in lines:
            person = found.person_of(line)
            if person is None:
                raise Stale
            was, now = found.pair_of(line, person)
            if was == now:
                continue
            created += was == Typed()
            plan.pairs.setdefault(person.event_id, {})[person.pk] = (was, now)
            changes.append(Change(recording.PERSON, person.key, None, {"marks": CHANGED}))
        return Prepared(created, len(changes) - created, len(lines) - len(changes), changes, plan)

    def hold(self, prepared: Prepared) -> None:
        """Lock the events in their order, so that nobody types marks of them meanwhile."""
        list(Event.objects.select_for_update().filter(pk__in=prepared.payload.pairs).order_by("pk"))

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Store the marks, or take an import back.

        Raises:
            Stale: marks are no longer as ``prepare`` found them.
            PassingRefusal: somebody was decided meanwhile.
        """
        plan: Plan = prepared.payload
        self.hold(prepared)
        for number in sorted(plan.pairs):
            try:
                put_marks(event=Event(pk=number), typed=plan.pairs[number], by=by, at=at)
            except MarksMoved:
                raise Stale from None
        if not plan.is_undo:
            UploadedMarks.objects.bulk_create(
                [
                    UploadedMarks(run=run_id, participation_id=number, before=_as_json(was), after=_as_json(now))
                    for pairs in plan.pairs.values()
                    for number, (was, now) in pairs.items()
                ],
                batch_size=500,
            )

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return one sentence per person whose marks were changed or who was decided since."""
        rows = list(UploadedMarks.objects.filter(run=run_id).select_related("participation__marks"))
        current = Decision.objects.filter(participation__in=[row.participation_id for row in rows], is_current=True)
        decided = set(current.exclude(outcome=REOPENED).values_list("participation", flat=True))
        told = []
        for row in rows:
            if row.participation_id in decided:
                told.append(_("Kelulusan {name} sudah diputuskan.").format(name=row.participation.name))
            elif typed_of(getattr(row.participation, "marks", None)) != _from_json(row.after):
                told.append(_("Nilai {name} sudah diubah sesudah impor ini.").format(name=row.participation.name))
        return told

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return what takes an import back: what stood there before stands there again."""
        plan = Plan(is_undo=True)
        back = []
        for row in UploadedMarks.objects.filter(run=run_id).select_related("participation"):
            pair = _from_json(row.after), _from_json(row.before)
            plan.pairs.setdefault(row.participation.event_id, {})[row.participation_id] = pair
            back.append(Change(recording.PERSON, row.participation.key, None, {"marks": CHANGED}))
        return Prepared(0, len(back), 0, back, plan)

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return the headings, with who takes part in events at and below a place and is not decided yet."""
        decided = Decision.objects.filter(is_current=True).exclude(outcome=REOPENED).values("participation")
        rows = people_to_mark(options.by).filter(within([options.place_code], "event__region__code"))
        rows = rows.exclude(pk__in=decided).select_related("event__region", "klass", "marks")
        columns = self.columns()
        told = [
            (row.event.region.code, _cells_of(row)) for row in rows.order_by("event", "klass__number", "name", "pk")
        ]
        header = [str(_("Kode wilayah")), *(str(column.label) for column in columns)]
        return header, [[place, *(cells[column.key] for column in columns)] for place, cells in told]


def _text(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, TEXT, aliases, periodic=False)


def _mark(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, aliases=aliases, periodic=False, maximum=MOST, is_summed=False)


def _parent_of(region: Any) -> tuple[str, str]:  # noqa: ANN401
    return (region.parent.code, region.parent.name) if region.parent else ("", "")


def _line(row: Row) -> Line:
    return line_of(row.number, row.place_code, {key: value for (key, _period), value in row.values.items()})


def _lines(batches: Iterable[list[StagedValue]]) -> list[Line]:
    """Return the staged values put together again, row by row."""
    cells: dict[tuple[int, str], dict[str, str]] = {}
    for batch in batches:
        for staged in batch:
            cells.setdefault((staged.row, staged.place_code), {})[staged.key] = staged.value
    return [line_of(row, place, values) for (row, place), values in cells.items()]


def _cells_of(person: Participation) -> dict[str, Any]:
    """Return what is known of somebody by the keys of the columns; only what was typed, not what a test gave."""
    stored = typed_of(getattr(person, "marks", None))
    marks = {key: getattr(stored, part) for key, part in MARKS.items()}
    return {
        EVENT: code_of(person.event_id),
        NUMBER: str(person.pk),
        CLASS: str(person.klass or ""),
        NAME: person.name,
        **{key: "" if value is None else float(value) for key, value in marks.items()},
        **{key: getattr(stored, name) for key, name in REASONS.items()},
    }


def _as_json(typed: Typed) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(typed).items() if value not in (None, "")}


def _from_json(told: dict[str, str]) -> Typed:
    values: dict[str, Any] = {
        name: text if name in REASONS.values() else Decimal(text) for name, text in told.items()
    }
    return Typed(**values)
