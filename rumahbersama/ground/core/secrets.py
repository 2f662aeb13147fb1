"""The secret key of an installation, made on first start and kept in its data folder."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_key_in(folder: Path) -> str:
    """Return the installation's secret key, making it (mode 0600) where there is none yet.

    Two processes that start together agree: the key is written aside and linked into place, and the loser
    reads the winner's.
    """
    path = folder / "secret_key"
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    return path.read_text(encoding="ascii").strip()
