"""The filtered record, as a page lists it and as a file carries it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.audit.queries import Opened, between, records_in
from rumahbersama.ground.regions.queries import names_of

EXPORT_AT_MOST = 20_000


def filtered(*, codes: list[str] | None, opened: Opened, wishes: dict[str, Any]) -> QuerySet[AuditRecord]:
    """Return the records of these places that meet the cleaned wishes of ``HistoryFilter``."""
    records = records_in(codes=codes, opened=opened)
    if wishes.get("siapa"):
        records = records.filter(actor_name__icontains=wishes["siapa"])
    if wishes.get("tindakan"):
        records = records.filter(verb=wishes["tindakan"])
    if wishes.get("hal_apa"):
        changes = AuditChange.objects.filter(record=OuterRef("pk"), entity=wishes["hal_apa"])
        records = records.filter(Exists(changes))
    last = wishes.get("sampai")
    return between(
        records, start=_midnight(wishes.get("dari")), end=_midnight(last + timedelta(days=1)) if last else None
    )


def name_places(records: Iterable[AuditRecord]) -> None:
    """Give each record ``place_name``, the name of its place today, or the bare code (one query)."""
    records = list(records)
    names = names_of({one.place_code for one in records if one.place_code})
    for one in records:
        one.place_name = names.get(one.place_code, one.place_code)  # type: ignore[attr-defined]


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def export_header() -> list[str]:
    """Return the headings of the exported record."""
    return [
        _("Waktu"),
        _("Oleh"),
        _("Di papan ketik"),
        _("Atas nama"),
        _("Tindakan"),
        _("Tempat"),
        _("Isi"),
        _("Alasan"),
    ]


def export_rows(records: QuerySet[AuditRecord]) -> Iterator[list[str]]:
    """Yield the newest ``EXPORT_AT_MOST`` records as rows."""
    for one in records[:EXPORT_AT_MOST]:
        moment = timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M:%S")
        yield [moment, one.actor_name, one.keyboard, one.on_behalf, one.verb, one.place_code, one.summary, one.reason]
