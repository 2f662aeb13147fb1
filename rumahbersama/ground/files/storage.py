"""Where kept files lie: under the data folder, by a random name, never served as files."""

import contextlib
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from django.conf import settings

FOLDER, SMALL = "simpanan", ".kecil"


def new_name() -> str:
    """Return a name that nobody can guess."""
    return uuid.uuid4().hex


def path_of(name: str, *, small: bool = False) -> Path:
    """Return where a kept file, or its small picture, lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / name[:2] / (name + SMALL if small else name)


def write(name: str, content: bytes, small: bytes = b"") -> None:
    """Write a file and, if there is one, its small picture; never over another."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
    if small:
        with path_of(name, small=True).open("xb") as file:
            file.write(small)


def forget(name: str) -> None:
    """Remove a file and its small picture; nothing happens where they are gone already."""
    path_of(name).unlink(missing_ok=True)
    path_of(name, small=True).unlink(missing_ok=True)


def strays(*, known: Collection[str], before: float) -> Iterator[str]:
    """Yield the names of files that no row knows, written before a moment (seconds since 1970)."""
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("??/*"):
        name = path.name.removesuffix(SMALL)
        with contextlib.suppress(FileNotFoundError):
            if name not in known and path.stat().st_mtime < before:
                yield name
