"""Uploads and stored files: each is an entry of the backup, and is laid into a new folder when it comes back."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from rumahbersama.ground.core.backup.rules import BackupRefused
from rumahbersama.ground.core.backup.sealed import PIECE, Entry, Sealer

PREFIX = "berkas/"


def add_folder(sealer: Sealer, folder: Path) -> tuple[int, list[str]]:
    """Add every file below ``folder``; returns how many, and the names of those that could not be read.

    A file that is gone meanwhile was thrown away by its owner after the snapshot: it is passed over.
    """
    count, unread = 0, []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_symlink() or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as file:
                sealer.add(PREFIX + name, iter(lambda file=file: file.read(PIECE), b""))  # type: ignore[misc]
        except FileNotFoundError:
            continue
        except OSError:
            unread.append(name)
            continue
        count += 1
    return count, unread


def lay(entry: Entry, folder: Path) -> None:
    """Write one file of the backup below ``folder``; a name that leads out of it is refused."""
    name = PurePosixPath(entry.name.removeprefix(PREFIX))
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise BackupRefused(_("Cadangan ini menyebut berkas di luar tempatnya: {name}").format(name=name))
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in entry.data:
            file.write(piece)


def bytes_in(folder: Path) -> int:
    """Return the size of all files below ``folder``."""
    paths: Iterator[Path] = folder.rglob("*") if folder.is_dir() else iter(())
    return sum(path.stat().st_size for path in paths if path.is_file())
