"""A small room that receives tables: it keeps its values in memory, by place, key and period."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.rules import (
    Choice,
    Column,
    Meaning,
    Options,
    Place,
    Prepared,
    Row,
    StagedValue,
    Stale,
    Target,
    compared,
)

PLACES = [
    Place("71.01", "Sungai", "71", "Utara", 2),
    Place("71.01.01", "Alas", "71.01", "Sungai", 3),
    Place("71.01.02", "Bukit", "71.01", "Sungai", 3),
    Place("71.01.01.2001", "Anggrek", "71.01.01", "Alas", 4, former=("70.09.01.2001",)),
    Place("71.01.01.2002", "Akasia", "71.01.01", "Alas", 4),
    Place("71.01.01.1003", "Asri", "71.01.01", "Alas", 4),
    Place("71.01.02.2001", "Bambu", "71.01.02", "Bukit", 4),
    Place("71.01.02.2002", "Beringin", "71.01.02", "Bukit", 4),
]


class ToyTable:
    code = "toy"
    label = "Tabel uji"

    def __init__(self) -> None:
        self.stored: dict[tuple[str, str, str], str] = {}
        self.version = 0
        self.disturb = 0  # how many times somebody else writes between prepare and store
        self.can_hold = False

    def columns(self) -> list[Column]:
        return [
            Column("people", "Jumlah penduduk", whole=True, aliases=("penduduk", "jiwa")),
            Column("area", "Luas wilayah", aliases=("luas",)),
            Column("share", "Persen terlayani", is_percent=True, maximum=Decimal(100), is_summed=False),
        ]

    def periods(self) -> list[Choice]:
        return [Choice("2021", "Tahun 2021"), Choice("2020", "Tahun 2020"), Choice("2020-S1", "Semester 1 2020")]

    def period_of(self, text: str) -> str | None:
        return text if text in {"2020", "2021", "2020-S1"} else None

    def propose(self, heading: str) -> Meaning | None:
        return {"t_2020sm1": Meaning("people", "2020-S1")}.get(heading)

    def places(self, place_code: str) -> list[Place]:
        return [p for p in PLACES if p.code == place_code or p.code.startswith(place_code + ".")]

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        for row in rows:
            for (key, _period), value in row.values.items():
                if key == "people" and value == 666:
                    yield Finding(row.number, "people", "666", "Bukan angka setan.", "Periksa.")

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        found = compared(batches, self.stored)
        changes = [self._change(value, None) for value in found.created]
        changes += [self._change(value, before) for value, before in found.changed]
        writes = {(v.place_code, v.key, v.period): v.value for v in [*found.created, *(v for v, _b in found.changed)]}
        return Prepared(
            created=len(found.created),
            changed=len(found.changed),
            unchanged=found.unchanged,
            changes=changes,
            payload=(self.version, writes),
        )

    def _change(self, value: StagedValue, before: str | None) -> Change:
        key = f"{value.place_code}|{value.key}|{value.period}"
        return Change("toy.value", key, {"value": before} if before else None, {"value": value.value})

    def ready(self, prepared, *, run_id, by, at):
        """Nothing to make ready."""
        return prepared

    def held(self, prepared, batches, options):
        self.hold(prepared)
        return self.prepare(batches, options)

    def hold(self, prepared: Prepared) -> None:
        if self.can_hold:
            self.disturb = 0  # nobody writes beside it any more

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:
        if self.disturb:
            self.disturb -= 1
            self.version += 1
        version, writes = prepared.payload
        if version != self.version:
            raise Stale
        for key, value in writes.items():
            if value is None:
                del self.stored[key]
            else:
                self.stored[key] = value

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        sums: dict[Target, Decimal] = {}
        for value in (value for batch in batches for value in batch):
            stored = Decimal(self.stored[value.place_code, value.key, value.period])
            sums[value.key, value.period] = sums.get((value.key, value.period), Decimal(0)) + stored
        return sums

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        return [
            f"{change.key} sudah diubah."
            for change in changes
            if self.stored.get(tuple(change.key.split("|"))) != change.after["value"]
        ]

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        writes = {tuple(c.key.split("|")): c.before["value"] if c.before else None for c in changes}
        back = [Change(c.entity, c.key, c.after, c.before) for c in changes]
        return Prepared(created=0, changed=len(writes), unchanged=0, changes=back, payload=(self.version, writes))

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        rows = [
            [p.code, p.parent_name, p.name, self.stored.get((p.code, "people", options.period), "")]
            for p in self.places(options.place_code)
            if p.level == 4
        ]
        return ["Kode wilayah", "Kecamatan", "Nama wilayah", "Jumlah penduduk"], rows
