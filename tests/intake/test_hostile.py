"""Hostile files: each is refused with a sentence that says what and how to mend; the reader lives."""

import json
import subprocess
import sys

import pytest

from rumahbersama.ground.intake.limits import BadFile
from rumahbersama.ground.intake.messages import SENTENCES, sentence
from rumahbersama.ground.intake.table import open_table
from tests.intake.hostile import Part, lie, part, workbook, write, zipped

SHEET1 = "xl/worksheets/sheet1.xml"
ZEROS = b"\0" * 40_000_000
CSV = b"kode,jiwa\n71.01,5\n"
LINK = '<Relationship Id="r9" Type="http://x/{kind}" Target="http://contoh.invalid/" TargetMode="External"/>'


def far(reference: str, row: int = 3) -> bytes:
    return zipped(workbook(rows=f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>'))


def sized(reference: str) -> bytes:
    return zipped(workbook(before=f'<dimension ref="{reference}"/>'))


def spliced(text: str) -> bytes:
    return zipped(lie(workbook(), SHEET1, data=text.encode()))


WORKBOOKS = {
    "zip bomb of one part": (lambda: zipped([*workbook(), part("xl/media/a.bin", ZEROS)]), "bomb"),
    "zip bomb of many parts": (
        lambda: zipped([*workbook(), *(Part(f"xl/media/{n}.bin", b"x" * 900_000, size=900_000) for n in range(400))]),
        "bomb",
    ),
    "bomb that says it is small": (lambda: zipped([*workbook(), part("xl/a.xml", ZEROS, size=1000)]), "lying"),
    "part that says it is larger": (lambda: zipped(lie(workbook(), SHEET1, size=5000)), "lying"),
    "wrong checksum": (lambda: zipped(lie(workbook(), SHEET1, crc=1)), "lying"),
    "local header with another size": (lambda: zipped(lie(workbook(), SHEET1, local_size=3)), "lying"),
    "local header with another name": (
        lambda: zipped(lie(workbook(), SHEET1, local_name="xl/worksheets/sheet9.xml")),
        "lying",
    ),
    "bytes after the part's end": (
        lambda: zipped(lie(workbook(), SHEET1, packed=b"\x03\x00" + b"junk", size=0, crc=0)),
        "lying",
    ),
    "broken compression": (lambda: zipped(lie(workbook(), SHEET1, packed=b"\xff" * 50)), "broken_part"),
    "parts over each other": (lambda: zipped([*workbook(), part("xl/inner.xml", "<a/>")], nested=True), "overlap"),
    "thousands of parts": (
        lambda: zipped([*workbook(), *(part(f"xl/{n}.xml", "<a/>") for n in range(1200))]),
        "too_many_parts",
    ),
    "count that lies": (lambda: zipped(workbook(), count=2), "odd_zip"),
    "directory length that lies": (lambda: zipped(workbook(), length=10), "odd_zip"),
    "a comment at the end": (lambda: zipped(workbook(), comment=b"hello"), "truncated"),
    "something before the zip's end": (lambda: zipped(workbook()) + b"PK\5\6", "truncated"),
    "cut in the middle": (lambda: zipped(workbook())[:400], "truncated"),
    "only the first bytes": (lambda: b"PK\3\4", "truncated"),
    "same part twice": (lambda: zipped([*workbook(), part(SHEET1, "<worksheet/>")]), "twice"),
    "same part in capitals": (lambda: zipped([*workbook(), part(SHEET1.upper(), "<worksheet/>")]), "twice"),
    "path upwards": (lambda: zipped([*workbook(), part("../../etc/cron.d/x", "a")]), "path_name"),
    "path from the root": (lambda: zipped([*workbook(), part("/etc/passwd", "a")]), "path_name"),
    "path of Windows": (lambda: zipped([*workbook(), part("C:\\x.xml", "a")]), "path_name"),
    "control character in a name": (lambda: zipped([*workbook(), part("xl/\x07.xml", "a")]), "path_name"),
    "locked part": (lambda: zipped(lie(workbook(), SHEET1, flags=1)), "locked"),
    "odd compression": (lambda: zipped(lie(workbook(), SHEET1, method=12)), "odd_zip"),
    "macro": (lambda: zipped([*workbook(), part("xl/vbaProject.bin", b"\1")]), "macro"),
    "macro by its type": (
        lambda: zipped(
            workbook(
                types='<Override PartName="/x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
            )
        ),
        "macro",
    ),
    "Excel 4 macro": (lambda: zipped([*workbook(), part("xl/macrosheets/sheet1.xml", "<a/>")]), "macro"),
    "ActiveX": (lambda: zipped([*workbook(), part("xl/activeX/activeX1.xml", "<a/>")]), "macro"),
    "embedded file": (lambda: zipped([*workbook(), part("xl/embeddings/oleObject1.bin", b"\1")]), "embedded"),
    "external workbook": (
        lambda: zipped([*workbook(), part("xl/externalLinks/externalLink1.xml", "<a/>")]),
        "external",
    ),
    "external picture": (lambda: zipped(workbook(rels=LINK.format(kind="image"))), "external"),
    "data connection": (lambda: zipped([*workbook(), part("xl/connections.xml", "<a/>")]), "external"),
    "entities": (
        lambda: spliced('<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
        "entity",
    ),
    "external entity": (lambda: spliced('<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet/>'), "entity"),
    "entity behind much text": (
        lambda: spliced("<worksheet>" + " " * 300_000 + "<!ENTITY a 'b'></worksheet>"),
        "entity",
    ),
    "entity over the edge of two pieces": (
        lambda: spliced("<worksheet>" + " " * (262_144 - 11 - 4) + "<!ENTITY a 'b'></worksheet>"),
        "entity",
    ),
    "XML in UTF-16": (
        lambda: zipped(lie(workbook(), SHEET1, data='<?xml version="1.0"?><worksheet/>'.encode("utf-16"))),
        "xml_encoding",
    ),
    "XML in UTF-7": (lambda: spliced('<?xml version="1.0" encoding="UTF-7"?><worksheet/>'), "xml_encoding"),
    "cell far down": (lambda: far("A1048576", 1048576), "far_cell"),
    "cell far right": (lambda: far("XFD3"), "far_cell"),
    "cell beyond any sheet": (lambda: far("ZZZZ99999999"), "far_cell"),
    "cell far down in single quotes": (
        lambda: spliced("<worksheet><sheetData><row><c r='B999999'/></row></sheetData></worksheet>"),
        "far_cell",
    ),
    "dimension of the whole sheet": (lambda: sized("A1:XFD1048576"), "far_cell"),
    "ODS": (
        lambda: zipped([part("mimetype", "application/vnd.oasis.opendocument.spreadsheet", method=0)]),
        "wrong_type",
    ),
    "DOCX": (
        lambda: zipped([part("[Content_Types].xml", "<Types/>"), part("word/document.xml", "<a/>")]),
        "wrong_type",
    ),
    "any zip": (lambda: zipped([part("a.txt", "a")]), "wrong_type"),
    "not XML inside": (lambda: spliced("this is no XML <<<"), None),
    "workbook without sheets": (lambda: zipped(lie(workbook(), "xl/workbook.xml", data=b"<workbook/>")), None),
    "a sheet that is missing": (lambda: zipped([each for each in workbook() if each.name != SHEET1]), None),
    "numbers that are none": (lambda: zipped(workbook(rows='<row r="x"><c r="?"><v>1e999</v></c></row>')), None),
    "shared text that is not there": (
        lambda: zipped(workbook(rows='<row r="3"><c r="A3" t="s"><v>999</v></c></row>')),
        None,
    ),
}
TEXTS = {
    "empty": (b"", "empty"),
    "too big": (b"a,b\n" * 5_100_000, "too_big"),
    "PDF named as a table": (b"%PDF-1.7 ...", "wrong_type"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "wrong_type"),
    "program": (b"\x7fELF" + b"\0" * 40, "wrong_type"),
    "web page named .xls": (b"<html><table><tr><td>1</td></tr></table></html>", "wrong_type"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
    "locked Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "UTF-16": ("kode,jiwa\n71.01,5\n".encode("utf-16"), "utf16"),
    "NUL bytes": (CSV + b"a\0b,1\n" * 3, "nul"),
    "control characters": (CSV + b"\x01\x02,3\n", "binary"),
    "a line without end": (b"kode,jiwa\n" + b"a" * 70_000 + b",1\n", "long_line"),
    "a cell without end": (b"kode,jiwa\n" + b"a" * 5_000 + b",1\n", "long_text"),
    "too many columns": (b"," * 400 + b"\n1,2\n", "too_many_columns"),
    "too many rows": (b"1,2\n" * 200_200, "too_many_rows"),
    "an open quote": (b'kode,jiwa\n"71.01,5\n71.02,6\n', "broken_csv"),
    "no columns": (b"satu\ndua\n", "not_a_table"),
    "no rows": (b"kode,jiwa\n", "no_rows"),
    "deep JSON": (b'{"type":"FeatureCollection","features":' + b"[" * 50 + b"]" * 50 + b"}", "too_deep"),
    "cut JSON": (b'{"type":"FeatureCollection","features":[{"type":', "truncated"),
    "JSON of another kind": (b'{"a": [1, 2]}', "not_geojson"),
    "JSON list of nothing": (b'{"type":"FeatureCollection","features":{}}', "not_geojson"),
    "JSON with broken words": (b'{"type":"FeatureCollection","features":[nul]}', "broken_json"),
    "JSON in Latin letters": ('{"type":"FeatureCollection","features":["é"]}'.encode("latin-1"), "json_encoding"),
}


def refusal_of(path) -> BadFile:
    with pytest.raises(BadFile) as caught, open_table(path) as table:
        for number in range(len(table.sheets)):
            list(table.rows(number))
    return caught.value


def check(reason: BadFile, code: str | None) -> None:
    text = sentence(reason)
    assert (code or reason.code) == reason.code
    assert (text.count(".") >= 2 or ", " in text, "{" in text) == (True, False)


@pytest.mark.parametrize(("make", "code"), WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_a_hostile_workbook_is_refused(tmp_path, make, code):
    check(refusal_of(write(tmp_path, make())), code)


@pytest.mark.parametrize(("content", "code"), TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_text_is_refused(tmp_path, content, code):
    check(refusal_of(write(tmp_path, content, "berkas.csv")), code)


def test_the_harmless_one_is_read(tmp_path):
    with open_table(write(tmp_path, zipped(workbook()))) as table:
        assert list(table.rows()) == [[1, "kode", "jiwa"], [2, "71.01", 5.0]]


def test_a_link_in_a_cell_is_harmless(tmp_path):
    with open_table(write(tmp_path, zipped(workbook(rels=LINK.format(kind="hyperlink"))))) as table:
        assert len(table.sheets) == 1


def test_a_child_that_takes_too_long_is_ended(tmp_path):
    path = write(tmp_path, b"kode,jiwa\n" + b"71.01,5\n" * 150_000, "besar.csv")
    with pytest.raises(BadFile) as caught:
        open_table(path, wall_seconds=0.001)
    assert caught.value.code == "child_slow"


@pytest.mark.parametrize(("signal", "code"), [(11, "child_crashed"), (6, "child_memory"), (9, "child_slow")])
def test_a_child_that_dies_gives_a_sentence_and_the_parent_lives(tmp_path, signal, code):
    with open_table(write(tmp_path, CSV * 50_000, "b.csv")) as table:
        table.process.send_signal(signal)
        table.process.wait()
        with pytest.raises(BadFile) as caught:
            list(table.rows())
    assert caught.value.code == code
    with open_table(write(tmp_path, CSV, "c.csv")) as table:
        assert len(list(table.rows())) == 2


def test_the_child_knows_nothing_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with open_table(write(tmp_path, CSV)) as table, open(f"/proc/{table.process.pid}/environ") as file:
        names = {entry.partition("=")[0] for entry in file.read().split("\0") if entry}
    assert names - {"PATH", "LD_LIBRARY_PATH", "LC_CTYPE"} == set()


def test_the_child_is_held_to_its_memory(tmp_path):
    with open_table(write(tmp_path, CSV)) as table, open(f"/proc/{table.process.pid}/limits") as file:
        held = next(line.split()[3] for line in file if line.startswith("Max address space"))
    assert int(held) == 480_000_000


def test_reading_hostile_files_keeps_the_parent_small(tmp_path):
    """A fresh process looks at the worst of them; its peak memory is the parent's."""
    names = [
        "zip bomb of one part",
        "zip bomb of many parts",
        "bomb that says it is small",
        "entity behind much text",
    ]
    paths = [str(write(tmp_path, WORKBOOKS[name][0](), f"{number}.xlsx")) for number, name in enumerate(names)]
    paths.append(str(write(tmp_path, b"1,2\n" * 4_900_000, "rows.csv")))
    program = (
        "import json, sys; from pathlib import Path\n"
        "from rumahbersama.ground.intake.table import open_table, BadFile\n"
        "codes = []\n"
        "for path in sys.argv[1:]:\n"
        "    try: open_table(Path(path)).close()\n"
        "    except BadFile as reason: codes.append(reason.code)\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(json.dumps([codes, int(peak.split()[1]) // 1024]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)
    codes, megabytes = json.loads(done.stdout)
    assert codes == ["bomb", "bomb", "lying", "entity", "too_many_rows"]
    assert megabytes < 512


def test_every_sentence_can_be_filled():
    values = {"size": 1, "limit": 2, "found": "x", "row": 3, "name": "n", "cell": "A1", "count": 4, "rows": 5}
    told = {code: sentence(BadFile(code, **values)) for code in SENTENCES}
    assert [code for code, text in told.items() if "{" in text or not text] == []
