"""The sealed PDF of a signed paper: made once, kept with its SHA-256."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.images import Picture
from rumahbersama.workshop.papers import recording
from rumahbersama.workshop.papers.contents import content_of, digests_in
from rumahbersama.workshop.papers.documents import document_of
from rumahbersama.workshop.papers.models import Paper, PaperFile
from rumahbersama.workshop.papers.pdfs import check_can_make, pdf_of
from rumahbersama.workshop.papers.pictures import not_its_own
from rumahbersama.workshop.papers.rules import PaperRefusal


def made_pdf(paper: Paper, *, at: datetime) -> files.Checked:
    """Return the PDF of a signed paper with the seal; nothing is stored.

    Raises:
        PaperRefusal: not signed, its number is missing, a picture is not its own, or PDF cannot be made here.
        FileRefusal: a picture is gone from the disk or is not the one that was signed.
    """
    from rumahbersama.workshop.papers.seals import sealed  # cryptography: read where it is needed

    check_can_make()
    if not paper.is_in_force:
        raise PaperRefusal(_("Segel hanya untuk surat yang sudah ditandatangani dan masih berlaku."))
    if paper.kind_here.needs_number and not paper.number:
        raise PaperRefusal(_("Surat ini belum bernomor. Beri nomor dulu."))
    document = document_of(paper, with_pictures=True)
    if not set(digests_in(content_of(paper.content).blocks)) <= set(document.pictures):
        raise not_its_own()
    content = sealed(pdf_of(document, at=at))
    return files.Checked("pdf", Picture(content, b"", 0, 0), f"{paper.kind}-{paper.shown_code}.pdf")


def seal_paper(*, paper: Paper, by: Any, at: datetime) -> PaperFile:  # noqa: ANN401
    """Make the sealed PDF of a signed paper, or return the one it has.

    Raises:
        PaperRefusal: as ``made_pdf``.
    """
    there = PaperFile.objects.filter(paper=paper, kind=PaperFile.Kind.SEALED).first()
    if there is not None:
        return there
    file = made_pdf(paper, at=at)
    try:
        return _kept(paper, file, by=by, at=at)
    except IntegrityError:  # somebody else was quicker
        return PaperFile.objects.get(paper=paper, kind=PaperFile.Kind.SEALED)


@transaction.atomic
def _kept(paper: Paper, file: files.Checked, *, by: Any, at: datetime) -> PaperFile:  # noqa: ANN401
    kept = files.keep(file, place_code=paper.region.code, by=by, at=at)
    files.attach(files=[kept], to=f"{recording.ENTITY}:{paper.pk}")
    made = PaperFile.objects.create(paper=paper, kind=PaperFile.Kind.SEALED, file=kept, at=at)
    digest = hashlib.sha256(file.picture.content).hexdigest()
    change = Change(recording.ENTITY, paper.key, None, {"file": digest})
    recording.write(paper, [change], by=by, at=at, verb="papers.seal", summary=_("PDF bersegel dibuat: {what}"))
    return made
