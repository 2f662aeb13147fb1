"""Posts with holders in two kecamatan, and papers of theirs."""

from datetime import UTC, date, datetime

import pytest

from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers import actions
from rumahbersama.workshop.papers.actions import Signing
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.numbering import Numbering

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
CONTENT = {
    "to": ["Kepala Desa se-Kecamatan Alas"],
    "blocks": [
        {"kind": "text", "text": "Dengan hormat,"},
        {"kind": "fields", "rows": [["Hari", "Senin"], ["Tempat", "Aula"]]},
        {"kind": "table", "columns": ["No.", "Nama"], "rows": [["1", "Budi"]]},
    ],
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SEAL_KEY = tmp_path / "kunci-segel"
    return tmp_path


def make_posts(country, cast) -> dict[str, Post]:
    """Camat, sekcam and kasi of A, held by the cast; a vacant post of A; camat of B."""
    made = {}
    for name, code, title, role in (
        ("camat", "71.01.01", "Camat", "camat"),
        ("sekcam", "71.01.01", "Sekretaris Kecamatan", "sekcam"),
        ("kasi", "71.01.01", "Kasi PMD", "kasi"),
        ("vacant", "71.01.01", "Kasi Trantib", ""),
        ("camat_b", "71.01.02", "Camat", "camat"),
    ):
        made[name] = create_post(title=title, region=country[code], role=role, by=None, at=AT)
    for name in ("camat", "sekcam", "kasi", "camat_b"):
        tenure = appoint_by_name(
            post=made[name],
            person=None,
            name=cast[name].name,
            capacity="definitive",
            starts_on=date(2025, 1, 1),
            by=None,
            at=AT,
        )
        cast[name].person = tenure.person
        cast[name].save()
    return made


@pytest.fixture
def posts(country, cast) -> dict[str, Post]:
    """See ``make_posts``."""
    return make_posts(country, cast)


@pytest.fixture
def draft(posts, country):
    """Write a draft of A, signed by the camat."""

    def writing(kind: str = "surat_undangan", **more) -> Paper:
        plain = {
            "region": country["71.01.01"],
            "title": "Undangan rapat",
            "content": CONTENT,
            "signer_post": posts["camat"],
        }
        return actions.draft(kind=kind, by=None, at=AT, **(plain | more))

    return writing


@pytest.fixture
def signed(draft):
    """Write a draft, put it up and sign it, with the next number where its kind has one."""

    def signing(kind: str = "surat_undangan", code: str = "000", sequence=None, **more) -> Paper:
        return sign(draft(kind, **more), code=code, sequence=sequence)

    return signing


def sign(paper: Paper, *, code: str = "000", sequence=None, by=None, **more) -> Paper:
    """Put a draft up and sign it."""
    put = actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    numbering = Numbering(code, sequence) if paper.kind_here.needs_number else None
    told = Signing(**({"signed_on": TODAY, "way": "wet", "numbering": numbering} | more))
    return actions.sign(paper=put, signing=told, by=by, at=AT, seen=put.version)
