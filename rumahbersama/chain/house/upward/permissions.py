"""Who sees what was passed upward, and who assigns, answers, replies and withdraws.

Seen by whoever reads rows of the kecamatan, there or above it: its people, and those of its kabupaten; and by who
holds a post that was named to answer, or that was told it is late. A village reads what became of its problem on the
problem's page. Assigned by ``COORDINATE`` at the kabupaten; answered by who holds the post that was named, or by the
coordinator on its letter; replied to by those who serve in the kecamatan; withdrawn by who leads its house.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from rumahbersama.chain.house.upward.models import Referral, Step
from rumahbersama.chain.house.upward.rules import ANSWERED, ASKED, ASSIGNED, ESCALATED, NEW
from rumahbersama.ground.people.permissions import (
    get_region,
    get_region_to,
    own_posts,
    posts_held_by,
    scope_of,
    within,
)
from rumahbersama.ground.people.roles import COORDINATE, LEAD_HOUSE, RAISE, VIEW_ROWS
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import is_below_or_same, level_of, parent_code

SHOWN = ("problem__kecamatan__parent", "office__region")
May = Callable[[Any, Referral], bool]


def kabupaten_code(referral: Referral) -> str:
    """Return the code of the kabupaten a problem was passed to: the place above its kecamatan today."""
    return parent_code(referral.problem.kecamatan.code) or ""


def wide_places(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of kecamatan and places above of which the user reads rows."""
    return [code for code in scope_of(user).places_for(VIEW_ROWS) if level_of(code) < Level.DESA]


def visible_referrals(user: Any) -> QuerySet[Referral]:  # noqa: ANN401
    """Return what was passed upward that this account may read: by its places, or by a post that it holds."""
    wanted = within(wide_places(user), "problem__kecamatan__code")
    if getattr(user, "is_active", False) and getattr(user, "person_id", None) is not None:
        wanted |= of_posts(posts_held_by(user))
    return Referral.objects.filter(wanted).select_related(*SHOWN)


def of_posts(posts: Any) -> Q:  # noqa: ANN401 - numbers, or a query for them
    """Return the filter for what these posts were named to answer, or were told of as late."""
    told = Step.objects.filter(kind=ESCALATED, office__in=posts).values("referral")
    return Q(office__in=posts) | Q(pk__in=told)


def referrals_of_posts(user: Any, *, told: bool = False) -> QuerySet[Referral]:  # noqa: ANN401
    """Return what the posts that the user holds were named to answer; with ``told`` what they were told of too."""
    posts = posts_held_by(user)
    return visible_referrals(user).filter(of_posts(posts) if told else Q(office__in=posts))


def may_read_rows(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user reads the problem behind it too."""
    return any(is_below_or_same(referral.problem.kecamatan.code, place) for place in wide_places(user))


def get_referral_to_view(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem in sight; 404 otherwise."""
    found = visible_referrals(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _get(user: Any, number: int, may: May) -> Referral:  # noqa: ANN401
    found = get_referral_to_view(user, number)
    if not may(user, found):
        raise PermissionDenied
    return found


def get_referral_to_assign(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem for which the user names the office; 404 out of sight, 403 in sight."""
    return _get(user, number, may_coordinate)


def get_referral_to_answer(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem that the user may answer; 404 out of sight, 403 in sight."""
    return _get(user, number, may_speak_for_office)


def get_referral_to_ask(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem about which the user may ask the kecamatan; 404 out of sight, 403 in sight."""
    return _get(user, number, may_speak_for_office)


def get_referral_to_take_back(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem about which the user takes back what its office said; 404 or 403 as to answer."""
    return _get(user, number, may_speak_for_office)


def get_referral_to_reply(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem for which the user replies; 404 out of sight, 403 in sight."""
    return _get(user, number, may_reply)


def get_referral_to_withdraw(user: Any, number: int) -> Referral:  # noqa: ANN401
    """Return a passed problem that the user may withdraw; 404 out of sight, 403 in sight."""
    return _get(user, number, may_withdraw)


def may_coordinate(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user coordinates what comes up in the kabupaten of a passed problem."""
    return scope_of(user).may(COORDINATE, kabupaten_code(referral))


def is_own_office(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user holds the post that was named to answer."""
    return referral.office_id is not None and referral.office_id in own_posts(user)


def may_speak_for_office(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user answers or asks: the office that was named, or the coordinator on its letter."""
    return may_coordinate(user, referral) or is_own_office(user, referral)


def may_reply(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user replies for the kecamatan: whoever serves in it."""
    return scope_of(user).may(RAISE, referral.problem.kecamatan.code)


def may_withdraw(user: Any, referral: Referral) -> bool:  # noqa: ANN401
    """Tell whether the user takes a problem back for the kecamatan: who leads its house."""
    return scope_of(user).may(LEAD_HOUSE, referral.problem.kecamatan.code)


def acts_of(user: Any, referral: Referral) -> list[str]:  # noqa: ANN401
    """Return what the user may do now, the foremost first: assign, answer, ask, reply, take back, withdraw."""
    if not referral.is_open:
        return ["unanswer"] if referral.state in ANSWERED and may_speak_for_office(user, referral) else []
    coordinates, speaks = may_coordinate(user, referral), may_speak_for_office(user, referral)
    possible = (
        ("answer", speaks and referral.state == ASSIGNED),
        ("assign", coordinates and referral.state in (NEW, ASSIGNED)),
        ("reply", referral.state == ASKED and may_reply(user, referral)),
        ("ask", speaks and referral.state in (NEW, ASSIGNED)),
        ("unask", speaks and referral.state == ASKED),
        ("withdraw", may_withdraw(user, referral)),
    )
    return [act for act, is_so in possible if is_so]


def get_place(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan or a place above it of which the user lists what was passed upward.

    Raises:
        Http404: no such place, a desa, or out of sight.
        PermissionDenied: in sight, but no rows of it.
    """
    region = get_region(code)
    if region.level == Level.DESA:
        raise Http404
    return get_region_to(user, code, VIEW_ROWS)


def get_kabupaten(code: str) -> Region:
    """Return a kabupaten, whose service target everybody who is signed in may read; 404 for other places."""
    region = get_region(code)
    if region.level != Level.KABUPATEN:
        raise Http404
    return region


def may_set_target(user: Any, kabupaten: Region) -> bool:  # noqa: ANN401
    """Tell whether the user writes down what the bupati of a kabupaten set."""
    return scope_of(user).may(COORDINATE, kabupaten.code)
