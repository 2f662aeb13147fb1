"""Writes of who takes a test: start, answer, hand in. Each locks only the own attempt, and shares its commit.

Answers are no changes of a record: each is kept with its own time, and the last one counts. So 831 people in the same
minute do not queue for one table of who did what.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, BlueprintItem, Opening
from rumahbersama.chain.training.tests.rules import SittingRefusal, check_running, chosen_option, mixed
from rumahbersama.ground.core import bulk
from rumahbersama.ground.core.together import Together


@transaction.atomic
def begin(*, row: Participation, blueprint: Blueprint, phase: str, at: datetime) -> tuple[Attempt, bool]:
    """Start a test: from now the time runs; returns the attempt and whether it is new.

    A second time, also from another device, gives the same attempt with the same end.

    Raises:
        SittingRefusal: it is not open for this person.
    """
    held = Attempt.objects.filter(participation=row, phase=phase).first()
    if held is not None:
        return held, False
    sizes = [
        (number, len(options))
        for number, options in BlueprintItem.objects.filter(blueprint=blueprint).values_list("pk", "version__options")
    ]
    seed = secrets.randbits(31)
    attempt, is_new = Attempt.objects.get_or_create(
        participation=row,
        phase=phase,
        defaults={
            "blueprint": blueprint,
            "seed": seed,
            "order": mixed(sizes, seed=seed, mixes_options=blueprint.mixes_options),
            "started_at": at,
            "ends_at": at + timedelta(minutes=blueprint.minutes),
        },
    )
    # The new row holds the blueprint against closing (a foreign key's lock), so a closing that came first is seen.
    if is_new and not any(is_for(each, row, phase) for each in open_now(blueprint)):
        raise SittingRefusal(_("Tes ini belum dibuka atau sudah ditutup. Tanyakan kepada pelatih."))
    return attempt, is_new


def open_now(blueprint: Blueprint) -> list[Opening]:
    """Return what is open (one query)."""
    return list(Opening.objects.filter(blueprint=blueprint, closed_at=None))


def is_for(opening: Opening, row: Participation, phase: str) -> bool:
    """Tell whether an opening lets somebody take a test: who is approved, in a class that is open."""
    return row.state in SURE and opening.phase == phase and opening.klass_id in (None, row.klass_id)


@dataclass(frozen=True)
class Sheet:
    """What somebody sends of an attempt: for each question the place of the option as it was shown, from 0."""

    attempt: int
    places: Mapping[int, int]
    at: datetime
    hands_in: bool = False


def save(*, attempt: int, places: Mapping[int, int], at: datetime, hands_in: bool = False) -> int:
    """Keep answers, one or all, and hand in where asked; the same once more changes nothing.

    Returns after the commit, which is shared with all who send at the same moment.

    Args:
        attempt: its number.
        places: for each question, by its number, the place of the option as it was shown, from 0.
        at: the server's time.
        hands_in: nothing is changed afterwards.

    Returns:
        How many answers were kept by this call.

    Raises:
        SittingRefusal: handed in, closed or out of time, or an option that was not shown; nothing is kept then.
    """
    outcome = _store(Sheet(attempt, places, at, hands_in))
    if isinstance(outcome, SittingRefusal):
        raise outcome
    return outcome


@transaction.atomic
def save_all(sheets: Sequence[Sheet]) -> list[int | SittingRefusal]:
    """Keep the sheets of several people in one transaction; return what ``save`` says of each (three statements).

    The attempts are locked in a fixed order, so that two transactions never wait for each other.
    """
    numbers = {sheet.attempt for sheet in sheets}
    held = Attempt.objects.select_for_update().order_by("pk").in_bulk(numbers)
    outcomes: list[int | SittingRefusal] = []
    answers: dict[tuple[int, int], tuple[int, Any]] = {}
    handed_in: list[tuple[Any, int]] = []
    for sheet in sheets:
        row = held[sheet.attempt]
        try:
            chosen = _accepted(row, sheet)
        except SittingRefusal as refusal:
            outcomes.append(refusal)
            continue
        at = bulk.as_moment(sheet.at)
        answers |= {(row.pk, item): (option, at) for item, option in chosen}
        if sheet.hands_in and row.submitted_at is None:
            row.submitted_at = sheet.at
            handed_in.append((at, row.pk))
        outcomes.append(len(chosen))
    rows = (key + kept for key, kept in sorted(answers.items()))
    if answers:
        bulk.upsert(Answer, ["attempt", "item", "chosen", "at"], rows, unique=["attempt", "item"])
    if handed_in:
        bulk.update(Attempt, ["submitted_at"], handed_in)
    return outcomes


def _accepted(row: Attempt, sheet: Sheet) -> list[tuple[int, int]]:
    """Return what is to be kept, as question and option; nothing where it was handed in before, and is again."""
    if sheet.hands_in and row.submitted_at is not None:
        return []
    check_running(submitted_at=row.submitted_at, ends_at=row.ends_at, cut_at=row.cut_at, at=sheet.at)
    chosen = [(item, chosen_option(row.order, item, place)) for item, place in sheet.places.items()]
    if any(option is None for _item, option in chosen):
        raise SittingRefusal(_("Pilihan itu tidak ada di tes Anda. Muat ulang halamannya, lalu pilih lagi."))
    return [(item, option) for item, option in chosen if option is not None]


_store: Together[Sheet, int | SittingRefusal] = Together(save_all)
