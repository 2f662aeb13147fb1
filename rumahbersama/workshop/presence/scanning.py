"""The quick way of a scan: one statement that looks and stores, and one commit for all scans that wait at once.

A commit waits for the disk; a hall of people scans faster than a disk turns. So whoever comes while another's commit
waits is stored together with all who came meanwhile (group commit, as a database does it for its own sessions; SQLite
has one writer and cannot). Each answer is given after its own commit, as ever.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection, transaction

from rumahbersama.workshop.presence.models import new_key

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

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


@dataclass(frozen=True)
class Scan:
    """One scan as it is stored; ``note`` is why a device marks a second name."""

    occasion: int
    attendee: int
    how: str
    at: datetime
    device: str = ""
    note: str = ""


def store_all(scans: Sequence[Scan]) -> list[int | None]:
    """Store scans in one transaction; return the number of each new mark, None where nothing was stored."""
    # PostgreSQL: whoever closes the occasion is waited for, and then seen; in a fixed order, so that two never wait
    # for each other. SQLite has one writer.
    lock = "FOR KEY SHARE OF o" if connection.vendor == "postgresql" else ""
    statement = _STORE.format(lock=lock)
    numbers: dict[int, int | None] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for place, scan in sorted(enumerate(scans), key=lambda each: (each[1].occasion, each[1].attendee)):
            at = connection.ops.adapt_datetimefield_value(scan.at)
            values = (scan.how, new_key(), at, at, scan.device, scan.note)
            cursor.execute(statement, [*values, scan.occasion, scan.attendee, bool(scan.note), scan.device])
            row = cursor.fetchone()
            numbers[place] = row[0] if row else None
    return [numbers[place] for place in range(len(scans))]


@dataclass
class _Job(Generic[Asked, Answer]):
    asked: Asked
    answers: list[Answer] = field(default_factory=list)
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.answers) or self.error is not None


class Together(Generic[Asked, Answer]):
    """Does in one go what several threads ask for at the same time."""

    def __init__(self, act: Callable[[Sequence[Asked]], list[Answer]]) -> None:
        self._act = act
        self._turn, self._gate = threading.Lock(), threading.Lock()
        self._waiting: list[_Job[Asked, Answer]] = []

    def __call__(self, asked: Asked) -> Answer:
        """Wait for one's turn; who has it does what all have asked for who wait by then, and they find it done."""
        job: _Job[Asked, Answer] = _Job(asked)
        with self._gate:
            self._waiting.append(job)
        with self._turn:
            if not job.is_done:
                with self._gate:
                    jobs, self._waiting = self._waiting, []
                self._do(jobs)
        if job.error is not None:
            raise job.error
        return job.answers[0]

    def _do(self, jobs: list[_Job[Asked, Answer]]) -> None:
        try:
            answers = self._act([job.asked for job in jobs])
        except Exception as error:
            if len(jobs) == 1:
                jobs[0].error = error
                return
            for job in jobs:  # one of them was bad: each for itself
                self._do([job])
            return
        for job, answer in zip(jobs, answers, strict=True):
            job.answers.append(answer)


store: Together[Scan, int | None] = Together(store_all)
