"""Reading RTL: the board of a class, those without a post, and counts by class, kabupaten and event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Substr

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.rules import OPEN_STATES
from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.permissions import HELD_STATES
from rumahbersama.chain.training.rtl.models import Checkpoint, Rtl
from rumahbersama.chain.training.rtl.rules import DRAFT, NONE, SENT
from rumahbersama.ground.people.models import Post, Tenure
from rumahbersama.ground.people.permissions import on_day, within
from rumahbersama.ground.regions.models import Level, Region

State = Commitment.State
WAITS = Q(rtl__state=SENT, rtl__commitment=None)
KABUPATEN_DIGITS = 5  # of a code such as 98.71.03.2001


def present_post_of(person: int, *, today: date) -> Post | None:
    """Return the post somebody holds today; the definitive one where there are several, then the newest."""
    rows = Tenure.objects.filter(on_day(today), person=person).select_related("post__region")
    definitive = Case(When(capacity=Tenure.Capacity.DEFINITIVE, then=Value(0)), default=Value(1))
    found = rows.order_by(definitive, "-starts_on", "-pk").first()
    return found.post if found else None


def place_of(post: Post) -> Region:
    """Return the place of a post."""
    return post.region


def posts_for(row: Participation) -> QuerySet[Post]:
    """Return the posts of which somebody's RTL may be: of their place and, of a kecamatan, its desa."""
    wanted = Q(region=row.region_id)
    if row.region.level == Level.KECAMATAN:
        wanted |= Q(region__parent=row.region_id)
    return Post.objects.filter(wanted).select_related("region").order_by("region__code", "title")


def rtl_of(row: Participation) -> Rtl | None:
    """Return somebody's RTL with its commitment."""
    found = Rtl.objects.select_related("commitment__post__region", "entered_by").filter(participation=row).first()
    if found is not None:
        found.participation = row
    return found


def period_of(rtl: Rtl) -> Period | None:
    """Return the period of the figure with which an RTL begins (one query, none for words of one's own)."""
    return Period.objects.filter(code=rtl.baseline_period).first() if rtl.baseline_period else None


def held_of(event: Event) -> QuerySet[Participation]:
    """Return who holds a seat of an event."""
    return Participation.objects.filter(event=event, state__in=HELD_STATES)


def with_rtl(rows: QuerySet[Participation], *, today: date) -> QuerySet[Participation]:
    """Annotate ``rtl_state`` (none, draft, sent or the commitment's) and ``rtl_late``; join what a row shows."""
    late = Q(rtl__commitment__state__in=OPEN_STATES, rtl__commitment__due_on__lt=today)
    return rows.select_related("rtl__commitment__post", "region", "klass").annotate(
        rtl_state=Coalesce(F("rtl__commitment__state"), F("rtl__state"), Value(NONE)),
        rtl_late=Case(When(late, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def states_now(rows: QuerySet[Participation], *, today: date) -> list[tuple[int, str, bool]]:
    """Return (participation, state, late) of each (one query)."""
    found = with_rtl(rows, today=today).select_related(None).order_by("pk")
    return list(found.values_list("pk", "rtl_state", "rtl_late"))  # type: ignore[misc] # annotated above


def of_class(rows: QuerySet[Participation], klass: TrainingClass, *, today: date) -> list[Participation]:
    """Return those of a class with their RTL, by name (one query)."""
    return list(with_rtl(rows.filter(klass=klass, state__in=HELD_STATES), today=today).order_by("name", "pk"))


def without_post(rows: QuerySet[Participation], *, today: date) -> QuerySet[Participation]:
    """Return whose sent RTL waits for a post, the oldest first."""
    return with_rtl(rows.filter(WAITS, state__in=HELD_STATES), today=today).order_by("rtl__sent_on", "name", "pk")


def events_with_rtl_without_post(places: list[str]) -> list[tuple[int, str, int]]:
    """Return (event, title, count) of RTL that wait for a post, of events at these places (one query)."""
    rows = Rtl.objects.filter(within(places, "participation__event__region__code"), state=SENT, commitment=None)
    rows = rows.filter(participation__state__in=HELD_STATES).order_by()
    return list(
        rows.values_list("participation__event", "participation__event__title")
        .annotate(count=Count("pk"))
        .order_by("participation__event")
    )


@dataclass(frozen=True)
class Line:
    """How many RTL stand where, of one class, kabupaten or event.

    Attributes:
        key: number of the class, code of the kabupaten, number of the event; None for those in no class.
        label: what it is called.
        people: all who held a seat.
        none: of them, who wrote nothing.
        draft: who began and did not send.
        sent: sent, waiting for a post.
        promised: a commitment on which nothing was reported; with ``in_progress`` those worked on or waiting.
        late: of the commitments that are open, those past their deadline.
    """

    key: Any
    label: str
    people: int
    none: int
    draft: int
    sent: int
    promised: int
    in_progress: int
    done: int
    verified: int
    dropped: int
    late: int

    @property
    def promises(self) -> int:
        """Return how many became a commitment, whatever its state."""
        return self.promised + self.in_progress + self.done + self.verified + self.dropped

    def cells(self) -> list[int]:
        """Return the figures in the order of the table."""
        return [getattr(self, name) for name in FIGURES]


FIGURES = (
    *("people", "promised", "in_progress", "done", "verified"),
    *("dropped", "late", "sent", "draft", "none"),
)


def _figures(state: str, late: str) -> dict[str, Count]:
    """Return the counts over rows with a state in the field ``state`` and a truth in ``late``."""
    wanted: dict[str, Sequence[str]] = {
        "none": (NONE,),
        "draft": (DRAFT,),
        "sent": (SENT,),
        "promised": (State.PROMISED,),
        "in_progress": (State.IN_PROGRESS, State.WAITING),
        "done": (State.DONE,),
        "verified": (State.VERIFIED,),
        "dropped": (State.DROPPED,),
    }
    counts = {f"n_{name}": Count("pk", filter=Q(**{f"{state}__in": list(codes)})) for name, codes in wanted.items()}
    return counts | {"n_late": Count("pk", filter=Q(**{late: True})), "n_people": Count("pk")}


def grouped(parts: QuerySet[Participation], *, by: str, months: int, today: date) -> list[dict[str, Any]]:
    """Return the counts of each group: key ``group`` and ``n_...`` (one query).

    ``by`` is kelas, kabupaten or kegiatan; ``months`` 0 counts as it is now, else as it was noted then.
    """
    prefix = "participation__" if months else ""
    field = {"kelas": f"{prefix}klass__number", "kegiatan": f"{prefix}event"}.get(by)
    group = F(field) if field else Substr(f"{prefix}region__code", 1, KABUPATEN_DIGITS)
    if months:
        chosen = parts.order_by().select_related(None).values("pk")
        noted = Checkpoint.objects.filter(participation__in=chosen, months=months)
        rows = noted.annotate(group=group).order_by().values("group").annotate(**_figures("state", "is_late"))
    else:
        live = with_rtl(parts, today=today).select_related(None).annotate(group=group).order_by()
        rows = live.values("group").annotate(**_figures("rtl_state", "rtl_late"))  # type: ignore[assignment]
    return sorted(rows, key=lambda row: (row["group"] is None, row["group"]))


def lines_of(found: Iterable[dict[str, Any]], labels: dict[Any, str], *, other: str) -> list[Line]:
    """Return the groups with what they are called; ``other`` where that is not known."""
    return [
        Line(row["group"], labels.get(row["group"], other), **{name: row[f"n_{name}"] for name in FIGURES})
        for row in found
    ]


def total_of(lines: Sequence[Line], label: str) -> Line:
    """Return the sum of all lines."""
    return Line(None, label, **{name: sum(getattr(line, name) for line in lines) for name in FIGURES})


def class_labels(event: Event) -> dict[Any, str]:
    """Return the classes of an event by number (one query)."""
    return {klass.number: str(klass) for klass in TrainingClass.objects.filter(event=event)}


def place_labels(codes: Iterable[Any]) -> dict[Any, str]:
    """Return the names of places by code (one query)."""
    return {region.code: str(region) for region in Region.objects.filter(code__in=list(codes))}


def event_labels(numbers: Iterable[Any]) -> dict[Any, str]:
    """Return the titles of events by number (one query)."""
    return dict(Event.objects.filter(pk__in=list(numbers)).values_list("pk", "title"))


def noted_between(parts: QuerySet[Participation], months: int) -> tuple[date | None, date | None]:
    """Return the first and last day on which the state of these was noted (one query)."""
    chosen = parts.order_by().select_related(None).values("pk")
    rows = Checkpoint.objects.filter(participation__in=chosen, months=months)
    found = rows.aggregate(first=Min("day"), last=Max("day"))
    return found["first"], found["last"]
