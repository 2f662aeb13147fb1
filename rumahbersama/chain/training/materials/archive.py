"""All that a reader may read of a curriculum as one ZIP, with a page that needs no network.

The ZIP is written while it is sent: no more of it lies in memory than one piece. Which files go in is settled before
the first byte, so nothing is asked of the database meanwhile.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from rumahbersama.chain.training.materials.queries import Row, Shelf
from rumahbersama.chain.training.materials.rules import MaterialRefusal, file_name, folder_name
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.rules import ENDINGS, limits

PIECE = 256 * 1024
QUICK = 1  # PDF and JPEG hardly become smaller; deflated entries are read by every program, stored streamed ones not
INDEX = "index.html"


@dataclass(frozen=True)
class Packed:
    """A material in the ZIP: its row, what its file is called there, and where it lies; no path where it is gone."""

    row: Row
    name: str
    path: Path | None


@dataclass(frozen=True)
class Pack:
    """What goes into a ZIP, by subject."""

    folders: list[tuple[Shelf, list[Packed]]]

    @property
    def files(self) -> list[Packed]:
        """Return the files that are there."""
        return [each for _shelf, packed in self.folders for each in packed if each.path is not None]


def size_of(shelves: Iterable[Shelf]) -> int:
    """Return how many bytes the current versions have together."""
    return sum(row.current.file.size for shelf in shelves for row in shelf.rows)


def is_too_large(size: int) -> bool:
    """Tell whether so many bytes are more than one ZIP may hold.

    Source: project decision; ``settings.FILE_LIMITS``.
    """
    return size > limits().archive_bytes


def megabytes(size: int) -> str:
    """Return a number of bytes as people read it: 1,2 (MB)."""
    return number(max(size / 1_000_000, 0.1), decimals=1)


def check(shelves: Iterable[Shelf]) -> None:
    """Refuse a ZIP with nothing in it, or larger than one may be.

    Raises:
        MaterialRefusal: says how large it would be, and how to get it in parts.
    """
    size = size_of(shelves)
    if size == 0:
        raise MaterialRefusal(_("Belum ada bahan untuk diunduh di sini."))
    if is_too_large(size):
        raise MaterialRefusal(
            _("Bahan ini {size} MB; satu ZIP paling besar {limit} MB. Saring menurut jenis atau mata ajar.").format(
                size=megabytes(size), limit=megabytes(limits().archive_bytes)
            )
        )


def packed(shelves: Iterable[Shelf]) -> Pack:
    """Return what goes into the ZIP and what it is called there."""
    return Pack([(shelf, [_packed(shelf, row) for row in shelf.rows]) for shelf in shelves if shelf.rows])


def _packed(shelf: Shelf, row: Row) -> Packed:
    file, material = row.current.file, row.material
    name = file_name(
        number=material.pk,
        kind=material.get_kind_display(),
        title=material.title,
        version=row.current.number,
        ending=ENDINGS[file.kind],
    )
    path = storage.path_of(file.name)
    folder = folder_name(shelf.subject.order, shelf.subject.title)
    return Packed(row, f"{folder}/{name}", path if path.is_file() else None)


def respond(shelves: list[Shelf], *, title: str, name: str, **told: Any) -> StreamingHttpResponse:  # noqa: ANN401
    """Return the ZIP as a download, sent while it is written.

    Args:
        shelves: what the reader may read, checked by ``check``.
        title: the heading of the page inside.
        name: of the file, without its ending.
        told: what else the page says, as ``event``.
    """
    pack = packed(shelves)
    context = {"title": title, "pack": pack, "made_at": timezone.now(), **told}
    index = render_to_string("materials/offline.html", context).encode()
    response = StreamingHttpResponse(streamed(pack, index), content_type="application/zip")
    filename = f"{name}-{timezone.localdate():%Y%m%d}.zip"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class _Out:
    """Where the ZIP is written to: only forwards, given out piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is given out by ``taken``."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def streamed(pack: Pack, index: bytes) -> Iterator[bytes]:
    """Yield the bytes of the ZIP: the page first, then file by file."""
    out = _Out()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as book:  # type: ignore[call-overload]
        book.writestr(_entry(INDEX, timezone.localtime().timetuple()[:6]), index)
        yield out.taken()
        for each in pack.files:
            assert each.path is not None  # noqa: S101 - for the type checker: ``files`` holds only those with a path
            at = timezone.localtime(each.row.current.at)
            with each.path.open("rb") as source, book.open(_entry(each.name, at.timetuple()[:6]), "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield out.taken()
    yield out.taken()


def _entry(name: str, moment: Any) -> zipfile.ZipInfo:  # noqa: ANN401 - year, month, day, hour, minute, second
    found = zipfile.ZipInfo(name, moment)
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    return found
