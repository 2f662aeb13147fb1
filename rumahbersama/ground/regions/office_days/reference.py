"""The national list of closed days and the national office week: loaded where missing, as the program knows them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.models import Holiday, OfficeWeek
from rumahbersama.ground.regions.office_days.queries import ENTITY
from rumahbersama.ground.regions.office_days.zones import FILE
from rumahbersama.ground.regions.rules import NATION_CODE

ESTIMATE = " (perkiraan)"
UNCHECKED = "dasar belum diperiksa"


@transaction.atomic
def load_reference(*, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Add the closed days that are missing up to next year; returns how many.

    A shipped day that a newer list no longer has is withdrawn with that reason; what people withdrew stays so.
    """
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    nation = Region.objects.get(code=NATION_CODE)
    week = told["week"]
    OfficeWeek.objects.get_or_create(
        region=nation,
        valid_from=week["valid_from"],
        defaults={"weekdays": week["weekdays"], "legal_basis": _basis(week)},
    )
    known = {row.date: row for row in Holiday.objects.filter(region=nation)}
    listed = {row.date: row for row in _listed(nation, told, last_year=timezone.localdate(at).year + 1)}
    added = [row for day, row in listed.items() if day not in known]
    dropped = [
        row for day, row in known.items() if row.is_shipped and day not in listed and not row.withdrawn_because
    ]
    Holiday.objects.bulk_create(added)
    for row in dropped:
        row.withdrawn_because = _("Tidak ada lagi di daftar nasional yang baru.")
        row.save(update_fields=["withdrawn_because"])
    changes = [Change(ENTITY, key_of(row), None, {"name": row.name}) for row in added]
    changes += [Change(ENTITY, key_of(row), {"withdrawn": False}, {"withdrawn": True}) for row in dropped]
    if changes:
        summary = _("Daftar libur nasional dimuat: {added} hari baru, {dropped} ditarik.")
        record(
            by=by,
            at=at,
            verb="regions.load_holidays",
            summary=summary.format(added=len(added), dropped=len(dropped)),
            place_code=NATION_CODE,
            changes=changes,
        )
    return len(added)


def _listed(nation: Region, told: dict[str, Any], *, last_year: int) -> Iterator[Holiday]:
    """Yield the days of the package, unsaved; where a day is both, the national holiday counts."""
    import holidays  # 14 MB of all countries: read where it is needed

    for year in range(told["first_year"], last_year + 1):
        decree = told["decrees"].get(year)
        found: dict[date, Holiday] = {}
        for category, kind in (("government", Holiday.Kind.JOINT), ("public", Holiday.Kind.NATIONAL)):
            for day, name in holidays.country_holidays("ID", years=year, categories=category, language="id").items():
                found[day] = Holiday(
                    region=nation,
                    date=day,
                    name=name.replace(ESTIMATE, "")[:120],
                    kind=kind,
                    legal_basis=_basis(decree) if decree else "",
                    is_estimate=decree is None,
                    is_shipped=True,
                )
        yield from found.values()


def _basis(told: dict[str, Any]) -> str:
    return str(told["basis"]) if told["verified"] else f"{told['basis']} ({UNCHECKED})"


def key_of(row: Holiday) -> str:
    """Return the natural key of a closed day, for the record."""
    return f"{row.region.code}|{row.date.isoformat()}"
