"""Reading an edition: rows of code and name become checked rows of a tree, or findings. Pure.

An edition is a whole list: what it does not carry is gone. So a row that is wrong stops the whole file, and
so does a file that would end more regions than any decree ever did (it is a piece of a list).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.regions.rules import (
    KINDS_BY_LEVEL,
    NATION_CODE,
    RegionRefusal,
    clean_name,
    dotted,
    folded,
    is_invented,
    kind_of,
    level_of,
    name_key,
    parent_code,
    without_title,
)

CODE_HEADINGS = ("kode", "kode wilayah", "kode_wilayah", "code")
NAME_HEADINGS = ("nama", "nama wilayah", "nama_wilayah", "name")
NAME_LENGTH = 120
MAX_FINDINGS = 1000
# No Kepmendagri ever ended a tenth of all regions: more is a file cut short (project decision, docs/adr/0008).
MOST_GONE_SHARE = 0.1
FEW_REGIONS = 200
LEVEL_WORDS = {"provinsi": 1, "kabkota": 2, "kabupaten": 2, "kota": 2, "kecamatan": 3, "desa_kelurahan": 4, "desa": 4}


class EditionRow(NamedTuple):
    """One region as an edition gives it; ``printed`` is the name as it stands in the list."""

    code: str
    parent: str
    printed: str
    name: str
    search_name: str
    key: str
    kind: str
    word: str


@dataclass(frozen=True)
class Columns:
    """Where the fields of an edition stand; -1 where a list has none of them."""

    code: int
    name: int
    level: int
    parent: int
    jenis: int


def columns_of(header: Sequence[str]) -> Columns:
    """Return where code, name, level, parent and kind stand.

    Raises:
        RegionRefusal: no column for the code or the name.
    """
    plain = [" ".join(cell.replace("\ufeff", "").strip().lower().split()) for cell in header]

    def place(*names: str) -> int:
        return next((plain.index(name) for name in names if name in plain), -1)

    code, name = place(*CODE_HEADINGS), place(*NAME_HEADINGS)
    if code < 0 or name < 0:
        raise RegionRefusal(
            _(
                "Berkas ini bukan daftar kode wilayah: baris pertama harus memuat kolom “kode” dan “nama”. "
                "Yang ada: {found}."
            ).format(found=", ".join(cell.strip()[:30] for cell in header[:8]) or "–")
        )
    return Columns(code, name, place("level", "tingkat"), place("kode_induk", "kode induk"), place("jenis"))


@dataclass(frozen=True)
class ReadEdition:
    """A list that was read: its rows by code (top-down, in code order) and what is wrong with it."""

    rows: dict[str, EditionRow]
    findings: list[Finding]


def read_rows(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> ReadEdition:
    """Read an edition's table; ``rows`` are (row number in the sheet, cells).

    Raises:
        RegionRefusal: the table is no list of codes, or holds no row.
    """
    at = columns_of(header)
    found: dict[str, EditionRow] = {}
    numbers: dict[str, int] = {}
    findings: list[Finding] = []
    for number, cells in rows:
        if not any(cells):
            continue
        wrong = list(_row_findings(number, cells, at, header, numbers))
        findings.extend(wrong)
        code = dotted(_cell(cells, at.code))
        if wrong or code is None:
            continue
        numbers[code] = number
        found[code] = edition_row(code, _cell(cells, at.name), jenis=_cell(cells, at.jenis))
    if not found and not findings:
        raise RegionRefusal(_("Daftar ini kosong: tidak ada satu pun baris wilayah di bawah judul kolom."))
    if not findings:
        findings.extend(_parent_findings(found, numbers, str(header[at.code])))
    ordered = {code: found[code] for code in sorted(found, key=lambda code: (code.count("."), code))}
    return ReadEdition(rows=ordered, findings=findings[:MAX_FINDINGS])


def edition_row(code: str, printed: str, *, jenis: str = "") -> EditionRow:
    """Return the row of a region of ``code`` whose name is printed so."""
    level = level_of(code)
    printed = " ".join(printed.split())
    _name, kind, word = without_title(printed, level)
    name = clean_name(printed, level)
    return EditionRow(
        code=code,
        parent=parent_code(code) or NATION_CODE,
        printed=printed,
        name=name,
        search_name=folded(name),
        key=name_key(printed, level),
        kind=kind_of(code, jenis=jenis, printed=kind),
        word=word,
    )


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""


def _row_findings(
    number: int, cells: Sequence[str], at: Columns, header: Sequence[str], seen: dict[str, int]
) -> Iterator[Finding]:
    text, name = _cell(cells, at.code), _cell(cells, at.name)
    code = dotted(text)
    heading = str(header[at.code])
    if code is None:
        yield Finding(
            number,
            heading,
            text[:40],
            _("Kode wilayah terdiri atas 2, 4, 6, atau 10 angka (PP.KK.CC.DDDD)."),
            _("Tulis kodenya seperti 33.01.16.2013; simpan kolomnya sebagai teks agar nol tidak hilang."),
        )
        return
    if is_invented(code):
        yield Finding(
            number, heading, code, _("Kode 90, 98, dan 99 dipakai wilayah rekaan."), _("Hapus baris ini dari daftar.")
        )
    if code in seen:
        yield Finding(
            number,
            heading,
            code,
            _("Setiap kode hanya boleh ada satu kali; kode ini sudah ada di baris {row}.").format(row=seen[code]),
            _("Hapus salah satu dari kedua baris."),
        )
    if not name or not any(letter.isalnum() for letter in name):
        yield Finding(number, str(header[at.name]), name[:40], _("Setiap wilayah punya nama."), _("Isi namanya."))
    elif len(name) > NAME_LENGTH:
        yield Finding(
            number, str(header[at.name]), name[:40] + "…", _("Nama paling panjang 120 huruf."), _("Periksa kolomnya.")
        )
    yield from _contradictions(number, code, cells, at, header)


def _contradictions(
    number: int, code: str, cells: Sequence[str], at: Columns, header: Sequence[str]
) -> Iterator[Finding]:
    level = _cell(cells, at.level).lower()
    if level and LEVEL_WORDS.get(level, level_of(code)) != level_of(code):
        rule = _("Tingkat harus sesuai dengan panjang kode {code}.").format(code=code)
        yield Finding(number, str(header[at.level]), level, rule, _agree())
    parent = _cell(cells, at.parent)
    if parent and level_of(code) > 1 and dotted(parent) != parent_code(code):
        rule = _("Kode induk harus awal dari kode {code}.").format(code=code)
        yield Finding(number, str(header[at.parent]), parent[:40], rule, _agree())
    jenis = "_".join(_cell(cells, at.jenis).lower().replace("_", " ").split())
    if jenis and any(jenis in kinds for lvl, kinds in KINDS_BY_LEVEL.items() if lvl != level_of(code)):
        rule = _("Jenis harus sesuai dengan panjang kode {code}.").format(code=code)
        yield Finding(number, str(header[at.jenis]), jenis[:40], rule, _agree())


def _agree() -> str:
    return _("Perbaiki kode atau kolom ini sehingga keduanya sesuai.")


def _parent_findings(rows: dict[str, EditionRow], numbers: dict[str, int], heading: str) -> Iterator[Finding]:
    for code, row in rows.items():
        if row.parent not in rows and row.parent != NATION_CODE:
            yield Finding(
                numbers[code],
                heading,
                code,
                _("Induk {code} tidak ada di daftar ini.").format(code=row.parent),
                _("Tambahkan baris induknya, atau muat daftar yang lengkap."),
            )


def cut_short(*, present: int, gone: int) -> Finding | None:
    """Return the finding that a file is only a piece of a list, or None.

    Source: project decision, docs/adr/0008.
    """
    if present < FEW_REGIONS or gone <= present * MOST_GONE_SHARE:
        return None
    return Finding(
        0,
        "",
        str(gone),
        _("Daftar ini tidak lengkap: {gone} dari {present} wilayah yang ada sekarang tidak ada di dalamnya.").format(
            gone=gone, present=present
        ),
        _("Muat daftar yang utuh; satu edisi selalu memuat seluruh wilayah."),
    )
