"""A real installation with a class and one participant; told to open, make anew or close its copy, and what it holds.

``python -m tests.cli.practice_scene ACT`` prints JSON: ``make``, ``anew``, ``close``, ``tell``.
"""

import hashlib
import json
import sys
from datetime import UTC, datetime

import django

if __name__ == "__main__":
    django.setup()
    from django.apps import apps
    from django.utils import timezone

    from rumahbersama.chain.training.models import Curriculum, Event, Participation, Site, TrainingClass
    from rumahbersama.chain.training.practice import actions
    from rumahbersama.chain.training.practice.models import PracticeCopy
    from rumahbersama.ground.people.models import Person
    from rumahbersama.ground.regions.models import Region

    # What changes by itself: the worker lives, visitors come and are counted, and the copy's own row.
    MOVING = {
        "core.heartbeat",
        "sessions.session",
        "training_practice.practicecopy",
        "django_tasks_database.dbtaskresult",
    }
    AT = datetime(2026, 4, 6, tzinfo=UTC)

    def make() -> None:
        event = Event.objects.create(
            title="Pelatihan sungguhan",
            curriculum=Curriculum.objects.get(code="tot-p3pd"),
            tier=2,
            region=Region.objects.get(code="0"),
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
            class_size=30,
            state="open",
            entered_at=AT,
        )
        site = Site.objects.create(event=event, name="Balai")
        klass = TrainingClass.objects.create(event=event, number=1, site=site, size=30)
        Participation.objects.create(
            event=event,
            klass=klass,
            person=Person.objects.create(name="Ani"),
            name="Ani",
            region=event.region,
            agency_kind="kecamatan",
            state="confirmed",
            entered_at=AT,
        )
        actions.open_copy(klass=klass, closes_on=timezone.localdate(), by=None, at=timezone.now())

    def digest() -> dict[str, str]:
        """Return a digest of every row of every table but those that move."""
        found = {}
        for model in apps.get_models():
            if model._meta.label_lower in MOVING or not model._meta.managed:
                continue
            rows = sorted(repr(row) for row in model._default_manager.values_list())
            found[model._meta.label_lower] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found

    act = sys.argv[1]
    klass = TrainingClass.objects.first()
    if act == "make":
        make()
    elif act == "anew":
        actions.make_anew(klass=klass, by=None, at=timezone.now())
    elif act == "close":
        actions.close_copy(klass=klass, by=None, at=timezone.now())
    copy = PracticeCopy.objects.get()
    told = {"port": copy.port, "turn": copy.turn, "code": copy.code, "trouble": copy.trouble}
    told |= {"token": Participation.objects.get().token, "name": f"{copy.klass.key}-{copy.turn}", "rows": digest()}
    print(json.dumps(told))  # noqa: T201 - its answer
