"""The key of backups: 32 random bytes in a file of one line, which can be printed and typed in again."""

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from django.utils.translation import gettext as _

from rumahbersama.ground.core.backup.rules import BackupRefused

MARK = "RUMAH-KUNCI-CADANGAN-1:"


def make_key(path: Path) -> str:
    """Write a new key, readable by its owner alone, and return its number; never over another file."""
    key = secrets.token_bytes(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        text = _("Sudah ada berkas di {path}. Kunci lama tidak ditimpa: cadangan lama hanya terbuka dengannya.")
        raise BackupRefused(text.format(path=path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(MARK + base64.b64encode(key).decode() + "\n")
    return number_of(key)


def read_key(path: Path) -> bytes:
    """Return the key in a file.

    Raises:
        BackupRefused: there is no such file, or no key is in it.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        text = _(
            "Kunci cadangan tidak ada di {path}. Ambil salinannya dan sebut dengan --key BERKAS; bila belum pernah "
            "dibuat: rumah backup --new-key"
        )
        raise BackupRefused(text.format(path=path)) from None
    except (UnicodeDecodeError, OSError):
        text = ""
    key = b""
    with contextlib.suppress(binascii.Error, ValueError):
        key = base64.b64decode(text.removeprefix(MARK), validate=True)
    if not text.startswith(MARK) or len(key) != 32:
        text = _("Berkas {path} tidak berisi kunci cadangan: isinya satu baris yang diawali {mark}")
        raise BackupRefused(text.format(path=path, mark=MARK))
    return key


def number_of(key: bytes) -> str:
    """Return the short number by which a key is known; it tells nothing of the key."""
    return hashlib.sha256(b"rumahbersama backup key" + key).hexdigest()[:8]
