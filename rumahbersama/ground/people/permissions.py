"""Who may see and do what, where: the visibility matrix of DESIGN section 4 as functions.

Out of scope is 404 (the thing does not exist for you); in sight but not allowed is 403.

| | own place and below | ancestors | same kecamatan | elsewhere |
|---|---|---|---|---|
| names, codes, shapes | public | public | public | public |
| rolled-up figures of kecamatan and above | signed in | signed in | signed in | signed in |
| figures per desa | yes | - | any role in the kecamatan | no |
| raw rows | by role | no | shared only | no |
| personal data | by named permission | no | no | no |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from rumahbersama.ground.people.models import Account, Invitation, Person, Post, RoleAssignment, Tenure
from rumahbersama.ground.people.roles import MANAGE_PEOPLE, ROLES, SEALING, VIEW_ROWS, Role
from rumahbersama.ground.people.rules import may_grant
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import NATION_CODE, code_range, is_below_or_same, parent_code


@dataclass(frozen=True)
class Scope:
    """The places an account holds roles at today: (role code, region code) pairs, and those places by code."""

    holdings: tuple[tuple[str, str], ...]
    regions: Mapping[str, Region] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    has_second_factor: bool = False

    def places_for(self, act: str) -> list[str]:
        """Return the codes of places where, with all below, ``act`` may be done."""
        return sorted({code for role, code in self.holdings if act in ROLES[role].may})

    def may(self, act: str, code: str) -> bool:
        """Tell whether ``act`` may be done at the region of ``code``."""
        return any(is_below_or_same(code, place) for place in self.places_for(act))

    def sees_desa_figures(self, code: str) -> bool:
        """Tell whether figures of the desa ``code`` (or of desa inside ``code``) may be seen.

        Own place and below; and for any role inside a kecamatan, the desa of that kecamatan.
        """
        return any(is_below_or_same(code, place) for place in self.figure_places())

    def figure_places(self) -> list[str]:
        """Return the codes whose desa figures are in sight: a desa's role opens its kecamatan."""
        return sorted({code.rpartition(".")[0] if code.count(".") == 3 else code for _, code in self.holdings})

    @property
    def has_any(self) -> bool:
        """Tell whether any role is held at all."""
        return bool(self.holdings)


NO_SCOPE = Scope(holdings=())


def signed_in(request: HttpRequest) -> Account:
    """Return the account of a request behind ``login_required``, with the name at its keyboard."""
    return cast(Account, request.user)


def scope_of(user: Any) -> Scope:  # noqa: ANN401 - Account or AnonymousUser
    """Return the scope of an account today; one query, kept on the account for the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NO_SCOPE
    kept = getattr(user, "_scope", None)
    if kept is None:
        kept = user._scope = _held_today(user)
    return kept


def _held_today(user: Account) -> Scope:
    app = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP)
    held = RoleAssignment.objects.filter(on_day(timezone.localdate()), account=user.pk).select_related(
        "region__parent"
    )
    rows = sorted(  # the few rows here: every request asks, and Django builds a shorter question sooner
        (row for row in held.annotate(has_app=Exists(app)).order_by() if row.role in ROLES),
        key=lambda row: (row.region.code, row.role),
    )
    return Scope(
        holdings=tuple((row.role, row.region.code) for row in rows),
        regions={row.region.code: row.region for row in rows},
        has_second_factor=any(row.has_app for row in rows),
    )


def within(codes: list[str], field: str = "region__code") -> Q:
    """Return the filter for rows whose code in ``field`` is one of ``codes`` or below one of them."""
    if NATION_CODE in codes:
        return ~Q(pk__in=[])  # all rows; an empty Q() would be swallowed by "or"
    wanted = Q(pk__in=[])
    for code in codes:
        low, high = code_range(code)
        wanted |= Q(**{field: code}) | Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return wanted


def opened_for(user: Any) -> dict[str, list[str]]:  # noqa: ANN401
    """Return the very places whose sealed records and papers the user reads, by the act that unseals them."""
    scope = scope_of(user)
    return {act: scope.places_for(act) for act in SEALING}


def may_in_kecamatan(user: Any, act: str, code: str) -> bool:  # noqa: ANN401
    """Tell whether ``act`` may be done in the kecamatan ``code``: there, above it, or for one of its villages."""
    places = scope_of(user).places_for(act)
    return any(is_below_or_same(code, place) or parent_code(place) == code for place in places)


def roles_at(user: Any, code: str, act: str) -> list[Role]:  # noqa: ANN401
    """Return the roles by which the user may do ``act`` at a place: held there or above."""
    held = [ROLES[role] for role, place in scope_of(user).holdings if is_below_or_same(code, place)]
    return [role for role in held if act in role.may]


def get_region(code: str) -> Region:
    """Return the region bearing ``code`` today: names, codes and shapes are public. 404 if there is none."""
    try:
        return Region.objects.get(code=code)
    except Region.DoesNotExist:
        raise Http404 from None


def get_region_to(user: Any, code: str, act: str) -> Region:  # noqa: ANN401
    """Return the region where ``user`` may do ``act``.

    Raises:
        Http404: no such region, or it lies outside what the user sees.
        PermissionDenied: in sight, but not allowed.
    """
    region = get_region(code)
    scope = scope_of(user)
    if scope.may(act, region.code):
        return region
    if scope.may(VIEW_ROWS, region.code) or scope.sees_desa_figures(region.code):
        raise PermissionDenied
    raise Http404


def require_somewhere(user: Any, act: str) -> Scope:  # noqa: ANN401
    """Return the scope of a user who may do ``act`` at least at one place; 403 otherwise."""
    scope = scope_of(user)
    if not scope.places_for(act):
        raise PermissionDenied
    return scope


def may_see_figures_of(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the figures of ``region`` itself may be seen: rolled up when signed in, desa by scope."""
    scope = scope_of(user)
    if region.level < Level.DESA:
        return bool(getattr(user, "is_authenticated", False))
    return scope.sees_desa_figures(region.code)


def may_see_desa_inside(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether figures per desa inside ``region`` may be seen."""
    return scope_of(user).sees_desa_figures(region.code)


def may_change_account(user: Any, account: Account) -> bool:  # noqa: ANN401
    """Tell whether ``user`` may close or change an account: every role it holds or held last is his to give.

    An account that today holds a role beyond one's own is out of one's hands, whatever else it holds.
    """
    today = timezone.localdate()
    roles = list(RoleAssignment.objects.filter(account=account).values_list("role", "region__code", "ends_on"))
    held = [(role, code) for role, code, end in roles if end is None or end > today]
    holdings = scope_of(user).holdings
    if held:
        return all(may_grant(holdings, role=role, code=code) for role, code in held)
    return any(may_grant(holdings, role=role, code=code) for role, code, _end in roles)


def on_day(day: date) -> Q:
    """Return the filter for half-open periods that hold ``day``."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


def posts_held_by(user: Any) -> QuerySet:  # noqa: ANN401
    """Return the posts that the person of this account holds today, as a part of another query."""
    held = Tenure.objects.filter(on_day(timezone.localdate()), person=getattr(user, "person_id", None))
    return held.exclude(person=None).values("post")


def own_posts(user: Any) -> list[int]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the posts that the person of this account holds today (one query, kept for the request)."""
    if not getattr(user, "person_id", None):
        return []
    kept = getattr(user, "_own_posts", None)
    if kept is None:
        kept = [row["post"] for row in posts_held_by(user)]
        user._own_posts = kept
    return list(kept)


def in_ones_care(*, codes: list[str], today: date) -> Q:
    """Return the filter for accounts that a manager of ``codes`` looks after.

    Those with a role there today or later; and those that had one there and since then have none anywhere. Who
    moved on to another place is that place's care, and no longer seen here.
    """
    lasting = RoleAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today)).values("account")
    here = RoleAssignment.objects.filter(within(codes)).values("account")
    return Q(pk__in=lasting.filter(within(codes))) | (Q(pk__in=here) & ~Q(pk__in=lasting))


def persons_in_ones_care(*, codes: list[str], today: date) -> Q:
    """Return the filter for persons that a manager of ``codes`` looks after.

    Those in a post there, or with an account in one's care; and those who left a post there for none elsewhere.
    """
    lasting = Tenure.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today)).values("person")
    here = Tenure.objects.filter(within(codes, "post__region__code")).values("person")
    accounts = Account.objects.filter(in_ones_care(codes=codes, today=today)).exclude(person=None).values("person")
    return (
        Q(pk__in=lasting.filter(within(codes, "post__region__code")))
        | (Q(pk__in=here) & ~Q(pk__in=lasting))
        | Q(pk__in=accounts)
    )


def get_account_to_manage(user: Any, number: int) -> Account:  # noqa: ANN401
    """Return an account in the care of ``user`` (``in_ones_care``); 404 otherwise, 403 for who manages nobody."""
    places = require_somewhere(user, MANAGE_PEOPLE).places_for(MANAGE_PEOPLE)
    account = Account.objects.filter(in_ones_care(codes=places, today=timezone.localdate()), pk=number).first()
    if account is None:
        raise Http404
    return account


def get_account_to_change(user: Any, number: int) -> Account:  # noqa: ANN401
    """Return an account that ``user`` may change; 404 out of sight, 403 when it holds roles beyond one's own."""
    account = get_account_to_manage(user, number)
    if not may_change_account(user, account):
        raise PermissionDenied
    return account


def get_assignment_to_end(user: Any, account_number: int, number: int) -> RoleAssignment:  # noqa: ANN401
    """Return a role that ``user`` may take back; 404 out of one's places, 403 when it is beyond one's own."""
    get_account_to_manage(user, account_number)
    places = scope_of(user).places_for(MANAGE_PEOPLE)
    found = RoleAssignment.objects.filter(within(places), account=account_number, pk=number).select_related("region")
    assignment = found.first()
    if assignment is None:
        raise Http404
    if not may_grant(scope_of(user).holdings, role=assignment.role, code=assignment.region.code):
        raise PermissionDenied
    return assignment


def get_invitation_to_manage(user: Any, number: int) -> Invitation:  # noqa: ANN401
    """Return an invitation whose role ``user`` may give; 404 out of one's places, 403 when beyond one's own."""
    places = require_somewhere(user, MANAGE_PEOPLE).places_for(MANAGE_PEOPLE)
    found = Invitation.objects.filter(within(places), pk=number).select_related("region", "account", "invited_by")
    invitation = found.first()
    if invitation is None:
        raise Http404
    if not may_grant(scope_of(user).holdings, role=invitation.role, code=invitation.region.code):
        raise PermissionDenied
    return invitation


def get_post_to_see(user: Any, number: int) -> Post:  # noqa: ANN401
    """Return a post at a place whose people ``user`` may see (names and posts): rows or people of that place."""
    post = Post.objects.filter(pk=number).select_related("region", "section").first()
    if post is None:
        raise Http404
    get_region_of_posts(user, post.region.code)
    return post


def get_post_to_manage(user: Any, number: int) -> Post:  # noqa: ANN401
    """Return a post at a place where ``user`` manages people; 404 out of sight, 403 in sight."""
    post = Post.objects.filter(pk=number).select_related("region", "section").first()
    if post is None:
        raise Http404
    get_region_to(user, post.region.code, MANAGE_PEOPLE)
    return post


def get_tenure_to_manage(user: Any, post_number: int, number: int) -> Tenure:  # noqa: ANN401
    """Return a tenure of a post that ``user`` manages."""
    post = get_post_to_manage(user, post_number)
    tenure = Tenure.objects.filter(pk=number, post=post).select_related("person", "post__region").first()
    if tenure is None:
        raise Http404
    return tenure


def get_region_of_posts(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place whose posts may be seen: where one sees rows or manages people; 403 in sight, else 404."""
    region = get_region(code)
    scope = scope_of(user)
    if scope.may(VIEW_ROWS, code) or scope.may(MANAGE_PEOPLE, code):
        return region
    if scope.sees_desa_figures(code):
        raise PermissionDenied
    raise Http404


def may_see_posts(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of places whose posts ``user`` may see, own places first."""
    scope = scope_of(user)
    return [*scope.places_for(MANAGE_PEOPLE), *scope.places_for(VIEW_ROWS)]


def get_region_of_viewers(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a place of which one may ask who sees it: any role there, above it, or in its kecamatan."""
    region = get_region(code)
    if not scope_of(user).sees_desa_figures(code):
        raise Http404
    return region


def get_person_to_manage(user: Any, number: int) -> tuple[Person, Region]:  # noqa: ANN401
    """Return a person in the care of ``user`` and the place under which changes are recorded; 404 otherwise."""
    places = require_somewhere(user, MANAGE_PEOPLE).places_for(MANAGE_PEOPLE)
    care = persons_in_ones_care(codes=places, today=timezone.localdate())
    person = Person.objects.filter(care, pk=number).first()
    if person is None:
        raise Http404
    tenure = Tenure.objects.filter(within(places, "post__region__code"), person=person).select_related("post__region")
    role = RoleAssignment.objects.filter(within(places), account__person=person).select_related("region")
    found = [row.post.region for row in tenure[:1]] or [row.region for row in role[:1]]
    return person, found[0]


def get_post_to_move_to(user: Any, number: int) -> Post | None:  # noqa: ANN401
    """Return a post to which ``user`` may move somebody, or None."""
    places = scope_of(user).places_for(MANAGE_PEOPLE)
    return Post.objects.filter(within(places), pk=number).select_related("region").first()


def places_for(*, user: Any, act: str) -> list[str]:  # noqa: ANN401
    """Return the codes of places where ``user`` may do ``act`` (filler of ``registry.places_for``)."""
    return scope_of(user).places_for(act)
