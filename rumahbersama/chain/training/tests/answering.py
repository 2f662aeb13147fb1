"""Writes of who takes a test: start, answer, hand in. Each is one small transaction that locks only the own attempt.

Answers are no changes of a record: each is kept with its own time, and the last one counts. So 831 people in the same
minute do not queue for one table of who did what.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.chain.training.tests.models import Answer, Attempt, Blueprint, BlueprintItem, Opening
from rumahbersama.chain.training.tests.rules import SittingRefusal, check_running, chosen_option, mixed


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


@transaction.atomic
def save(*, attempt: int, places: Mapping[int, int], at: datetime, hands_in: bool = False) -> int:
    """Keep answers, one or all, and hand in where asked; the same once more changes nothing.

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
    held = Attempt.objects.select_for_update().get(pk=attempt)
    if hands_in and held.submitted_at is not None:
        return 0
    check_running(submitted_at=held.submitted_at, ends_at=held.ends_at, cut_at=held.cut_at, at=at)
    rows = []
    for item, place in places.items():
        chosen = chosen_option(held.order, item, place)
        if chosen is None:
            raise SittingRefusal(_("Pilihan itu tidak ada di tes Anda. Muat ulang halamannya, lalu pilih lagi."))
        rows.append(Answer(attempt=held, item_id=item, chosen=chosen, at=at))
    if rows:
        Answer.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["attempt", "item"], update_fields=["chosen", "at"]
        )
    if hands_in:
        held.submitted_at = at
        held.save(update_fields=["submitted_at"])
    return len(rows)
