"""Facilities as a table that intake can receive: one row a facility, many in one place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.facilities import columns as known
from rumahbersama.chain.needs.facilities.near import Kecamatan, Nearby, point_of
from rumahbersama.chain.needs.facilities.queries import facilities_at
from rumahbersama.chain.needs.facilities.rules import is_in_indonesia
from rumahbersama.chain.needs.facilities.storing import (
    Comparison,
    as_record,
    by_key,
    compare,
    photographed,
    reversal,
    standing_of,
    write,
)
from rumahbersama.chain.needs.facilities.storing import (
    Row as Stored,
)
from rumahbersama.chain.needs.facilities.tables import facility_table
from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.matching import plain_name
from rumahbersama.ground.intake.rules import (
    Choice,
    Column,
    Options,
    Place,
    Prepared,
    RecordTable,
    Row,
    StagedValue,
    Target,
)
from rumahbersama.ground.people.permissions import get_region, within
from rumahbersama.ground.regions.models import Level, Region

NAMED = 200  # of all that rests on an import, how many are told by name


class FacilityTable(RecordTable):
    """One row a facility: a list of schools, puskesmas or posyandu, under any known heading.

    A facility is found by its number within its service, else by name and place. What a file does not tell stays.
    An instance serves one table: ``places`` remembers which kecamatan its addresses may mean.
    """

    code = "needs.facilities"
    label = gettext_lazy("Fasilitas satu per satu")
    national = True  # indices and registers come for the whole country
    noun = gettext_lazy("fasilitas")
    place_from = "address"

    def __init__(self) -> None:
        self.nearby = Nearby([])
        self.services = known.services_by_word()

    def columns(self) -> list[Column]:
        """Return what is told of a facility."""
        return known.columns()

    def periods(self) -> list[Choice]:
        """Return all periods: the one chosen says as of when the list is."""
        return ObservationTable().periods()

    def period_of(self, text: str) -> str | None:
        """Return the code of the existing period that an option names, or None."""
        return ObservationTable().period_of(text)

    def places(self, place_code: str) -> list[Place]:
        """Return the kecamatan and desa at and below a place."""
        rows = Region.objects.filter(within([place_code], "code"), level=Level.KECAMATAN, gone_on=None)
        placed = rows.filter(latitude__isnull=False).values_list("code", "name", "latitude", "longitude")
        self.nearby = Nearby(
            [Kecamatan(code, name, float(lat or 0), float(lng or 0)) for code, name, lat, lng in placed]
        )
        return ObservationTable().places(place_code)

    def identity_of(self, row: Row) -> tuple[str, ...] | None:
        """Return service and number, or service, place and name."""
        told = {key: str(value) for (key, _period), value in row.values.items()}
        service = self.services.get(plain_name(told.get("kind", "")), told.get("kind", ""))
        if told.get("number"):
            return service, told["number"]
        return service, row.place_code, plain_name(told.get("facility", ""))

    def is_elsewhere(self, values: Mapping[str, str]) -> bool:
        """Tell whether coordinates, address and number all speak for a place outside the upload."""
        point = point_of(*known.degrees_in(values))
        return self.nearby.is_elsewhere(values.get("address", ""), point, values.get("number", ""))

    def offers(self, name: str, parent: str, values: Mapping[str, str]) -> list[tuple[str, int]] | None:
        """Return the kecamatan that an address may mean; None where a column names the place."""
        if name != values.get("address", "")[: len(name)] or not name:
            return None
        return self.nearby.offers(name, point_of(*known.degrees_in(values)), values.get("number", ""))

    def check(self, rows: Iterable[Row], options: Options) -> Iterator[Finding]:
        """Yield facilities without a name or a known service, and words and degrees that cannot be."""
        for row in rows:
            told = {key: str(value) for (key, _period), value in row.values.items()}
            if not told.get("facility"):
                yield Finding(row.number, "facility", "", _("Nama fasilitas kosong."), _("Isi namanya."))
            yield from self._check_service(row.number, told)
            yield from _check_words(row.number, told)
            yield from _check_degrees(row.number, told)

    def _check_service(self, number: int, told: Mapping[str, str]) -> Iterator[Finding]:
        if plain_name(told.get("kind", "")) not in self.services:
            yield Finding(
                number,
                "kind",
                told.get("kind", ""),
                _("Jenis layanan ini tidak dikenal."),
                _("Pakai salah satu: {words}.").format(words=", ".join(sorted(known.service_codes(self.services)))),
            )

    def prepare(self, batches: Iterable[list[StagedValue]], options: Options) -> Prepared:
        """Compare with what is stored; no lock is taken."""
        return _prepared(compare(self._rows(batches, options)))

    def _rows(self, batches: Iterable[list[StagedValue]], options: Options) -> list[Stored]:
        as_of = _as_of(options.period)
        return [
            known.record_of(told, region=place, service=self.services[plain_name(told["kind"])])
            | {"source": options.source[:200], "as_of": as_of}
            for place, told in _told(batches)
        ]

    def store(self, prepared: Prepared, *, run_id: int, options: Options, by: Any, at: Any) -> None:  # noqa: ANN401
        """Write what ``prepare`` found."""
        write(prepared.payload, by=by, at=at, run=run_id)

    def totals(self, batches: Iterable[list[StagedValue]], options: Options) -> dict[Target, Decimal]:
        """Return what is stored now per number column, over the facilities of the batches."""
        sums: dict[Target, Decimal] = {}
        told = list(_told(batches))
        services = {self.services[plain_name(each["kind"])] for _place, each in told}
        standing = standing_of(services)
        for place, each in told:
            row = known.record_of(each, region=place, service=self.services[plain_name(each["kind"])])
            found = standing.find(row)
            for key in known.NUMBERS.keys() & each.keys() if found else ():
                stored = getattr(found, known.NUMBERS[key])
                sums[key, ""] = sums.get((key, ""), Decimal(0)) + (stored or 0)
        return sums

    def resting_on(self, changes: list[Change], *, run_id: int) -> list[str]:
        """Return one sentence per facility that somebody changed, closed or verified since, or gave a photo.

        A photo rests only on what the import made: what it changed is put back, and keeps its photo.
        """
        standing = by_key([change.key for change in changes])
        shown = photographed([change.key for change in changes if change.before is None])
        told = []
        for change in changes:
            found = standing.get(change.key)
            if found is None or as_record(found) != change.after:
                told.append(_("{name} sudah diubah sesudah impor ini.").format(name=found or change.key))
            elif change.key in shown:
                told.append(_("{name} sudah diberi foto. Hapus fotonya dulu.").format(name=found))
        return told[:NAMED]

    def reverse(self, changes: list[Change], *, run_id: int) -> Prepared:
        """Return what brings the facilities back to what they were before the import."""
        return _prepared(reversal(changes))

    def template(self, options: Options) -> tuple[list[str], list[list[Any]]]:
        """Return the facilities of a place; importing them again changes nothing."""
        header, rows = facility_table(facilities_at(get_region(options.place_code)))
        return header[:-1], [row[:-1] for row in rows]


def _prepared(comparison: Comparison) -> Prepared:
    return Prepared(
        created=comparison.created,
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        changes=comparison.changes,
        payload=comparison,
    )


def _told(batches: Iterable[list[StagedValue]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield place and values of each row; the values of a row stand together."""
    for batch in batches:
        rows: dict[int, tuple[str, dict[str, str]]] = {}
        for staged in batch:
            rows.setdefault(staged.row, (staged.place_code, {}))[1][staged.key] = staged.value
        yield from rows.values()


def _as_of(period: str) -> str | None:
    """Return the last day of the period that the sender chose for the list."""
    found = Period.objects.filter(code=period).first()
    last: date | None = found.ends_on - timedelta(days=1) if found else None
    return last.isoformat() if last else None


def _check_words(number: int, told: Mapping[str, str]) -> Iterator[Finding]:
    for key, words in known.WORDS.items():
        if told.get(key) and known.code_of(key, told[key]) is None:
            yield Finding(
                number,
                key,
                told[key],
                _("Kata ini tidak dikenal di kolom ini."),
                _("Pakai salah satu: {words}.").format(words=", ".join(str(label) for _code, label in words)),
            )


def _check_degrees(number: int, told: Mapping[str, str]) -> Iterator[Finding]:
    latitude, longitude = known.degrees_in(told)
    if not latitude and not longitude:
        return
    point = point_of(latitude, longitude)
    if point is None or not is_in_indonesia(Decimal(latitude), Decimal(longitude)):
        yield Finding(
            number,
            "latitude",
            f"{latitude} {longitude}",
            _("Titik ini tidak di Indonesia, atau bukan derajat."),
            _("Tulis lintang dan bujur seperti -7,61234 dan 109,12345, atau kosongkan keduanya."),
        )
