"""A paper as DOCX, for correction in a word processor: plain WordprocessingML, written without a library.

Source: ECMA-376 part 1 (paragraphs, tables) and part 2 (the package). Every text is escaped; nothing of it is markup.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.ground.files.models import StoredFile
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import Document
from rumahbersama.workshop.papers.kinds import CERTIFICATE, LETTER, WIDE
from rumahbersama.workshop.papers.pictures import bytes_of

PRACTICE = "LATIHAN, BUKAN SURAT YANG SEBENARNYA"  # as the template of the PDF writes it
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{CONTENT_TYPE}.main+xml"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The line above every page of a paper written in a practice copy.
_HEADER_TYPE = f'<Override PartName="/word/header1.xml" ContentType="{CONTENT_TYPE.rpartition(".")[0]}.header+xml"/>'
_HEADER_RELATION = f'<Relationship Id="rId1" Target="header1.xml" Type="{_R}/header"/>'
_HEADER_OF_PAGES = f'<w:headerReference xmlns:r="{_R}" w:type="default" r:id="rId1"/>'
_A4 = {False: '<w:pgSz w:w="11906" w:h="16838"/>', True: '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'}
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
_CM = 360_000  # in the unit of a drawing
_PICTURE_BOX = (7.8 * _CM, 5.7 * _CM)  # width and height at most: two stand side by side on A4
_JPEG_TYPE = '<Default Extension="jpg" ContentType="image/jpeg"/>'
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="777777"/>' for side in ("top", "left", "bottom", "right")
)
_INSIDE = '<w:insideH w:val="single" w:sz="4" w:color="777777"/><w:insideV w:val="single" w:sz="4" w:color="777777"/>'
_MOMENT = (2026, 1, 1, 0, 0, 0)  # of every part, so that the same paper gives the same bytes


def docx_of(document: Document) -> bytes:
    """Return a paper as a DOCX file.

    Raises:
        FileRefusal: a picture is gone from the disk, or is not the one that the paper names.
    """
    pictures = bytes_of(document.pictures)
    with override("id"):
        body = "".join(_body(document))
    page = _A4[document.layout in (WIDE, CERTIFICATE)]
    margins = '<w:pgMar w:top="1020" w:right="1250" w:bottom="1250" w:left="1250" w:header="600" w:footer="600"/>'
    head = _HEADER_OF_PAGES if document.is_practice else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}"><w:body>{body}'
        f"<w:sectPr>{head}{page}{margins}</w:sectPr></w:body></w:document>"
    )
    types, relations = _more(document)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.replace("</Types>", f"{types}</Types>"),
        "_rels/.rels": _RELATIONS,
        "word/document.xml": text,
    }
    if relations:
        parts["word/_rels/document.xml.rels"] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_PACKAGE}/relationships">'
            f"{relations}</Relationships>"
        )
    parts |= {f"word/media/{digest}.jpg": content for digest, content in pictures.items()}
    if document.is_practice:
        line = _p(PRACTICE, align="center", bold=True, size=16)
        parts["word/header1.xml"] = f'<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="{_W}">{line}</w:hdr>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _more(document: Document) -> tuple[str, str]:
    """Return what the package says of a header and of pictures: their types, and their ties to the text."""
    types, relations = "", ""
    if document.is_practice:
        types, relations = _HEADER_TYPE, _HEADER_RELATION
    for digest in document.pictures:
        relations += f'<Relationship Id="foto-{digest}" Target="media/{digest}.jpg" Type="{_R}/image"/>'
    return types + (_JPEG_TYPE if document.pictures else ""), relations


def _body(document: Document) -> Iterable[str]:
    last = len(document.heading) - 1
    for order, line in enumerate(document.heading):
        yield _p(line, align="center", bold=True, size=30 if order == last else 24)
    yield _p(document.address, align="center", size=18)
    yield from _top(document)
    for block in document.blocks:
        yield from _block(block, document.pictures)
    yield _p("")
    if document.dated and document.layout != LETTER:
        yield _p(document.dated, indent=5200)
    for line in document.signature:
        yield _p(line, indent=5200)
    for _gap in range(3):
        yield _p("")
    yield _p(document.name or "…", indent=5200, bold=True)
    if document.rank:
        yield _p(document.rank, indent=5200)
    if document.copies:
        yield _p(_("Tembusan:"))
        yield from (_p(f"{order}. {line}") for order, line in enumerate(document.copies, start=1))
    yield from _annexes(document)
    if document.code:
        yield _p(f"{_('Periksa surat ini di')} {document.check_url} ({_('kode')} {document.code})", size=16)


def _annexes(document: Document) -> Iterable[str]:
    for annex in document.annexes:
        yield _p(annex.label, bold=True, new_page=True)
        yield from (_p(f"{name}\t: {value}") for name, value in document.facts if name == _("Nomor"))
        yield _p(annex.title, align="center", bold=True, size=24)
        for block in annex.blocks:
            yield from _block(block, document.pictures)


def _top(document: Document) -> Iterable[str]:
    if document.layout == LETTER:
        yield _p(document.dated, align="right")
        yield from (_p(f"{name}\t: {value}") for name, value in document.facts)
        yield _p("")
        yield from (_p(f"Yth. {line}" if order == 0 else line) for order, line in enumerate(document.to))
    else:
        yield _p(document.kind.upper(), align="center", bold=True, size=28)
        yield from (_p(f"{name}: {value}", align="center") for name, value in document.facts)
        yield _p(document.title, align="center", bold=True)
        yield from (_p(line) for line in document.to)
    yield _p("")


def _block(block: Block, pictures: Mapping[str, StoredFile]) -> Iterable[str]:
    if block["kind"] == "text":
        yield _p(block["text"])
    elif block["kind"] == "fields":
        yield from (_p(f"{name}\t: {value}", indent=400) for name, value in block["rows"])
    elif block["kind"] == "list":
        yield from (_p(f"{order}. {item}", indent=400) for order, item in enumerate(block["entries"], start=1))
    elif block["kind"] == "points":
        yield from (_p(f"– {item}", indent=400) for item in block["entries"])
    elif block["kind"] == "heading":
        yield _p(block["text"], bold=True)
    elif block["kind"] == "pictures":
        yield _shown(block["pictures"], pictures)
        yield _p("")
    else:
        yield _table([block["columns"], *block["rows"]], width=len(block["columns"]))


def _table(rows: list[list[str]], *, width: int) -> str:
    grid = "<w:tblGrid>" + f'<w:gridCol w:w="{9_000 // width}"/>' * width + "</w:tblGrid>"
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_p(cell, bold=order == 0)}</w:tc>" for cell in row) + "</w:tr>"
        for order, row in enumerate(rows)
    )
    borders = f"<w:tblBorders>{_EDGES}{_INSIDE}</w:tblBorders>"
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{borders}</w:tblPr>{grid}{cells}</w:tbl>'


def _shown(shown: list[dict[str, str]], pictures: Mapping[str, StoredFile]) -> str:
    """Return pictures with their captions, two in a row that is not parted; one that is not kept is said so."""
    cells = []
    for each in shown:
        file = pictures.get(each["sha256"])
        picture = _drawn(file, each["caption"]) if file else _p("Foto tidak disimpan lagi", align="center")
        cells.append(f"<w:tc>{picture}{_p(each['caption'], align='center', size=18)}</w:tc>")
    cells += [f"<w:tc>{_p('')}</w:tc>"] * (len(cells) % 2)
    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{left}{right}</w:tr>"
        for left, right in zip(cells[::2], cells[1::2], strict=True)
    )
    grid = '<w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>{grid}{rows}</w:tbl>'


def _drawn(file: StoredFile, caption: str) -> str:
    """Return a paragraph with a picture as large as its box lets it be."""
    scale = min(_PICTURE_BOX[0] / max(file.width, 1), _PICTURE_BOX[1] / max(file.height, 1))
    size = f'cx="{round(file.width * scale)}" cy="{round(file.height * scale)}"'
    number = int(file.sha256[:7], 16) + 1
    name = f'id="{number}" name="Foto {number}" descr="{escape(caption, {chr(34): "&quot;"})}"'
    return (
        '<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_DRAWN}/wordprocessingDrawing"><wp:extent {size}/><wp:docPr {name}/>'
        f'<a:graphic xmlns:a="{_DRAWN}/main"><a:graphicData uri="{_DRAWN}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWN}/picture"><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="foto-{file.sha256}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def _p(
    text: str, *, align: str = "left", bold: bool = False, size: int = 22, indent: int = 0, new_page: bool = False
) -> str:
    """Return a paragraph; a tab in the text leads to a stop, as in "Nomor <tab>: 12"."""
    stops = '<w:tabs><w:tab w:val="left" w:pos="1800"/></w:tabs>' if "\t" in text else ""
    before = "<w:pageBreakBefore/>" if new_page else ""
    shape = (
        f'<w:pPr>{before}{stops}<w:spacing w:after="80"/><w:ind w:left="{indent}"/><w:jc w:val="{align}"/></w:pPr>'
    )
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    parts = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:p>{shape}<w:r>{look}{parts}</w:r></w:p>"
