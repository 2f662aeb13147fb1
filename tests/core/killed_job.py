"""A job that stops at a named moment so that it can be killed there; run as ``python -m tests.core.killed_job``.

Words: ``start MOMENT MARKER`` queues it and prints its id, ``work`` runs the real worker, ``tell ID`` prints
what became of it.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from rumahbersama.cli import main  # noqa: E402
from rumahbersama.commands import worker  # noqa: E402
from rumahbersama.ground.audit.actions import record  # noqa: E402
from rumahbersama.ground.audit.models import AuditRecord  # noqa: E402
from rumahbersama.ground.core import jobs  # noqa: E402
from rumahbersama.ground.core.models import Job  # noqa: E402


def _wait_here_once(marker: str) -> None:
    if not Path(marker).exists():
        Path(marker).touch()
        time.sleep(300)


@jobs.job("tests.effect")
def effect(progress, *, moment: str, marker: str) -> str:
    """Write one record, keyed, and wait to be killed before, within or after its transaction."""
    progress("Menulis", 0, 1)
    if moment == "before":
        _wait_here_once(marker)
    with transaction.atomic():
        if not AuditRecord.objects.filter(verb="tests.effect", reason=marker).exists():
            record(by=None, at=timezone.now(), verb="tests.effect", summary="ada", reason=marker)
        if moment == "within":
            _wait_here_once(marker)
    if moment == "after":
        _wait_here_once(marker)
    progress("Menulis", 1, 1)
    return "/selesai/"


def _start(moment: str, marker: str) -> None:
    arguments = {"moment": moment, "marker": marker}
    entry = jobs.start(kind="tests.effect", title="uji", by=None, at=timezone.now(), arguments=arguments)
    sys.stdout.write(json.dumps(str(entry.pk)))


def _tell(number: str) -> None:
    entry = Job.objects.get(pk=number)
    effects = AuditRecord.objects.filter(verb="tests.effect").count()
    told = {"state": entry.state, "attempts": entry.attempts, "effects": effects, "url": entry.result_url}
    sys.stdout.write(json.dumps(told))


def _work() -> None:
    jobs.LEASE, jobs.RENEW_SECONDS = timedelta(seconds=2), 0.5
    worker.BEAT_SECONDS = 0.5
    raise SystemExit(main(["worker"]))


if __name__ == "__main__":
    {"start": _start, "work": _work, "tell": _tell}[sys.argv[1]](*sys.argv[2:])
