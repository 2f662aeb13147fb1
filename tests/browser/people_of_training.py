"""The training of the scene: seats, people in every state, classes; and the personal link of one of them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rumahbersama.chain.training.models import (
    Curriculum,
    Event,
    Participation,
    Quota,
    Room,
    Site,
    Teaching,
    TrainingClass,
)
from rumahbersama.chain.training.taking_part.actions.deciding import approve_people, decline_person
from rumahbersama.chain.training.taking_part.actions.naming import Nominee, name_person
from rumahbersama.chain.training.taking_part.actions.quotas import keep_seats
from rumahbersama.chain.training.taking_part.actions.seats import Who
from rumahbersama.chain.training.trainers.links import token_of
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.people.permissions import get_region

PEOPLE = (
    "Dewi Lestari, S.Sos.",
    "Joko Widagdo",
    "Maria Ulfa",
    "Rahmat Hidayat, M.Si.",
    "Siti Aminah",
    "Wayan Sudarma",
)


def build(place: str, home: str, other: str, now: Any) -> dict[str, Any]:
    """Make a training at ``place`` with people of two kecamatan; return its numbers and a personal link's token."""
    today = timezone.localdate(now)
    event = Event.objects.create(
        curriculum=Curriculum.objects.get_or_create(code="uji", defaults={"title": "Uji"})[0],
        title="Pelatihan Aparatur Kecamatan",
        tier=3,
        region=get_region(place),
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=34),
        class_size=30,
        state=Event.State.OPEN,
        entered_at=now,
    )
    site = Site.objects.create(event=event, name="Balai Diklat", address="Jalan Merdeka 1")
    for number in (1, 2):
        room = Room.objects.create(site=site, name=f"Ruang {number}", capacity=20)
        TrainingClass.objects.create(event=event, number=number, site=site, room=room, size=20)
    quotas = [Quota.objects.create(event=event, region=get_region(code), seats=5) for code in (home, other)]
    who = Who(by=None, at=now, today=today, runs=True)
    keep_seats(quota=quotas[1], region=get_region(other), seats=4, letter="800/12, 2 Maret 2026", who=who)
    rows = [
        name_person(
            event=event,
            nominee=Nominee(name, get_region(home), "kecamatan", agency="Kantor Camat", title="Kasi", is_new=True),
            who=who,
        )
        for name in PEOPLE
    ]
    approve_people(event=event, numbers=[rows[0].pk], who=who)
    decline_person(row=rows[1], why="Bukan unsur yang diundang", who=who, seen=rows[1].version)
    name_person(event=event, nominee=Nominee("Zainal", get_region(home), "desa", is_new=True), who=who)
    trainer = Person.objects.create(name="Rina Pelatih")
    Teaching.objects.create(event=event, klass=event.classes.get(number=1), person=trainer)
    return {
        "event": event.pk,
        "trainer": token_of(event.pk, trainer.pk),
        "person": rows[0].person_id,
        "approved": rows[0].pk,
        "declined": rows[1].pk,
        "proposed": rows[2].pk,
        "waiting": Participation.objects.get(event=event, state="waiting").pk,
        "token": rows[0].token,
    }
