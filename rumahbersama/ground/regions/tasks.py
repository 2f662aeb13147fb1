"""Background jobs: preview a file, load it."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone

from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.actions.uploads import LOAD, PREVIEW
from rumahbersama.ground.regions.loading import Options, run_file
from rumahbersama.ground.regions.models import Upload

Progress = Callable[[str, int, int], None]


@jobs.job(PREVIEW)
def preview(progress: Progress, *, upload: str) -> str:
    """Look at the file and keep the report; safe to start over."""
    entry = Upload.objects.get(pk=upload)
    try:
        report = run_file(
            path=Path(entry.path),
            file_name=entry.file_name,
            options=Options(**entry.options),
            by=entry.by,
            at=timezone.now(),
            dry_run=True,
            progress=progress,
        )
    except Refusal as refusal:
        entry.state, entry.report = Upload.State.REFUSED, {"refused": str(refusal)}
    else:
        entry.kind, entry.report = report.kind, report.as_json()
        entry.state = Upload.State.FINDINGS if report.blocks else Upload.State.READY
    entry.save(update_fields=["kind", "state", "report"])
    _drop_unless_ready(entry)
    return entry.get_absolute_url()


@jobs.job(LOAD)
def load(progress: Progress, *, upload: str, by: int) -> str:
    """Load the file; loading twice changes nothing the second time."""
    entry = Upload.objects.get(pk=upload)
    if entry.state == Upload.State.LOADED:
        return entry.get_absolute_url()
    report = run_file(
        path=Path(entry.path),
        file_name=entry.file_name,
        options=Options(**entry.options),
        by=get_user_model()._default_manager.get(pk=by),
        at=timezone.now(),
        dry_run=False,
        progress=progress,
    )
    entry.state = Upload.State.FINDINGS if report.blocks else Upload.State.LOADED
    if not report.is_same or report.blocks:
        entry.report = report.as_json()
    entry.save(update_fields=["state", "report"])
    _drop_unless_ready(entry)
    return entry.get_absolute_url()


def _drop_unless_ready(entry: Upload) -> None:
    """Remove the file when nobody will load it any more; the report stays."""
    if entry.state != Upload.State.READY:
        Path(entry.path).unlink(missing_ok=True)
