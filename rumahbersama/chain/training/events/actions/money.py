"""The budget of an event and the ceilings it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.actions.event import locked
from rumahbersama.chain.training.events.queries import ceilings_on
from rumahbersama.chain.training.models import BudgetLine, CostCeiling, Event
from rumahbersama.chain.training.recording import CEILING, write_of_event
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core.formats import day, rupiah


@dataclass(frozen=True)
class LineFacts:
    """One line as it is typed."""

    title: str
    unit: str
    volume: int
    price_rupiah: int
    ceiling_code: str = ""
    reason: str = ""


@transaction.atomic
def save_line(*, event: Event, line: BudgetLine | None, facts: LineFacts, by: Any, at: datetime) -> BudgetLine:  # noqa: ANN401
    """Add or change a line of the budget.

    Raises:
        TrainingRefusal: a price above its ceiling without a reason.
    """
    fresh = locked(event)
    ceiling = ceilings_on(fresh.starts_on).get(facts.ceiling_code)
    if ceiling is not None and facts.price_rupiah > ceiling.most_rupiah and not facts.reason.strip():
        raise TrainingRefusal(
            _("Harga {price} melebihi plafon {most} per {unit} ({basis}). Turunkan, atau tulis alasannya.").format(
                price=rupiah(facts.price_rupiah),
                most=rupiah(ceiling.most_rupiah),
                unit=ceiling.unit,
                basis=ceiling.legal_basis,
            )
        )
    kept = line or BudgetLine(event=fresh, order=BudgetLine.objects.filter(event=fresh).count() + 1)
    before = _told(kept) if line else ""
    for name in ("title", "unit", "volume", "price_rupiah", "ceiling_code", "reason"):
        setattr(kept, name, getattr(facts, name))
    kept.save()
    _write(fresh, _("Baris anggaran tersimpan pada {event}"), before, _told(kept), by, at)
    return kept


@transaction.atomic
def remove_line(*, line: BudgetLine, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a line of the budget."""
    fresh = locked(line.event)
    before = _told(line)
    line.delete()
    _write(fresh, _("Baris anggaran dihapus pada {event}"), before, "", by, at)


def _told(line: BudgetLine) -> str:
    return f"{line.title}: {line.volume} {line.unit} x {line.price_rupiah}"


def _write(event: Event, summary: str, before: str, after: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    write_of_event(
        event,
        verb="training.save_budget",
        summary=summary,
        by=by,
        at=at,
        before={"budget": before},
        after={"budget": after},
    )


@dataclass(frozen=True)
class CeilingFacts:
    """A ceiling from a day on."""

    code: str
    title: str
    unit: str
    most_rupiah: int
    legal_basis: str
    valid_from: date


@transaction.atomic
def save_ceilings(*, facts: Sequence[CeilingFacts], by: Any, at: datetime) -> None:  # noqa: ANN401
    """Put ceilings in force from their day on; what was in force before ends on that day.

    Raises:
        TrainingRefusal: a day that is not after the beginning of the one in force.
    """
    changes = []
    for each in facts:
        old = CostCeiling.objects.select_for_update().filter(code=each.code, valid_to=None).first()
        if old is not None and old.valid_from >= each.valid_from:
            raise TrainingRefusal(
                _("Plafon “{title}” yang berlaku dimulai {day}. Pilih hari sesudahnya.").format(
                    title=old.title, day=day(old.valid_from)
                )
            )
        if old is not None:
            CostCeiling.objects.filter(pk=old.pk).update(valid_to=each.valid_from)
        CostCeiling.objects.create(**vars(each))
        before = {"most_rupiah": old.most_rupiah} if old else None
        changes.append(Change(CEILING, each.code, before, {"most_rupiah": each.most_rupiah}))
    record(
        by=by,
        at=at,
        verb="training.save_ceilings",
        summary=_("Plafon biaya pelatihan diubah: {titles}").format(titles=", ".join(each.title for each in facts)),
        place_code="0",
        changes=changes,
    )
