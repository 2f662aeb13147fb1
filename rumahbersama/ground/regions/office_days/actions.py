"""Changes to the closed days of a place: add, withdraw, put back; and its office week."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.core.formats import day as told_day
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.models import LOCAL_KINDS, NATION_KINDS, Holiday, OfficeWeek
from rumahbersama.ground.regions.office_days.queries import ENTITY, WEEK_ENTITY
from rumahbersama.ground.regions.office_days.reference import key_of
from rumahbersama.ground.regions.rules import NATION_CODE, RegionRefusal, ancestor_codes


@transaction.atomic
def add_holiday(
    *,
    region: Region,
    date: date,
    name: str,
    legal_basis: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    kind: str = "",
) -> Holiday:
    """Close the offices of a place and all below on a day, or write down that they are open for half of it.

    At Indonesia ``kind`` says whether it is a holiday or joint leave; elsewhere it is a local one, or half a day.

    Raises:
        RegionRefusal: no name or basis, or the day is closed there already.
    """
    name, legal_basis = " ".join(name.split()), " ".join(legal_basis.split())
    if not name or not legal_basis:
        raise RegionRefusal(_("Tulis nama hari liburnya dan dasar hukumnya, misalnya nomor surat edaran bupati."))
    Region.objects.select_for_update().get(pk=region.pk)
    lineage = [*ancestor_codes(region.code), region.code]
    there = Holiday.objects.filter(region__code__in=lineage, date=date).select_related("region")
    closed = there.filter(withdrawn_because="").exclude(kind=Holiday.Kind.HALF).first()
    if closed is not None:
        raise RegionRefusal(
            _("{day} sudah libur: {name} ({place}).").format(
                day=told_day(date), name=closed.name, place=closed.region
            )
        )
    offered = NATION_KINDS if region.code == NATION_CODE else LOCAL_KINDS
    row = there.filter(region=region).first() or Holiday(region=region, date=date)
    before = None
    if row.pk:
        before = {"name": row.name, "legal_basis": row.legal_basis, "withdrawn": bool(row.withdrawn_because)}
    row.name, row.legal_basis, row.withdrawn_because = name, legal_basis, ""
    row.kind = kind if kind in offered else offered[0]
    row.is_shipped = row.is_estimate = False
    row.save()
    change = Change(ENTITY, key_of(row), before, {"name": name, "legal_basis": legal_basis, "withdrawn": False})
    _record(region, by, at, "regions.add_holiday", _("Hari libur dicatat: {day}, {name}"), row, [change])
    return row


@transaction.atomic
def withdraw_holiday(*, holiday: Holiday, reason: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Open the offices again on a day that was written down as closed; the row stays.

    Raises:
        RegionRefusal: no reason, or withdrawn already.
    """
    if not reason.strip():
        raise RegionRefusal(_("Tulis alasannya, supaya tenggat yang dihitung dengan hari ini dapat dijelaskan."))
    row = Holiday.objects.select_for_update(of=("self",)).select_related("region").get(pk=holiday.pk)
    if row.withdrawn_because:
        raise RegionRefusal(_("Hari libur ini sudah ditarik."))
    row.withdrawn_because = " ".join(reason.split())[:200]
    row.save(update_fields=["withdrawn_because"])
    change = Change(ENTITY, key_of(row), {"withdrawn": False}, {"withdrawn": True})
    _record(
        row.region, by, at, "regions.withdraw_holiday", _("Hari libur ditarik: {day}, {name}"), row, [change], reason
    )


@transaction.atomic
def restore_holiday(*, holiday: Holiday, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Undo a withdrawal.

    Raises:
        RegionRefusal: it is not withdrawn.
    """
    row = Holiday.objects.select_for_update(of=("self",)).select_related("region").get(pk=holiday.pk)
    if not row.withdrawn_because:
        raise RegionRefusal(_("Hari libur ini tidak sedang ditarik."))
    row.withdrawn_because = ""
    row.save(update_fields=["withdrawn_because"])
    change = Change(ENTITY, key_of(row), {"withdrawn": True}, {"withdrawn": False})
    _record(row.region, by, at, "regions.restore_holiday", _("Hari libur berlaku lagi: {day}, {name}"), row, [change])


@transaction.atomic
def set_office_week(
    *,
    region: Region,
    valid_from: date,
    weekdays: str,
    legal_basis: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> OfficeWeek:
    """Say on which weekdays the offices of a place work from a day on; the same day again corrects it.

    Raises:
        RegionRefusal: no weekday, or no legal basis.
    """
    weekdays, legal_basis = "".join(sorted(set(weekdays) & set("1234567"))), " ".join(legal_basis.split())
    if not weekdays:
        raise RegionRefusal(_("Pilih sedikitnya satu hari kerja."))
    if not legal_basis:
        raise RegionRefusal(_("Tulis dasar hukumnya, misalnya nomor peraturan bupati tentang hari kerja."))
    Region.objects.select_for_update().get(pk=region.pk)
    old = OfficeWeek.objects.filter(region=region, valid_from=valid_from).first()
    before = {"weekdays": old.weekdays, "legal_basis": old.legal_basis} if old else None
    row, _made = OfficeWeek.objects.update_or_create(
        region=region, valid_from=valid_from, defaults={"weekdays": weekdays, "legal_basis": legal_basis}
    )
    after = {"weekdays": weekdays, "legal_basis": legal_basis}
    record(
        by=by,
        at=at,
        verb="regions.set_office_week",
        summary=_("Hari kerja {place} sejak {day} diatur").format(place=region, day=told_day(valid_from)),
        place_code=region.code,
        changes=[Change(WEEK_ENTITY, f"{region.code}|{valid_from.isoformat()}", before, after)],
    )
    return row


def _record(
    region: Region,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    row: Holiday,
    changes: list[Change],
    reason: str = "",
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        summary=f"{summary.format(day=told_day(row.date), name=row.name)} ({region})",
        place_code=region.code,
        changes=changes,
        reason=reason,
    )
