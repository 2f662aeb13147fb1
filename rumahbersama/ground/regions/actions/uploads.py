"""Files coming in by the web: kept outside the web root, previewed and loaded by jobs."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.regions.models import Upload
from rumahbersama.ground.regions.rules import RegionRefusal

PREVIEW, LOAD = "regions.preview", "regions.load"


@transaction.atomic
def receive_upload(*, file: UploadedFile, options: dict[str, str], by: Any, at: datetime) -> Job:  # noqa: ANN401
    """Keep a file under a name of our own and start the job that previews it."""
    folder = Path(settings.MEDIA_ROOT) / "wilayah"
    folder.mkdir(parents=True, exist_ok=True)
    key = uuid.uuid4()
    path = folder / key.hex
    with path.open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    name = Path(str(file.name)).name[:200]
    upload = Upload.objects.create(
        id=key, kind=Upload.Kind.EDITION, file_name=name, path=str(path), options=options, by=by, created_at=at
    )
    return jobs.start(
        kind=PREVIEW,
        title=_("Pratinjau {name}").format(name=name)[:200],
        by=by,
        at=at,
        arguments={"upload": str(upload.pk)},
    )


@transaction.atomic
def start_loading(*, upload: Upload, by: Any, at: datetime) -> Job:  # noqa: ANN401
    """Start the job that loads a previewed file.

    Raises:
        RegionRefusal: it is not ready (findings, refused, or loaded already).
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != Upload.State.READY:
        raise RegionRefusal(_("Berkas ini tidak sedang menunggu dimuat."))
    return jobs.start(
        kind=LOAD,
        title=_("Muat {name}").format(name=upload.file_name)[:200],
        by=by,
        at=at,
        arguments={"upload": str(upload.pk), "by": by.pk},
    )
