"""A keeper's phone on a hundred bad days: dropped, repeated, reordered, reply lost, tab closed, clock off.

Meanwhile people scan and another keeper taps. At the end every acknowledged tap is there exactly once, the last word
of the phone is what counts of it, and every conflict is visible.
"""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.core.models import Delivery
from rumahbersama.workshop.presence import marking, queries
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion
from tests.presence.conftest import people

SENT = {"X-Outbox": "1"}
WORDS = ["present", "late", "leave", "sick", "absent"]


class Clock:
    """The one true time of a schedule; it moves when something happens."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def pass_some(self, chance: random.Random) -> None:
        self.now += timedelta(seconds=chance.randrange(1, 600))


class Phone:
    """The rules of ``outbox.js`` for a form saved while typing: one waiting entry, and what was sent unanswered."""

    def __init__(self, client: Any, account: Any, occasion: Occasion, clock: Clock, chance: random.Random) -> None:
        self.client, self.account, self.clock, self.chance = client, account, clock, chance
        self.occasion = occasion
        self.address = reverse("presence:tap", args=[occasion.pk])
        self.queue: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.off = timedelta(0)
        self.last: dict[int, str] = {}  # the last word of this phone's person
        self.open()

    def open(self) -> None:
        """Open the page (what the server has), then put over it what waits."""
        rows = Mark.objects.filter(occasion=self.occasion, by=self.account, is_counted=True)
        self.boxes = dict(rows.values_list("attendee", "says"))
        self.seen = {each.pk: self.boxes.get(each.pk, "") for each in people(self.occasion)}
        for entry in self.queue:
            self.boxes |= entry["boxes"]
            self.seen |= entry["boxes"]

    def tap(self, person: Attendee, says: str, key: str) -> None:
        """Keep the sheet in place of one that was never sent; what first stood in its boxes stays with it."""
        self.boxes[person.pk] = self.last[person.pk] = says
        old = [entry for entry in self.queue if not entry["tried"]]
        self.queue = [entry for entry in self.queue if entry["tried"]]
        first = self.seen | old[0]["seen"] if old else dict(self.seen)
        told = {"key": key, "boxes": dict(self.boxes), "seen": first, "said_at": self.clock.now + self.off}
        self.queue.append(told | {"tried": False, "done": False})
        self.seen |= self.boxes

    def flush(self) -> None:
        """Send what waits; out of order now and then, some twice, and the network may lose either way."""
        entries = list(self.queue)
        if self.chance.random() < 0.6:
            self.chance.shuffle(entries)
        for entry in entries:
            self.clock.pass_some(self.chance)
            if entry not in self.sent:
                self.sent.append(entry)
            entry["tried"] = True
            if self.chance.random() < 0.4:
                continue  # lost before it arrived
            for _time in range(self.chance.choice([1, 1, 2])):
                answer = self.client.post(self.address, self._form(entry), headers=SENT)
                assert answer.status_code in (200, 201), answer.content
            if self.chance.random() < 0.3:
                continue  # stored, and the reply is lost
            entry["done"] = True
            self.queue.remove(entry)

    def _form(self, entry: dict[str, Any]) -> dict[str, str]:
        boxes = {f"p{number}": says for number, says in entry["boxes"].items()}
        seen = {f"initial-p{number}": entry["seen"].get(number, "") for number in entry["boxes"]}
        clocks = {"pada": entry["said_at"].isoformat(), "kini": (self.clock.now + self.off).isoformat()}
        return boxes | seen | clocks | {"kunci": entry["key"], "akun": str(self.account.pk)}


def live_through(phone: Phone, other: Any, seed: int) -> tuple[set[int], dict[int, str]]:
    """Let everything happen in random order; return who scanned, and what the other keeper said last."""
    chance, crowd = phone.chance, people(phone.occasion)
    scanned: set[int] = set()
    others: dict[int, str] = {}
    for number in range(chance.randrange(8, 16)):
        phone.clock.pass_some(chance)
        act = chance.choice(["tap", "tap", "tap", "tap", "flush", "flush", "flush", "tab", "scan", "other"])
        person = chance.choice(crowd)
        if act == "tap":
            phone.tap(person, chance.choice(WORDS), f"k{seed}-{number}")
        elif act == "flush":
            phone.flush()
        elif act == "tab":
            phone.open()
        elif act == "scan":
            marking.mark(occasion=phone.occasion, attendee=person, how="qr", at=phone.clock.now)
            scanned.add(person.pk)
        else:
            others[person.pk] = chance.choice(WORDS)
            said = {person.pk: others[person.pk]}
            marking.tap(occasion=phone.occasion, said=said, by=other, at=phone.clock.now)
    while phone.queue:
        phone.flush()
    return scanned, others


@pytest.mark.parametrize("block", range(5))
def test_a_hundred_bad_days_of_a_keepers_phone(block, cast, make, client, monkeypatch):
    client.force_login(cast["kasi"])
    begin = timezone.now()
    for seed in range(block * 20, block * 20 + 20):
        chance, clock = random.Random(seed), Clock(begin)
        occasion = make(names=("Ani", "Budi"), title=f"Rakor {seed}", starts=begin, ends=begin + timedelta(hours=9))
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock.now)
        phone = Phone(client, cast["kasi"], occasion, clock, chance)
        phone.off = timedelta(days=chance.choice([-2, 0, 2]))
        scanned, others = live_through(phone, cast["camat"], seed)

        taken = set(Delivery.objects.filter(key__startswith=f"k{seed}-").values_list("key", flat=True))
        assert {entry["key"] for entry in phone.sent if entry["done"]} == taken
        own = Mark.objects.filter(occasion=occasion, by=cast["kasi"])
        # the last word of the phone counts, once; what it said before is kept and no longer counts
        assert dict(own.filter(is_counted=True).values_list("attendee", "says")) == phone.last
        assert set(Counter(own.filter(is_counted=True).values_list("attendee", flat=True)).values()) <= {1}
        # scans and the other keeper's words are all there, once
        scans = Mark.objects.filter(occasion=occasion, by=None, is_counted=True)
        assert sorted(scans.values_list("attendee", flat=True)) == sorted(scanned)
        words = Mark.objects.filter(occasion=occasion, by=cast["camat"], is_counted=True)
        assert dict(words.values_list("attendee", "says")) == others
        # and what collides is visible, nothing else is
        for line in queries.lines_of(occasion, people(occasion)):
            number = line.attendee.pk
            said = {word for word in (phone.last.get(number), others.get(number)) if word}
            said |= {"present"} if number in scanned else set()
            kinds = {"present" if word == "late" else word for word in said}
            assert (line.standing.state == "conflict") == (len(kinds) > 1), (seed, said)
