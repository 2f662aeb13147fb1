"""Offices: who writes, under which letterhead. One is there for every place before anybody set it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import breadcrumb_of
from rumahbersama.workshop.papers.contents import clean, lines_of
from rumahbersama.workshop.papers.models import Office
from rumahbersama.workshop.papers.recording import OFFICE, office_facts
from rumahbersama.workshop.papers.rules import PaperRefusal, check_pattern


@dataclass(frozen=True)
class OfficeFacts:
    """What the letterhead of an office says; ``heading`` and ``copies`` are lines."""

    heading: tuple[str, ...]
    address: str
    city: str
    short: str
    pattern: str
    copies: tuple[str, ...] = ()


def first_guess(region: Region, agency: str = "") -> OfficeFacts:
    """Return the letterhead that the names of the places suggest."""
    name = region.name
    above = next((place for place in reversed(breadcrumb_of(region)) if place.level == Level.KABUPATEN), None)
    heading = [f"PEMERINTAH {_full(above)}"] if above is not None else []
    heading.append(_full(region) if region.level >= Level.KECAMATAN else f"PEMERINTAH {_full(region)}")
    if agency:
        heading.append(agency.upper())
    short = "".join(word[0] for word in (agency or str(region)).split() if word[:1].isalpha()).upper()
    return OfficeFacts(tuple(heading), "", name, short[:10] or "RB", "{klasifikasi}/{urut}/{kantor}/{tahun}")


def _full(region: Region) -> str:
    return str(region).upper()


def office_for(region: Region, agency: str = "") -> Office:
    """Return the office of a place, making it with the suggested letterhead where there is none; in a transaction."""
    facts = first_guess(region, agency)
    made, _is_new = Office.objects.get_or_create(region=region, agency=clean(agency)[:120], defaults=_stored(facts))
    return made


def _stored(facts: OfficeFacts) -> dict[str, str]:
    return {
        "heading": "\n".join(facts.heading),
        "address": clean(facts.address)[:300],
        "city": clean(facts.city)[:80],
        "short": clean(facts.short)[:30],
        "pattern": clean(facts.pattern)[:100],
        "copies": "\n".join(facts.copies),
    }


@transaction.atomic
def set_up_office(
    *,
    region: Region,
    agency: str,
    facts: OfficeFacts,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int | None = None,
) -> Office:
    """Set the letterhead of an office; papers that were signed keep the one of their day.

    Raises:
        PaperRefusal: no heading, or a pattern of numbers that cannot be; or changed since version ``seen``.
    """
    if not facts.heading:
        raise PaperRefusal(_("Isi kop surat, satu baris satu nama, dari pemerintah daerah sampai kantor ini."))
    check_pattern(facts.pattern)
    row = Office.objects.select_for_update(of=("self",)).get(pk=office_for(region, agency).pk)
    if seen is not None and row.version != seen:
        raise PaperRefusal(_("Kop surat ini baru saja diubah orang lain. Periksa dulu isinya."))
    before = office_facts(row)
    for name, value in _stored(facts).items():
        setattr(row, name, value)
    was, now = only_differences(before, office_facts(row))
    if not now:
        return row
    row.version += 1
    row.save()
    record(
        by=by,
        at=at,
        verb="papers.set_up_office",
        summary=_("Kop surat diatur: {office}").format(office=row),
        place_code=region.code,
        changes=[Change(OFFICE, f"{region.code}|{row.agency}", was, now)],
    )
    return row


def letterhead_of(office: Office) -> dict[str, Any]:
    """Return the letterhead as it is printed and frozen at signing."""
    return {"heading": list(lines_of(office.heading)), "address": office.address, "city": office.city}
