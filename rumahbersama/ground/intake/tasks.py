"""Background jobs: each takes an upload to the next station of the road."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from rumahbersama.ground.core.jobs import job
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.models import ImportRun

Progress = road.Progress


def _account(by: int | None, keyboard: str) -> Any:  # noqa: ANN401 - AUTH_USER_MODEL
    account = get_user_model()._default_manager.filter(pk=by).first() if by else None
    if account is not None and keyboard:
        account.keyboard = keyboard  # type: ignore[attr-defined]
    return account


def _url(run_id: int) -> str:
    return ImportRun.objects.get(pk=run_id).get_absolute_url()


@job("intake.read")
def read(progress: Progress, *, run_id: int, by: int | None, keyboard: str, at: str) -> str:
    """Check, read and stage an upload."""
    road.read(run_id, at=datetime.fromisoformat(at), progress=progress)
    return _url(run_id)


@job("intake.preview")
def preview(progress: Progress, *, run_id: int, by: int | None, keyboard: str, at: str) -> str:
    """Run an upload dry."""
    road.preview(run_id, progress=progress)
    return _url(run_id)


@job("intake.commit")
def commit(progress: Progress, *, run_id: int, by: int | None, keyboard: str, at: str) -> str:
    """Store an upload, all or nothing."""
    road.commit(run_id, by=_account(by, keyboard), at=datetime.fromisoformat(at), progress=progress)
    return _url(run_id)


@job("intake.undo")
def undo(progress: Progress, *, run_id: int, by: int | None, keyboard: str, at: str) -> str:
    """Take a stored upload back."""
    road.undo(run_id, by=_account(by, keyboard), at=datetime.fromisoformat(at), progress=progress)
    return _url(run_id)
