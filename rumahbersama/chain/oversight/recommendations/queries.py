"""Reading notes and recommendations: lists, counts, what waits for whom, the steps and promises of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report, Step
from rumahbersama.chain.oversight.recommendations.permissions import visible
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import within
from rumahbersama.ground.regions.models import Level, Region

FOUND = 10
NEWS_DAYS = timedelta(days=14)
OPEN, LATE, SILENT, TO_CONFIRM, TO_REPORT, PROVED, CONFIRMED, TO_ANSWER = (
    "terbuka",
    "terlambat",
    "tanpa-tanggapan",
    "menunggu-konfirmasi",
    "belum-dilaporkan",
    "komitmen-terbukti",
    "dikonfirmasi",
    "jawab",
)


def in_place(region: Region, *, user: Any) -> QuerySet[Recommendation]:  # noqa: ANN401 - Account
    """Return what the account may read of a place and all below."""
    return visible(user).filter(within([region.code], "village__code"))


def is_silent(today: date) -> Q:
    """Return the filter for those whose village let its time to reply pass."""
    return Q(state=rules.ASKED, reply_due_on__lt=today)


def is_late(today: date) -> Q:
    """Return the filter for those that are open and whose day has passed."""
    return Q(state__in=rules.OPEN_STATES, due_on__lt=today)


def waits_for_confirmation(today: date) -> Q:
    """Return the filter for those that the camat may confirm now."""
    return Q(confirmed_at=None) & (Q(state__in=rules.HEARD_STATES) | is_silent(today))


def is_proved() -> Q:
    """Return the filter for open ones about which a promise is verified: a re-check would close them."""
    prefix = reverse("recommendations:recommendation", args=[0]).removesuffix("0/")
    url = Concat(Value(prefix), Cast(OuterRef("pk"), CharField()), Value("/"), output_field=CharField())
    kept = Commitment.objects.filter(source_url=url, state=Commitment.State.VERIFIED).order_by()
    return Q(state__in=rules.OPEN_STATES) & Q(Exists(kept))


def narrowed(rows: QuerySet[Recommendation], wish: dict[str, str], *, today: date) -> QuerySet[Recommendation]:
    """Return those of a state, kind, severity, place and pattern (what repeats); others mean nothing."""
    state, pattern = wish.get("keadaan", ""), wish.get("pola", "")
    conditions = {
        OPEN: Q(state__in=(rules.DRAFT, *rules.OPEN_STATES)),
        LATE: is_late(today),
        SILENT: is_silent(today) & Q(confirmed_at=None),
        TO_CONFIRM: waits_for_confirmation(today),
        TO_REPORT: Q(confirmed_at__isnull=False, report=None),
        CONFIRMED: Q(confirmed_at__isnull=False),
        TO_ANSWER: Q(state__in=rules.TO_ANSWER),
    }
    if state in conditions:
        rows = rows.filter(conditions[state])
    elif state == PROVED:
        rows = rows.filter(is_proved())
    elif state in Recommendation.State.values:
        rows = rows.filter(state=state)
    if wish.get("jenis") in Recommendation.Kind.values:
        rows = rows.filter(kind=wish["jenis"])
    if wish.get("tingkat"):
        rows = rows.filter(severity=wish["tingkat"][:12])
    if wish.get("tempat"):
        rows = rows.filter(within([wish["tempat"][:16]], "village__code"))
    kind, _colon, name = pattern.partition(":")
    if kind == "butir":
        rows = rows.filter(item=name)
    elif kind == "dasar":
        rows = rows.filter(item="", legal_basis__iexact=name)
    return rows


@dataclass(frozen=True)
class Counts:
    """How many of a list stand where."""

    total: int
    open: int
    asked: int
    silent: int
    to_answer: int
    to_confirm: int
    late: int
    closed: int
    confirmed: int
    to_report: int


def counts_of(rows: QuerySet[Recommendation], *, today: date) -> Counts:
    """Return how many of ``rows`` stand where (one query)."""
    conditions = {
        "open": Q(state__in=rules.OPEN_STATES),
        "asked": Q(state=rules.ASKED) & ~is_silent(today),
        "silent": is_silent(today) & Q(confirmed_at=None),
        "to_answer": Q(state__in=rules.TO_ANSWER),
        "to_confirm": waits_for_confirmation(today),
        "late": is_late(today),
        "closed": Q(state=rules.CLOSED),
        "confirmed": Q(confirmed_at__isnull=False),
        "to_report": Q(confirmed_at__isnull=False, report=None),
    }
    counted = {name: Count("pk", filter=wanted) for name, wanted in conditions.items()}
    return Counts(**rows.order_by().aggregate(total=Count("pk"), **counted))


def places_below(region: Region) -> QuerySet[Region]:
    """Return the places right below one, for a filter; none for a desa."""
    return Region.objects.filter(parent=region, gone_on=None).order_by("code")


def villages_of(kecamatan: Region) -> QuerySet[Region]:
    """Return the villages of a kecamatan."""
    return Region.objects.filter(parent=kecamatan, level=Level.DESA, gone_on=None).order_by("code")


def steps_of(found: Recommendation) -> list[Step]:
    """Return the steps of one, newest first (one query)."""
    return list(Step.objects.filter(recommendation=found).select_related("file"))


def heard_of(items: Collection[Recommendation]) -> dict[int, list[Step]]:
    """Return what the village said of each and what it was answered, by number, the oldest first (one query)."""
    found: dict[int, list[Step]] = {}
    kinds = (*Step.VILLAGE, *Step.ANSWERS)
    for step in Step.objects.filter(recommendation__in=items, kind__in=kinds).order_by("at", "pk"):
        found.setdefault(step.recommendation_id, []).append(step)
    return found


def promises_from(found: Recommendation, *, user: Any) -> list[Commitment]:  # noqa: ANN401
    """Return the commitments in sight that came from one (one query)."""
    rows = visible_commitments(user).filter(source_kind=Commitment.Source.RECOMMENDATION)
    return list(rows.filter(source_url=found.get_absolute_url()))


def of_visit(visit: Visit, *, user: Any) -> list[Recommendation]:  # noqa: ANN401
    """Return what was noted on a visit, of what the account reads, oldest first (one query)."""
    return list(visible(user).filter(visit=visit).order_by("pk"))


def reports_of(kecamatan: Region) -> QuerySet[Report]:
    """Return the reports of a kecamatan with how many results are in each."""
    return Report.objects.filter(kecamatan=kecamatan).annotate(count=Count("items"))


def items_of(report: Report, *, user: Any) -> list[Recommendation]:  # noqa: ANN401
    """Return the results of a report that the account reads, in the order of the paper."""
    return list(visible(user).filter(report=report).order_by("village__code", "pk"))


@dataclass(frozen=True)
class Asked:
    """What asks for somebody at home; ``first_due`` is of what a village is to reply to."""

    to_reply: int
    silent: int
    to_answer: int
    late: int
    to_confirm: int
    confirmed_lately: int


def asked_of(user: Any, *, today: date) -> Asked:  # noqa: ANN401
    """Return what waits where the account reads (one query); who it waits for the caller knows."""
    new = Q(confirmed_at__date__gt=today - NEWS_DAYS)
    return Asked(
        **visible(user)
        .order_by()
        .aggregate(
            to_reply=Count("pk", filter=Q(state=rules.ASKED)),
            silent=Count("pk", filter=is_silent(today) & Q(confirmed_at=None)),
            to_answer=Count("pk", filter=Q(state__in=rules.TO_ANSWER)),
            late=Count("pk", filter=is_late(today)),
            to_confirm=Count("pk", filter=waits_for_confirmation(today)),
            confirmed_lately=Count("pk", filter=new),
        )
    )


def written_by(post: Post) -> QuerySet[Recommendation]:
    """Return the open ones that the holder of a post wrote."""
    rows = Recommendation.objects.filter(post=post, state__in=(rules.DRAFT, *rules.OPEN_STATES))
    return rows.select_related("village")


def found(*, user: Any, text: str) -> list[Recommendation]:  # noqa: ANN401
    """Return the newest in sight whose words hold a text (one query)."""
    wanted = Q(what__icontains=text) | Q(remedy__icontains=text) | Q(legal_basis__icontains=text)
    return list(visible(user).filter(wanted)[:FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what they are called by their key, for the record: number and village, never their words (one query)."""
    rows = Recommendation.objects.filter(key__in=keys).select_related("village")
    return {row.key: f"{row.get_kind_display()} {row.numbered}, {row.village}" for row in rows}


def severities(today: date) -> list[tuple[str, str]]:
    """Return the grades of severity with their names, the heaviest first."""
    return [(each.code, each.name) for each in reversed(rule_on(today).severities)]


def of_village(region: Region, *, user: Any, start: date | None, end: date | None) -> list[Step]:  # noqa: ANN401
    """Return the steps about a village that the account may read, newest first (one query).

    Drafts and corrections of drafts are no history of the village.
    """
    rows = Step.objects.filter(recommendation__in=visible(user).filter(village=region).order_by().values("pk"))
    rows = rows.exclude(kind__in=(Step.Kind.WRITTEN, Step.Kind.CORRECTED))
    if start is not None:
        rows = rows.filter(at__date__gte=start)
    if end is not None:
        rows = rows.filter(at__date__lt=end)
    return list(rows.select_related("recommendation").order_by("-at", "-pk"))
