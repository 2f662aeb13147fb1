"""Who may see a background job: the one who started it. Rooms above may list all for administrators."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rumahbersama.ground.core.models import Job


def visible_jobs(user: Any) -> QuerySet[Job]:  # noqa: ANN401 - AUTH_USER_MODEL
    """Return the jobs this person started, newest first."""
    return Job.objects.filter(by=user) if user.is_authenticated else Job.objects.none()


def get_job_to_view(user: Any, job_id: Any) -> Job:  # noqa: ANN401 - AUTH_USER_MODEL, a UUID
    """Return the job or raise 404."""
    return get_object_or_404(visible_jobs(user), pk=job_id)
