"""How presence is told in the record, and the writing of it. Names and offices of people are told as "changed"."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import CHANGED, Change
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster

ROSTER, ATTENDEE, OCCASION, MARK = (
    *("presence.roster", "presence.attendee"),
    *("presence.occasion", "presence.mark"),
)


def facts_of(occasion: Occasion) -> dict[str, Any]:
    """Return an occasion as the record writes it."""
    return {
        "title": occasion.title,
        "starts": timezone.localtime(occasion.starts).isoformat(timespec="minutes"),
        "ends": timezone.localtime(occasion.ends).isoformat(timespec="minutes"),
        "mode": str(occasion.mode),
        "place": occasion.place,
        "link": occasion.link,
        "jp": occasion.jp,
        "state": str(occasion.state),
    }


def mark_key(occasion: int, attendee: int) -> str:
    """Return the natural key of what is said of one person at one occasion."""
    return f"{occasion}|{attendee}"


def said_change(occasion: Occasion, attendee: int, before: str | None, after: str) -> Change:
    """Return that something else is said of a person now."""
    was = None if before is None else {"says": before}
    return Change(MARK, mark_key(occasion.pk, attendee), was, {"says": after})


def attendee_change(attendee: Attendee, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    """Return that a person came onto the list, left it, or was written otherwise; never the words."""
    return Change(ATTENDEE, str(attendee.pk), before, after)


def on_the_list(*, is_on: bool) -> dict[str, Any]:
    """Return what the record says of somebody on a list, or taken off it."""
    return {"name": CHANGED, "is_on": is_on}


def write(
    roster: Roster,
    changes: Sequence[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes at the place of a roster; ``{list}`` in the summary becomes its title."""
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(list=roster.title[:120]),
        place_code=roster.region.code,
        changes=changes,
        reason=reason,
    )


def fields() -> dict[str, str]:
    """Return the words for the stored fields."""
    return {
        "title": _("Judul"),
        "region": _("Kode wilayah"),
        "starts": _("Mulai"),
        "ends": _("Berakhir"),
        "mode": _("Cara ikut"),
        "place": _("Tempat"),
        "link": _("Alamat ruang daring"),
        "jp": _("JP"),
        "state": _("Keadaan"),
        "name": _("Nama dan instansi"),
        "is_on": _("Ada di daftar"),
        "link_renewed": _("Tautan pribadi"),
        "says": _("Kehadiran"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Occasion.State.choices},
        "mode": {code: str(label) for code, label in Occasion.Mode.choices},
        "says": {code: str(label) for code, label in Mark.Says.choices},
        "is_on": {"True": _("ya"), "False": _("tidak")},
    }


def names_of_rosters(keys: Collection[str]) -> dict[str, str]:
    """Return what rosters are called (one query)."""
    return dict(Roster.objects.filter(key__in=keys).values_list("key", "title"))


def names_of_occasions(keys: Collection[str]) -> dict[str, str]:
    """Return what occasions are called (one query)."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    return {str(pk): title for pk, title in Occasion.objects.filter(pk__in=numbers).values_list("pk", "title")}


def names_of_attendees(keys: Collection[str]) -> dict[str, str]:
    """Return the names of people by number (one query)."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    return {str(pk): name for pk, name in Attendee.objects.filter(pk__in=numbers).values_list("pk", "name")}


def names_of_marks(keys: Collection[str]) -> dict[str, str]:
    """Return whose mark at which occasion a key means (two queries)."""
    pairs = {key: key.partition("|")[::2] for key in keys}
    occasions = names_of_occasions({first for first, _last in pairs.values()})
    people = names_of_attendees({last for _first, last in pairs.values()})
    return {key: f"{people.get(last, last)}, {occasions.get(first, first)}" for key, (first, last) in pairs.items()}
