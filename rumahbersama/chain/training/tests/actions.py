"""Writes of who gives tests: the blueprint is drawn, a test is opened and closed. Each locks the blueprint.

A person who starts holds the blueprint through a foreign key, so starting and closing never pass each other.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.training.bank.models import Bank, Topic
from rumahbersama.chain.training.bank.queries import items_of
from rumahbersama.chain.training.bank.rules import IN_USE
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.chain.training.tests.models import (
    Attempt,
    Blueprint,
    BlueprintItem,
    BlueprintRow,
    Opening,
    Phase,
)
from rumahbersama.chain.training.tests.rules import SittingRefusal, check_plan, drawn

NO_TOPIC = 0


@transaction.atomic
def plan(
    *,
    event: Event,
    bank: Bank,
    counts: Mapping[int, int],
    minutes: int,
    mixes_options: bool,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
) -> Blueprint:
    """Draw the questions of both tests and freeze their words; drawn anew as long as nobody has started.

    Args:
        event: whose tests.
        bank: where the questions are taken from.
        counts: questions of each topic by its number; ``NO_TOPIC`` for those without one.
        minutes: time of each person.
        mixes_options: whether options are mixed as well as questions.
        by: who does it.
        at: when.

    Raises:
        SittingRefusal: somebody has started, or the bank has not so many questions.
    """
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    before = Blueprint.objects.select_for_update(of=("self",)).filter(event=event).select_related("bank").first()
    if before is not None and Attempt.objects.filter(blueprint=before).exists():
        raise SittingRefusal(_("Sudah ada peserta yang memulai tes, jadi soalnya tidak diganti lagi."))
    names = {topic.pk: topic for topic in Topic.objects.filter(bank=bank)}
    pools: dict[int, list[int]] = {}
    for topic, version in items_of(bank, state=IN_USE).order_by("pk").values_list("topic", "current"):
        if version is not None:
            pools.setdefault(topic or NO_TOPIC, []).append(version)
    wanted = {number: count for number, count in counts.items() if count}
    check_plan(
        minutes=minutes,
        wanted={_name(names, number): count for number, count in wanted.items()},
        there={_name(names, number): len(pool) for number, pool in pools.items()},
    )
    told = {"test": _told(before)} if before else None
    made = before or Blueprint(event=event)
    made.bank, made.minutes, made.mixes_options = bank, minutes, mixes_options
    made.made_by, made.made_at = by, at
    made.version = made.version + 1 if before else 1
    made.save()
    made.items.all().delete()
    made.rows.all().delete()
    BlueprintRow.objects.bulk_create(
        BlueprintRow(blueprint=made, topic=names.get(number), count=count) for number, count in wanted.items()
    )
    chosen = [
        version
        for number, count in wanted.items()
        for version in drawn(pools[number], count, seed=secrets.randbits(31))
    ]
    BlueprintItem.objects.bulk_create(
        BlueprintItem(blueprint=made, version_id=version, order=at_place)
        for at_place, version in enumerate(chosen, start=1)
    )
    write_of_event(
        event,
        verb="training_tests.plan",
        summary="Soal tes ditetapkan: {event}",
        by=by,
        at=at,
        before=told,
        after={"test": _told(made)},
    )
    return made


def _name(topics: Mapping[int, Topic], number: int) -> str:
    return topics[number].name if number in topics else _("tanpa topik")


def _told(blueprint: Blueprint) -> str:
    return f"{blueprint.bank.title}, {blueprint.items.count()} soal, {blueprint.minutes} menit"


def _held(event: Event) -> Blueprint:
    if event.state in (Event.State.DRAFT, Event.State.CANCELLED):
        raise SittingRefusal(_("Kegiatan ini masih rancangan atau dibatalkan, jadi tesnya tidak dibuka."))
    found = Blueprint.objects.select_for_update(of=("self",)).filter(event=event).first()
    if found is None:
        raise SittingRefusal(_("Soal tes belum ditetapkan. Minta penyelenggara menetapkannya lebih dulu."))
    return found


@transaction.atomic
def open_test(*, event: Event, phase: str, klass: TrainingClass | None, by: Any, at: datetime) -> Opening:  # noqa: ANN401
    """Open a test for a class, or for all; the same once more changes nothing.

    Whose test was cut off by an earlier closing goes on with the time they have left.

    Raises:
        SittingRefusal: there is no blueprint, or the event is a draft or cancelled.
    """
    blueprint = _held(event)
    opening, is_new = Opening.objects.get_or_create(
        blueprint=blueprint,
        phase=phase,
        klass=klass,
        closed_at=None,
        defaults={"opened_by": by, "opened_at": at},
    )
    if is_new:
        cut = Attempt.objects.filter(_of(klass), blueprint=blueprint, phase=phase, submitted_at=None, ends_at__gt=at)
        _in_order(cut.exclude(cut_at=None)).update(cut_at=None)
        _write(event, phase, klass, verb="training_tests.open", word="dibuka", by=by, at=at)
    return opening


@transaction.atomic
def close_test(*, event: Event, phase: str, klass: TrainingClass | None, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Close a test for a class, or for all with every class; returns how many people it cut off.

    What they saved counts. The same once more changes nothing.

    Raises:
        SittingRefusal: there is no blueprint; or it is open for all, and cannot be closed for one class.
    """
    blueprint = _held(event)
    openings = Opening.objects.filter(blueprint=blueprint, phase=phase, closed_at=None)
    if klass is not None and openings.filter(klass=None).exists():
        raise SittingRefusal(_("Tes ini dibuka untuk semua kelas. Hanya penyelenggara yang menutupnya, untuk semua."))
    if not openings.filter(Q() if klass is None else Q(klass=klass)).update(closed_at=at):
        return 0
    running = Attempt.objects.filter(_of(klass), blueprint=blueprint, phase=phase, submitted_at=None, ends_at__gt=at)
    count = _in_order(running.filter(cut_at=None)).update(cut_at=at)
    _write(event, phase, klass, verb="training_tests.close", word="ditutup", by=by, at=at)
    return count


def _in_order(rows: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Lock attempts in the order in which answers lock them, so that the two never wait for each other."""
    held = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    return Attempt.objects.filter(pk__in=list(held))


def _of(klass: TrainingClass | None) -> Q:
    return Q() if klass is None else Q(participation__klass=klass)


def _write(
    event: Event,
    phase: str,
    klass: TrainingClass | None,
    *,
    verb: str,
    word: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    whom = str(klass) if klass else "semua kelas"
    name = Phase(phase).label
    write_of_event(
        event,
        verb=verb,
        summary=f"{name} {word} untuk {whom.replace('{', '').replace('}', '')}: {{event}}",
        by=by,
        at=at,
        after={"test": f"{name} {word}, {whom}"},
    )
