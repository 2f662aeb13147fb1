"""Documents to be downloaded: told by content, and none that acts or fetches when somebody opens it."""

import pytest

from rumahbersama.ground.files import actions, serving, storage
from rumahbersama.ground.files.documents import check_document
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import CONTENT_TYPES, MATERIALS, OFFICE, FileRefusal
from tests.files.making import PDF
from tests.files.office import odf, ooxml, relation
from tests.intake.hostile import Part, lie, part, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
GOOD = {kind: ooxml(kind) for kind in ("pptx", "docx", "xlsx")} | {kind: odf(kind) for kind in ("odp", "odt", "ods")}
FIELD = "<w:instrText>D</w:instrText><w:t>teks</w:t><w:instrText>DE</w:instrText><w:instrText>AUTO c</w:instrText>"


@pytest.mark.parametrize("kind", sorted(OFFICE))
def test_a_document_is_told_by_its_content(kind):
    assert check_document(GOOD[kind]) == kind


@pytest.mark.django_db
def test_a_document_is_kept_as_it_came_and_only_downloaded(cast, now):
    file = actions.checked(chunks=[GOOD["pptx"]], name="foto.jpg", takes=MATERIALS)
    kept = actions.keep(file, place_code="71", by=cast["operator"], at=now)
    answer = serving.respond(kept)

    assert storage.path_of(kept.name).read_bytes() == answer.content == GOOD["pptx"]
    assert (kept.kind, kept.is_picture, answer["Content-Type"]) == ("pptx", False, CONTENT_TYPES["pptx"])
    assert answer["Content-Disposition"] == f'attachment; filename="dokumen-{kept.pk}.pptx"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_where_proofs_are_asked_for_a_document_is_refused():
    with pytest.raises(FileRefusal, match="bukan foto JPEG, PNG, WebP, dan bukan PDF"):
        actions.checked(chunks=[GOOD["docx"]], name="surat.docx")
    assert actions.checked(chunks=[PDF], name="x", takes=MATERIALS).kind == "pdf"
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        ooxml("docx", links=relation("hyperlink", "https://contoh.invalid/")),
        ooxml("docx", body="<w:instrText>HYPERLINK x</w:instrText><w:t>DDEAUTO dibahas di kelas</w:t>"),
        ooxml("pptx", parts=(part("ppt/embeddings/Sheet1.xlsx", ooxml("xlsx")),)),  # the figures of a chart
        odf("odt", body='<text:a xlink:href="https://contoh.invalid/">lihat</text:a>'),
        odf("odp", body='<draw:image xlink:href="Pictures/1.png"/><draw:object xlink:href="./Object 1"/>'),
    ],
    ids=["link", "words about a field", "chart", "link in LibreOffice", "picture inside"],
)
def test_what_is_harmless_is_taken(content):
    assert check_document(content) in OFFICE


HOSTILE = {
    "macro": (ooxml("pptx", parts=(part("ppt/vbaProject.bin", OLE),)), "memuat makro"),
    "macro by its type": (
        ooxml("docx", macro=True),
        "memuat makro atau kendali yang berjalan sendiri (/word/document.xml)",
    ),
    "macro under another name": (
        ooxml("docx", more='<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        "memuat makro atau kendali yang berjalan sendiri (/word/a.bin)",
    ),
    "ActiveX": (ooxml("docx", parts=(part("word/activeX/activeX1.xml", "<a/>"),)), "memuat makro"),
    "field that starts a program": (ooxml("docx", body=FIELD), "(word/document.xml)"),
    "words hidden by the type of an ending": (
        ooxml("docx", more='<Default Extension="dat" ContentType="application/x.wordprocessingml.header+xml"/>'),
        "tidak wajar",
    ),
    "object of another program": (
        ooxml("docx", parts=(part("word/embeddings/oleObject1.bin", OLE),)),
        "objek dari program lain (word/embeddings/oleObject1.bin)",
    ),
    "object as a picture": (ooxml("xlsx", parts=(part("xl/media/image1.png", OLE),)), "objek dari program lain"),
    "zip inside": (ooxml("docx", parts=(part("word/media/a.bin", zipped([part("a.js", "x")])),)), "objek dari"),
    "document in a document in a document": (
        ooxml("docx", parts=(part("word/a.docx", ooxml("docx", parts=(part("word/b.docx", ooxml("docx")),))),)),
        "objek dari program lain (word/b.docx)",
    ),
    "macro in the workbook of a chart": (
        ooxml("pptx", parts=(part("ppt/embeddings/a.xlsx", ooxml("xlsx", parts=(part("xl/vbaProject.bin", OLE),))),)),
        "memuat makro",
    ),
    "template from elsewhere": (
        ooxml("docx", links=relation("attachedTemplate", "https://jahat.invalid/t.dotm")),
        "mengambil isi dari tempat lain saat dibuka (https://jahat.invalid/t.dotm, di word/document.xml)",
    ),
    "picture from elsewhere": (ooxml("pptx", links=relation("image", "http://x.invalid/1.png")), "mengambil isi"),
    "link spelt by numbers": (
        ooxml("docx", links=relation("image", "a.png").replace("External", "&#69;xternal")),
        "mengambil isi",
    ),
    "mark hidden behind a bracket": (
        ooxml("docx", links=relation("image", "http://x.invalid/a>b")),
        "mengambil isi",
    ),
    "address called inside": (
        ooxml("docx", links=relation("image", "\\\\x.invalid\\a", outside=False)),
        "mengambil isi",
    ),
    "data connection": (ooxml("xlsx", parts=(part("xl/connections.xml", "<a/>"),)), "mengambil isi"),
    "entities": (ooxml("docx", body="", parts=(part("word/a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),)), "XML"),
    "relations that are no XML": (ooxml("docx", links="<a"), "tidak wajar"),
    "bomb": (ooxml("docx", parts=(part("word/media/a.bin", bytes(40_000_000)),)), "mengembang"),
    "bomb in small parts": (
        ooxml("docx", parts=tuple(Part(f"m/{at}.bin", b"", size=900_000) for at in range(400))),
        "mengembang menjadi lebih dari 300 MB",
    ),
    "cut off": (GOOD["pptx"][:300], "terpotong"),
    "locked by Office": (OLE, "Office lama (.ppt, .doc, .xls) atau terkunci"),
    "locked in the zip": (
        zipped(lie([part("[Content_Types].xml", "<Types/>")], "[Content_Types].xml", flags=1)),
        "kata sandi",
    ),
    "path upwards": (ooxml("docx", parts=(part("../../a", "x"),)), "tidak wajar"),
    "any zip": (zipped([part("a.txt", "x")]), "bukan PPTX, DOCX, XLSX"),
    "types without the part": (
        zipped(lie([part("[Content_Types].xml", "<Types/>"), part("word/document.xml", "<a/>")], "")),
        "bukan PPTX, DOCX, XLSX",
    ),
    "text called pptx": (b"bukan presentasi", "bukan PPTX, DOCX, XLSX"),
    "two documents in one": (
        odf("odt", parts=(part("[Content_Types].xml", "<Types/>"), part("word/document.xml", "<a/>"))),
        "tidak wajar",
    ),
    "macro of LibreOffice": (odf("odt", parts=(part("Basic/Standard/A.xml", "<a/>"),)), "memuat makro"),
    "script of LibreOffice": (
        odf("odp", body='<script:event-listener script:language="Basic" xlink:href="a"/>'),
        "memuat makro",
    ),
    "object of LibreOffice": (odf("odt", parts=(part("Object 1", OLE),)), "objek dari program lain (Object 1)"),
    "picture from elsewhere in LibreOffice": (
        odf("odt", body='<draw:image xlink:href="http://x.invalid/1.png"/>'),
        "(http://x.invalid/1.png, di content.xml)",
    ),
    "locked by LibreOffice": (odf("odt", manifest="<m:encryption-data/>"), "kata sandi"),
}


@pytest.mark.parametrize(("content", "told"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_is_refused_with_what_and_where(content, told):
    with pytest.raises(FileRefusal) as refused:
        check_document(content)
    assert (told in str(refused.value), "{" in str(refused.value)) == (True, False), str(refused.value)
