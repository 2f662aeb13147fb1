"""How a test is drawn, mixed, timed and scored. Pure: no database.

Source: project decision, docs/adr/0028-tests-of-a-training.md.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.rules import Refusal

PRE, POST = "pre", "post"
PHASES = (PRE, POST)
MOST_ITEMS, LEAST_MINUTES, MOST_MINUTES = 100, 1, 300
MOST_SCORE = 100.0
Order = list[list[int]]  # one a question: its number, then its options in the order shown


class SittingRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a test, and how to mend it."""


def check_plan(*, minutes: int, wanted: Mapping[str, int], there: Mapping[str, int]) -> None:
    """Refuse a blueprint that cannot be drawn.

    Args:
        minutes: time of each person from the moment of starting.
        wanted: questions wanted of each topic.
        there: questions in use of each topic.

    Raises:
        SittingRefusal: what is wrong, and how to mend it.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise SittingRefusal(
            _("Waktu pengerjaan harus {least} sampai {most} menit.").format(least=LEAST_MINUTES, most=MOST_MINUTES)
        )
    for topic, count in wanted.items():
        if not 0 <= count <= there.get(topic, 0):
            raise SittingRefusal(
                _(
                    "Topik “{topic}” hanya punya {there} soal yang dipakai, diminta {count}. Kurangi jumlahnya."
                ).format(topic=topic, there=number(there.get(topic, 0)), count=number(count))
            )
    total = sum(wanted.values())
    if not 1 <= total <= MOST_ITEMS:
        raise SittingRefusal(
            _("Tes berisi 1 sampai {most} soal; kisi-kisi ini berjumlah {total}.").format(
                most=MOST_ITEMS, total=number(total)
            )
        )


def drawn(pool: Sequence[int], count: int, *, seed: int) -> list[int]:
    """Return ``count`` of the questions, each as likely as any other, in the order of the pool."""
    chosen = set(random.Random(seed).sample(sorted(pool), count))  # noqa: S311 - fairness, not a secret
    return [one for one in pool if one in chosen]


def mixed(sizes: Sequence[tuple[int, int]], *, seed: int, mixes_options: bool) -> Order:
    """Return questions, and the options of each, in the order in which one person sees them.

    Args:
        sizes: number of each question, and how many options it has.
        seed: of the person; the same seed gives the same order.
        mixes_options: whether options are mixed too.
    """
    chance = random.Random(seed)  # noqa: S311 - fairness, not a secret
    order: Order = []
    for item, count in sizes:
        places = list(range(count))
        if mixes_options:
            chance.shuffle(places)
        order.append([item, *places])
    chance.shuffle(order)
    return order


def chosen_option(order: Order, item: int, place: int) -> int | None:
    """Return the option, as the question has it, behind the place shown; None for a question or place not shown."""
    for number_of_item, *places in order:
        if number_of_item == item:
            return places[place] if 0 <= place < len(places) else None
    return None


def score(right: int, count: int) -> float:
    """Return the share of right answers times 100; a missing answer counts as wrong.

    Raises:
        ValueError: more right than asked, or nothing asked.
    """
    if not 0 <= right <= count or not count:
        raise ValueError("right answers must lie between none and all")
    return MOST_SCORE * right / count


def check_running(*, submitted_at: datetime | None, ends_at: datetime, cut_at: datetime | None, at: datetime) -> None:
    """Refuse an answer that comes after the end; only the server's clock counts.

    Raises:
        SittingRefusal: handed in, closed by the trainer, or out of time.
    """
    if submitted_at is not None:
        raise SittingRefusal(_("Tes ini sudah Anda kumpulkan, jadi jawabannya tidak dapat diubah lagi."))
    if cut_at is not None and cut_at <= at:
        raise SittingRefusal(
            _("Tes sudah ditutup pelatih. Jawaban ini tidak diterima; yang tersimpan sebelumnya tetap dinilai.")
        )
    if ends_at <= at:
        raise SittingRefusal(
            _("Waktu sudah habis. Jawaban ini tidak diterima; yang tersimpan sebelumnya tetap dinilai.")
        )
