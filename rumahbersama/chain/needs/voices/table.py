"""Voiced needs as a table that intake receives: one row a voice, several of one place; and the lists as sheets."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import IntegrityError
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.queries import ENTITY, voices_in
from rumahbersama.chain.needs.voices.reading import (
    AREA,
    DATE,
    HAMLET,
    PEOPLE,
    SERVICE,
    SOURCE,
    SOURCE_KIND,
    STATEMENT,
    BadCell,
    Line,
    Reader,
    identity,
)
from rumahbersama.chain.needs.voices.recording import facts_of, first_change
from rumahbersama.chain.needs.voices.rules import LONGEST_SOURCE
from rumahbersama.chain.needs.voices.sheets import sheet_of
from rumahbersama.ground.audit.rules import Change, only_differences
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
    Target,
)
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below


@dataclass
class Plan:
    """What storing does: voices to make, to change (with the version that was read), and to take away."""

    made: list[Voice] = field(default_factory=list)
    changed: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)


class VoiceTable(RecordTable):
    """One row a voice; the same sheet sent again changes nothing."""

    code = "needs.voices"
    label = gettext_lazy("Usulan warga (musdus, musdes, aspirasi)")
    noun = gettext_lazy("usulan")

    def columns(self) -> list[Column]:
        """Return what a row may tell about a voice."""
        return [
            _text(HAMLET, _("Dusun/lingkungan"), "dusun", "lingkungan", "dukuh", "rw", "rt rw"),
            _text(STATEMENT, _("Usulan"), "usulan kegiatan", "uraian", "uraian usulan", "aspirasi"),
            _text(AREA, _("Bidang"), "bidang layanan", "bidang urusan"),
            _text(SERVICE, _("Layanan"), "jenis layanan"),
            _text(DATE, _("Tanggal"), "tanggal usulan", "tgl"),
            _text(SOURCE_KIND, _("Sumber"), "sumber usulan", "asal usulan"),
            _text(SOURCE, _("Keterangan sumber"), "keterangan", "berita acara"),
            Column(
                PEOPLE,
                _("Jumlah orang"),
                aliases=("orang", "penerima manfaat", "jumlah penerima manfaat", "pemanfaat", "jiwa"),
                whole=True,
                periodic=False,
                is_summed=False,
            ),
        ]

    def places(self, place_code: str) -> list[Place]:
        """Return the kecamatan and desa at and below a place."""
        return ObservationTable().places(place_code)

    @cached_property
    def reader(self) -> Reader:
        """Return the reader of cells, made once for a table."""
        return Reader(today=timezone.localdate())

    def identity_of(self, row: Row) -> tuple[str, ...] | None:
        """Return what names a voice: its place, words, way and day; None while a cell cannot be read."""
        try:
            return (_identity(self.reader.line(row.place_code, _cells(row.values))),)
        except BadCell:
            return None

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield every cell that cannot be."""
        for row in rows:
            yield from self.reader.findings(row.number, _cells(row.values))

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Compare with what is stored; no lock is taken."""
        lines, known = self._lines(batches), _stored(options.place_code)
        regions = {place.code: place for place in Region.objects.filter(code__in={line.place for line in lines})}
        plan, changes = Plan(), []
        for line in lines:
            voice = known.find(_identity(line))
            if voice is None:
                plan.made.append(_new(line, regions[line.place], options))
                changes.append(first_change(plan.made[-1]))
                continue
            new = _differences(voice, line)
            if new:
                before = facts_of(voice)
                for name, value in new.items():
                    setattr(voice, name, value)
                plan.changed.append((voice.pk, voice.version, new))
                changes.append(Change(ENTITY, voice.key, *only_differences(before, facts_of(voice))))
        unchanged = len(lines) - len(plan.made) - len(plan.changed)
        return Prepared(len(plan.made), len(plan.changed), unchanged, changes, plan)

    def _lines(self, batches: Iterable[list[StagedValue]]) -> list[Line]:
        """Return the staged values put together again, row by row."""
        cells: dict[tuple[int, str], dict[str, Any]] = {}
        for batch in batches:
            for staged in batch:
                cells.setdefault((staged.row, staged.place_code), {})[staged.key] = staged.value
        return [self.reader.line(place, values) for (_row, place), values in cells.items()]

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Write what ``prepare`` or ``reverse`` found.

        Raises:
            Stale: somebody changed or made one of them meanwhile.
        """
        plan: Plan = prepared.payload
        for voice in plan.made:
            voice.entered_by, voice.entered_at, voice.keyboard = by, at, getattr(by, "keyboard", "")
        try:
            Voice.objects.bulk_create(plan.made, batch_size=500)
        except IntegrityError as problem:
            raise Stale from problem
        for number, version, new in plan.changed:
            if not Voice.objects.filter(pk=number, version=version).update(**new, version=version + 1):
                raise Stale
        for number, version in plan.removed:
            if not Voice.objects.filter(pk=number, version=version).delete()[0]:
                raise Stale

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        """Return for how many people the voices of the sheet speak now, where the sheet tells a number."""
        told = [line for line in self._lines(batches) if line.people is not None]
        known = _stored(options.place_code)
        voices = [known.find(_identity(line)) for line in told]
        return {(PEOPLE, ""): Decimal(sum(voice.people_count or 0 for voice in voices if voice))} if told else {}

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return one sentence per voice that somebody corrected, joined, withdrew or gave a photo since."""
        standing = _by_key(changes)
        resting = []
        for change in changes:
            voice, left = standing.get(change.key), change.after or {}
            now = facts_of(voice) if voice else {}
            if voice is None or voice.state != Voice.State.OPEN or any(now[name] != left[name] for name in left):
                told = _("diubah, digabung, atau ditarik")
            elif voice.joined or voice.pictures:  # type: ignore[attr-defined]
                told = _("diberi foto atau menjadi usulan utama")
            else:
                continue
            text = voice.statement if voice else left.get("statement", change.key)
            resting.append(_("Usulan “{text}” sudah {told} sesudah impor ini.").format(text=text, told=told))
        return resting

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return what takes an import back: what it made goes, what it changed returns."""
        standing, plan = _by_key(changes), Plan()
        areas = {area.code: area for area in ServiceArea.objects.all()}
        services = {service.code: service for service in Service.objects.all()}
        for change in changes:
            voice = standing.get(change.key)
            if voice is None:
                continue
            if change.before is None:
                plan.removed.append((voice.pk, voice.version))
                continue
            old = dict(change.before)
            if "area" in old:
                old["area"] = areas[old["area"]]
            if "service" in old:
                old["service"] = services.get(old["service"])
            plan.changed.append((voice.pk, voice.version, old))
        back = [
            Change(ENTITY, change.key, change.after, change.before) for change in changes if change.key in standing
        ]
        return Prepared(0, len(plan.changed), 0, back, plan)

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return the open voices of a place, and an empty row for each desa that has none."""
        region = Region.objects.get(code=options.place_code)
        header, rows = sheet_of(voices_in(region).filter(state=Voice.State.OPEN), with_state=False)
        there = {row[0] for row in rows}
        desa = below(code=region.code, level=Level.DESA).values_list("code", "parent__name", "name")
        rows += [[code, parent, name] + [""] * (len(header) - 3) for code, parent, name in desa if code not in there]
        return header, sorted(rows, key=lambda row: str(row[0]))


@dataclass(frozen=True)
class Known:
    """Stored voices by what names them now, and by what named them in the sheet that brought them."""

    by_name: dict[str, Voice]
    by_import: dict[str, Voice]

    def find(self, name: str) -> Voice | None:
        """Return the voice of a name, whether it was corrected since or not."""
        return self.by_name.get(name) or self.by_import.get(_digest(name))


def _text(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, TEXT, aliases, periodic=False)


def _cells(values: dict[Target, Any]) -> dict[str, Any]:
    return {key: value for (key, _period), value in values.items()}


def _identity(line: Line) -> str:
    return identity(line.place, line.hamlet, line.statement, line.source_kind, line.voiced_on)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _rows() -> QuerySet[Voice]:
    return Voice.objects.select_related("region", "area", "service", "merged_into")


def _stored(place_code: str) -> Known:
    """Return the voices of a place (one query)."""
    known = Known({}, {})
    for voice in _rows().filter(within([place_code])):
        name = identity(voice.region.code, voice.hamlet, voice.statement, voice.source_kind, voice.voiced_on)
        known.by_name.setdefault(name, voice)
        if voice.import_key:
            known.by_import[voice.import_key] = voice
    return known


def _new(line: Line, region: Region, options: Options) -> Voice:
    return Voice(
        import_key=_digest(_identity(line)),
        region=region,
        hamlet=line.hamlet,
        statement=line.statement,
        area=line.area,
        service=line.service,
        source_kind=line.source_kind,
        source=line.source or options.source[:LONGEST_SOURCE],
        voiced_on=line.voiced_on,
        people_count=line.people,
    )


def _differences(voice: Voice, line: Line) -> dict[str, Any]:
    """Return what a row says otherwise than the stored voice; an empty cell says nothing."""
    wanted = {
        "area": line.area,
        "service": line.service if line.service or line.area != voice.area else voice.service,
        "source": line.source or voice.source,
        "people_count": voice.people_count if line.people is None else line.people,
    }
    return {name: value for name, value in wanted.items() if getattr(voice, name) != value}


def _by_key(changes: list[Change]) -> dict[str, Voice]:
    """Return the voices of a record with how many photos and joined voices each has (one query)."""
    rows = _rows().filter(key__in=[change.key for change in changes])
    counted = rows.annotate(joined=Count("merged", distinct=True), pictures=Count("photos", distinct=True))
    return {voice.key: voice for voice in counted}
