"""Reading the record: what happened at places, and what became of one row."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from rumahbersama.ground.audit.models import AuditChange, AuditRecord

# The very places whose sealed records are read, by the act that unseals them; None where the caller has checked.
Opened = Mapping[str, Collection[str]] | None
NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True)
class RowChange:
    """One row before and after, with the record it belongs to."""

    record: AuditRecord
    entity: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def records_in(*, codes: Sequence[str] | None, opened: Opened = NOTHING) -> QuerySet[AuditRecord]:
    """Return the records of these places and all below, newest first; ``None`` means everywhere.

    Codes are paths ("33.01" holds "33.01.16"), so a place is one index range ("/" follows "." in ASCII).
    Sealed records are among them only where ``opened`` says so: otherwise they cannot even be counted.
    """
    records = AuditRecord.objects.select_related("actor")
    if opened is not None:
        readable = Q(needs="")
        for act, places in opened.items():
            readable |= Q(needs=act, place_code__in=list(places))
        records = records.filter(readable)
    if codes is None:
        return records
    wanted = Q(pk__in=[])
    for code in codes:
        wanted |= Q(place_code=code) | Q(place_code__gt=f"{code}.", place_code__lt=f"{code}/")
    return records.filter(wanted)


def rows_of(*, entity: str, key: str, codes: Sequence[str] | None, opened: Opened = NOTHING) -> list[RowChange]:
    """Return what became of the row ``key`` of ``entity``, newest first, as far as ``codes`` may be seen.

    One query: packs are sorted by key, so the row lies in those whose range holds it.
    """
    packs = AuditChange.objects.filter(
        entity=entity, first_key__lte=key, last_key__gte=key, record__in=records_in(codes=codes, opened=opened)
    ).select_related("record", "record__actor")
    found = [change for pack in packs for change in _rows(pack) if change.key == key]
    return sorted(found, key=lambda change: (change.record.at, change.record.pk), reverse=True)


def last_records(*, entity: str, keys: Collection[str], verb: str) -> dict[str, AuditRecord]:
    """Return by key the newest record of a verb that changes one row at a time (one query)."""
    packs = AuditChange.objects.filter(entity=entity, first_key__in=list(keys), record__verb=verb)
    rows = packs.select_related("record").order_by("record__at", "record_id")
    return {pack.first_key: pack.record for pack in rows}


def rows_behind(*, record: AuditRecord, first: int = 0, limit: int = 50) -> tuple[list[RowChange], int]:
    """Return ``limit`` rows of a record from number ``first`` on, and how many there are in all.

    Only the packs that hold the wanted rows are kept; an import's thousands are read pack by pack.
    """
    found: list[RowChange] = []
    total = 0
    for pack in (
        AuditChange.objects.filter(record=record).order_by("entity", "first_key", "pk").iterator(chunk_size=20)
    ):
        size = len(pack.rows)
        if total < first + limit and total + size > first:
            pack.record = record
            found.extend(list(_rows(pack))[max(0, first - total) : first + limit - total])
        total += size
    return found, total


def verbs_in(*, records: QuerySet[AuditRecord]) -> list[str]:
    """Return the verbs that occur, sorted."""
    return sorted(set(records.order_by().values_list("verb", flat=True).distinct()))


def between(records: QuerySet[AuditRecord], *, start: datetime | None, end: datetime | None) -> QuerySet[AuditRecord]:
    """Return the records of the half-open time from ``start`` to ``end``."""
    if start is not None:
        records = records.filter(at__gte=start)
    return records.filter(at__lt=end) if end is not None else records


def _rows(pack: AuditChange) -> Iterator[RowChange]:
    for key, before, after in pack.rows:
        yield RowChange(record=pack.record, entity=pack.entity, key=str(key), before=before, after=after)
