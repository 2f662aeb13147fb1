"""Reading voiced needs: of a place, those that may be the same, how many per service, history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.chain.needs.voices.permissions import visible_voices
from rumahbersama.chain.needs.voices.rules import Alike, Said, may_be_same
from rumahbersama.ground.audit.queries import RowChange, rows_of
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import ENTER_VOICES
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import children_of

ENTITY = "needs.voice"
NEWEST_COMPARED = 2_000
OFFERED = 8
WEEK = timedelta(days=7)

# What is still asked for: by itself, or through the voice into which it was joined.
LIVE = Q(state=Voice.State.OPEN) | Q(state=Voice.State.MERGED, merged_into__state=Voice.State.OPEN)


def voices_in(region: Region) -> QuerySet[Voice]:
    """Return the voices of a place and all below, with what a list shows of them."""
    return Voice.objects.filter(within([region.code])).select_related("region__parent", "area", "service")


def narrowed(
    voices: QuerySet[Voice], *, area: str = "", service: str = "", state: str = "", source: str = ""
) -> QuerySet[Voice]:
    """Return those of an area, a service, a state and a way in which they were voiced; others mean nothing."""
    if area:
        voices = voices.filter(area__code=area)
    if service:
        voices = voices.filter(service__code=service)
    if state in Voice.State.values:
        voices = voices.filter(state=state)
    if source in Voice.Source.values:
        voices = voices.filter(source_kind=source)
    return voices


@dataclass(frozen=True)
class Counts:
    """How many things are asked for at a place: per service, without a service named, and in all."""

    by_service: dict[int, int]
    unnamed: int

    @property
    def total(self) -> int:
        """Return all of them."""
        return sum(self.by_service.values()) + self.unnamed


def counts_of(region: Region) -> Counts:
    """Return how many things are asked for at a place and below; those joined count once (one query)."""
    rows = (
        Voice.objects.filter(within([region.code]), LIVE)
        .values_list("service")
        .annotate(n=Count(Coalesce("merged_into", "pk"), distinct=True))
        .order_by()
    )
    found = dict(rows)
    unnamed = found.pop(None, 0)
    return Counts(by_service=found, unnamed=unnamed)


def said(voice: Voice) -> Said:
    """Return what a voice is compared by."""
    return Said(
        statement=voice.statement,
        region=voice.region.code,
        hamlet=voice.hamlet,
        service=voice.service_id,
        voiced_on=voice.voiced_on,
        source_kind=voice.source_kind,
    )


def doubles_of(voice: Voice, *, user: Any) -> list[tuple[Voice, Alike]]:  # noqa: ANN401 - Account
    """Return open voices of the same kecamatan and area that may say the same, likest first, as far as one sees them.

    One query; of an area with very many voices the newest are compared.
    """
    if not voice.is_open:
        return []
    kecamatan = ".".join(voice.region.code.split(".")[:3])
    others = visible_voices(user).filter(within([kecamatan]), area=voice.area_id, state=Voice.State.OPEN)
    others = others.exclude(pk=voice.pk).select_related("region")[:NEWEST_COMPARED]
    mine = said(voice)
    alike = [(other, why) for other in others if (why := may_be_same(mine, said(other))) is not None]
    return sorted(alike, key=lambda pair: (-pair[1].score, pair[0].pk))[:OFFERED]


def joined_into(voice: Voice) -> list[Voice]:
    """Return the voices that were joined into this one."""
    return list(Voice.objects.filter(merged_into=voice).select_related("region").order_by("pk"))


def photos_of(voice: Voice) -> list[VoicePhoto]:
    """Return its photos."""
    return list(VoicePhoto.objects.filter(voice=voice).select_related("file"))


def history_of(voice: Voice) -> list[RowChange]:
    """Return what became of a voice, newest first."""
    return rows_of(entity=ENTITY, key=voice.key, codes=None)


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what voices are called by their key, for the record (one query)."""
    return {voice.key: voice.statement for voice in Voice.objects.filter(key__in=keys)}


def places_to_speak_of(region: Region) -> list[Region]:
    """Return the kecamatan itself with its desa, or the desa alone."""
    return [region, *children_of(region)] if region.level == Level.KECAMATAN else [region]


def hamlets_in(region: Region) -> list[str]:
    """Return the names of dusun that were written at a place before, to be picked again."""
    rows = Voice.objects.filter(within([region.code])).exclude(hamlet="").order_by("hamlet")
    return list(rows.values_list("hamlet", flat=True).distinct()[:100])


def new_this_week(*, codes: Iterable[str], today: date) -> int:
    """Return how many voices were entered at these places in the last seven days (one query)."""
    return _new(today).filter(within(list(codes))).count()


def new_count(*, today: date) -> Coalesce:
    """Return how many voices were entered at a region itself in the last seven days, as a column to annotate."""
    counted = _new(today).filter(region=OuterRef("pk")).order_by().values("region").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def _new(today: date) -> QuerySet[Voice]:
    return Voice.objects.filter(entered_at__date__gt=today - WEEK).exclude(state=Voice.State.WITHDRAWN)


def found(*, user: Any, text: str) -> list[Voice]:  # noqa: ANN401
    """Return the newest voices in sight whose words or dusun hold a text (one query)."""
    wanted = Q(statement__icontains=text) | Q(hamlet__icontains=text)
    return list(visible_voices(user).filter(wanted).select_related("region", "area")[:10])


def changeable(*, user: Any, number: int) -> Voice | None:  # noqa: ANN401
    """Return a voice by its number where the user may change voices there, else None (one query)."""
    codes = scope_of(user).places_for(ENTER_VOICES)
    return Voice.objects.filter(within(codes), pk=number).select_related("region").first() if codes else None
