"""What every change here does: lock, take a step, keep, and note who is to be told."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.upward.models import Notice, Referral, Step
from rumahbersama.chain.house.upward.permissions import SHOWN, kabupaten_code
from rumahbersama.chain.house.upward.rules import UpwardRefusal
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.regions.office_days.zones import day_at
from rumahbersama.workshop.papers.signers import acting

TOLD_ASSIGNED, TOLD_ASKED, TOLD_ANSWERED, TOLD_NEW = "assigned", "asked", "answered", "new"


def held(referral: Referral, *, seen: int) -> Referral:
    """Return a referral, locked and unchanged since it was seen; its problem is locked first, as elsewhere.

    Raises:
        UpwardRefusal: somebody changed it meanwhile.
    """
    list(Problem.objects.select_for_update().filter(pk=referral.problem_id).values_list("pk"))
    fresh = Referral.objects.select_for_update(of=("self",)).select_related(*SHOWN).get(pk=referral.pk)
    if fresh.version != seen:
        raise UpwardRefusal(
            _("Penerusan ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(referral: Referral) -> None:
    """Keep a changed referral as its next version."""
    referral.version += 1
    referral.save()


def take_step(
    referral: Referral,
    kind: str,
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    text: str = "",
    as_post: str | None = None,
    **more: Any,  # noqa: ANN401 - office, level, due_on
) -> Step:
    """Write down what was done, with who acted as of that day, of the kecamatan or of its kabupaten."""
    kecamatan = referral.problem.kecamatan
    if as_post is None:
        as_post = acting(by, regions=(kecamatan.pk, kecamatan.parent_id), day=day_of(referral, at))
    told = {"text": " ".join(text.split())[:500], "as_post": as_post, "by_name": named(by)}
    return Step.objects.create(referral=referral, kind=kind, by=by, at=at, **told, **more)


def note(referral: Referral, kind: str, *, day: date, at: datetime, again: bool = False) -> None:
    """Note once for a day that somebody is to be told by mail; ``again`` where it happens a second time that day."""
    made, is_new = Notice.objects.get_or_create(referral=referral, kind=kind, day=day, defaults={"made_at": at})
    if again and not is_new:
        Notice.objects.filter(pk=made.pk).update(made_at=at, sent_at=None)


def day_of(referral: Referral, at: datetime) -> date:
    """Return which day it is at the kabupaten, where the clocks run."""
    return day_at(kabupaten_code(referral), at)
