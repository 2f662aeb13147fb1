"""What the parties agree on: its points, and a commitment that comes of one, in words that may be read outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.mediation import queries, recording
from rumahbersama.chain.house.mediation.actions.rows import held, locked, save
from rumahbersama.chain.house.mediation.models import Case, Party, Point
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import (
    AGREED,
    MEDIATING,
    MediationRefusal,
    check_neutral,
    check_points,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.zones import day_at


@transaction.atomic
def write_points(*, case: Case, points: Sequence[str], by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Write what is agreed on, point by point; a point whose words stay keeps its commitment.

    Raises:
        MediationRefusal: not being mediated, too many, changed since ``seen``, or a promised point is left out.
    """
    fresh = held(case, seen=seen)
    if fresh.state != MEDIATING:
        raise MediationRefusal(_("Butir kesepakatan ditulis selama perkara dimediasi."))
    check_points(points, most=frame_on(timezone.localdate(at)).most_points)
    before, kept = recording.facts_of(fresh), {row.text: row for row in queries.points_of(fresh)}
    gone = [row for text, row in kept.items() if text not in points]
    if any(_is_promised(row) for row in gone):
        raise MediationRefusal(_("Butir yang sudah menjadi komitmen tidak dapat diubah. Hentikan dulu komitmennya."))
    Point.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for order, text in enumerate(dict.fromkeys(points), start=1):
        row = kept.get(text) or Point(case=fresh, text=text)
        row.order = order
        row.save()
    save(fresh)
    change, summary = recording.change_of(fresh, before), _("Perkara {what}: butir kesepakatan ditulis")
    recording.write(fresh, [change], by=by, at=at, verb="mediation.write_points", summary=summary)


def _is_promised(point: Point) -> bool:
    return point.commitment is not None and point.commitment.state != Commitment.State.DROPPED


@dataclass(frozen=True)
class Outside:
    """A commitment as everybody in the kecamatan will read it."""

    what: str
    post: Post
    region: Region
    due_on: date


@transaction.atomic
def promise_point(*, point: Point, outside: Outside, by: Any, at: datetime) -> Commitment:  # noqa: ANN401
    """Make a commitment of a point, in neutral words; it does not know the case that it came from.

    Raises:
        Refusal: nothing is agreed, promised already, or words that tell of the case.
    """
    case = locked(point.case)
    row = Point.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=point.pk)
    if case.state != AGREED:
        raise MediationRefusal(_("Komitmen dibuat dari kesepakatan yang sedang berlaku."))
    if _is_promised(row):
        raise MediationRefusal(_("Butir ini sudah menjadi komitmen."))
    names = list(Party.objects.filter(case=case).values_list("name", flat=True))
    check_neutral(outside.what, names=names, title=case.title)
    promise = Promise(
        what=outside.what,
        post=outside.post,
        region=outside.region,
        promised_on=day_at(outside.post.region.code, at),
        due_on=outside.due_on,
    )
    row.commitment = make_commitment(promise=promise, by=by, at=at)
    row.save(update_fields=["commitment"])
    save(case)
    change, summary = recording.changed(case, "points"), _("Perkara {what}: butir menjadi komitmen")
    recording.write(case, [change], by=by, at=at, verb="mediation.promise_point", summary=summary)
    return row.commitment
