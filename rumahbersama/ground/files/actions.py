"""Keeping, attaching, detaching and removing files. The room that attaches one writes the record of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.files import storage
from rumahbersama.ground.files.documents import check_document
from rumahbersama.ground.files.images import Picture, rewritten, shrunk
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import (
    IMAGES,
    JPEG,
    OFFICE,
    PDF,
    PROOFS,
    FileRefusal,
    check_pdf,
    check_size,
    clean_name,
    kind_of,
    limits,
    unknown_kind,
)

LONELY = timedelta(days=1)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: looked at, and written anew where it is a picture."""

    kind: str
    picture: Picture
    name: str

    @property
    def sha256(self) -> str:
        """Return the check sum of the file as it will be kept."""
        return hashlib.sha256(self.picture.content).hexdigest()


def checked(
    *, chunks: Iterable[bytes], name: str, takes: frozenset[str] = PROOFS, keep_position: bool = False
) -> Checked:
    """Look at a file that somebody sent, and write it anew where it is a picture; nothing is stored.

    Called outside a transaction, because a large picture takes a while.

    Args:
        chunks: the content as it comes; read no further than the limit.
        name: what it was called, only to be told back.
        takes: which kinds are taken here: ``IMAGES``, ``PROOFS`` (pictures and PDF) or ``MATERIALS``.
        keep_position: the person asked that the place where the picture was taken is kept.

    Raises:
        FileRefusal: too large, of another kind, damaged, or active.
    """
    content = _gathered(chunks)
    kind = kind_of(content)
    if kind is None and takes >= OFFICE:
        return Checked(check_document(content), Picture(content, b"", 0, 0), name)
    if kind is None or kind not in takes:
        raise unknown_kind(takes)
    if kind in IMAGES:
        return Checked(JPEG, rewritten(content, kind=kind, keep_position=keep_position), name)
    check_pdf(content)
    return Checked(PDF, Picture(content, b"", 0, 0), name)


def copied(file: StoredFile, *, side: int = 0) -> Checked:
    """Return a kept picture as it may be kept once more for something else, smaller where ``side`` says so.

    Called outside a transaction where it is made smaller, because that takes a while.

    Raises:
        FileRefusal: no picture, or its bytes are gone or are no longer those that were kept.
    """
    content = content_of(file)
    if not file.is_picture:
        raise unknown_kind(IMAGES)
    if side:
        return Checked(JPEG, shrunk(content, side=side), file.original_name)
    small = storage.path_of(file.name, small=True).read_bytes()
    return Checked(JPEG, Picture(content, small, file.width, file.height), file.original_name)


def content_of(file: StoredFile) -> bytes:
    """Return the bytes of a kept file, the very ones that were kept.

    Raises:
        FileRefusal: they are gone from the disk, or others lie there.
    """
    try:
        content = storage.path_of(file.name).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileRefusal(
            _("Berkas “{name}” hilang atau berubah di server ini. Kirim ulang berkasnya.").format(name=file)
        )
    return content


def _gathered(chunks: Iterable[bytes]) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > limits().max_bytes:
            break
    check_size(len(found))
    return bytes(found)


def keep(
    file: Checked,
    *,
    place_code: str,
    by: Any,  # noqa: ANN401 - account, or None for the program itself
    at: datetime,
) -> StoredFile:
    """Keep a checked file for the region of ``place_code``; attached to nothing yet.

    It is written to the disk first: a row without its file would be worse than a file without its row, which goes.
    """
    name, picture = storage.new_name(), file.picture
    storage.write(name, picture.content, picture.small)
    return StoredFile.objects.create(
        owner=by if getattr(by, "pk", None) else None,
        place_code=place_code,
        name=name,
        kind=file.kind,
        sha256=file.sha256,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        original_name=clean_name(file.name),
        latitude=picture.latitude,
        longitude=picture.longitude,
        at=at,
    )


@transaction.atomic
def attach(*, files: Iterable[StoredFile], to: str) -> None:
    """Say what files belong to ("needs.voice:12"); in the transaction of the room's own change.

    Raises:
        FileRefusal: one of them belongs to something else already, or is gone.
    """
    wanted = {file.pk for file in files}
    free = StoredFile.objects.filter(pk__in=wanted, attached_to="").update(attached_to=to)
    if free != len(wanted):
        raise FileRefusal(_("Berkas ini sudah dipakai di tempat lain, atau sudah dihapus. Kirim ulang."))


@transaction.atomic
def remove(*, file: StoredFile) -> None:
    """Remove a file for good: its row now, its bytes when the transaction is stored."""
    StoredFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(partial(storage.forget, file.name))


def remove_unattached(*, now: datetime) -> int:
    """Remove what belongs to nothing since a day, and bytes that no row knows; returns how many files went."""
    before, gone = now - LONELY, 0
    for file in StoredFile.objects.filter(attached_to="", at__lt=before):
        with transaction.atomic():
            if StoredFile.objects.filter(pk=file.pk, attached_to="").delete()[0]:
                transaction.on_commit(partial(storage.forget, file.name))
                gone += 1
    for name in set(
        storage.strays(known=set(StoredFile.objects.values_list("name", flat=True)), before=before.timestamp())
    ):
        storage.forget(name)
        gone += 1
    return gone
