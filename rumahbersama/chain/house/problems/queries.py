"""Reading problems: lists, their rank, counts, what was said of one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf, Substr

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.commitments.queries import commitments_of
from rumahbersama.chain.house.problems.models import Cause, Move, Problem, ProblemEvidence, Score
from rumahbersama.chain.house.problems.permissions import names, visible_problems
from rumahbersama.chain.house.problems.rules import (
    AGREED,
    IN_HAND,
    MERGED,
    NEW,
    OPEN_STATES,
    PUT_OFF,
    SOLVED,
    TABLED,
    UPWARD,
    Told,
    alike,
)
from rumahbersama.chain.house.problems.usg import Spread, scale_on, spread_of
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import posts_held_by, within
from rumahbersama.ground.regions.models import Level, Region

ENTITY = "problems.problem"
OFFERED = 5
NEWEST_COMPARED = 2_000
NEWS_DAYS = timedelta(days=14)
FOUND = 10
ORDER = ("-is_ranked", "-total", "-known_people", "entered_at")


def problems_in(region: Region, *, user: Any) -> QuerySet[Problem]:  # noqa: ANN401 - Account
    """Return the problems of a kecamatan, or of all below a place, as far as the account sees them."""
    return visible_problems(user).filter(within([region.code], "kecamatan__code"))


def ranked(rows: QuerySet[Problem], *, today: date) -> QuerySet[Problem]:
    """Annotate what problems are ranked by; ``order_by(*ORDER)`` then puts the first first.

    ``total`` is the mean of their scores' sums, ``is_ranked`` whether enough people scored: what too few scored comes
    after all that is ranked. Equals follow the number of people, then the older one.
    """
    enough = When(scorers__gte=scale_on(today).least_scorers, then=Value(1))
    mean = ExpressionWrapper(F("score_sum") * 1.0 / NullIf(F("scorers"), 0), output_field=FloatField())
    return rows.annotate(
        is_ranked=Case(enough, default=Value(0), output_field=IntegerField()),
        total=Coalesce(mean, 0.0),
        known_people=Coalesce("people", 0),
    )


def agenda_of(kecamatan: Region, *, user: Any, today: date) -> QuerySet[Problem]:  # noqa: ANN401
    """Return the open problems of a kecamatan in the order in which a meeting takes them up."""
    rows = problems_in(kecamatan, user=user).filter(state__in=OPEN_STATES)
    return ranked(rows, today=today).order_by(*ORDER, "pk")


def narrowed(rows: QuerySet[Problem], wish: dict[str, str], *, today: date) -> QuerySet[Problem]:
    """Return those of a state ("open" all that are), area, authority, desa and post; others mean nothing."""
    state, post = wish.get("keadaan", ""), wish.get("penjawab", "")
    if state == "terbuka":
        rows = rows.filter(state__in=OPEN_STATES)
    elif state == "tiba":
        rows = rows.filter(state=PUT_OFF, put_off_to__lte=today)
    elif state in Problem.State.values:
        rows = rows.filter(state=state)
    if wish.get("bidang") == "lain":
        rows = rows.filter(area=None)
    elif wish.get("bidang"):
        rows = rows.filter(area__code=wish["bidang"])
    if wish.get("wewenang") in Problem.Authority.values:
        rows = rows.filter(authority=wish["wewenang"])
    if wish.get("desa"):
        rows = rows.filter(names([wish["desa"]]))
    if post == "belum":
        rows = rows.filter(answers=None)
    elif post.isdecimal() and len(post) < 10:
        rows = rows.filter(answers=int(post))
    return rows


@dataclass(frozen=True)
class Counts:
    """How many problems stand where; ``due`` are those whose day has come after they were put off."""

    new: int
    tabled: int
    agreed: int
    in_hand: int
    put_off: int
    upward: int
    solved: int
    due: int

    @property
    def open(self) -> int:
        """Return those about which something is still to be done."""
        return self.new + self.tabled + self.agreed + self.in_hand + self.put_off + self.upward


def _counts(today: date) -> dict[str, Count]:
    states = {
        "new": NEW,
        "tabled": TABLED,
        "agreed": AGREED,
        "in_hand": IN_HAND,
        "put_off": PUT_OFF,
        "upward": UPWARD,
        "solved": SOLVED,
    }
    counted = {name: Count("pk", filter=Q(state=state)) for name, state in states.items()}
    return counted | {"due": Count("pk", filter=Q(state=PUT_OFF, put_off_to__lte=today))}


def counts_of(rows: QuerySet[Problem], *, today: date) -> Counts:
    """Return how many of ``rows`` stand where (one query)."""
    return Counts(**rows.order_by().aggregate(**_counts(today)))


def counts_below(region: Region, *, user: Any, today: date) -> dict[str, Counts]:  # noqa: ANN401
    """Return how many problems stand where in each child of a place above the kecamatan, by its code (one query)."""
    child = Substr("kecamatan__code", 1, {0: 2, 1: 5, 2: 8}[region.level])
    rows = problems_in(region, user=user).order_by().select_related(None).annotate(child=child).values("child")
    found = rows.annotate(**_counts(today))
    return {row.pop("child"): Counts(**row) for row in found}


def spreads_of(problems: Iterable[Problem], *, today: date) -> dict[int, Spread]:
    """Return what people said of these problems, by id, as far as anybody did (one query)."""
    said: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    rows = Score.objects.filter(counts_for__in=[each.pk for each in problems]).order_by()
    for problem, *values in rows.values_list("counts_for", "urgency", "seriousness", "growth"):
        said[problem].append((values[0], values[1], values[2]))
    least = scale_on(today).least_scorers
    found = ((problem, spread_of(values, least=least)) for problem, values in said.items())
    return {problem: spread for problem, spread in found if spread is not None}


def spread_in(scores: Iterable[Score], *, today: date) -> Spread | None:
    """Return what people said, of scores that were read already; None where nobody scored."""
    values = [(each.urgency, each.seriousness, each.growth) for each in scores]
    return spread_of(values, least=scale_on(today).least_scorers)


def scores_of(problem: Problem) -> list[Score]:
    """Return the scores that count for a problem, the oldest first; of a merged one those that were given to it."""
    wanted = Q(problem=problem) if problem.state == MERGED else Q(counts_for=problem)
    return list(Score.objects.filter(wanted))


def scores_by(account: Any, problems: Iterable[Problem]) -> dict[int, Score]:  # noqa: ANN401
    """Return what this account said of these problems, by problem; of a merged one its own (one query)."""
    numbers = [each.pk for each in problems]
    rows = list(Score.objects.filter(Q(counts_for__in=numbers) | Q(problem__in=numbers), by=account.pk))
    given = {row.problem_id: row for row in rows}
    return given | {row.counts_for_id: row for row in rows if row.counts_for_id is not None}


def family(problem: Problem) -> Q:
    """Return the filter for what belongs to a problem, or to one merged into it."""
    return Q(problem=problem) | Q(problem__merged_into=problem)


def evidence_of(problem: Problem) -> list[ProblemEvidence]:
    """Return the evidence of a problem, with that of those merged into it."""
    return list(ProblemEvidence.objects.filter(family(problem)).select_related("problem"))


def causes_of(problem: Problem) -> list[Cause]:
    """Return the causes of a problem, from the surface to the root, its own before those merged into it."""
    rows = Cause.objects.filter(family(problem)).select_related("problem")
    return sorted(rows, key=lambda cause: (cause.problem_id != problem.pk, cause.problem_id, cause.order))


def places_of(problem: Problem) -> list[Region]:
    """Return the places that a problem names, with those of the problems merged into it, in code order."""
    named = Q(problems_here=problem) | Q(problems_here__merged_into=problem)
    return list(Region.objects.filter(named).distinct().order_by("code"))


def moves_of(problem: Problem) -> list[Move]:
    """Return what was decided about a problem, the newest first."""
    return list(Move.objects.filter(problem=problem))


def promises_from(problems: list[Problem], *, user: Any) -> list[Commitment]:  # noqa: ANN401
    """Return the commitments in sight that came from these problems of one kecamatan, what is due first first.

    Those that a meeting agreed on name the problem in their snapshot.
    """
    rows = visible_commitments(user) & commitments_of(problems[0].kecamatan)
    urls = [each.get_absolute_url() for each in problems]
    agreed = Q(source_kind=Commitment.Source.MEETING, snapshot__about__in=urls)
    return list(rows.filter(Q(source_url__in=urls) | agreed))


def doubles_of(
    problem: Problem,
    *,
    places: Iterable[Region],
    user: Any,  # noqa: ANN401
) -> list[tuple[Problem, tuple[str, ...]]]:
    """Return open problems in sight of the same kecamatan that may say the same, likest first, each with the reasons.

    One query, of what is compared and shown alone; of a kecamatan with very many problems the newest are compared.
    """
    others = visible_problems(user).filter(kecamatan=problem.kecamatan_id, state__in=OPEN_STATES)
    newest = others.exclude(pk=problem.pk).select_related(None).values("pk")[:NEWEST_COMPARED]
    rows = Problem.objects.filter(pk__in=newest).only(
        "pk", "number", "year", "statement", "area_id", "state", "put_off_to"
    )
    told: dict[int, tuple[Problem, set[str]]] = {}
    for row in rows.annotate(place=F("places__code")).order_by("-entered_at", "-pk"):
        told.setdefault(row.pk, (row, set()))[1].add(row.place)
    mine = _told(problem, (place.code for place in places))
    found = [(row, why) for row, codes in told.values() if (why := alike(mine, _told(row, codes))) is not None]
    found.sort(key=lambda pair: (-pair[1][0], pair[0].pk))
    return [(other, reasons) for other, (_score, reasons) in found[:OFFERED]]


def _told(problem: Problem, codes: Iterable[str]) -> Told:
    return Told(statement=problem.statement, places=frozenset(codes), area=problem.area_id)


def open_problems_to_add_to(kecamatan: Region, *, user: Any) -> QuerySet[Problem]:  # noqa: ANN401
    """Return the open problems in sight to which evidence may be added, the newest first."""
    return problems_in(kecamatan, user=user).filter(state__in=OPEN_STATES)


def posts_in(kecamatan: Region) -> list[Post]:
    """Return the posts of a kecamatan and of its villages and units, in the order of their places."""
    rows = Post.objects.filter(within([kecamatan.code])).select_related("region")
    return list(rows.order_by("region__code", "title"))


def answering_posts(rows: QuerySet[Problem]) -> list[Post]:
    """Return the posts that must answer one of these problems, for a filter."""
    named = rows.order_by().exclude(answers=None).values("answers")
    return list(Post.objects.filter(pk__in=named).select_related("region").order_by("region__code", "title"))


def numbered(text: str, *, kecamatan: Region, user: Any) -> Problem | None:  # noqa: ANN401
    """Return the problem in sight that people name so ("12/2026", or "12" for the newest year with one)."""
    number, _slash, year = text.strip().partition("/")
    if not number.isdecimal() or len(number) > 9 or (year and not year.isdecimal()):
        return None
    rows = problems_in(kecamatan, user=user).filter(number=int(number))
    if year:
        rows = rows.filter(year=int(year[:4]))
    return rows.order_by("-year").first()


@dataclass(frozen=True)
class Undecided:
    """What waits for who leads a place.

    Attributes:
        code: the place.
        new: problems written there and not yet tabled.
        ranked: those of them that enough people scored.
        due: problems put off there whose day has come.
    """

    code: str
    new: int
    ranked: int
    due: int


@dataclass(frozen=True)
class Asked:
    """What asks for somebody at home.

    Attributes:
        undecided: what waits at each place that one leads, in its order.
        to_answer: open problems that one's posts must answer and that are agreed but not in hand.
        answer_first: the first of them.
        answer_at, answer_last_at: the first and last kecamatan in which they lie; answer_post, answer_last_post: the
            first and last post that is named.
    """

    undecided: tuple[Undecided, ...]
    to_answer: int
    answer_first: int | None
    answer_at: str | None
    answer_last_at: str | None
    answer_post: int | None
    answer_last_post: int | None


def asked_of(user: Any, led: list[str], *, today: date) -> Asked:  # noqa: ANN401
    """Return what problems ask of an account that leads these places (one query)."""
    mine, least = Q(answers__in=posts_held_by(user), state=AGREED), scale_on(today).least_scorers
    waits: dict[str, Count] = {}
    for number, code in enumerate(led):
        here = within([code], "kecamatan__code")
        waits[f"new_{number}"] = Count("pk", filter=here & Q(state=NEW))
        waits[f"ranked_{number}"] = Count("pk", filter=here & Q(state=NEW, scorers__gte=least))
        waits[f"due_{number}"] = Count("pk", filter=here & Q(state=PUT_OFF, put_off_to__lte=today))
    here = within(led, "kecamatan__code")
    found = Problem.objects.filter((here & Q(state__in=(NEW, PUT_OFF))) | mine).aggregate(
        **waits,
        to_answer=Count("pk", filter=mine),
        answer_first=Min("pk", filter=mine),
        answer_at=Min("kecamatan__code", filter=mine),
        answer_last_at=Max("kecamatan__code", filter=mine),
        answer_post=Min("answers", filter=mine),
        answer_last_post=Max("answers", filter=mine),
    )
    counted = [found.pop(name) for name in waits]
    undecided = tuple(Undecided(code, *counted[3 * n : 3 * n + 3]) for n, code in enumerate(led))
    return Asked(undecided=undecided, **found)


def news_for(user: Any, desa: list[str], *, today: date) -> list[Move]:  # noqa: ANN401
    """Return the newest decisions of others about problems that the account or its villages wrote (one query)."""
    wrote = Q(problem__entered_by=user.pk)
    if desa:
        wrote |= Q(problem__raised_at__code__in=desa)
    rows = Move.objects.filter(wrote, at__date__gt=today - NEWS_DAYS)
    newest: dict[int, Move] = {}
    for move in rows.select_related("problem")[:50]:
        newest.setdefault(move.problem_id, move)
    return [move for move in newest.values() if move.state != NEW and move.by_id != user.pk][:3]


def to_answer_by(post: Post) -> QuerySet[Problem]:
    """Return the open problems that a post must answer."""
    return Problem.objects.filter(answers=post, state__in=OPEN_STATES)


def found(*, user: Any, text: str) -> list[Problem]:  # noqa: ANN401
    """Return the newest problems in sight whose words hold a text (one query)."""
    wanted = Q(statement__icontains=text) | Q(sufferers__icontains=text) | Q(hamlet__icontains=text)
    return list(visible_problems(user).filter(wanted)[:FOUND])


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return what problems are called by their key, for the record (one query)."""
    return {row.key: row.statement for row in Problem.objects.filter(key__in=keys)}


def desa_of(kecamatan: Region) -> QuerySet[Region]:
    """Return the villages of a kecamatan, for a filter."""
    return Region.objects.filter(parent=kecamatan, level=Level.DESA, gone_on=None).order_by("code")


def moves_about(region: Region, *, user: Any, start: date | None, end: date | None) -> list[Move]:  # noqa: ANN401
    """Return the decisions about problems in sight that name a village, newest first (one query)."""
    named = visible_problems(user).filter(names([region.code])).order_by()
    rows = Move.objects.filter(problem__in=named.values("pk")).select_related("problem")
    if start is not None:
        rows = rows.filter(at__date__gte=start)
    if end is not None:
        rows = rows.filter(at__date__lt=end)
    return list(rows)
