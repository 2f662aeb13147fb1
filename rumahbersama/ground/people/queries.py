"""Reading persons, posts, accounts, roles and invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q, QuerySet, Value

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Account, Invitation, Person, Post, RoleAssignment, Section, Tenure
from rumahbersama.ground.people.permissions import in_ones_care, on_day, persons_in_ones_care, within
from rumahbersama.ground.people.roles import CAMAT, MANAGE_PEOPLE, ROLES
from rumahbersama.ground.people.rules import digest_of, plain_email
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import NATION_CODE, ancestor_codes, code_range

CHOICE_LIMIT = 120


def accounts_named(*, codes: list[str], text: str, today: date) -> list[tuple[Account, list[RoleAssignment]]]:
    """Return at most ten accounts in ``codes`` or below whose name holds ``text``, each with its roles there."""
    rows = RoleAssignment.objects.filter(within(codes))
    accounts = list(Account.objects.filter(in_ones_care(codes=codes, today=today), name__icontains=text)[:10])
    roles: dict[int, list[RoleAssignment]] = {}
    for row in rows.filter(account__in=accounts).select_related("region"):
        roles.setdefault(row.account_id, []).append(row)
    return [(account, roles[account.pk]) for account in accounts]


def holdings_today(*, account: Account, today: date) -> list[RoleAssignment]:
    """Return the roles an account holds today, by place."""
    return list(RoleAssignment.objects.filter(on_day(today), account=account).select_related("region"))


def account_of_email(*, email: str) -> Account | None:
    """Return the account of this e-mail, whatever its case."""
    return Account.objects.filter(email__iexact=plain_email(email)).first()


def accounts_in(*, codes: list[str], role: str = "", state: str = "", today: date) -> QuerySet[Account]:
    """Return the accounts in one's care (see ``permissions.in_ones_care``), filtered for the list.

    ``role`` counts a role held today. ``state`` is "" (all), "aktif", "nonaktif" or "tanpa-peran".
    Each account carries ``here``: its assignments in these places, newest first.
    """
    assignments = RoleAssignment.objects.filter(within(codes)).select_related("region").order_by("-starts_on", "pk")
    held_today = assignments.filter(on_day(today)).order_by()
    accounts = Account.objects.filter(in_ones_care(codes=codes, today=today))
    if role:
        accounts = accounts.filter(pk__in=held_today.filter(role=role).values("account"))
    if state in {"aktif", "nonaktif"}:
        accounts = accounts.filter(is_active=state == "aktif")
    elif state == "tanpa-peran":
        accounts = accounts.exclude(pk__in=held_today.values("account"))
    return accounts.prefetch_related(Prefetch("assignments", queryset=assignments, to_attr="here"))


def open_assignments_of(*, account: Account, today: date) -> QuerySet[RoleAssignment]:
    """Return the roles an account holds today or will hold."""
    return (
        RoleAssignment.objects.filter(account=account)
        .filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .select_related("region")
    )


def assignments_in(*, account: Account, codes: list[str]) -> QuerySet[RoleAssignment]:
    """Return the roles an account holds or held in ``codes`` or below, newest first."""
    rows = RoleAssignment.objects.filter(within(codes), account=account).select_related("region")
    return rows.order_by("-starts_on", "-pk")


def administrators_left(*, without: Account, today: date) -> int:
    """Return how many other active accounts run the installation as administrator of the nation."""
    return (
        RoleAssignment.objects.filter(
            on_day(today), role="administrator", region__code=NATION_CODE, account__is_active=True
        )
        .exclude(account=without)
        .values("account")
        .distinct()
        .count()
    )


def active_administrators(*, today: date) -> int:
    """Return how many active accounts hold the role of administrator anywhere today."""
    held = RoleAssignment.objects.filter(on_day(today), role="administrator", account__is_active=True)
    return held.values("account").distinct().count()


def invitations_in(*, codes: list[str], state: str = "terbuka") -> QuerySet[Invitation]:
    """Return invitations for places in ``codes`` or below: "terbuka" (default), "selesai" or "semua"."""
    invitations = Invitation.objects.filter(within(codes)).select_related("region", "invited_by", "account")
    waiting = Q(used_at=None, revoked_at=None)
    if state == "terbuka":
        return invitations.filter(waiting)
    return invitations.exclude(waiting) if state == "selesai" else invitations


def places_to_choose(*, codes: list[str]) -> list[Region]:
    """Return the places in ``codes`` and below, in code order, or none where they are too many for a list."""
    places = list(present().filter(within(codes, "code")).order_by("code")[: CHOICE_LIMIT + 1]) if codes else []
    return places if len(places) <= CHOICE_LIMIT else []


def open_invitation_for(*, email: str, at: datetime) -> Invitation | None:
    """Return the invitation that still waits for this e-mail."""
    if not email:
        return None
    return Invitation.objects.filter(
        email=plain_email(email), used_at=None, revoked_at=None, expires_at__gt=at
    ).first()


def invitation_of_token(*, token: str) -> Invitation | None:
    """Return the invitation that this link belongs to."""
    found = Invitation.objects.filter(token_digest=digest_of(token)).select_related("region", "person")
    return found.first()


def posts_at(*, region: Region, today: date) -> QuerySet[Post]:
    """Return posts of ``region`` and of the places right below it, each with ``holders`` of today."""
    low, high = code_range(region.code)
    places = Q(region=region) | Q(region__code__gte=low, region__code__lt=high, region__level__lte=region.level + 1)
    return _with_holders(Post.objects.filter(places), today=today).order_by("region__code", "title")


def camat_of(*, kecamatan: Region) -> Post | None:
    """Return the post of the camat: by its role, or by its title where no role is recorded (one query)."""
    titled = Q(title__iexact="camat") | Q(title__istartswith="camat ")
    rows = Post.objects.filter(Q(role=CAMAT.code) | Q(role="") & titled, region=kecamatan, agency="")
    return rows.select_related("region").order_by("-role", "pk").first()


def sections_of(*, region: Region) -> list[str]:
    """Return what the sections of an office are called, of those with a post (one query)."""
    return list(Section.objects.filter(region=region, posts__isnull=False).values_list("name", flat=True).distinct())


def _with_holders(posts: QuerySet[Post], *, today: date) -> QuerySet[Post]:
    holders = Tenure.objects.filter(on_day(today)).select_related("person").order_by("capacity", "pk")
    return posts.select_related("region", "section").prefetch_related(
        Prefetch("tenures", queryset=holders, to_attr="holders")
    )


def posts_without_holder(*, codes: list[str], today: date) -> QuerySet[Post]:
    """Return posts in ``codes`` or below that nobody holds today, in whatever capacity."""
    held = Tenure.objects.filter(on_day(today)).values("post")
    return Post.objects.filter(within(codes)).exclude(pk__in=held).select_related("region")


def waiting_counts(*, codes: list[str], today: date, lapsing_by: datetime) -> tuple[int, int]:
    """Return how many invitations lapse by a moment and how many posts are vacant, there (one query)."""
    lapsing = invitations_in(codes=codes).filter(expires_at__lte=lapsing_by).order_by()
    vacant = posts_without_holder(codes=codes, today=today).order_by()
    counted = [
        rows.annotate(kind=Value(kind)).values("kind").annotate(count=Count("pk"))
        for kind, rows in (("lapsing", lapsing), ("vacant", vacant))
    ]
    found = {row["kind"]: row["count"] for row in counted[0].union(counted[1], all=True)}
    return found.get("lapsing", 0), found.get("vacant", 0)


def posts_to_move_to(*, codes: list[str], but: Post) -> list[Post]:
    """Return posts in ``codes`` or below to which the holder of ``but`` may move, in place order."""
    posts = Post.objects.filter(within(codes)).exclude(pk=but.pk).select_related("region")
    return list(posts.order_by("region__code", "title")[:500])


def holding(*, posts: Iterable[int], today: date) -> dict[int, Tenure]:
    """Return who holds each of these posts today, with the person; whoever acts for the holder counts (one query)."""
    held: dict[int, Tenure] = {}
    rows = Tenure.objects.filter(on_day(today), post__in=set(posts)).select_related("person").order_by("-starts_on")
    for row in rows:
        if row.post_id not in held or row.capacity != Tenure.Capacity.DEFINITIVE:
            held[row.post_id] = row
    return held


def tenures_of_post(*, post: Post) -> QuerySet[Tenure]:
    """Return who held a post, newest first."""
    return Tenure.objects.filter(post=post).select_related("person")


def tenures_of_person(*, person: Person) -> QuerySet[Tenure]:
    """Return the posts a person held, newest first."""
    return Tenure.objects.filter(person=person).select_related("post__region")


def persons_in(*, codes: list[str], today: date) -> QuerySet[Person]:
    """Return the persons in one's care (see ``permissions.persons_in_ones_care``), by name."""
    return Person.objects.filter(persons_in_ones_care(codes=codes, today=today))


def history_of(*, account: Account, codes: list[str]) -> QuerySet[AuditRecord]:
    """Return the records about an account that belong to places in ``codes`` or to no place, newest first.

    Every action about an account writes a change of the entity "people.account" under its number.
    """
    return (
        AuditRecord.objects.filter(changes__entity="people.account", changes__first_key=str(account.pk))
        .filter(Q(place_code="") | within(codes, "place_code"))
        .distinct()
        .prefetch_related("changes")
    )


@dataclass(frozen=True)
class Viewer:
    """One account that can see the data of a place, with its post and the reason."""

    name: str
    role: str
    place: str
    posts: str
    sees_rows: bool
    manages: bool
    distance: int


def who_sees(*, region: Region, today: date) -> list[Viewer]:
    """Return who can see the data of ``region``: roles held there and above it, and inside its kecamatan.

    Names and posts only. Roles above see it because their place contains it; roles at a desa see the figures
    per desa of their whole kecamatan, and no rows of other desa.
    """
    places = Q(region__code__in=[*ancestor_codes(region.code), region.code])
    if region.level >= Level.KECAMATAN:
        kecamatan = ".".join(region.code.split(".")[:3])
        low, high = code_range(kecamatan)
        places |= Q(region__code__gte=low, region__code__lt=high) | Q(region__code=kecamatan)
    held = (
        RoleAssignment.objects.filter(places, on_day(today), account__is_active=True, role__in=ROLES)
        .select_related("account__person", "region")
        .order_by("region__level", "region__code", "role", "account__name")
    )
    posts = _current_posts(today=today, persons={row.account.person_id for row in held})
    return [_viewer(row, region, posts) for row in held]


def _viewer(row: RoleAssignment, region: Region, posts: dict[int, list[str]]) -> Viewer:
    above = row.region.code == region.code or row.region.code in ancestor_codes(region.code)
    may = ROLES[row.role].may
    return Viewer(
        name=row.account.name,
        role=row.role_label,
        place=str(row.region),
        posts=", ".join(posts.get(row.account.person_id or 0, [])),
        sees_rows=above and "view_rows" in may,
        manages=above and MANAGE_PEOPLE in may,
        distance=region.level - row.region.level,
    )


def _current_posts(*, today: date, persons: set[int | None]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    tenures = Tenure.objects.filter(on_day(today), person__in=[pk for pk in persons if pk]).select_related("post")
    for tenure in tenures:
        title = (
            tenure.post.title
            if tenure.capacity == "definitive"
            else f"{tenure.capacity.capitalize()}. {tenure.post.title}"
        )
        found.setdefault(tenure.person_id, []).append(title)
    return found


def demo_accounts() -> list[Account]:
    """Return the accounts of the demo with ``here``, their roles; none where the demo setting is off."""
    if not settings.DEMO:
        return []
    roles = RoleAssignment.objects.select_related("region").order_by("region__level", "region__code")
    accounts = Account.objects.filter(is_demo=True, is_active=True).annotate(first=Max("assignments__region__level"))
    order = ("pk",) if settings.PRACTICE else ("first", "pk")  # a class looks for the roles of its kecamatan first
    return list(accounts.prefetch_related(Prefetch("assignments", queryset=roles, to_attr="here")).order_by(*order))


def demo_assignments(*, today: date) -> QuerySet[RoleAssignment]:
    """Return the roles of demo accounts today, from the nation down."""
    held = RoleAssignment.objects.filter(on_day(today), account__is_demo=True, account__is_active=True)
    return held.select_related("account", "region").order_by("region__level", "region__code", "pk")


def has_second_factor(account: Any) -> bool:  # noqa: ANN401 - Account, lazily
    """Tell whether the account signs in with an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists())


def authenticators_of(account: Account) -> Any:  # noqa: ANN401 - a QuerySet of allauth's model
    """Return the authenticator app and the recovery codes of an account."""
    return Authenticator.objects.filter(user=account)


def recovery_codes_left(account: Account) -> int:
    """Return how many recovery codes are unused."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def is_email_verified(account: Account) -> bool:
    """Tell whether the account has proved that its e-mail address is its own."""
    proved = EmailAddress.objects.filter(user=account, email=plain_email(account.email), verified=True)
    return bool(proved.exists())
