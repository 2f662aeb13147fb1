"""Pictures of a paper: copies that it keeps for itself, small enough for print, each known by what is in it.

A paper that was signed stays true whatever becomes of the photo it was made from, and whoever may read the paper may
see its pictures, at the address of its files. Nothing that people type names a picture (ADR 0021).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.workshop.papers.contents import LONGEST_CAPTION, MOST_PICTURES, PICTURES, Block, clean, digests_in
from rumahbersama.workshop.papers.models import Paper, PaperFile
from rumahbersama.workshop.papers.recording import ENTITY
from rumahbersama.workshop.papers.rules import PaperRefusal

PRINT_SIDE = 960  # pixels: 8 cm of A4 at 300 dots an inch


@dataclass(frozen=True)
class Print:
    """A picture as a paper keeps it, and what stands below it."""

    file: files.Checked
    caption: str


def prints_of(chosen: Sequence[tuple[StoredFile, str]], *, owner: str) -> list[Print]:
    """Return photos with their captions as a paper keeps them, made small; nothing is stored.

    Called outside a transaction, because making a picture small takes a while.

    Args:
        chosen: what to show, in order; at most ``MOST_PICTURES``.
        owner: what all of them belong to ("oversight.visit:12"), so that no room shows what is another's.

    Raises:
        PaperRefusal: too many, or one that belongs to something else.
        FileRefusal: no picture, or its bytes are gone or changed.
    """
    if len(chosen) > MOST_PICTURES:
        raise PaperRefusal(_("Satu surat memuat paling banyak {most} foto.").format(most=MOST_PICTURES))
    if not owner or any(file.attached_to != owner for file, _caption in chosen):
        raise not_its_own()
    return [Print(files.copied(file, side=PRINT_SIDE), clean(told)[:LONGEST_CAPTION]) for file, told in chosen]


def block_of(prints: Iterable[Print]) -> Block:
    """Return the block that shows pictures."""
    return {"kind": PICTURES, "pictures": [{"sha256": row.file.sha256, "caption": row.caption} for row in prints]}


def not_its_own() -> PaperRefusal:
    """Return the refusal of a picture that a paper did not get from the room that wrote it."""
    return PaperRefusal(_("Foto ini bukan milik surat ini. Tulis ulang suratnya dari halaman asalnya."))


def kept_of(paper: Paper) -> dict[str, PaperFile]:
    """Return the pictures that a paper keeps, by what is in them (one query)."""
    rows = PaperFile.objects.filter(paper=paper, kind=PaperFile.Kind.PICTURE).select_related("file")
    return {row.file.sha256: row for row in rows}


def keep_pictures(
    paper: Paper,
    blocks: Iterable[Block],
    prints: Iterable[Print],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
) -> None:
    """Keep the pictures that a paper shows, and let go those it no longer shows; in the transaction of its change.

    Raises:
        PaperRefusal: one that the paper neither has nor is given.
    """
    wanted, kept = digests_in(blocks), kept_of(paper)
    given = {row.file.sha256: row.file for row in prints}
    for digest in wanted:
        if digest in kept:
            continue
        if digest not in given:
            raise not_its_own()
        file = files.keep(given[digest], place_code=paper.region.code, by=by, at=at)
        files.attach(files=[file], to=f"{ENTITY}:{paper.pk}")
        PaperFile.objects.create(paper=paper, kind=PaperFile.Kind.PICTURE, file=file, at=at)
    for digest, row in kept.items():
        if digest not in wanted:
            row.delete()
            files.remove(file=row.file)


def copies_of(paper: Paper) -> list[Print]:
    """Return the pictures of a paper for the one that comes in its place.

    Raises:
        FileRefusal: the bytes of one are gone or changed.
    """
    return [Print(files.copied(row.file), "") for row in kept_of(paper).values()]


def bytes_of(pictures: Mapping[str, StoredFile]) -> dict[str, bytes]:
    """Return the pictures of a paper as bytes, the very ones it names.

    Raises:
        FileRefusal: the bytes of one are gone or changed.
    """
    return {digest: files.content_of(file) for digest, file in pictures.items()}
