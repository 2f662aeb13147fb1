"""Linking by hand: a region that is gone and its successor become one identity, with the data of both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.db.models import ForeignObjectRel, UniqueConstraint
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.core import registry
from rumahbersama.ground.regions.actions.counts import refresh_counts
from rumahbersama.ground.regions.actions.storing import tell_rooms_above
from rumahbersama.ground.regions.models import Region, RegionChange, RegionCode, Shape, UnresolvedRegion
from rumahbersama.ground.regions.rules import RegionRefusal

_TAKEN = ("code", "name", "search_name", "kind", "word", "parent_id", "latitude", "longitude")
MOST_LISTED = 10


@dataclass(frozen=True)
class Moved:
    """Rows of one kind that point at the successor and will point at the surviving identity."""

    label: str
    count: int


@dataclass(frozen=True)
class LinkPlan:
    """What linking would do: rows that move, derived rows made anew, and what forbids it."""

    gone: Region
    successor: Region
    moved: list[Moved]
    collisions: list[str]


def plan_link(*, gone: Region, successor: Region) -> LinkPlan:
    """Return what linking the two would move, and every row that would collide; of sealed rows neither.

    Raises:
        RegionRefusal: the two can never be one.
    """
    _refuse_impossible(gone, successor)
    labels = {one.entity: one.label for one in registry.history_labels.each()}
    moved: list[Moved] = []
    collisions: list[str] = []
    for relation in _relations():
        count = _told_of(relation, successor).count()
        if count and not _is_derived(relation) and not _model(relation)._meta.auto_created:
            meta = _model(relation)._meta
            moved.append(Moved(label=str(labels.get(meta.label_lower, meta.verbose_name)), count=count))
            collisions.extend(_collisions(relation, gone, successor, moved[-1].label))
    return LinkPlan(gone=gone, successor=successor, moved=moved, collisions=collisions[:MOST_LISTED])


@transaction.atomic
def link_regions(
    *,
    gone: Region,
    successor: Region,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL or None
    at: datetime,
    reason: str = "",
) -> Region:
    """Make two identities one: the older survives and takes the successor's code, name and parent.

    Every row of every room that pointed at the successor points at the survivor afterwards; sums that follow
    from rows (relations that cascade) are dropped and made anew. Both histories stay.

    Raises:
        RegionRefusal: impossible pair, or rows of both would collide (with the list of them).
    """
    gone = Region.objects.select_for_update().get(pk=gone.pk)
    successor = Region.objects.select_for_update().get(pk=successor.pk)
    plan = plan_link(gone=gone, successor=successor)
    if plan.collisions:
        raise RegionRefusal(
            _("Kedua wilayah tidak dapat disambungkan, karena keduanya sudah punya data yang sama: {rows}.").format(
                rows="; ".join(plan.collisions)
            )
        )
    kabupaten = {pk for region in (gone, successor) if (pk := _kabupaten_id(region)) is not None}
    before, after = f"{gone.code} {gone.name}", f"{successor.code} {successor.name}"
    effective_on = _first_day(successor)
    UnresolvedRegion.candidates.through.objects.filter(region=successor).delete()
    _repoint(gone, successor)
    taken = {field: getattr(successor, field) for field in _TAKEN if getattr(successor, field) is not None}
    successor.delete()
    Region.objects.filter(pk=gone.pk).update(**taken, gone_on=None)
    UnresolvedRegion.objects.filter(region=gone, state=UnresolvedRegion.State.OPEN).update(
        state=UnresolvedRegion.State.LINKED, decided_at=at
    )
    RegionChange.objects.create(
        kind=RegionChange.Kind.LINKED, effective_on=effective_on, region=gone, before=before[:160], after=after[:160]
    )
    refresh_counts()
    record(
        by=by,
        at=at,
        verb="regions.link_regions",
        summary=_("{before} disambungkan dengan {after}.").format(before=before, after=after),
        place_code=str(taken["code"]),
        changes=[Change("regions.region", str(taken["code"]), {"region": before}, {"region": after})],
        reason=reason,
    )
    tell_rooms_above(kabupaten, by=by)
    return Region.objects.get(pk=gone.pk)


@transaction.atomic
def mark_ended(*, question: UnresolvedRegion, by: Any, at: datetime, reason: str = "") -> None:  # noqa: ANN401
    """Decide that a region has no successor: it ended, its data stay with it.

    Raises:
        RegionRefusal: somebody decided already.
    """
    question = UnresolvedRegion.objects.select_for_update().select_related("region").get(pk=question.pk)
    if question.state != UnresolvedRegion.State.OPEN:
        raise RegionRefusal(_("Pertanyaan ini sudah diputuskan."))
    question.state, question.decided_at = UnresolvedRegion.State.ENDED, at
    question.save(update_fields=["state", "decided_at"])
    region = question.region
    record(
        by=by,
        at=at,
        verb="regions.mark_ended",
        summary=_("{region} dinyatakan memang tidak ada lagi.").format(region=f"{region.code} {region.name}"),
        place_code=region.code,
        changes=[Change("regions.question", region.code, {"state": "open"}, {"state": "ended"})],
        reason=reason,
    )


def _refuse_impossible(gone: Region, successor: Region) -> None:
    if gone.gone_on is None:
        raise RegionRefusal(_("{region} masih ada, jadi tidak perlu pengganti.").format(region=gone))
    if successor.gone_on is not None:
        raise RegionRefusal(
            _("{region} sudah tidak ada, jadi tidak dapat menjadi pengganti.").format(region=successor)
        )
    if gone.level != successor.level or gone.invented != successor.invented:
        raise RegionRefusal(_("Keduanya harus setingkat."))
    if _first_day(successor) < gone.gone_on:
        raise RegionRefusal(
            _(
                "{successor} sudah ada sebelum {gone} berakhir: itu penggabungan, bukan penggantian. "
                "Nyatakan {gone} memang tidak ada lagi."
            ).format(successor=successor, gone=gone)
        )


def _first_day(region: Region) -> Any:  # noqa: ANN401 - a date
    first = RegionCode.objects.filter(region=region).order_by("valid_from").first()
    if first is None:
        raise RegionRefusal(_("{region} tidak berasal dari sebuah edisi.").format(region=region))
    return first.valid_from


def _kabupaten_id(region: Region) -> int | None:
    above: Region | None = region
    while above is not None and above.level > 2:
        above = above.parent
    return above.pk if above is not None and above.level == 2 else None


def _relations() -> Iterator[ForeignObjectRel]:
    """Yield every foreign key of every room that points at a region, hidden ones too."""
    for relation in Region._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and (relation.one_to_many or relation.one_to_one):
            yield relation


def _model(relation: ForeignObjectRel) -> type[models.Model]:
    return cast("type[models.Model]", relation.related_model)


def _is_derived(relation: ForeignObjectRel) -> bool:
    """Tell whether rows follow from others: outside this room, what cascades is computed anew (ADR 0008)."""
    return _model(relation)._meta.app_label != "regions" and relation.on_delete is models.CASCADE


def _rows_of(relation: ForeignObjectRel, region: Region) -> models.QuerySet:
    return _model(relation)._base_manager.filter(**{relation.field.name: region})


def _told_of(relation: ForeignObjectRel, region: Region) -> models.QuerySet:
    """Return the rows that may be counted and named to who links: a sealed one moves with the rest, untold."""
    rows = _rows_of(relation, region)
    for sealed in registry.sealed_rows.each():
        if sealed.model == _model(relation)._meta.label_lower:
            rows = rows.none() if sealed.rows is None else rows.exclude(sealed.rows)
    return rows


def _repoint(gone: Region, successor: Region) -> None:
    if Shape.objects.filter(region=successor).exists():
        Shape.objects.filter(region=gone).delete()
    try:
        with transaction.atomic():
            for relation in _relations():
                if _is_derived(relation):
                    _rows_of(relation, gone).delete()
                    _rows_of(relation, successor).delete()
                else:
                    _rows_of(relation, successor).update(**{relation.field.name: gone})
    except IntegrityError as error:
        raise RegionRefusal(
            _("Kedua wilayah punya data yang saling meniadakan, jadi tidak dapat disambungkan.")
        ) from error


def _collisions(relation: ForeignObjectRel, gone: Region, successor: Region, label: str) -> Iterator[str]:
    """Yield in words each row of the successor that a row of the other would collide with; ``label`` says of what."""
    if relation.related_model is Shape:
        return
    meta = _model(relation)._meta
    for others, condition in _uniques(relation):
        mine, theirs = (_values(relation, region, others, condition) for region in (gone, successor))
        for clash in sorted(mine & theirs, key=str):
            detail = ", ".join(_named(meta, name, value) for name, value in zip(others, clash, strict=True))
            yield f"{label} ({detail})" if detail else label


def _uniques(relation: ForeignObjectRel) -> Iterator[tuple[list[str], models.Q | None]]:
    """Yield the other fields, and the condition, of each unique rule that the foreign key takes part in."""
    field, meta = relation.field, _model(relation)._meta
    rules: list[tuple[Sequence[str], models.Q | None]] = [(names, None) for names in meta.unique_together]
    rules += [((field.name,), None)] if field.unique else []
    rules += [(rule.fields, rule.condition) for rule in meta.constraints if isinstance(rule, UniqueConstraint)]
    for names, condition in rules:
        if field.name in names:
            yield [name for name in names if name != field.name], condition


def _values(
    relation: ForeignObjectRel, region: Region, others: list[str], condition: models.Q | None
) -> set[tuple[Any, ...]]:
    rows = _told_of(relation, region)
    rows = rows if condition is None else rows.filter(condition)
    if not others:
        return {()} if rows.exists() else set()
    return {tuple(row) for row in rows.values_list(*others) if None not in row}


def _named(meta: Any, name: str, value: Any) -> str:  # noqa: ANN401 - any model's field
    """Return a clashing value as people know it: the row behind a foreign key, else the value."""
    field = meta.get_field(name)
    if field.is_relation and value is not None:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(value)
