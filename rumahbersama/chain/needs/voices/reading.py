"""Cells of a sheet as what people said: area, service, source and date in the ways in which they are written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.rules import (
    LONGEST,
    LONGEST_HAMLET,
    LONGEST_SOURCE,
    VoiceRefusal,
    check_date,
    check_people,
    check_statement,
    plain_hamlet,
)
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.matching import plain_name

HAMLET, STATEMENT, AREA, SERVICE, DATE = "dusun", "usulan", "bidang", "layanan", "tanggal"
SOURCE_KIND, SOURCE, PEOPLE = "sumber", "keterangan", "orang"
_SOURCES = {
    "MUSYAWARAH DUSUN": Voice.Source.MUSDUS,
    "MUSDUS": Voice.Source.MUSDUS,
    "MUSYAWARAH LINGKUNGAN": Voice.Source.MUSDUS,
    "MUSYAWARAH DESA": Voice.Source.MUSDES,
    "MUSYAWARAH KELURAHAN": Voice.Source.MUSDES,
    "MUSDES": Voice.Source.MUSDES,
    "MUSKEL": Voice.Source.MUSDES,
    "MUSRENBANG": Voice.Source.MUSRENBANG,
    "MUSRENBANGDES": Voice.Source.MUSRENBANG,
    "MUSRENBANGCAM": Voice.Source.MUSRENBANG,
    "ASPIRASI": Voice.Source.CITIZENS,
    "WARGA": Voice.Source.CITIZENS,
    "RESES": Voice.Source.RECESS,
    "POKIR": Voice.Source.RECESS,
    "POKOK PIKIRAN": Voice.Source.RECESS,
    "LAPORAN KADER": Voice.Source.CADRE,
    "KADER": Voice.Source.CADRE,
}
_MONTHS = ["JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI"]
_MONTHS += ["JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DESEMBER"]


@dataclass(frozen=True)
class Line:
    """One row of a sheet as understood; what a cell leaves empty is None and changes nothing that is stored."""

    place: str
    hamlet: str
    statement: str
    area: ServiceArea
    service: Service | None
    source_kind: str
    source: str | None
    voiced_on: date
    people: int | None


class Reader:
    """Reads rows; knows the areas and services by name and code (two queries)."""

    def __init__(self, *, today: date) -> None:
        self.today = today
        areas = list(ServiceArea.objects.filter(disabled_on=None))
        services = list(Service.objects.filter(disabled_on=None).select_related("area"))
        self.area_names = [str(area) for area in areas]
        self.areas = {plain_name(name): area for area in areas for name in (area.name, area.name_en, area.code)}
        self.services = {plain_name(name): each for each in services for name in (each.name, each.name_en, each.code)}
        self.areas.pop("", None)
        self.services.pop("", None)

    def line(self, place: str, cells: Mapping[str, Any]) -> Line:
        """Return a row as understood.

        Raises:
            BadCell: the first cell that cannot be, with what to do.
        """
        area, service = self._about(cells)
        kind, told = self._source(str(cells.get(SOURCE_KIND, "")))
        people = cells.get(PEOPLE)
        source = str(cells.get(SOURCE, "")).strip() or told
        return Line(
            place=place,
            hamlet=self._short(cells, HAMLET, LONGEST_HAMLET),
            statement=self._statement(cells),
            area=area,
            service=service,
            source_kind=kind,
            source=source[:LONGEST_SOURCE] or None,
            voiced_on=self._date(str(cells.get(DATE, ""))),
            people=None if people is None else self._people(people),
        )

    def findings(self, row: int, cells: Mapping[str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with a row: every cell, not only the first."""
        for attempt in (
            lambda: self._statement(cells),
            lambda: self._short(cells, HAMLET, LONGEST_HAMLET),
            lambda: self._about(cells),
            lambda: self._source(str(cells.get(SOURCE_KIND, ""))),
            lambda: self._date(str(cells.get(DATE, ""))),
            lambda: self._people(cells[PEOPLE]) if PEOPLE in cells else None,
        ):
            try:
                attempt()
            except BadCell as bad:
                yield Finding(row, bad.column, bad.value, bad.rule, bad.remedy)

    def _statement(self, cells: Mapping[str, Any]) -> str:
        text = self._short(cells, STATEMENT, LONGEST)
        with _refusing(STATEMENT, text):
            check_statement(text)
        return text

    def _short(self, cells: Mapping[str, Any], key: str, limit: int) -> str:
        text = " ".join(str(cells.get(key, "")).split())
        if len(text) > limit:
            raise BadCell(key, text, _("Paling panjang {limit} huruf.").format(limit=limit), _("Ringkas isinya."))
        return text

    def _about(self, cells: Mapping[str, Any]) -> tuple[ServiceArea, Service | None]:
        named, wanted = str(cells.get(SERVICE, "")), str(cells.get(AREA, ""))
        service = self.services.get(plain_name(named)) if named else None
        if named and service is None:
            raise BadCell(
                SERVICE,
                named,
                _("Layanan ini tidak dikenal."),
                _("Tulis seperti di halaman Standar, atau kosongkan."),
            )
        area = self.areas.get(plain_name(wanted)) or (service.area if service and not wanted else None)
        if area is None:
            remedy = _("Tulis salah satu: {names}.").format(names=", ".join(self.area_names))
            raise BadCell(AREA, wanted, _("Bidang ini tidak dikenal."), remedy)
        if service and service.area_id != area.pk:
            raise BadCell(
                SERVICE, named, _("Layanan ini bukan bagian bidang itu."), _("Betulkan bidang atau layanannya.")
            )
        return area, service

    def _source(self, text: str) -> tuple[str, str]:
        """Return the kind of source, and the rest of the cell: "Musdus 12 Januari" tells both."""
        plain = plain_name(text)
        for name in sorted(_SOURCES, key=len, reverse=True):
            if plain == name:
                return _SOURCES[name], ""
            if plain.startswith(name + " "):
                return _SOURCES[name], text.strip()
        labels = {plain_name(str(label)): code for code, label in Voice.Source.choices}
        if plain in labels:
            return labels[plain], ""
        remedy = _("Tulis salah satu: {names}.").format(names="musdus, musdes, musrenbang, aspirasi, reses, kader")
        raise BadCell(SOURCE_KIND, text, _("Sumber usulan tidak dikenal."), remedy)

    def _date(self, text: str) -> date:
        found = day_of(text)
        if found is None:
            raise BadCell(DATE, text, _("Tanggal ini tidak terbaca."), _("Tulis seperti 2026-03-14 atau 14-03-2026."))
        with _refusing(DATE, text):
            check_date(found, today=self.today)
        return found

    def _people(self, value: Decimal) -> int:
        with _refusing(PEOPLE, str(value)):
            check_people(int(Decimal(value)))
        return int(Decimal(value))


class BadCell(Exception):
    """One cell that cannot be: column key, value, rule and remedy."""

    def __init__(self, column: str, value: str, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.column, self.value, self.rule, self.remedy = column, value, rule, remedy


class _refusing:  # noqa: N801 - reads as a word in a with statement
    """Turn a refusal of the rules into a finding about one cell."""

    def __init__(self, column: str, value: str) -> None:
        self.column, self.value = column, value

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        """Raise what was refused as a bad cell; its sentence says rule and remedy at once."""
        if isinstance(problem, VoiceRefusal):
            rule, _dot, remedy = str(problem).partition(". ")
            raise BadCell(self.column, self.value, rule.rstrip(".") + ".", remedy or rule) from problem


def day_of(text: str) -> date | None:
    """Return the date of a cell: "2026-03-14", "14-03-2026", "14/3/2026", "14 Maret 2026"; None for anything else."""
    plain = text.strip().upper().partition("T")[0] if re.match(r"\d{4}-", text.strip()) else text.strip().upper()
    plain = plain.partition(" 00:00")[0]
    found = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", plain) or re.fullmatch(
        r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2}|[A-Z]{3,9})[-/. ](?P<y>\d{4})", plain
    )
    if found is None:
        return None
    month = found["m"]
    if not month.isdigit():
        named = [at for at, name in enumerate(_MONTHS, start=1) if name.startswith(month) or name == month]
        if len(named) != 1:
            return None
        month = str(named[0])
    try:
        return date(int(found["y"]), int(month), int(found["d"]))
    except ValueError:
        return None


def identity(place: str, hamlet: str, statement: str, source_kind: str, voiced_on: date) -> str:
    """Return what makes two rows, or a row and a stored voice, the same one whatever blanks and case."""
    return "|".join((place, plain_hamlet(hamlet), plain_name(statement), source_kind, voiced_on.isoformat()))
