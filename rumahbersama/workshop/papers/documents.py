"""A paper as it is printed, as plain data: the same for the screen, PDF, DOCX and the public page.

Printed words are Indonesian whatever the language of the page. Nothing here is markup: every text is shown as text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.ground.files.models import StoredFile
from rumahbersama.workshop.papers.contents import PICTURES, Block, content_of, digests_in, parted
from rumahbersama.workshop.papers.kinds import LETTER
from rumahbersama.workshop.papers.models import Paper, PaperFile, as_signer
from rumahbersama.workshop.papers.offices import letterhead_of
from rumahbersama.workshop.papers.pictures import kept_of
from rumahbersama.workshop.papers.rules import PaperRefusal
from rumahbersama.workshop.papers.signers import frozen, signature_lines, titled

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]  # as letters write


@dataclass(frozen=True)
class Annex:
    """What stands on pages of its own behind the signature (lampiran)."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """What stands on a paper, from top to bottom.

    Attributes:
        layout: see ``kinds``.
        heading: lines of the letterhead.
        address: the line below it.
        dated: "Mekar Jaya, 26 November 2026"; "" before signing.
        kind: the name of the kind, e.g. "Surat tugas".
        title: what it is about.
        facts: pairs above the text: Nomor, Sifat, Lampiran, Hal.
        to: lines of the address.
        blocks: what stands before the signature, see ``contents``; a picture has its address too ("url"), "" where it
            is not shown.
        annexes: what stands behind it.
        signature: lines above the name.
        name: the signer's, with "rank" below; "" before signing where the post is vacant.
        rank: pangkat.
        copies: tembusan.
        code: as printed beside the QR; "" before signing.
        check_url: where it is checked; "" before signing.
        is_draft: not signed yet.
        is_practice: written in the practice copy of a class, and marked so on every page.
        pictures: the files of the pictures that are shown, by what is in them.
    """

    layout: str
    heading: tuple[str, ...]
    address: str
    dated: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    to: tuple[str, ...]
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    signature: tuple[str, ...]
    name: str
    rank: str
    copies: tuple[str, ...]
    code: str
    check_url: str
    is_draft: bool
    is_practice: bool = False
    pictures: Mapping[str, StoredFile] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON-ready data with the QR as SVG, for the template of the PDF."""
        told = asdict(replace(self, pictures={}))
        return told | {"qr": qr_svg(self.check_url) if self.check_url else "", "pictures": [*self.pictures]}


def document_of(paper: Paper, *, with_pictures: bool = False) -> Document:
    """Return a paper as it is printed; before signing with today's letterhead and holder, and marked as a draft.

    Pictures are left out unless asked for (one query where there are some): the public page never shows them.
    """
    with override("id"):
        content, signer = content_of(paper.content), _signer(paper)
        head = paper.letterhead or letterhead_of(paper.office)
        kind = paper.kind_here
        kept = kept_of(paper) if with_pictures and digests_in(content.blocks) else {}
        blocks, annexes = parted(_with_addresses(paper, content.blocks, kept))
        return Document(
            layout=kind.layout,
            heading=tuple(head.get("heading", ())),
            address=head.get("address", ""),
            dated=f"{head.get('city', '')}, {long_day(paper.signed_on)}" if paper.signed_on else "",
            kind=str(kind.label),
            title=paper.title,
            facts=_facts(paper, content.nature, content.attachment),
            to=content.to,
            blocks=blocks,
            annexes=tuple(
                Annex(f"Lampiran {order}" if len(annexes) > 1 else "Lampiran", title, parts)
                for order, (title, parts) in enumerate(annexes, start=1)
            ),
            signature=tuple(signature_lines(signer)),
            name=signer["name"],
            rank=signer["rank"],
            copies=content.copies,
            code=paper.shown_code if paper.is_signed else "",
            check_url=check_url(paper) if paper.is_signed else "",
            is_draft=not paper.is_signed,
            is_practice=bool(settings.PRACTICE),
            pictures={digest: row.file for digest, row in kept.items()},
        )


def _with_addresses(paper: Paper, blocks: Iterable[Block], kept: Mapping[str, PaperFile]) -> list[Block]:
    """Return blocks whose pictures say where they are seen: at the address of a file of this paper, or nowhere."""
    urls = {digest: reverse("papers:file", args=[paper.pk, row.pk]) for digest, row in kept.items()}
    return [
        block
        if block["kind"] != PICTURES
        else block | {"pictures": [each | {"url": urls.get(each["sha256"], "")} for each in block["pictures"]]}
        for block in blocks
    ]


def _facts(paper: Paper, nature: str, attachment: str) -> tuple[tuple[str, str], ...]:
    number = paper.number or ("…" if paper.kind_here.needs_number else "")
    is_letter = paper.kind_here.layout == LETTER
    pairs = [
        (_("Nomor"), number),
        (_("Sifat"), nature),
        (_("Lampiran"), attachment),
        (_("Hal"), paper.title if is_letter else ""),
    ]
    return tuple((name, value) for name, value in pairs if value)


def _signer(paper: Paper) -> dict[str, str]:
    """Return the frozen signer, or who would sign today."""
    if paper.signer:
        return as_signer(paper.signer)
    try:
        return frozen(paper.signer_post, paper.on_behalf, timezone.localdate())
    except PaperRefusal:
        behalf = titled(paper.on_behalf) if paper.on_behalf else ""
        return as_signer({"post": titled(paper.signer_post), "on_behalf": behalf})


def long_day(day: date) -> str:
    """Return a day as letters write it: 26 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def check_url(paper: Paper) -> str:
    """Return the whole address at which a paper is checked."""
    return settings.SITE_URL.rstrip("/") + reverse("papers:check_code", args=[paper.shown_code])


def qr_svg(text: str) -> str:
    """Return a QR code as an SVG image."""
    import segno  # read where it is needed

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=2)
    return out.getvalue().decode()


def whatsapp_text(paper: Paper) -> str:
    """Return the text to copy for WhatsApp: the kind's own, the one the room gave, or one written from the paper."""
    with override("id"):
        content, kind = content_of(paper.content), paper.kind_here
        if kind.whatsapp is not None:
            return kind.whatsapp(paper)
        if content.whatsapp:
            return content.whatsapp
        lines = [f"*{paper.title}*", *([_("Nomor {number}").format(number=paper.number)] if paper.number else []), ""]
        if content.to:
            lines += [_("Yth. {to}").format(to=", ".join(content.to)), ""]
        for block in parted(content.blocks)[0]:
            if block["kind"] == "fields":
                lines += [f"{name}: {value}" for name, value in block["rows"]]
        if paper.is_signed:
            lines += ["", _("Keaslian surat dapat diperiksa di {url}").format(url=check_url(paper))]
        return "\n".join(lines).strip()
