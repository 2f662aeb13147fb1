"""Where uploaded tables lie: under the data folder, by a random name, never served."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rumahbersama.ground.intake.limits import MAX_BYTES, BadFile
from rumahbersama.ground.intake.messages import sentence
from rumahbersama.ground.intake.rules import IntakeRefusal


@dataclass(frozen=True)
class Stored:
    """A file as kept: its random name, digest and size."""

    name: str
    digest: str
    size: int


def keep(chunks: Iterable[bytes]) -> Stored:
    """Keep a file and return its name; refuses one larger than the limit without keeping it."""
    name = uuid.uuid4().hex
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                break
            digest.update(chunk)
            file.write(chunk)
    if size > MAX_BYTES:
        forget(name)
        raise IntakeRefusal(sentence(BadFile("too_big", size=size // 1_000_000 + 1, limit=MAX_BYTES // 1_000_000)))
    return Stored(name=name, digest=digest.hexdigest(), size=size)


def path_of(name: str) -> Path:
    """Return where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / "unggahan" / name


def forget(name: str) -> None:
    """Remove a kept file; nothing happens where it is gone already."""
    path_of(name).unlink(missing_ok=True)
