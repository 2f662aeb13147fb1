"""Documents of Office and LibreOffice made by hand, good and hostile ones."""

from tests.intake.hostile import Part, part, zipped

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = '<Relationship Id="r{at}" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"{more}/>'
_MAINS = {
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
_BODIES = {"odp": "presentation", "odt": "text", "ods": "spreadsheet"}
_ODF = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">{}</office:document-content>'
)


def relation(kind: str, target: str, *, at: int = 9, outside: bool = True) -> str:
    return _RELATION.format(at=at, kind=kind, target=target, more=' TargetMode="External"' if outside else "")


def ooxml(
    kind: str, *, body: str = "", links: str = "", more: str = "", macro: bool = False, parts: tuple[Part, ...] = ()
) -> bytes:
    """Return a document; ``body`` is text of its main part, ``links`` its relations, ``more`` content types."""
    main, word = _MAINS[kind]
    told = "application/vnd.openxmlformats-officedocument." + word + ".main+xml"
    if macro:
        told = f"application/vnd.ms-{word.split('.')[0]}.macroEnabled.main+xml"
    folder, name = main.split("/")
    types = (
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="{told}"/>'
    )
    return zipped(
        [
            part("[Content_Types].xml", _TYPES.format(types + more)),
            part("_rels/.rels", _RELS.format(relation("officeDocument", main, outside=False))),
            part(main, f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'),
            part(f"{folder}/_rels/{name}.rels", _RELS.format(links)),
            *parts,
        ]
    )


def odf(kind: str, *, body: str = "", manifest: str = "", parts: tuple[Part, ...] = ()) -> bytes:
    """Return a document of LibreOffice."""
    return zipped(
        [
            part("mimetype", f"application/vnd.oasis.opendocument.{_BODIES[kind]}", method=0),
            part("content.xml", _ODF.format(body)),
            part("Configurations2/accelerator/current.xml", ""),  # LibreOffice leaves it empty
            part("META-INF/manifest.xml", f'<m:manifest xmlns:m="m">{manifest}</m:manifest>'),
            *parts,
        ]
    )
