"""Texts of two writers: joined on the server, each step kept once, whatever the network does."""

import random
from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes.actions.notes import Typed, restore_notes, write_notes
from rumahbersama.chain.house.minutes.models import NoteRevision
from rumahbersama.chain.house.minutes.rules import LONGEST_NOTES, MinutesRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.meetings.conftest import AT
from tests.minutes.conftest import LATER
from tests.minutes.test_joining import written_into

pytestmark = pytest.mark.django_db


def save(held, who: str, base: str, text: str, key: str = "", at=AT):
    return write_notes(item=held.about, typed=Typed(base, text, key), by=held.cast(who), at=at)


def notes(held) -> str:
    return AgendaItem.objects.get(pk=held.about.pk).notes


def test_each_save_is_a_revision_with_what_was_typed_and_from_where(held):
    save(held, "kasi", "", "Rapat dimulai", "a")
    second = save(held, "keeper", "", "Hadir 20", "b", at=LATER)

    assert second.text == notes(held) == "Rapat dimulai\nHadir 20"
    assert second.joined_with.startswith("kasi")
    rows = (
        NoteRevision.objects.filter(item=held.about).order_by("number").values_list("number", "text", "base", "typed")
    )
    assert list(rows) == [
        (1, "Rapat dimulai", None, None),
        (2, "Rapat dimulai\nHadir 20", "", "Hadir 20"),
    ]


def test_a_line_that_two_wrote_stays_twice_with_who_and_when(held):
    save(held, "kasi", "", "Rapat")
    save(held, "kasi", "Rapat", "Rapat dimulai")
    saved = save(held, "keeper", "Rapat", "Rapat ditutup", at=LATER)

    name = str(held.cast("keeper"))
    assert (saved.text, saved.doubled) == (f"Rapat dimulai\n[{name}, 10.00] Rapat ditutup", 1)


def test_the_same_key_again_changes_nothing(held):
    save(held, "kasi", "", "satu", "a")
    save(held, "keeper", "satu", "satu\ndua", "b")
    again = save(held, "kasi", "", "satu", "a")

    assert (again.text, NoteRevision.objects.filter(item=held.about).count()) == ("satu\ndua", 2)


def test_line_ends_and_control_characters_are_plain_and_a_book_is_refused(held):
    assert save(held, "kasi", "", "a\r\nb\x00\x07c\td").text == "a\nbc\td"
    with pytest.raises(MinutesRefusal, match="paling panjang"):
        save(held, "kasi", "", "x" * (LONGEST_NOTES + 1))
    assert notes(held) == "a\nbc\td"


@pytest.mark.parametrize(("state", "told"), [("closed", "sudah ditutup"), ("planned", "belum dibuka")])
def test_nobody_writes_while_the_meeting_is_not_held(held, state, told):
    type(held.meeting).objects.filter(pk=held.meeting.pk).update(state=state)

    with pytest.raises(MinutesRefusal, match=told):
        save(held, "kasi", "", "terlambat")


def test_an_earlier_text_stands_again_and_the_record_says_once_who_wrote(held):
    save(held, "kasi", "", "satu")
    save(held, "kasi", "satu", "satu dua")
    first = NoteRevision.objects.get(item=held.about, number=1)
    first.item = held.about

    restore_notes(revision=first, by=held.cast("keeper"), at=LATER)

    assert (notes(held), NoteRevision.objects.filter(item=held.about).count()) == ("satu", 3)
    verbs = list(
        AuditRecord.objects.filter(verb__startswith="minutes.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["minutes.write_notes", "minutes.write_notes", "minutes.restore_notes"]


# Through the page ---------------------------------------------------------------------
def test_an_outbox_is_answered_in_words_once_per_key(held, client):
    client.force_login(held.cast("kasi"))
    address = reverse("minutes:item", args=[held.meeting.pk, held.about.pk])
    save(held, "keeper", "", "Hadir 20")
    sent = {"initial-notes": "", "notes": "Dibuka camat", "kunci": "k1", "akun": str(held.cast("kasi").pk)}

    first = client.post(address, sent, headers={"X-Outbox": "1"})
    again = client.post(address, sent | {"notes": "lain"}, headers={"X-Outbox": "1"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["pesan"] == [f"Digabung dengan tulisan {held.cast('keeper')}."]
    assert notes(held) == "Hadir 20\nDibuka camat"
    told = client.get(reverse("minutes:text", args=[held.meeting.pk, held.about.pk]), {"sejak": "2"}).json()
    assert (told["nomor"], told["teks"]) == (3, "Hadir 20\nDibuka camat")
    assert (
        client.get(reverse("minutes:text", args=[held.meeting.pk, held.about.pk]), {"sejak": "3"}).status_code == 204
    )


def test_a_closed_meeting_refuses_the_outbox_in_a_sentence(held, client):
    client.force_login(held.cast("kasi"))
    type(held.meeting).objects.filter(pk=held.meeting.pk).update(state="closed")
    sent = {"initial-notes": "", "notes": "x", "kunci": "k1", "akun": str(held.cast("kasi").pk)}

    answer = client.post(
        reverse("minutes:item", args=[held.meeting.pk, held.about.pk]), sent, headers={"X-Outbox": "1"}
    )

    assert answer.status_code == 422
    assert answer.json()["galat"][0].startswith("Rapat ini sudah ditutup.")


def test_without_script_the_button_joins_and_shows_the_joined_text(held, client):
    client.force_login(held.cast("kasi"))
    save(held, "keeper", "", "Hadir 20")
    address = reverse("minutes:item", args=[held.meeting.pk, held.about.pk])

    page = client.post(address, {"initial-notes": "", "notes": "Dibuka camat"}, follow=True).content.decode()

    assert "Digabung dengan tulisan" in page
    assert ">\nHadir 20\nDibuka camat</textarea>" in page


# Bad days -----------------------------------------------------------------------------
@dataclass
class Device:
    """The rules of ``outbox.js`` and ``minutes.js`` in Python: what waits, from which text, under which key."""

    held: object
    who: str
    chance: random.Random
    box: str = ""
    base: str = ""
    queue: list = field(default_factory=list)
    words: set = field(default_factory=set)
    acknowledged: set = field(default_factory=set)

    def type(self, word: str) -> None:
        self.box = written_into(self.box, self.chance, word)
        self.words.add(word)

    def keep(self, key: str) -> None:
        """What was never tried gives way to what stands in the box now, and leaves the text it began from."""
        old = [entry for entry in self.queue if not entry["tried"]]
        base = old[0]["base"] if old else self.base
        self.queue = [entry for entry in self.queue if entry["tried"]]
        self.queue.append({"key": key, "base": base, "text": self.box, "tried": False})
        self.base = self.box or self.base

    def flush(self) -> None:
        while self.queue:
            entry = self.queue[0]
            entry["tried"] = True
            if self.chance.random() < 0.3:
                return  # lost on the way
            for _repeat in range(self.chance.choice((1, 1, 2))):
                save(self.held, self.who, entry["base"], entry["text"], entry["key"])
            if self.chance.random() < 0.3:
                return  # the answer is lost
            self.acknowledged.add(entry["key"])
            self.queue.pop(0)

    def look(self) -> None:
        if not self.queue and self.box == self.base:
            self.box = self.base = notes(self.held)

    def open_again(self) -> None:
        """A closed tab opens with what waits, else with what the server has; what was not kept is gone with it."""
        self.box = self.base = self.queue[-1]["text"] if self.queue else notes(self.held)
        self.words = {word for word in self.words if word in self.box or word in notes(self.held)}


def live_through(devices: list[Device], chance: random.Random, name: str) -> None:
    """Let two devices type, send, lose, look, close and go offline in random order, and come together at the end."""
    offline = {device.who: False for device in devices}
    for step in range(16):
        device = chance.choice(devices)
        act = chance.choice(("type", "type", "type", "flush", "flush", "look", "tab", "network"))
        if act == "type":
            device.type(f"{name}k{step}")
            device.keep(f"{name}k{step}")
        elif act == "network":
            offline[device.who] = not offline[device.who]
        elif act == "tab":
            device.open_again()
        elif not offline[device.who]:
            device.flush() if act == "flush" else device.look()
    while any(device.queue for device in devices):
        for device in devices:
            device.flush()
    for device in devices:
        device.look()


@pytest.mark.parametrize("block", range(5))
def test_a_hundred_bad_meetings_of_two_writers_lose_no_word(held, block):
    for schedule in range(block * 20, block * 20 + 20):
        chance = random.Random(schedule)
        AgendaItem.objects.filter(pk=held.about.pk).update(notes="", notes_version=1)
        NoteRevision.objects.all().delete()
        devices = [Device(held, who, chance) for who in ("kasi", "keeper")]
        live_through(devices, chance, f"s{schedule}")

        final = notes(held)
        told = f"schedule {schedule}: {final!r}"
        assert {word for device in devices for word in device.words if word not in final.split()} == set(), told
        assert [device.box for device in devices] == [final, final], told
        rows = list(NoteRevision.objects.filter(item=held.about).order_by("number").values_list("number", "text"))
        assert [number for number, _text in rows] == list(range(1, len(rows) + 1)), told
        assert (rows[-1][1] if rows else "") == final, told
