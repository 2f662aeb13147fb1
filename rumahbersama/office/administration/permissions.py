"""Who may run the system, and whose work and sessions they see."""

from typing import Any

from django.db.models import QuerySet

from rumahbersama.ground.core.models import Job
from rumahbersama.ground.people.models import Account, RoleAssignment
from rumahbersama.ground.people.permissions import require_somewhere, scope_of, within
from rumahbersama.ground.people.roles import RUN_SYSTEM
from rumahbersama.ground.regions.rules import NATION_CODE


def require_keeper(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the places where ``user`` runs the system; 403 if there is none."""
    return require_somewhere(user, RUN_SYSTEM).places_for(RUN_SYSTEM)


def visible_accounts(user: Any) -> QuerySet[Account]:  # noqa: ANN401
    """Return accounts with a role in the keeper's places; the nation's keeper sees all."""
    codes = scope_of(user).places_for(RUN_SYSTEM)
    if NATION_CODE in codes:
        return Account.objects.all()
    return Account.objects.filter(pk__in=RoleAssignment.objects.filter(within(codes)).order_by().values("account"))


def visible_jobs(user: Any) -> QuerySet[Job]:  # noqa: ANN401
    """Return jobs started by visible accounts; the nation's keeper also sees the program's own."""
    if NATION_CODE in scope_of(user).places_for(RUN_SYSTEM):
        return Job.objects.select_related("by")
    return Job.objects.select_related("by").filter(by__in=visible_accounts(user))
