"""The hall of the rehearsal: the event with its classes, and each participant's phone; used by two benchmarks.

Everything is made by the actions that people use, but for the names: 831 people are written at once, as approved.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.bench_presence import Phone
from benchmarks.crowd import CSRF, Connection, ask

if TYPE_CHECKING:
    from rumahbersama.chain.training.passing.actions import Typed
    from rumahbersama.workshop.papers.models import Batch

QUESTIONS, OPTIONS, MINUTES = 20, 4, 60
PRE, POST = "pre", "post"
PLACE = "71"


@dataclass
class World:
    """The event, its classes, and who signs."""

    event: Any
    classes: list[Any]
    signer: Any


def make_world(people: int, classes: int) -> World:
    """Make an event that begins next week with so many approved people, its tests drawn, its lists made."""
    from django.utils import timezone

    from benchmarks.bench_intake import _make_regions
    from rumahbersama.chain.training.models import Curriculum, Event, Participation, Quota, Session, Site
    from rumahbersama.chain.training.models import TrainingClass as Class
    from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
    from rumahbersama.ground.people.models import Person
    from rumahbersama.ground.regions.models import Region

    _make_regions([f"{PLACE}.01.{number:02}.2001" for number in range(1, 98)])
    now, region = timezone.now(), Region.objects.get(code=PLACE)
    event = Event.objects.create(
        curriculum=Curriculum.objects.create(code="gladi", title="Gladi"),
        title="Pelatihan aparatur kecamatan",
        tier=3,
        region=region,
        starts_on=timezone.localdate() + timedelta(days=7),
        ends_on=timezone.localdate() + timedelta(days=10),
        class_size=32,
        state="open",
        entered_at=now,
    )
    site = Site.objects.create(event=event, name="Balai")
    quota = Quota.objects.create(event=event, region=region, seats=people)
    held = [Class.objects.create(event=event, number=at, site=site, size=40) for at in range(1, classes + 1)]
    for klass in held:
        hours = {"starts_at": now, "ends_at": now + timedelta(hours=3)}
        Session.objects.create(event=event, site=site, klass=klass, title="Hari pertama", jp=4, **hours)
    places = list(Region.objects.filter(level=3).order_by("code"))
    persons = Person.objects.bulk_create([Person(name=f"Peserta {number:04}") for number in range(people)])
    Participation.objects.bulk_create(
        [
            Participation(
                event=event,
                quota=quota,
                person=person,
                name=person.name,
                region=places[number % len(places)],
                agency_kind="kecamatan",
                agency=f"Kecamatan {number % len(places)}",
                title="Kasi",
                state="approved",
                klass=held[number % classes],
                entered_at=now,
            )
            for number, person in enumerate(persons)
        ]
    )
    post = create_post(title="Kepala BPSDMD", region=region, role="", by=None, at=now)
    since = timezone.localdate() - timedelta(days=900)
    appoint_by_name(
        post=post, person=None, name="Dr. Kepala", capacity="definitive", starts_on=since, by=None, at=now
    )
    _draw(event, region, now)
    return World(event, held, post)


def _draw(event: Any, region: Any, now: Any) -> None:
    from rumahbersama.chain.training.bank import actions as bank_actions
    from rumahbersama.chain.training.bank.formats.shapes import Question
    from rumahbersama.chain.training.tests import actions

    bank = bank_actions.make_bank(title="Aparatur", description="", region=region, by=None, at=now)
    for number in range(1, QUESTIONS + 1):
        words = Question(
            f"Soal {number}: apa yang dikerjakan kecamatan lebih dulu?",
            tuple(f"Pilihan {option} dari soal {number}, sepanjang kalimat biasa" for option in range(OPTIONS)),
            number % OPTIONS,
            "",
            "Kelembagaan",
        )
        item = bank_actions.add_item(bank=bank, question=words, difficulty=None, by=None, at=now)
        bank_actions.use_item(item=item, by=None, at=now)
    counts = {bank.topics.get().pk: QUESTIONS}
    actions.plan(event=event, bank=bank, counts=counts, minutes=MINUTES, mixes_options=True, by=None, at=now)


def order_certificates(world: World, marks: "Typed") -> "Batch":
    """Close the lists, decide that all pass with these marks, and order their certificates; the worker makes them."""
    from django.utils import timezone

    from rumahbersama.chain.training.models import Event, Participation
    from rumahbersama.chain.training.passing import actions, certificates
    from rumahbersama.workshop.presence.actions import close
    from rumahbersama.workshop.presence.models import Occasion

    now, today = timezone.now(), timezone.localdate()
    for occasion in Occasion.objects.all():
        close(occasion=occasion, by=None, at=now)
    Event.objects.update(starts_on=today, ends_on=today, state="closed")  # the days of the training are over
    event = Event.objects.get()
    people = Participation.objects.filter(event=event).values_list("pk", flat=True)
    typed = {number: (actions.Typed(), marks) for number in people}
    actions.type_marks(event=event, typed=typed, by=None, at=now)
    actions.decide(event=event, klass=None, by=None, at=now, today=today)
    signature = certificates.Signature(world.signer, today, "800")
    return certificates.issue(event=event, signature=signature, by=None, at=now, today=today)


def open_presence(world: World) -> dict[int, str]:
    """Make the list of each class and open its first occasion; return its key by the number of the class."""
    from django.utils import timezone

    from rumahbersama.chain.training.hall.actions import fit_roster
    from rumahbersama.workshop.presence import actions
    from rumahbersama.workshop.presence.models import Occasion

    keys = {}
    for klass in world.classes:
        roster = fit_roster(klass=klass, by=None, at=timezone.now()).roster
        occasion = Occasion.objects.get(roster=roster)
        actions.open_occasion(occasion=occasion, by=None, at=timezone.now())
        keys[klass.pk] = occasion.key
    return keys


def phones_of(world: World, keys: dict[int, str]) -> "list[Participant]":
    """Return the phone of each participant, with the ticket that the page of the QR would give it."""
    from rumahbersama.chain.training.models import Participation
    from rumahbersama.workshop.presence.models import Attendee

    listed = dict(Attendee.objects.exclude(reference="").values_list("reference", "pk"))
    found = []
    for number, row in enumerate(Participation.objects.filter(event=world.event).order_by("pk")):
        phone = Phone(number, listed[row.key], keys[row.klass_id or 0])
        phone.take_ticket()
        jar = {"rumah_csrf": CSRF, "rumah_gawai": phone.device}
        found.append(Participant(row.token, row.klass_id or 0, phone, jar, random.Random(number)))
    return found


@dataclass
class Participant:
    """One participant's phone: what it saw, and what the server acknowledged of it.

    Attributes:
        token: of the personal link.
        klass: number of the class.
        scan: the phone as presence knows it.
        jar: its cookies.
        chance: what it chooses.
        shown: by test, how many options each question has on this phone's page.
        kept: place chosen, by test and question, of what was acknowledged last.
        handed_in: the tests whose handing in was acknowledged.
    """

    token: str
    klass: int
    scan: Phone
    jar: dict[str, str]
    chance: random.Random
    shown: dict[str, list[int]] = field(default_factory=dict)
    kept: dict[tuple[str, int], int] = field(default_factory=dict)
    handed_in: set[str] = field(default_factory=set)

    @property
    def test(self) -> str:
        """Return the address of the tests."""
        return f"/pelatihan/tes/{self.token}/"

    def register(self, line: Connection) -> int:
        """Open the personal link and say that one surely comes."""
        path = f"/pelatihan/peserta/{self.token}/"
        status, _page = ask(line, "GET", path, self.jar)
        if status != 200:
            return status
        return ask(line, "POST", path, self.jar, {"comes": "ya", "food": ""})[0]

    def mark(self, line: Connection) -> int:
        """Send one's name to the attendance list."""
        return self.scan.send(line)

    def begin(self, line: Connection, phase: str) -> int:
        """Open the page of the tests, start one, and read its questions."""
        status, _page = ask(line, "GET", self.test, self.jar)
        if status != 200:
            return status
        status, page = ask(line, "POST", self.test, self.jar, {"tes": phase, "mulai": "ya"})
        if status == 302:
            status, page = ask(line, "GET", self.test, self.jar)
        marks = page.split('hx-params="csrfmiddlewaretoken,tes,s')[1:]
        self.shown[phase] = [int(each[: each.index('"')]) for each in marks]
        return status if self.shown[phase] else 0

    def answer(self, line: Connection, phase: str) -> int:
        """Choose an option of one question, as the page sends it by itself."""
        item, place = self.chance.choice(self.shown[phase]), self.chance.randrange(OPTIONS)
        data = {"tes": phase, f"s{item}": place}
        status, page = ask(line, "POST", self.test, self.jar, data, {"HX-Request": "true"})
        if status == 200 and "Tersimpan" in page:
            self.kept[phase, item] = place
        return status

    def hand_in(self, line: Connection, phase: str) -> int:
        """Send the whole form with an answer to everything, and hand in; follow to what the page then says."""
        chosen = {item: self.chance.randrange(OPTIONS) for item in self.shown[phase]}
        data = {"tes": phase, "kumpulkan": "ya"} | {f"s{item}": place for item, place in chosen.items()}
        status, page = ask(line, "POST", self.test, self.jar, data)
        if status == 302:
            status, page = ask(line, "GET", self.test, self.jar)
        if status == 200 and ("Sudah dikumpulkan" in page or "Tes dikumpulkan" in page):
            self.kept |= {(phase, item): place for item, place in chosen.items()}
            self.handed_in.add(phase)
            return status
        return 0 if status == 200 else status

    def begin_and_hand_in(self, line: Connection, phase: str) -> int:
        """Take a whole test in one go."""
        status = self.begin(line, phase)
        return self.hand_in(line, phase) if status == 200 else status

    def evaluate(self, line: Connection, form: str, parts: list[dict[str, str]]) -> int:
        """Answer the evaluation of the class section by section, and send it."""
        path = f"/isian/{form}/"
        status, _page = ask(line, "GET", path, self.jar)
        for number, data in enumerate(parts, start=1):
            if status not in (200, 302):
                return status
            status, _page = ask(line, "POST", f"{path}?bagian={number}", self.jar, data)
        if status == 302:
            status, _page = ask(line, "POST", f"{path}?bagian=kirim", self.jar)
        return ask(line, "GET", f"{path}selesai/", self.jar)[0] if status == 302 else 0


def losses(phones: list[Participant]) -> dict[str, int]:
    """Return how much was acknowledged and is not stored exactly so, and what is stored and nobody was told of.

    By plain reading: the order of each attempt tells which option stood at the place that was sent.
    """
    stored = {
        (token, phase, item): chosen
        for token, phase, item, chosen in _read(
            "SELECT p.token, a.phase, n.item_id, n.chosen FROM training_tests_answer n"
            " JOIN training_tests_attempt a ON a.id = n.attempt_id"
            " JOIN training_participation p ON p.id = a.participation_id"
        )
    }
    orders, handed_in = _orders()
    wanted: dict[tuple[str, str, int], int] = {}
    for phone in phones:
        for (phase, item), place in phone.kept.items():
            wanted[phone.token, phase, item] = orders[phone.token, phase][item][place]
    told = {(phone.token, phase) for phone in phones for phase in phone.handed_in}
    return {
        "answers": len(wanted),
        "lost": sum(stored.get(key) != chosen for key, chosen in wanted.items()),
        "untold": len(stored.keys() - wanted.keys()),
        "handed_in_lost": len(told - handed_in),
    }


def _orders() -> tuple[dict[tuple[str, str], dict[int, list[int]]], set[tuple[str, str]]]:
    import json

    orders, handed_in = {}, set()
    for token, phase, order, submitted_at in _read(
        "SELECT p.token, a.phase, a.order_text, a.submitted_at FROM"
        ' (SELECT participation_id, phase, CAST("order" AS TEXT) AS order_text, submitted_at'
        " FROM training_tests_attempt) a JOIN training_participation p ON p.id = a.participation_id"
    ):
        orders[token, phase] = {item: places for item, *places in json.loads(order)}
        if submitted_at is not None:
            handed_in.add((token, phase))
    return orders, handed_in


def _read(statement: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def count(statement: str) -> int:
    """Return the one number a statement asks for."""
    return int(_read(statement)[0][0])


Act = Callable[[Connection, Participant], int]
