"""Keeping and removing photos of a thing, inside the change of the room that holds it and writes the record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.photos.models import AttachedPhoto
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.rules import IMAGES, FileRefusal, limits


@dataclass(frozen=True)
class Photo:
    """A photo as it was sent."""

    chunks: Iterable[bytes]
    name: str
    keep_position: bool = False


def checked(photos: Sequence[Photo | files.Checked]) -> list[files.Checked]:
    """Look at photos and write them anew; called before any lock is taken, because a large picture takes a while.

    Those that a caller with a lock of its own had checked before come back as they are.

    Raises:
        FileRefusal: too many of them, or one that is not taken.
    """
    _refuse_too_many(len(photos))
    return [
        photo
        if isinstance(photo, files.Checked)
        else files.checked(chunks=photo.chunks, name=photo.name, takes=IMAGES, keep_position=photo.keep_position)
        for photo in photos
    ]


def add(photos: list[files.Checked], *, to: Any, entity: str, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Keep checked photos for a locked thing, in the caller's transaction; return how many it has now.

    Raises:
        FileRefusal: there would be too many.
    """
    there = to.photos.count() if photos else 0
    _refuse_too_many(there + len(photos))
    kept = [files.keep(photo, place_code=to.region.code, by=by, at=at) for photo in photos]
    files.attach(files=kept, to=f"{entity}:{to.pk}")
    for file in kept:
        to.photos.create(file=file)
    return there + len(kept)


def remove(photo: AttachedPhoto, *, of: Any) -> int:  # noqa: ANN401 - the locked thing
    """Remove a photo for good, in the caller's transaction; return how many are left.

    Raises:
        FileRefusal: somebody removed it before.
    """
    if not of.photos.filter(pk=photo.pk).delete()[0]:
        raise FileRefusal(_("Foto ini sudah dihapus."))
    files.remove(file=photo.file)
    return int(of.photos.count())


def _refuse_too_many(count: int) -> None:
    if count > limits().photos:
        text = _("Satu catatan memuat paling banyak {most} foto. Kirim lebih sedikit, atau hapus dulu yang lama.")
        raise FileRefusal(text.format(most=limits().photos))
