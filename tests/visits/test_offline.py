"""A visitor's phone on a hundred bad days: dropped, repeated, reordered, reply lost, tab closed, clock off; photos.

Meanwhile a colleague writes on another phone. In the evening, and once more when all was sent, everything that was
acknowledged is there exactly once: every answer counts or stands among what was written before, the newest said
counts, every photo and signature is there once. What was never acknowledged by the evening still waits on the phone,
and the page shows it when it is opened again.
"""

import base64
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits.actions import planning, writing
from rumahbersama.chain.oversight.visits.models import Saying, Signature, Visit, VisitPhoto
from rumahbersama.ground.core.models import Delivery
from rumahbersama.workshop.surveys.models import Version
from tests.files.making import picture
from tests.visits.conftest import AT, VILLAGE, plan

pytestmark = pytest.mark.django_db
SENT = {"X-Outbox": "1"}
BOXES = ["posyandu_buka", "bidan", "paud", "bidan.catatan", "laporan", "perjalanan.berangkat"]
SMALL = "data:image/jpeg;base64," + base64.b64encode(picture(size=(8, 6))).decode()


class Clock:
    """The one true time of a schedule; it moves when something happens."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def pass_some(self, chance: random.Random) -> None:
        self.now += timedelta(seconds=chance.randrange(1, 600))


class Phone:
    """The rules of ``outbox.js``: one waiting sheet and what was sent unanswered, and one entry per picture."""

    def __init__(self, client: Any, account: Any, visit: Visit, clock: Clock, chance: random.Random) -> None:
        self.client, self.account, self.visit, self.clock, self.chance = client, account, visit, clock, chance
        self.queue: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.off = timedelta(0)
        self.words: list[tuple[str, str, datetime]] = []  # all that was typed here, with when
        self.shots: set[str] = set()  # the photos and signatures taken here
        self.open()

    def open(self) -> None:
        """Open the page (what the server has), then put over it what waits: the tab was closed, the battery died."""
        rows = Saying.objects.filter(visit=self.visit, is_counted=True)
        self.boxes = dict(rows.values_list("box", "text"))
        self.seen = {box: self.boxes.get(box, "") for box in BOXES}
        self.times: dict[str, str] = {}
        for entry in self.queue:
            self.boxes |= entry.get("boxes", {})
            self.seen |= entry.get("boxes", {})
            self.times |= entry.get("times", {})

    def _entry(self, key: str, address: str, **more: Any) -> dict[str, Any]:
        said_at = self.clock.now + self.off
        return {"key": key, "url": reverse(address, args=[self.visit.pk]), "said_at": said_at, "tried": False} | more

    def type(self, box: str, text: str, key: str) -> None:
        """Keep the sheet in place of one that was never sent; what first stood in its boxes stays with it."""
        self.boxes[box] = text
        self.times[box] = (self.clock.now + self.off).isoformat()
        self.words.append((box, text, self.clock.now))
        old = [entry for entry in self.queue if "boxes" in entry and not entry["tried"]]
        self.queue = [entry for entry in self.queue if entry not in old]
        first = self.seen | old[0]["seen"] if old else dict(self.seen)
        self.queue.append(self._entry(key, "visits:fill", boxes=dict(self.boxes), seen=first, times=dict(self.times)))
        self.seen |= self.boxes

    def shoot(self, key: str) -> None:
        """Take a photo, made small on the phone, or have the glass signed: one entry each."""
        self.shots.add(key)
        if self.chance.random() < 0.8:
            form = {"picture": SMALL, "caption": key, "kembali": "isi"}
            self.queue.append(self._entry(key, "visits:photos", form=form))
        else:
            form = {"picture": SMALL, "side": "desa", "name": key, "title": "Kepala Desa", "how": "layar"}
            self.queue.append(self._entry(key, "visits:sign", form=form))

    def flush(self) -> None:
        """Send what waits; out of order now and then, some twice, and the network may lose either way."""
        entries = list(self.queue)
        if self.chance.random() < 0.6:
            self.chance.shuffle(entries)
        for entry in entries:
            self.clock.pass_some(self.chance)
            entry["tried"] = True
            if self.chance.random() < 0.4:
                continue  # lost before it arrived
            for _time in range(self.chance.choice([1, 1, 2])):
                answer = self.client.post(entry["url"], self._form(entry), headers=SENT)
                assert answer.status_code in (200, 201), answer.content
            if self.chance.random() < 0.3:
                continue  # stored, and the reply is lost
            self.sent.append(entry)
            self.queue.remove(entry)

    def _form(self, entry: dict[str, Any]) -> dict[str, str]:
        boxes = {f"kotak-{box}": text for box, text in entry.get("boxes", {}).items()}
        seen = {f"initial-kotak-{box}": entry["seen"].get(box, "") for box in entry.get("boxes", {})}
        times = {f"waktu-kotak-{box}": when for box, when in entry.get("times", {}).items()}
        clocks = {"pada": entry["said_at"].isoformat(), "kini": (self.clock.now + self.off).isoformat()}
        keys = {"kunci": entry["key"], "akun": str(self.account.pk)}
        return boxes | seen | times | entry.get("form", {}) | clocks | keys


def live_through(phone: Phone, colleague: Any, seed: int) -> list[tuple[str, str, datetime]]:
    """Let everything happen in random order; return what the colleague wrote."""
    chance, others = phone.chance, []
    for number in range(chance.randrange(8, 16)):
        phone.clock.pass_some(chance)
        key, box = f"v{seed}-{number}", chance.choice(BOXES)
        act = chance.choice(["type", "type", "type", "shoot", "shoot", "flush", "flush", "tab", "other"])
        text = chance.choice(["ya", "tidak"]) if "." not in box and box != "laporan" else f"kata {seed}-{number}"
        text = f"{number:02d}.30" if box.startswith("perjalanan") else text
        if act == "type":
            phone.type(box, text, key)
        elif act == "shoot":
            phone.shoot(key)
        elif act == "flush":
            phone.flush()
        elif act == "tab":
            phone.open()
        else:
            writing.write(visit=phone.visit, said={box: text}, by=colleague, at=phone.clock.now)
            others.append((box, text, phone.clock.now))
    return others


def words_in(entries: list[dict[str, Any]]) -> set[tuple[str, datetime]]:
    """Return the words of sheets as box and time of the phone's clock."""
    return {(box, datetime.fromisoformat(when)) for entry in entries for box, when in entry.get("times", {}).items()}


def assert_nothing_is_lost(phone: Phone, seed: int) -> None:
    """What is acknowledged arrived; all else waits, and the page that is opened again shows it."""
    taken = set(Delivery.objects.filter(key__startswith=f"v{seed}-").values_list("key", flat=True))
    sent, waiting = ({entry["key"] for entry in entries} for entries in (phone.sent, phone.queue))
    assert sent <= taken <= sent | waiting, seed
    assert phone.shots <= sent | waiting, seed
    last = {box: (text, when + phone.off) for box, text, when in phone.words}
    here = words_in(phone.sent) | words_in(phone.queue)
    assert {(box, when) for box, (_text, when) in last.items()} <= here, seed
    phone.open()
    shown = {box: last[box][0] for box, when in words_in(phone.queue) if when == last[box][1]}
    assert shown.items() <= phone.boxes.items(), seed


def assert_all_is_there_once(phone: Phone, seed: int) -> None:
    """What the server took, acknowledged or with its reply lost, is there once."""
    taken = set(Delivery.objects.filter(key__startswith=f"v{seed}-").values_list("key", flat=True))
    entries = [entry for entry in phone.sent + phone.queue if entry["key"] in taken]
    pictures = Counter(VisitPhoto.objects.filter(visit=phone.visit).values_list("caption", flat=True))
    pictures += Counter(Signature.objects.filter(visit=phone.visit).values_list("name", flat=True))
    assert pictures == Counter(entry["key"] for entry in entries if "form" in entry), seed
    # each word of this phone is there once, known by the time of its own clock
    rows = Saying.objects.filter(visit=phone.visit)
    assert Counter((row.box, row.said_at) for row in rows.exclude(said_at=None)) == Counter(words_in(entries)), seed
    # what an acknowledged sheet changed was kept: it counts, or it can still be read
    kept = set(rows.values_list("box", "text"))
    for entry in entries:
        new = {box: text for box, text in entry.get("boxes", {}).items() if text != entry["seen"].get(box, "")}
        assert set(new.items()) <= kept, seed


@pytest.mark.parametrize("block", range(5))
def test_a_hundred_bad_days_of_a_visitors_phone(block, scene, client, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_reference(by=None, at=AT)
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    client.force_login(scene.cast["kasi"])
    waited = 0
    for seed in range(block * 20, block * 20 + 20):
        chance, clock = random.Random(seed), Clock(AT)
        told = plan(scene.posts, "kasi", "keeper", checklist=version)
        visit = planning.plan_visit(region=scene.country[VILLAGE], plan=told, by=None, at=AT)
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock.now)
        phone = Phone(client, scene.cast["kasi"], visit, clock, chance)
        phone.off = timedelta(days=chance.choice([-2, 0, 2]))
        others = live_through(phone, scene.cast["keeper"], seed)

        waited += bool(phone.queue)
        assert_nothing_is_lost(phone, seed)
        assert_all_is_there_once(phone, seed)
        while phone.queue:
            phone.flush()
        assert_nothing_is_lost(phone, seed)
        assert_all_is_there_once(phone, seed)
        # one word counts in a box, and it is the last one that was said there, on whichever phone
        counted = list(Saying.objects.filter(visit=visit, is_counted=True).values_list("box", "text"))
        assert len(dict(counted)) == len(counted), seed
        said = sorted(phone.words + others, key=lambda word: word[2])
        assert dict(counted) == {box: text for box, text, _when in said}, seed
    assert waited > 5
