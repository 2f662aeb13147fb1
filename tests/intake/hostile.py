"""Makes hostile files: zips byte by byte, so that every lie is possible."""

import struct
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{more}</Types>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>{more}</Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>jiwa</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>71.01</t></is></c><c r="B2"><v>5</v></c></row>{rows}</sheetData>'
    "</worksheet>"
)


@dataclass(frozen=True)
class Part:
    """One zip entry, with every field free to lie."""

    name: str
    data: bytes
    method: int = 8
    flags: int = 0
    size: int | None = None
    crc: int | None = None
    local_name: str | None = None
    local_size: int | None = None
    packed: bytes | None = None


def part(name: str, text: str | bytes, **lies) -> Part:
    return Part(name, text if isinstance(text, bytes) else text.encode(), **lies)


def workbook(*, types="", rels="", before="", rows="") -> list[Part]:
    return [
        part("[Content_Types].xml", TYPES.format(more=types)),
        part("_rels/.rels", ROOT),
        part("xl/workbook.xml", WORKBOOK),
        part("xl/_rels/workbook.xml.rels", RELS.format(more=rels)),
        part("xl/worksheets/sheet1.xml", SHEET.format(before=before, rows=rows)),
    ]


def lie(parts: list[Part], name: str, **lies) -> list[Part]:
    return [replace(each, **lies) if each.name == name else each for each in parts]


def zipped(
    parts: list[Part],
    *,
    comment: bytes = b"",
    nested: bool = False,
    count: int | None = None,
    length: int | None = None,
) -> bytes:
    """Return a zip of these parts; ``nested`` lays the last one's bytes inside another part's bytes."""
    body, directory = b"", b""
    offsets = []
    for each in parts:
        record, data_at = _local(each)
        if nested and each is parts[-1]:
            outer = Part("xl/outer.bin", record, method=0)
            record, data_at = _local(outer)
            parts, offsets = [*parts[:-1], outer, parts[-1]], [*offsets, len(body), len(body) + data_at]
        else:
            offsets.append(len(body))
        body += record
    for each, offset in zip(parts, offsets, strict=True):
        packed, size, crc = _packed(each)
        name = each.name.encode()
        sizes = (crc, len(packed), size, len(name), 0, 0, 0, 0, 0, offset)
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, each.flags, each.method, 0, 0, *sizes) + name
    number = len(parts) if count is None else count
    ends = (len(directory) if length is None else length, len(body), len(comment))
    return body + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, *ends) + comment


def _local(each: Part) -> tuple[bytes, int]:
    packed, size, crc = _packed(each)
    name = (each.local_name or each.name).encode()
    size = size if each.local_size is None else each.local_size
    head = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, each.flags, each.method, 0, 0, crc, len(packed), size, len(name), 0
    )
    return head + name + packed, len(head) + len(name)


def _packed(each: Part) -> tuple[bytes, int, int]:
    packed = each.packed
    if packed is None:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = each.data if each.method == 0 else packer.compress(each.data) + packer.flush()
    return (
        packed,
        len(each.data) if each.size is None else each.size,
        zlib.crc32(each.data) if each.crc is None else each.crc,
    )


def write(folder: Path, content: bytes, name: str = "berkas.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
