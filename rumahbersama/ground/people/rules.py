"""Law and method of this room: who may hand out which role, and when holders of a post may overlap."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.roles import MANAGE_PEOPLE, ROLES
from rumahbersama.ground.regions.rules import is_below_or_same, level_of

INVITATION_LIFE = timedelta(days=14)
SOON = timedelta(days=3)
RECENT_SIGN_IN_SECONDS = 300
ACCOUNT_PERSONAL = frozenset({"email", "name", "password"})
PERSON_PERSONAL = frozenset({"name", "rank", "nip", "phone"})
INVITATION_PERSONAL = frozenset({"name", "email"})

# Which roles a manager of people may hand out, inside the manager's own place. Nobody hands out more than
# their own: a camat names the people of the kecamatan and its desa, never another camat.
GRANTS: dict[str, frozenset[str]] = {
    "administrator": frozenset(ROLES),
    "camat": frozenset(
        {
            "sekcam",
            "kasi",
            "kasi_trantib",
            "keeper",
            "education_unit",
            "health_unit",
            "registry_unit",
            "operator",
        }
    ),
    # Not the Kasi Trantib: who names one reads cases of mediation through them.
    "sekcam": frozenset({"kasi", "keeper", "education_unit", "health_unit", "registry_unit", "operator"}),
}


class PeopleRefusal(Refusal):
    """Something about accounts, roles or posts that may not be."""


@dataclass(frozen=True)
class Period:
    """A half-open period: ``end`` is the first day that no longer belongs to it, None while it is open."""

    start: date
    end: date | None

    def overlaps(self, other: "Period") -> bool:
        """Tell whether both share at least one day."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def fits_level(role: str, code: str) -> bool:
    """Tell whether ``role`` can be held at the region of ``code``.

    Source: DESIGN section 4 (a role is held at a place of its level).
    """
    return role in ROLES and level_of(code) in ROLES[role].levels


def may_grant(holdings: Iterable[tuple[str, str]], *, role: str, code: str) -> bool:
    """Tell whether somebody with ``holdings`` (role, place) may hand out or take back ``role`` at ``code``.

    Source: DESIGN section 4 and issue 2 step 2: nobody grants a role or a place beyond their own.
    """
    return fits_level(role, code) and any(
        role in GRANTS.get(held, frozenset()) and MANAGE_PEOPLE in ROLES[held].may and is_below_or_same(code, place)
        for held, place in holdings
    )


def grantable_roles(holdings: Iterable[tuple[str, str]], code: str) -> list[str]:
    """Return the codes of roles that somebody with ``holdings`` may hand out at ``code``, in the order of ROLES.

    Source: DESIGN section 4 and issue 2 step 2.
    """
    kept = list(holdings)
    return [role for role in ROLES if may_grant(kept, role=role, code=code)]


def needs_second_factor(holdings: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a holder must sign in with a second factor: every officer above kecamatan.

    Source: issue 2 step 2.
    """
    return any(level_of(code) < 3 for _role, code in holdings)


def may_hold_together(one: str, other: str) -> bool:
    """Tell whether a post may be held in capacities ``one`` and ``other`` on the same day.

    A Plh stands in while the holder is away for a time; Plt and Pj stand where there is no holder.

    Source: UU 30/2014 article 14 (Plh: berhalangan sementara; Plt: berhalangan tetap).
    """
    return one != other and "plh" in (one, other)


def check_tenure(*, capacity: str, period: Period, others: Iterable[tuple[str, Period, str]]) -> None:
    """Refuse a tenure that cannot stand beside ``others`` (capacity, period, name of the holder) of its post.

    Raises:
        PeopleRefusal: the period ends before it starts, or overlaps one it may not overlap.

    Source: UU 30/2014 article 14.
    """
    check_period(period)
    for held, other, name in others:
        if period.overlaps(other) and not may_hold_together(capacity, held):
            raise PeopleRefusal(
                _(
                    "Pada tanggal itu jabatan ini dipegang {name} ({period}). Akhiri dulu, atau pilih tanggal lain."
                ).format(name=name, period=period_text(other))
            )


def check_period(period: Period) -> None:
    """Refuse a period without a single day.

    Source: project decision, half-open periods (STYLE, Names).
    """
    if period.end is not None and period.end <= period.start:
        raise PeopleRefusal(_("Tanggal akhir harus sesudah tanggal mulai."))


def period_text(period: Period) -> str:
    """Return a period as people read it, with its last day instead of the first day after it.

    Source: project decision, half-open periods (STYLE, Names).
    """
    start = day(period.start)
    if period.end is None:
        return _("sejak {start}").format(start=start)
    return _("{start} sampai {end}").format(start=start, end=day(period.end - timedelta(days=1)))


def first_day_after(last_day: date | None) -> date | None:
    """Return the end of the half-open period whose last day people named.

    Source: project decision, half-open periods (STYLE, Names).
    """
    return None if last_day is None else last_day + timedelta(days=1)


def new_token() -> str:
    """Return the secret part of an invitation's link (256 bits).

    Source: project decision: a link that opens an account cannot be guessed.
    """
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is stored of a token: its SHA-256; the token itself is in the link alone.

    Source: project decision: who reads the database cannot use its invitations.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def plain_email(email: str) -> str:
    """Return an e-mail address as it is stored and compared: lower case, no blanks around it.

    Source: project decision: one person, one account, whatever the case of the typed address.
    """
    return email.strip().lower()
