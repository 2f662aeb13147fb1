"""Posts with holders in two kecamatan, and promises of theirs."""

from datetime import UTC, date, datetime

import pytest

from rumahbersama.chain.commitments import actions
from rumahbersama.chain.commitments.actions import Promise
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Post

TODAY = date(2026, 3, 2)  # a Monday
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def posts(country, cast) -> dict[str, Post]:
    """Camat and kasi of A, held by the cast; sekdes of a desa of A, vacant; camat of B."""
    made = {}
    for name, code, title, role in (
        ("camat", "71.01.01", "Camat", "camat"),
        ("kasi", "71.01.01", "Kasi PMD", "kasi"),
        ("sekdes", "71.01.01.2001", "Sekretaris Desa", ""),
        ("camat_b", "71.01.02", "Camat", "camat"),
    ):
        made[name] = create_post(title=title, region=country[code], role=role, by=None, at=AT)
    for name in ("camat", "kasi", "camat_b"):
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
def promise(posts, country):
    """Make a promise as it is told."""

    def telling(who: str = "kasi", code: str = "71.01.01.2001", **more) -> Promise:
        plain = {"what": "Mengaktifkan Posyandu Melati", "promised_on": TODAY, "due_on": date(2026, 3, 31)}
        return Promise(post=posts[who], region=country[code], **(plain | more))

    return telling


@pytest.fixture
def promised(promise):
    """Write a promise down."""

    def writing(who: str = "kasi", code: str = "71.01.01.2001", **more):
        return actions.make_commitment(promise=promise(who, code, **more), by=None, at=AT)

    return writing
