"""Planning the visits of a quarter at once, and changing two for each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits import recording
from rumahbersama.chain.oversight.visits.actions.planning import Plan, plan_visit
from rumahbersama.chain.oversight.visits.actions.rows import locked, save
from rumahbersama.chain.oversight.visits.models import Visit, Visitor
from rumahbersama.chain.oversight.visits.quarters import Quarter
from rumahbersama.chain.oversight.visits.ranking import Ranked, visits_of_quarter
from rumahbersama.chain.oversight.visits.reference import risk_rule_on
from rumahbersama.chain.oversight.visits.rules import VisitRefusal, check_planned
from rumahbersama.chain.oversight.visits.spreading import Capacity, Slot, spread
from rumahbersama.ground.core.wording import kept
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import offices_of


@dataclass(frozen=True)
class Wanted:
    """What is planned: for which quarter, who may go, and what a visit is for."""

    quarter: Quarter
    posts: Sequence[Post]
    plan: Plan


def slots_for(
    kecamatan: Region, rows: Sequence[Ranked], wanted: Wanted, *, there: Sequence[Visit], today: date
) -> list[Slot]:
    """Return a day and people for villages in their order, around what is planned already (two queries)."""
    rule = risk_rule_on(today)
    codes = [row.village.code for row in rows]
    offices = offices_of([kecamatan.code, *codes])
    number = {post.pk: place for place, post in enumerate(wanted.posts)}
    taken = [
        (visit.planned_on, number[each.post_id])
        for visit in there
        if visit.state != Visit.State.CANCELLED
        for each in visit.who.all()
        if each.post_id in number
    ]
    return spread(
        len(rows),
        first=max(wanted.quarter.first, today),
        last=wanted.quarter.last,
        capacity=Capacity(len(wanted.posts), rule.team, rule.per_week, rule.weekdays),
        is_open=offices[kecamatan.code].is_open,
        is_in=lambda village, day: offices[codes[village]].is_open(day),
        taken=taken,
    )


@transaction.atomic
def plan_quarter(
    *,
    kecamatan: Region,
    rows: Sequence[Ranked],
    wanted: Wanted,
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
) -> list[Visit]:
    """Plan a visit to each of these villages, in their order, as far as people and days reach.

    Whoever plans the same quarter at the same moment waits; a village that has its visit by then is left out.

    Args:
        kecamatan: whose people go.
        rows: the villages, the most urgent first; each keeps its reasons as they were read.
        wanted: the quarter, who goes, what for.
        by: who plans.
        at: when.

    Raises:
        VisitRefusal: nobody goes, no village, or not one day is left.
    """
    if not wanted.posts:
        raise VisitRefusal(_("Pilih sedikitnya satu orang yang berangkat."))
    if not rows:
        raise VisitRefusal(_("Tidak ada desa yang dipilih. Pilih desa yang belum direncanakan."))
    Region.objects.select_for_update().get(pk=kecamatan.pk)
    there = visits_of_quarter(kecamatan, user=by, quarter=wanted.quarter)
    planned = {visit.region_id for visit in there if visit.state != Visit.State.CANCELLED}
    rows = [row for row in rows if row.village.pk not in planned]
    if not rows:
        raise VisitRefusal(_("Desa yang dipilih baru saja direncanakan orang lain. Muat ulang halaman ini."))
    slots = slots_for(kecamatan, rows, wanted, there=there, today=timezone.localdate(at))
    if not slots:
        raise VisitRefusal(_("Tidak ada hari yang tersisa pada triwulan ini. Pilih triwulan berikutnya."))
    made = []
    for slot in slots:
        row = rows[slot.village]
        plan = replace(
            wanted.plan,
            planned_on=slot.day,
            posts=[wanted.posts[each] for each in slot.people],
            reasons=kept(each.reason.text for each in row.reasons),
            score=row.score,
        )
        made.append(plan_visit(region=row.village, plan=plan, by=by, at=at))
    return made


@transaction.atomic
def swap_visits(*, first: Visit, second: Visit, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let two planned visits change their days and their people for each other.

    Raises:
        VisitRefusal: the same visit, or one that has begun, is over or was called off.
    """
    if first.pk == second.pk:
        raise VisitRefusal(_("Pilih dua kunjungan yang berbeda untuk ditukar."))
    pair = [locked(each) for each in sorted((first, second), key=lambda each: each.pk)]
    for each in pair:
        check_planned(each.state)
    before = [recording.facts_of(each) for each in pair]
    one, other = pair
    one.planned_on, other.planned_on = other.planned_on, one.planned_on
    people = {each.pk: list(Visitor.objects.filter(visit=each).values_list("post", "order")) for each in pair}
    Visitor.objects.filter(visit__in=pair).delete()
    Visitor.objects.bulk_create(
        [Visitor(visit=one, post_id=post, order=order) for post, order in people[other.pk]]
        + [Visitor(visit=other, post_id=post, order=order) for post, order in people[one.pk]]
    )
    for each, facts, its_other in zip(pair, before, (other, one), strict=True):
        save(each)
        change = recording.change_of(each, facts)
        summary = _("Hari dan orang ditukar dengan kunjungan ke {other}: {what}")
        summary = summary.replace("{other}", str(its_other.region))
        recording.write(each, [change], by=by, at=at, verb="visits.swap_visits", summary=summary)
