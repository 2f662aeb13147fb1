"""Taking rows for a change: locked, as they were seen, with their changes counted; and in whose name it is done."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.house.programme.models import Activity, Programme
from rumahbersama.chain.house.programme.rules import DRAFT, ProgrammeRefusal
from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.signers import acting


def locked(programme: Programme) -> Programme:
    """Return a programme, held for this transaction: its activities change under it."""
    return Programme.objects.select_for_update(of=("self",)).select_related("region").get(pk=programme.pk)


def held(programme: Programme, *, seen: int) -> Programme:
    """Return a programme, held for this transaction, as it was seen.

    Raises:
        ProgrammeRefusal: somebody changed it since version ``seen``.
    """
    fresh = locked(programme)
    refuse_unseen(fresh.version, seen)
    return fresh


def held_activity(activity: Activity, *, seen: int) -> Activity:
    """Return an activity, held with its programme for this transaction, as it was seen.

    Raises:
        ProgrammeRefusal: somebody changed it since version ``seen``.
    """
    programme = locked(activity.programme)
    rows = Activity.objects.select_for_update(of=("self",)).select_related("post__region", "goal")
    fresh = rows.get(pk=activity.pk)
    fresh.programme = programme
    refuse_unseen(fresh.version, seen)
    return fresh


def refuse_unseen(version: object, seen: object) -> None:
    """Refuse what somebody changed since it was seen."""
    if version != seen:
        raise ProgrammeRefusal(
            _("Ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )


def save(row: Programme | Activity) -> None:
    """Store a row as its next version."""
    row.version += 1
    row.save()


def count_change(programme: Programme) -> None:
    """Count a change of what a draft holds as one of the draft: nobody approves what came after they looked."""
    if programme.state == DRAFT:
        save(programme)


def in_whose_name(by: Any, region: Region, at: datetime) -> str:  # noqa: ANN401
    """Return name, rank, capacity and post at a kecamatan of who acts, as of that day; else the name (one query)."""
    return acting(by, regions=[region.pk], day=timezone.localdate(at)) or named(by)
