"""Long work in the background: registered by name, carried by django-tasks, kept alive by a lease.

A worker that runs a job renews its lease every few seconds; a job whose lease ran out belongs to a dead
worker and is queued again, at most ``MAX_ATTEMPTS`` times unless its kind says otherwise. A job's function must
therefore be safe to start over: its effect is keyed (an import run commits once, an edition loads once). Each
attempt has a number; what
a worker writes about a job counts only while its attempt is the present one, so that a worker that slept
through its lease and wakes up neither reports nor ends a job that another has taken up.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from rumahbersama.ground.core.models import Heartbeat, Job
from rumahbersama.ground.core.rules import Refusal

LEASE = timedelta(seconds=30)
RENEW_SECONDS = 8
REPORT_SECONDS = 0.5
MAX_ATTEMPTS = 3

Work = Callable[..., str | None]
_kinds: dict[str, Work] = {}
_attempts: dict[str, int] = {}
_log = logging.getLogger(__name__)


class Superseded(Exception):
    """Another worker has taken up this job: stop, and say nothing about it."""


def job(kind: str, *, attempts: int = MAX_ATTEMPTS) -> Callable[[Work], Work]:
    """Register a function as the work of ``kind``.

    It is called as ``function(progress, **arguments)`` with ``progress(phase, done, total)`` and returns the
    URL of what it made, or None. A ``Refusal`` it raises ends the job with that sentence. Work that keeps what it
    did before it was cut off may be taken up more often (``attempts``).
    """

    def register(function: Work) -> Work:
        _kinds[kind], _attempts[kind] = function, attempts
        return function

    return register


@transaction.atomic
def start(*, kind: str, title: str, by: Any, at: datetime, arguments: dict[str, Any]) -> Job:  # noqa: ANN401
    """Queue work in the surrounding transaction: job and queue entry are stored together or not at all.

    The work speaks the language of the page that asked for it.
    """
    if kind not in _kinds:
        raise LookupError(kind)
    entry = Job.objects.create(
        kind=kind, title=title, by=by, arguments=arguments, created_at=at, language=get_language() or ""
    )
    _enqueue(entry)
    return entry


def _enqueue(entry: Job) -> None:
    run_job.enqueue(str(entry.pk))


@task()
def run_job(job_id: str) -> None:
    """Run one job if it is free, keeping its lease alive meanwhile."""
    run(job_id, at=timezone.now())


def run(job_id: str, *, at: datetime) -> bool:
    """Take up the job and run it to its end; False when it is over or in other hands."""
    entry = _take(job_id, at=at)
    if entry is None:
        return False
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_lease, args=(entry, stop), daemon=True)
    keeper.start()
    try:
        with override(entry.language or settings.LANGUAGE_CODE):
            ending = _carry_out(entry)
    except Superseded:
        return False
    except BaseException:  # the worker is told to stop: hand the job back at once
        _mine(entry).update(state=Job.State.WAITING, attempts=entry.attempts - 1, leased_until=None)
        raise
    finally:
        stop.set()
        keeper.join()
    return bool(_mine(entry).update(**ending, ended_at=timezone.now(), leased_until=None))


def _carry_out(entry: Job) -> dict[str, Any]:
    """Call the work and return how it ended."""
    try:
        work = _kinds[entry.kind]
        url = work(_reporter(entry), **entry.arguments) or ""
    except Refusal as refusal:
        return {"state": Job.State.FAILED, "message": str(refusal)[:1000]}
    except Superseded:
        raise
    except Exception:
        _log.exception("job %s (%s) failed", entry.pk, entry.kind)
        message = _("Pekerjaan ini berhenti karena kesalahan program. Tidak ada yang tersimpan setengah jalan.")
        return {"state": Job.State.FAILED, "message": message}
    return {"state": Job.State.DONE, "message": "", "result_url": url}


def _take(job_id: str, *, at: datetime) -> Job | None:
    """Claim the job; two workers never both get it.

    On PostgreSQL the row is locked. SQLite ignores ``select_for_update``, but its transactions begin IMMEDIATE
    (asserted at start by ``database.py``), so reading and claiming happen under the one write lock.
    """
    with transaction.atomic():
        entry = Job.objects.select_for_update().filter(pk=job_id).first()
        if entry is None or entry.is_over or (entry.leased_until is not None and entry.leased_until > at):
            return None
        entry.state, entry.attempts = Job.State.RUNNING, entry.attempts + 1
        entry.started_at = entry.started_at or at
        entry.leased_until = timezone.now() + LEASE
        entry.save(update_fields=["state", "attempts", "started_at", "leased_until"])
    return entry


def _mine(entry: Job) -> Any:  # noqa: ANN401 - a QuerySet of at most one row
    """Return the job's row as long as this attempt is the present one."""
    return Job.objects.filter(pk=entry.pk, state=Job.State.RUNNING, attempts=entry.attempts)


def _keep_lease(entry: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(RENEW_SECONDS):
            with contextlib.suppress(OperationalError):  # SQLite busy for long: try again at the next turn
                _mine(entry).update(leased_until=timezone.now() + LEASE)
    finally:
        connection.close()


def _reporter(entry: Job) -> Callable[[str, int, int], None]:
    """Return the function that stores progress, at most twice a second within one phase."""
    last_phase, last_moment = "", 0.0

    def progress(phase: str, done: int = 0, total: int = 0) -> None:
        nonlocal last_phase, last_moment
        moment = time.monotonic()
        if phase == last_phase and done < total and moment - last_moment < REPORT_SECONDS:
            return
        last_phase, last_moment = phase, moment
        if not _mine(entry).update(phase=phase[:120], done=done, total=total):
            raise Superseded

    return progress


@transaction.atomic
def take_up_abandoned(*, at: datetime) -> int:
    """Queue again every job whose worker died; give up after the attempts of its kind. Returns how many were queued.

    Abandoned is a running job whose lease ran out, and a waiting one whose queue entry a dying worker took.
    """
    again = 0
    left = Q(state=Job.State.RUNNING, leased_until__lt=at) | Q(state=Job.State.WAITING, created_at__lt=at - LEASE)
    for entry in Job.objects.select_for_update(skip_locked=True).filter(left).order_by("created_at"):
        if entry.state == Job.State.WAITING and _is_queued(entry):
            continue
        if entry.attempts >= _attempts.get(entry.kind, MAX_ATTEMPTS):
            entry.state, entry.ended_at, entry.leased_until = Job.State.FAILED, at, None
            entry.message = _("Pekerjaan ini berhenti {attempts} kali di tengah jalan dan tidak dicoba lagi.").format(
                attempts=entry.attempts
            )
        else:
            entry.state, entry.leased_until = Job.State.WAITING, None
            _enqueue(entry)
            again += 1
        entry.save(update_fields=["state", "ended_at", "leased_until", "message"])
    return again


def _is_queued(entry: Job) -> bool:
    """Tell whether the queue still holds this job, unclaimed."""
    arguments = {"args": [str(entry.pk)], "kwargs": {}}
    return DBTaskResult.objects.ready().filter(task_path=run_job.module_path, args_kwargs=arguments).exists()


def beat(*, worker: str, at: datetime) -> None:
    """Note that a worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"seen_at": at})


def forget_old(*, before: datetime) -> int:
    """Delete queue entries once taken, and heartbeats, older than ``before``; returns how many. Jobs stay."""
    results = DBTaskResult.objects.filter(enqueued_at__lt=before).exclude(status="READY").delete()[0]
    return results + Heartbeat.objects.filter(seen_at__lt=before).delete()[0]
