"""The quick way of a scan: one statement that looks and stores, and one commit for all scans that wait at once.

A hall of people scans faster than a disk turns (``core.together``). Each answer is given after its own commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from rumahbersama.ground.core.bulk import as_moment
from rumahbersama.ground.core.together import Together
from rumahbersama.workshop.presence.models import Attendee, Occasion, new_key

# Stored only where the occasion is open at that very moment, the person is on its list, and no other name came from
# the same device (unless a note says why). A second scan of a person meets the unique index and stores nothing.
_STORE = """
INSERT INTO presence_mark (occasion_id, attendee_id, says, how, key, at, received_at, device, note, by_name,
  is_counted, withdrawn_because)
SELECT o.id, a.id, 'present', %s, %s, %s, %s, %s, %s, '', TRUE, ''
FROM presence_occasion o JOIN presence_attendee a ON a.roster_id = o.roster_id
WHERE o.id = %s AND a.id = %s AND o.state = 'open' AND a.removed_at IS NULL AND (%s OR NOT EXISTS (
  SELECT 1 FROM presence_mark m WHERE m.occasion_id = o.id AND m.device = %s AND m.device <> ''
  AND m.is_counted AND m.by_id IS NULL AND m.attendee_id <> a.id))
{lock} ON CONFLICT DO NOTHING RETURNING id
"""

_LOOK = """
SELECT o.id, o.roster_id, o.title, o.starts, o.mode, o.state, a.id, a.name
FROM presence_occasion o
LEFT JOIN presence_attendee a ON a.roster_id = o.roster_id AND a.id = %s AND a.removed_at IS NULL
WHERE o.key = %s
"""
_FIELDS = ["id", "key", "roster_id", "title", "starts", "mode", "state"]  # in the order of the model


@dataclass(frozen=True)
class Scan:
    """One scan as it is stored; ``note`` is why a device marks a second name."""

    occasion: int
    attendee: int
    how: str
    at: datetime
    device: str = ""
    note: str = ""


def look(key: str, number: int) -> tuple[Occasion, Attendee | None] | None:
    """Return the occasion of a QR and, by number, somebody of its list (None for anybody else); None for no occasion.

    One statement, written out and read by hand: for each scan the ORM takes longer to put it together than the
    database to answer. Of the rows only what a scan needs is there; the rest would be asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [number, key])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, roster, title, starts, mode, state, attendee, name = row
    starts = starts if starts.tzinfo else starts.replace(tzinfo=UTC)  # SQLite keeps moments in UTC without saying so
    occasion = Occasion.from_db(connection.alias, _FIELDS, [pk, key, roster, title, starts, mode, state])
    if attendee is None:
        return occasion, None
    return occasion, Attendee.from_db(connection.alias, ["id", "roster_id", "name"], [attendee, roster, name])


def store_all(scans: Sequence[Scan]) -> list[int | None]:
    """Store scans in one transaction; return the number of each new mark, None where nothing was stored."""
    # PostgreSQL: whoever closes the occasion is waited for, and then seen; in a fixed order, so that two never wait
    # for each other. SQLite has one writer.
    lock = "FOR KEY SHARE OF o" if connection.vendor == "postgresql" else ""
    statement = _STORE.format(lock=lock)
    numbers: dict[int, int | None] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for place, scan in sorted(enumerate(scans), key=lambda each: (each[1].occasion, each[1].attendee)):
            at = as_moment(scan.at)
            values = (scan.how, new_key(), at, at, scan.device, scan.note)
            cursor.execute(statement, [*values, scan.occasion, scan.attendee, bool(scan.note), scan.device])
            row = cursor.fetchone()
            numbers[place] = row[0] if row else None
    return [numbers[place] for place in range(len(scans))]


store: Together[Scan, int | None] = Together(store_all)
