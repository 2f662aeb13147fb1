"""Pictures in a paper: its own copies, known by what is in them, shown to its readers and to nobody else."""

import hashlib
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import FileRefusal
from rumahbersama.workshop.papers import actions, pdfs, pictures
from rumahbersama.workshop.papers.batches import Item, Order, issue_many
from rumahbersama.workshop.papers.contents import MOST_PICTURES, blocks_of, content_of, text_of
from rumahbersama.workshop.papers.documents import document_of
from rumahbersama.workshop.papers.docx import docx_of
from rumahbersama.workshop.papers.models import Paper, PaperFile
from rumahbersama.workshop.papers.rules import PaperRefusal
from rumahbersama.workshop.papers.sealing import seal_paper
from tests.files.making import PDF, picture
from tests.papers.conftest import AT, TODAY, sign

pytestmark = pytest.mark.django_db
OWNER = "uji.kunjungan:1"
DIGEST = "0" * 64
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def as_(client, cast):
    def signing_in(who: str):
        client.force_login(cast[who])
        return client

    return signing_in


def photo(owner: str = OWNER, size: tuple[int, int] = (1600, 1200)) -> StoredFile:
    """A photo as a room keeps it."""
    seen = files.checked(chunks=[picture(size=size)], name="foto.jpg")
    kept = files.keep(seen, place_code="71.01.01", by=None, at=AT)
    files.attach(files=[kept], to=owner)
    kept.refresh_from_db()
    return kept


def shown(*photos: StoredFile, captions: tuple[str, ...] = ()) -> dict:
    """What a room gives to show photos: the content and the pictures."""
    told = captions or tuple(f"Foto ke-{order}" for order in range(len(photos)))
    prints = pictures.prints_of(list(zip(photos, told, strict=True)), owner=OWNER)
    blocks = [{"kind": "text", "text": "Sebelum"}, pictures.block_of(prints), {"kind": "text", "text": "Sesudah"}]
    return {"content": {"blocks": blocks}, "pictures": prints}


def of_paper(paper: Paper) -> dict[str, bytes]:
    """The pictures that a paper keeps, as they lie on the disk."""
    rows = PaperFile.objects.filter(paper=paper, kind="picture").select_related("file")
    return {row.file.sha256: storage.path_of(row.file.name).read_bytes() for row in rows}


def addresses(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


def url(name: str, *args) -> str:
    return reverse(f"papers:{name}", args=args)


# What a paper keeps ----------------------------------------------------------------------
def test_a_paper_keeps_copies_of_its_own_small_enough_for_print(draft):
    source = photo()

    paper = draft("berita_acara", **shown(source))

    (digest, content), *more = of_paper(paper).items()
    assert (more, digest) == ([], hashlib.sha256(content).hexdigest())
    assert Image.open(io.BytesIO(content)).size == (960, 720)
    assert len(content) < source.size
    assert content_of(paper.content).blocks[1]["pictures"] == [{"sha256": digest, "caption": "Foto ke-0"}]
    assert PaperFile.objects.get(paper=paper).file.attached_to == f"papers.paper:{paper.pk}"


def test_a_signed_paper_stays_true_when_the_photo_is_removed(draft):
    source = photo()
    paper = sign(draft("daftar_hadir", **shown(source)))
    before = pdfs.pdf_of(document_of(paper, with_pictures=True), at=AT)

    files.remove(file=source)
    storage.forget(source.name)  # what follows when the transaction is stored

    assert pdfs.pdf_of(document_of(paper, with_pictures=True), at=AT) == before


def test_a_draft_written_anew_keeps_what_it_shows_and_lets_go_the_rest(
    draft, posts, django_capture_on_commit_callbacks
):
    one, two = photo(), photo()
    paper = draft("berita_acara", **shown(one, two))
    kept = set(of_paper(paper))
    names = dict(PaperFile.objects.filter(paper=paper).values_list("file__sha256", "file__name"))
    told = shown(two)
    wording = actions.Wording(title=paper.title, content=told["content"], signer_post=posts["camat"])

    with django_capture_on_commit_callbacks(execute=True):  # without its pictures: those that it has are its own
        actions.correct(paper=paper, wording=wording, by=None, at=AT, seen=paper.version)

    left = set(of_paper(paper))
    assert (left, left < kept) == ({told["pictures"][0].file.sha256}, True)
    assert [storage.path_of(names[digest]).exists() for digest in sorted(kept)] == [
        digest in left for digest in sorted(kept)
    ]
    assert StoredFile.objects.filter(attached_to=OWNER).count() == 2


def test_a_cancelled_draft_lets_its_pictures_go_and_a_cancelled_paper_does_not(draft):
    source = photo()
    dropped, withdrawn = draft("daftar_hadir", **shown(source)), sign(draft("daftar_hadir", **shown(source)))

    for paper in (dropped, withdrawn):
        actions.cancel(paper=paper, reason="Salah.", by=None, at=AT, seen=paper.version)

    assert [len(of_paper(paper)) for paper in (dropped, withdrawn)] == [0, 1]
    assert b"%PDF" in pdfs.pdf_of(document_of(dropped, with_pictures=True), at=AT)[:8]


def test_what_replaces_a_paper_has_copies_of_its_pictures(draft):
    old = sign(draft("daftar_hadir", **shown(photo(), photo())))

    new = actions.replace(paper=old, by=None, at=AT)

    assert of_paper(new) == of_paper(old)
    rows = PaperFile.objects.filter(paper__in=(old, new)).values_list("file", flat=True)
    assert len(set(rows)) == 4


# What is refused --------------------------------------------------------------------------
def test_a_picture_that_is_not_the_papers_own_is_refused_and_nothing_is_stored(draft, posts):
    theirs = draft("berita_acara", **shown(photo()))
    digest = next(iter(of_paper(theirs)))
    other = draft("berita_acara")
    stolen = {"blocks": [{"kind": "pictures", "pictures": [{"sha256": digest, "caption": "x"}]}]}
    count = Paper.objects.count()

    with pytest.raises(PaperRefusal, match="bukan milik surat ini"):
        draft("berita_acara", content=stolen)
    wording = actions.Wording(title="x", content=stolen, signer_post=posts["camat"])
    with pytest.raises(PaperRefusal, match="bukan milik surat ini"):
        actions.correct(paper=other, wording=wording, by=None, at=AT, seen=other.version)

    assert (Paper.objects.count(), of_paper(other)) == (count, {})


def test_photos_of_something_else_and_what_is_no_picture_are_refused():
    document = files.keep(files.checked(chunks=[PDF], name="a.pdf"), place_code="71.01.01", by=None, at=AT)
    files.attach(files=[document], to=OWNER)
    document.refresh_from_db()

    with pytest.raises(PaperRefusal, match="bukan milik"):
        pictures.prints_of([(photo(owner="uji.kunjungan:2"), "")], owner=OWNER)
    with pytest.raises(PaperRefusal, match="bukan milik"):
        pictures.prints_of([(photo(owner=""), "")], owner="")
    with pytest.raises(FileRefusal, match="hanya foto"):
        pictures.prints_of([(document, "")], owner=OWNER)
    with pytest.raises(PaperRefusal, match="paling banyak 24"):
        pictures.prints_of([(document, "")] * (MOST_PICTURES + 1), owner=OWNER)


def test_a_photo_changed_on_the_disk_is_refused():
    source = photo()
    storage.path_of(source.name).write_bytes(picture())

    with pytest.raises(FileRefusal, match="hilang atau berubah"):
        pictures.prints_of([(source, "")], owner=OWNER)


@pytest.mark.parametrize("content", [b"", None], ids=["changed", "gone"])
def test_a_picture_that_is_not_the_one_that_was_signed_is_never_sealed_or_exported(draft, as_, content):
    paper = sign(draft("daftar_hadir", **shown(photo())))
    path = storage.path_of(PaperFile.objects.get(paper=paper).file.name)
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(FileRefusal, match="hilang atau berubah"):
        seal_paper(paper=paper, by=None, at=AT)
    answers = [as_("kasi").get(url("export", paper.pk, form)).status_code for form in ("pdf", "docx")]
    assert answers == [422, 422]


def test_a_paper_that_lost_a_picture_is_not_sealed(draft):
    paper = sign(draft("daftar_hadir", **shown(photo())))
    PaperFile.objects.filter(paper=paper).delete()

    with pytest.raises(PaperRefusal, match="bukan milik surat ini"):
        seal_paper(paper=paper, by=None, at=AT)


@pytest.mark.parametrize(
    "wrong", [{"sha256": "../../kunci"}, {"sha256": "A" * 64}, {"sha256": f"{DIGEST}\n"}, {}, {"sha256": None}]
)
def test_a_picture_without_a_name_of_its_content_is_none(wrong):
    with pytest.raises(PaperRefusal, match="tidak dikenal"):
        content_of({"blocks": [{"kind": "pictures", "pictures": [wrong]}]})


def test_more_pictures_than_a_paper_holds_are_refused_wherever_they_stand():
    block = {"kind": "pictures", "pictures": [{"sha256": DIGEST}] * 13}

    with pytest.raises(PaperRefusal, match="paling banyak 24 foto"):
        content_of({"blocks": [block, block]})


def test_many_papers_at_once_have_none(posts, country):
    order = Order("sertifikat", country["71.01.01"], "uji", "Uji", posts["camat"], TODAY, classification="800")
    block = {"kind": "pictures", "pictures": [{"sha256": DIGEST, "caption": ""}]}

    with pytest.raises(PaperRefusal, match="bukan milik"):
        issue_many(order=order, items=[Item("p1", "Uji", {"blocks": [block]})], by=None, at=AT)


def test_pictures_are_no_proof_of_a_wet_signature(draft):
    paper = sign(draft("daftar_hadir", **shown(photo())))

    with pytest.raises(PaperRefusal, match="pindaian"):
        actions.send(paper=paper, sent_on=TODAY, by=None, at=AT, seen=paper.version)


# What people type -------------------------------------------------------------------------
def test_a_typed_line_names_only_pictures_that_the_paper_has():
    block = {"kind": "pictures", "pictures": [{"sha256": DIGEST, "caption": "Satu"}]}
    line = "[Rangkaian foto 1]"

    typed = text_of([{"kind": "text", "text": "Awal"}, block, {"kind": "heading", "text": "Akhir"}])

    assert typed == f"Awal\n\n{line}\n\n## Akhir"
    assert blocks_of(typed, pictures=[block])[1] == block
    assert blocks_of(line) == ({"kind": "text", "text": line},)
    for other in ("[Rangkaian foto 0]", "[Rangkaian foto 2]", "[Rangkaian foto 1] lagi", "[Rangkaian foto -1]"):
        assert blocks_of(other, pictures=[block]) == ({"kind": "text", "text": other},)


def test_a_form_moves_and_takes_out_pictures_and_brings_none(as_, draft, posts):
    paper, theirs = draft("berita_acara", **shown(photo())), draft("berita_acara", **shown(photo()))
    stolen = next(iter(of_paper(theirs)))
    client, address = as_("kasi"), url("edit", paper.pk)
    page = client.get(address).content.decode()
    assert ("[Rangkaian foto 1]" in page, "tempat fotonya" in page) == (True, True)

    def send(text: str) -> Paper:
        version = Paper.objects.get(pk=paper.pk).version
        more = {"signer": posts["camat"].pk, "versi": version, "pictures": stolen, "blocks": stolen}
        answer = client.post(address, {"title": "Berita", "text": text, **more})
        assert answer.status_code == 302
        return Paper.objects.get(pk=paper.pk)

    moved = send(f"[Rangkaian foto 1]\n\nSesudah {stolen}\n\n[Rangkaian foto 2]")
    assert [block["kind"] for block in moved.content["blocks"]] == ["pictures", "text", "text"]
    assert len(of_paper(moved)) == 1
    taken_out = send("Tanpa foto")
    assert ([block["kind"] for block in taken_out.content["blocks"]], of_paper(taken_out)) == (["text"], {})
    back = send("[Rangkaian foto 1]")  # the paper has none any more, so it is a text
    assert back.content["blocks"] == [{"kind": "text", "text": "[Rangkaian foto 1]"}]


# What is shown, and to whom -----------------------------------------------------------------
def test_who_reads_the_paper_sees_its_pictures_and_nobody_else(as_, draft):
    paper, other = draft("berita_acara", **shown(photo(), photo())), draft("berita_acara")
    client = as_("kasi")

    small = addresses(client.get(url("paper", paper.pk)).content.decode())
    whole = addresses(client.get(url("printed", paper.pk)).content.decode())

    rows = list(PaperFile.objects.filter(paper=paper).order_by("pk"))
    assert whole == [url("file", paper.pk, row.pk) for row in rows]
    assert small == [f"{address}?kecil=1" for address in whole]
    answers = [client.get(address) for address in (*whole, *small)]
    assert [answer["Content-Type"] for answer in answers] == ["image/jpeg"] * 4
    assert [Image.open(io.BytesIO(answer.content)).width for answer in answers] == [960, 960, 240, 240]
    assert client.get(url("file", other.pk, rows[0].pk)).status_code == 404
    assert [as_(who).get(whole[0]).status_code for who in ("camat", "camat_b", "operator")] == [200, 404, 403]
    client.logout()
    assert client.get(whole[0]).status_code == 302


def test_the_public_page_never_shows_pictures(client, draft):
    open_paper = sign(draft("daftar_hadir", **shown(photo(), captions=("Posyandu Melati",))))
    private = sign(draft("tanda_terima", **shown(photo(), captions=("Kwitansi Budi",))))

    pages = [client.get(url("check_code", paper.shown_code)).content.decode() for paper in (open_paper, private)]

    assert [addresses(page) for page in pages] == [[], []]
    assert [word in pages[0] for word in ("/surat/", "Foto 1 tidak ditampilkan", "Posyandu Melati")] == [
        False,
        True,
        True,
    ]
    assert [word in pages[1] for word in ("Foto 1", "Kwitansi Budi", "Foto di dalam surat")] == [False, False, False]
    assert [
        next(iter(of_paper(paper))) in page for paper, page in zip((open_paper, private), pages, strict=True)
    ] == [
        False,
        False,
    ]


def test_the_pdf_and_its_seal_hold_the_very_pictures(draft):
    told = shown(photo(), photo(size=(900, 1600)), captions=('#read("/etc/passwd")', "Kedua"))
    paper = sign(draft("daftar_hadir", **told))
    document = document_of(paper, with_pictures=True)

    pdf, sealed = pdfs.pdf_of(document, at=AT), seal_paper(paper=paper, by=None, at=AT)

    assert pdf == pdfs.pdf_of(document, at=AT)
    kept = of_paper(paper)
    assert [content in pdf for content in kept.values()] == [True, True]
    file = storage.path_of(sealed.file.name).read_bytes()
    assert [content in file for content in kept.values()] == [True, True]
    assert b"root:" not in file


def test_the_docx_holds_the_pictures_two_in_a_row(draft, settings):
    settings.PRACTICE = True  # its header and the pictures share one list of ties
    told = shown(photo(), photo(), photo(size=(600, 1600)), captions=('"A" & <b>', "B", "C"))
    paper = draft("berita_acara", **told)

    docx = docx_of(document_of(paper, with_pictures=True))

    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert {name for name in parts if "media" in name} == {f"word/media/{digest}.jpg" for digest in of_paper(paper)}
    trees = {name: ElementTree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    ties = {each.get("Id"): each.get("Target") for each in trees["word/_rels/document.xml.rels"]}
    text = trees["word/document.xml"]
    used = [each.get(f"{{{R}}}embed") for each in text.iter() if each.tag.endswith("}blip")]
    assert [ties[each] for each in used] == [f"media/{row.file.sha256}.jpg" for row in told["pictures"]]
    assert b'Extension="jpg"' in parts["[Content_Types].xml"]
    rows = [row for row in text.iter(f"{{{W}}}tr") if any(each.tag.endswith("}blip") for each in row.iter())]
    assert [len(row.findall(f"{{{W}}}tc")) for row in rows] == [2, 2]
    sizes = [(int(e.get("cx")), int(e.get("cy"))) for e in text.iter() if e.tag.endswith("}extent")]
    assert all(width <= 2_808_000 and height <= 2_052_000 for width, height in sizes)


def test_a_paper_asks_once_more_for_any_number_of_pictures(draft):
    papers = [
        draft("daftar_hadir"),
        draft("daftar_hadir", **shown(photo())),
        draft("daftar_hadir", **shown(photo(), photo(), photo())),
    ]
    counts = []
    for paper in Paper.objects.filter(pk__in=[row.pk for row in papers]).order_by("pk"):
        with CaptureQueriesContext(connection) as asked:
            document_of(paper, with_pictures=True)
        counts.append(len(asked))

    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
