"""Writing down what the bupati set: the service target of a kabupaten from a day on."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.house.upward import recording
from rumahbersama.chain.house.upward.models import Target, TargetLevel
from rumahbersama.chain.house.upward.rules import ServiceTarget, UpwardRefusal, check_target
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, named
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.zones import day_at


@transaction.atomic
def remove_target(*, target: Target, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take back a service target that does not hold yet, for instance one written down with a wrong day.

    Raises:
        UpwardRefusal: it holds already, so clocks may run by it.
    """
    kabupaten = target.region
    Region.objects.select_for_update(no_key=True).get(pk=kabupaten.pk)
    fresh = Target.objects.filter(pk=target.pk).first()
    if fresh is None:
        return
    if fresh.valid_from <= day_at(kabupaten.code, at):
        raise UpwardRefusal(_("Target ini sudah berlaku, jadi tidak dicabut. Tulis target baru dengan tanggalnya."))
    change = Change(recording.TARGET, _key(fresh), recording.facts_of_target(fresh), None)
    summary = _("Target jawaban {place} sejak {day} dicabut").format(place=kabupaten, day=day(fresh.valid_from))
    fresh.delete()
    verb = "upward.remove_target"
    record(by=by, at=at, verb=verb, summary=summary, place_code=kabupaten.code, changes=[change])


def _key(target: Target) -> str:
    return f"{target.region.code}|{target.valid_from.isoformat()}"


@transaction.atomic
def set_target(*, kabupaten: Region, target: ServiceTarget, by: Any, at: datetime) -> Target:  # noqa: ANN401
    """Set the service target of a kabupaten from a day on; the same day again corrects it.

    Clocks that run already keep the day they were given.

    Raises:
        UpwardRefusal: a number that cannot be, levels out of order, or no legal basis.
    """
    check_target(target)
    Region.objects.select_for_update(no_key=True).get(pk=kabupaten.pk)
    old = Target.objects.filter(region=kabupaten, valid_from=target.valid_from).first()
    before = recording.facts_of_target(old) if old else None
    facts = {name: getattr(target, name) for name in ("assign_days", "answer_days", "reply_days")}
    facts |= {"legal_basis": " ".join(target.legal_basis.split())[:200], "by": by, "by_name": named(by), "at": at}
    row, _made = Target.objects.update_or_create(region=kabupaten, valid_from=target.valid_from, defaults=facts)
    TargetLevel.objects.filter(target=row).delete()
    TargetLevel.objects.bulk_create(
        TargetLevel(target=row, code=each.code, title=each.title, after_days=each.after, post_id=each.post)
        for each in target.levels
    )
    record(
        by=by,
        at=at,
        verb="upward.set_target",
        summary=_("Target jawaban {place} sejak {day} diatur").format(place=kabupaten, day=day(target.valid_from)),
        place_code=kabupaten.code,
        changes=[recording.change_of_target(row, _key(row), before)],
    )
    return row
