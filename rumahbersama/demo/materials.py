"""A few invented materials, each a page written here, one with the version that past trainings were taught with."""

from datetime import UTC, datetime

from rumahbersama.chain.training.materials.actions import MaterialFacts, add_material, add_version
from rumahbersama.chain.training.models import Subject
from rumahbersama.ground.files.actions import Checked, checked

BEFORE = datetime(2024, 2, 1, 2, tzinfo=UTC)  # before the first training of the demo
STAFF, TOT = "aparatur-kecamatan", "tot-p3pd"


def write_materials(*, at: datetime) -> None:
    """Give the subjects of two curricula slides, a handout, an exercise and a trainer's guide."""
    needs = _first(STAFF)
    slides = add_material(
        facts=MaterialFacts(needs, "slides", "Slide pembuka"),
        file=_file("Slide pembuka (contoh)", "Angka tahun 2023"),
        note="Versi pertama",
        by=None,
        at=BEFORE,
    )
    add_version(
        material=slides,
        file=_file("Slide pembuka (contoh)", "Angka tahun 2025"),
        note="Angka tahun 2025 dimasukkan",
        by=None,
        at=at,
        seen=slides.changes,
    )
    for subject, kind, title in (
        (needs, "handout", "Lembar bacaan"),
        (needs, "guide", "Panduan pelatih: alur sesi"),
        (_first(TOT), "exercise", "Latihan kelompok"),
    ):
        facts = MaterialFacts(subject, kind, title)
        add_material(facts=facts, file=_file(f"{title} (contoh)", subject.title), note="", by=None, at=BEFORE)


def _first(curriculum: str) -> Subject:
    return Subject.objects.filter(curriculum__code=curriculum).order_by("order")[0]


def _file(title: str, text: str) -> Checked:
    return checked(chunks=[page(title, text)], name=f"{title}.pdf")


def page(*lines: str) -> bytes:
    """Return a PDF of one page with these lines.

    Source: ISO 32000-1 section 7.5 (file structure) and annex H.2 (a minimal file).
    """
    words = b" T* ".join(b"(" + line.encode("latin-1", "replace").translate(_SAFE) + b") Tj" for line in lines)
    shown = b"BT /F1 24 Tf 30 TL 60 760 Td " + words + b" ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


_SAFE = bytes(32 if each in b"()\\" else each for each in range(256))
