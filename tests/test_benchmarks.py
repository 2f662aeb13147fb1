"""What the benchmarks generate fits the tables of today, and their peers show the same numbers."""

import random
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from benchmarks import bench_cascade, bench_entry, bench_needs, bench_pages, bench_thread, hall
from benchmarks.bench_requests import Direct
from benchmarks.typists import Ask, Person, losses
from rumahbersama.chain.needs.models import IndicatorSum, Observation
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.training.cascade.queries import cascade_of
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.tests.actions import open_test
from rumahbersama.chain.training.tests.models import Answer
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.regions.actions import refresh_counts
from rumahbersama.results.forward import queries as forward
from rumahbersama.results.forward.actions import read_figures

pytestmark = pytest.mark.django_db


def test_generated_values_fit_the_tables_and_the_peer_agrees(country):
    load_reference(by=None, at=timezone.now())

    bench_pages._observations()
    bench_pages._sums()

    villages = sum(region.level == 4 for region in country.values())
    assert Observation.objects.count() == villages * bench_pages.INDICATORS * len(bench_pages.PERIODS)
    for code in ("0", "71", "71.01", "71.01.01"):
        bench_pages._agree(country[code])


@pytest.fixture
def typists() -> list[Person]:
    """Two keepers and two village operators of a small country, each with a form open."""
    plan = bench_entry.prepare(home=(2, 2, 3), coming=(1, 1, 2), people=4)
    people = [
        Person(each["account"], each["address"], _asking(each["session"]), random.Random(number))
        for number, each in enumerate(plan)
    ]
    for person in people:
        person.open()
    return people


def _asking(session: str) -> Ask:
    client = Client(enforce_csrf_checks=True)
    client.cookies["rumah_sesi"] = session

    def ask(method, path, data, headers):
        response = client.get(path, headers=headers) if method == "GET" else client.post(path, data, headers=headers)
        return response.status_code, response.content.decode()

    return ask


def test_typists_save_as_the_form_does_and_nothing_is_lost(typists):
    samples = [person.save() for person in typists for _ in range(4)]

    assert [(each.status, each.said) for each in samples] == [(201, "")] * 16
    assert AuditRecord.objects.filter(verb="needs.enter").count() == 16
    assert [len(person.boxes) for person in typists] == [8, 4, 8, 4]  # three villages or one, source and reason
    assert losses(typists, bench_entry.PERIOD) == []


def test_losses_name_what_was_acknowledged_and_is_not_there(typists):
    person = typists[1]
    person.save()
    ((box, (value,)),) = person.acknowledged.items()
    indicator, place = box.removeprefix("n-").split("-")[0], box.rpartition("-")[2].replace("_", ".")
    key = f"{place}|{indicator}|{bench_entry.PERIOD}"

    Observation.objects.filter(region__code=place, indicator__code=indicator).update(numerator=3)
    IndicatorSum.objects.filter(region__code=place[:8], indicator__code=indicator).update(numerator=1)
    person.acknowledged[box] = [77, value]

    found = losses(typists, bench_entry.PERIOD)
    assert found[:2] == [f"{key} 77 not in the record", f"{key} is 3, acknowledged was {value}"]
    assert [text.partition(" is ")[0] for text in found[2:]] == [
        f"sum of {indicator} in {place[:5]}",
        f"sum of {indicator} in {place[:8]}",
    ]


def test_peers_of_the_needs_pages_agree(country):
    load_reference(by=None, at=timezone.now())
    refresh_counts()
    bench_pages._observations()
    bench_pages._sums()

    bench_needs.enrich()

    for code in ("0", "71", "71.01", "71.01.01"):
        bench_needs.agree_on_series(country[code])
    for code in ("71.01", "71.01.01"):
        bench_needs.agree_on_old_borders(country[code])
    bench_needs.agree_on_minimum_services()


# The rehearsal --------------------------------------------------------------------------------
@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the connection of the test open, as the test client sees to for its own."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def phones(one_connection: None) -> list[hall.Participant]:
    """Six phones in two classes that have registered, scanned, and begun the pre-test."""
    world = hall.make_world(6, 2)
    phones = hall.phones_of(world, hall.open_presence(world))
    open_test(event=world.event, phase=hall.PRE, klass=None, by=None, at=timezone.now())
    line = Direct()
    for phone in phones:
        assert [phone.register(line), phone.mark(line), phone.begin(line, hall.PRE)] == [302, 200, 200]
    return phones


def test_phones_go_through_the_story_and_nothing_is_lost(phones):
    line = Direct()
    for phone in phones:
        assert [phone.answer(line, hall.PRE), phone.hand_in(line, hall.PRE)] == [200, 200]
    assert set(Participation.objects.values_list("state", flat=True)) == {"confirmed"}
    assert hall.count("SELECT COUNT(*) FROM presence_mark") == 6
    answers = 6 * hall.QUESTIONS
    assert hall.losses(phones) == {"answers": answers, "lost": 0, "untold": 0, "handed_in_lost": 0}


def test_losses_of_a_hall_name_what_differs_from_what_was_acknowledged(phones):
    line = Direct()
    for phone in phones[:2]:
        phone.hand_in(line, hall.PRE)
    phones[2].handed_in.add(hall.PRE)  # as if it had been told so
    first, second, third = Answer.objects.order_by("pk")[:3]
    first.delete()
    Answer.objects.filter(pk=second.pk).update(chosen=(second.chosen + 1) % hall.OPTIONS)
    item = third.item_id
    for phone in phones[:2]:
        phone.kept.pop((hall.PRE, item), None)
    found = hall.losses(phones)
    assert (found["lost"], found["handed_in_lost"]) == (2, 1)
    assert found["untold"] == 2


def test_the_peer_of_the_cascade_agrees():
    programme, _tot = bench_cascade._generate(6, [("71", "Utara"), ("71.01", "Sungai"), ("71.01.01", "Alas")])
    events = list(programme.events.order_by("starts_on", "pk"))
    cascade = cascade_of(events, today=timezone.localdate())
    assert cascade.people == (bench_cascade.TOTS * bench_cascade.TOT_CLASSES + 6) * bench_cascade.SEATS
    assert cascade.tree.reach == bench_cascade.reach_by_walking(cascade.classes)


def test_the_thread_of_a_programme_is_told_as_its_peer_counts_it(monkeypatch):
    bench_thread.generate(240, kecamatan=20, events=20)
    ministry, today = bench_thread._account("ministry", "0"), timezone.localdate()
    by_hand = bench_thread.told_by_hand(today)

    assert bench_thread.told_by_us(ministry, today) == by_hand
    monkeypatch.setattr(forward, "MOST_READ", 0)
    read_figures(at=timezone.now())
    assert bench_thread.told_by_us(ministry, today) == by_hand
    assert by_hand["named"] == 240
    assert min(by_hand["verdicts"]) > 0
