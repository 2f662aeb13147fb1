"""Reading jobs and sessions for the keeper of the installation."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from rumahbersama.ground.core.models import Job
from rumahbersama.ground.people.models import Account
from rumahbersama.office.administration.permissions import visible_accounts, visible_jobs

READ_AT_MOST = 5_000


@dataclass(frozen=True)
class SignedIn:
    """An account with its open sessions."""

    account: Account
    sessions: int


def failed_jobs(*, user: Any, since: datetime) -> int:  # noqa: ANN401 - Account
    """Return how many visible jobs failed since then."""
    return visible_jobs(user).filter(state=Job.State.FAILED, created_at__gte=since).count()


def job_counts(*, user: Any) -> dict[str, int]:  # noqa: ANN401
    """Return how many visible jobs stand in each state."""
    counted = Counter(visible_jobs(user).order_by().values_list("state", flat=True))
    return {state: counted[state] for state in Job.State.values}


def signed_in(*, user: Any, at: datetime) -> list[SignedIn]:  # noqa: ANN401
    """Return visible accounts with open sessions, most sessions first.

    A session names its account only inside its data, so at most ``READ_AT_MOST`` newest ones are opened.
    """
    open_ones = Session.objects.filter(expire_date__gt=at).order_by("-expire_date")[:READ_AT_MOST]
    owners = Counter(str(session.get_decoded().get(SESSION_KEY, "")) for session in open_ones)
    accounts = visible_accounts(user).filter(pk__in=[int(key) for key in owners if key.isdigit()])
    found = [SignedIn(account=account, sessions=owners[str(account.pk)]) for account in accounts]
    return sorted(found, key=lambda one: (-one.sessions, one.account.name))
