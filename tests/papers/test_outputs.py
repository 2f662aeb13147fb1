"""What a paper looks like in PDF and DOCX, its seal, and that no text in it is taken for markup."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import typst
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.ground.files import storage
from rumahbersama.workshop.papers import pdfs, seals
from rumahbersama.workshop.papers.contents import blocks_of, clean, content_of, parted, text_of
from rumahbersama.workshop.papers.documents import document_of, whatsapp_text
from rumahbersama.workshop.papers.docx import docx_of
from rumahbersama.workshop.papers.models import PaperFile
from rumahbersama.workshop.papers.rules import ALPHABET, PaperRefusal, new_code, shown_code, typed_code
from rumahbersama.workshop.papers.sealing import seal_paper
from tests.papers.conftest import AT

HOSTILE = '#read("/etc/x") $x$ \\u{41} *b* `r` @ref <l> // /* [x] {y} -- = <b>&amp;</b> %'
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.testzip() is None
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    return "\n".join(node.text or "" for node in tree.iter(f"{WORD}t"))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["surat_undangan", "surat_tugas", "jadwal", "sertifikat"])
def test_hostile_text_is_printed_as_text(draft, kind):
    content = {
        "to": [HOSTILE],
        "attachment": HOSTILE,
        "copies": [HOSTILE],
        "blocks": [
            {"kind": "text", "text": HOSTILE},
            {"kind": "fields", "rows": [[HOSTILE, HOSTILE]]},
            {"kind": "list", "entries": [HOSTILE]},
            {"kind": "table", "columns": [HOSTILE], "rows": [[HOSTILE]]},
            {"kind": "heading", "text": HOSTILE},
            {"kind": "annex", "text": HOSTILE},
        ],
    }
    document = document_of(draft(kind, title=HOSTILE, content=content))
    spelled = replace(document, title="x" * len(HOSTILE))

    pdf, docx = pdfs.pdf_of(document, at=AT), docx_of(document)

    assert (pdf[:5], pdf == pdfs.pdf_of(spelled, at=AT)) == (b"%PDF-", False)
    # subject, attachment, to, text, name, value, entry, heading, cell, copy, heading, annex
    assert words_of(docx).count(HOSTILE) == 12
    assert b"root:" not in pdf


@pytest.mark.django_db
def test_text_of_a_paper_cannot_read_files_of_the_server(draft, tmp_path):
    """The template alone is code: the same words as Typst source would fail or read the file."""
    document = document_of(draft(title='#read("data/paper.typ")'))

    text = typst.query(
        str(pdfs.TEMPLATE),
        "heading",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document.as_data())},
    )

    assert text == "[]"


@given(st.text())
def test_cleaned_text_never_breaks_xml(text):
    kept = clean(text)

    ElementTree.fromstring(f"<a>{kept.replace('&', '').replace('<', '')}</a>")
    assert "\n" not in kept


@given(
    st.lists(
        st.sampled_from(
            [
                "Alinea biasa saja",
                "Hari: Senin",
                "1. satu",
                "- dua",
                "| No. | Nama |",
                "| 1 | Budi |",
                "## Bagian",
                "# Lampiran",
                "# # dua",
                "### tiga",
                "",
                "Pukul: 09.00",
            ]
        ),
        max_size=12,
    )
)
def test_typed_text_and_its_blocks_say_the_same(lines):
    blocks = blocks_of("\n".join(lines))

    assert blocks_of(text_of(blocks)) == blocks


def test_typed_text_becomes_blocks():
    text = "Dengan hormat,\nkami mengundang:\n\nHari: Senin\nPukul: 09.00\n\n1. satu\n2. dua\n\n"
    text += "| No. | Nama |\n| 1 | Budi |"

    assert blocks_of(text) == (
        {"kind": "text", "text": "Dengan hormat, kami mengundang:"},
        {"kind": "fields", "rows": [["Hari", "Senin"], ["Pukul", "09.00"]]},
        {"kind": "list", "entries": ["satu", "dua"]},
        {"kind": "table", "columns": ["No.", "Nama"], "rows": [["1", "Budi"]]},
    )


@pytest.mark.django_db
def test_typed_points_stay_points_and_numbers_numbers(draft):
    typed = "- butir\n- lagi\n\n1. satu\n2. dua"
    points, numbers = blocks_of(typed)
    document = document_of(draft(content={"blocks": [points, numbers]}))
    otherwise = [replace(document, blocks=blocks) for blocks in ((points | {"kind": "list"}, numbers), (numbers,))]

    page = "".join(render_to_string("papers/_blocks.html", {"blocks": document.blocks}).split())

    assert text_of([points, numbers]) == typed
    assert "<ul><li>butir</li><li>lagi</li></ul><ol><li>satu</li><li>dua</li></ol>" in page
    said = words_of(docx_of(document))
    assert [each in said for each in ("– butir", "– lagi", "1. satu", "2. dua", "1. butir")] == [True] * 4 + [False]
    assert len({pdfs.pdf_of(each, at=AT) for each in (document, *otherwise)}) == 3


@pytest.mark.django_db
def test_papers_are_set_by_several_threads_at_once(draft):
    document = document_of(draft())
    alone = pdfs.pdf_of(document, at=AT)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _turn: pdfs.pdf_of(document, at=AT), range(24)))

    assert set(together) == {alone}


def test_an_annex_stands_behind_the_signature():
    blocks = blocks_of("Isi\n\n## Bagian\n\n# Peserta\n| No. |\n| 1 |\n\n# Jadwal\nSenin")

    body, annexes = parted(blocks)

    assert [block["kind"] for block in body] == ["text", "heading"]
    assert [(title, [block["kind"] for block in told]) for title, told in annexes] == [
        ("Peserta", ["table"]),
        ("Jadwal", ["text"]),
    ]
    assert parted(()) == ((), ())


def test_too_much_is_refused():
    with pytest.raises(PaperRefusal, match="paling panjang 6000"):
        content_of({"blocks": [{"kind": "text", "text": "x" * 6_001}]})
    with pytest.raises(PaperRefusal, match="Paling banyak 2000 baris"):
        content_of({"blocks": [{"kind": "list", "entries": ["x"] * 2_001}]})


@pytest.mark.parametrize("typed", ["abcd-efgh-jklm", " ABCD EFGH JKLM ", "abcdefghjklm", "ABCD–EFGH–JKLM"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert typed_code(typed) == "ABCDEFGHJKLM"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKL0", "ABCD-EFGH-JKLMN", "'; drop"])
def test_what_is_no_code_is_none(typed):
    assert typed_code(typed) == ""


def test_codes_are_random_and_easy_to_read():
    codes = {new_code() for _each in range(500)}

    assert len(codes) == 500
    assert set("".join(codes)) <= set(ALPHABET)
    assert all(typed_code(shown_code(code)) == code for code in codes)


@pytest.mark.django_db
def test_the_seal_is_kept_once_and_breaks_when_the_file_is_changed(signed):
    paper = signed()

    first, second = seal_paper(paper=paper, by=None, at=AT), seal_paper(paper=paper, by=None, at=AT)

    content = storage.path_of(first.file.name).read_bytes()
    assert (first.pk, PaperFile.objects.count(), first.file.size) == (second.pk, 1, len(content))
    assert list(seals.seals_in(content)) == [True]
    position = content.index(b"stream") + 60
    changed = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
    assert list(seals.seals_in(changed)) == [False]


@pytest.mark.django_db
def test_the_key_of_the_seal_is_made_once_and_for_the_program_alone(own_folder):
    first = seals.key_file().read_bytes()

    assert seals.key_file().read_bytes() == first
    assert oct((own_folder / "kunci-segel").stat().st_mode)[-3:] == "600"
    assert [path.name for path in own_folder.iterdir()] == ["kunci-segel"]


@pytest.mark.django_db
def test_a_draft_gets_no_seal_and_no_code(draft, signed):
    paper = draft()

    with pytest.raises(PaperRefusal, match="sudah ditandatangani"):
        seal_paper(paper=paper, by=None, at=AT)

    assert (document_of(paper).code, document_of(paper).is_draft) == ("", True)
    assert document_of(signed()).code.count("-") == 2


@pytest.mark.django_db
def test_without_the_extra_the_refusal_says_what_works(draft, signed, monkeypatch):
    monkeypatch.setattr(pdfs, "find_spec", lambda _name: None)

    with pytest.raises(PaperRefusal, match="Cetak suratnya dari peramban atau unduh DOCX"):
        seal_paper(paper=signed(), by=None, at=AT)

    assert words_of(docx_of(document_of(draft())))


@pytest.mark.django_db
def test_the_text_for_whatsapp_says_what_when_and_where(signed):
    paper = signed()

    assert whatsapp_text(paper).splitlines() == [
        "*Undangan rapat*",
        "Nomor 000/001/KA/2026",
        "",
        "Yth. Kepala Desa se-Kecamatan Alas",
        "",
        "Hari: Senin",
        "Tempat: Aula",
        "",
        f"Keaslian surat dapat diperiksa di http://127.0.0.1:8000/periksa-surat/{paper.shown_code}/",
    ]


def drawn_pages(document) -> list[bytes]:
    """Draw each page of a paper as the PDF has it."""
    return pdfs._own.compiler.compile(format="svg", sys_inputs={"data": json.dumps(document.as_data())})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["surat_undangan", "jadwal", "sertifikat"])
def test_a_paper_of_a_practice_copy_is_marked_on_every_page(draft, kind, settings):
    blocks = [{"kind": "text", "text": "Baris panjang. " * 60} for _number in range(12)]
    paper = draft(kind, content={"to": ["Ani"], "blocks": blocks})
    real = document_of(paper)
    settings.PRACTICE = "1"
    document = document_of(paper)

    marked, plain = drawn_pages(document), drawn_pages(real)
    assert (len(marked), [one == other for one, other in zip(marked, plain, strict=True)]) == (
        len(plain),
        [False] * len(plain),
    )
    assert len(plain) > 1
    with zipfile.ZipFile(io.BytesIO(docx_of(real))) as package:
        assert [name for name in package.namelist() if "header" in name] == []
    with zipfile.ZipFile(io.BytesIO(docx_of(document))) as package:
        assert "LATIHAN, BUKAN SURAT YANG SEBENARNYA" in package.read("word/header1.xml").decode()
        assert 'Target="header1.xml"' in package.read("word/_rels/document.xml.rels").decode()
        assert "header1.xml" in package.read("[Content_Types].xml").decode()
        assert "<w:headerReference" in package.read("word/document.xml").decode()
