"""The search: grouped, ordered, paged, and only what one may see."""

import pytest
from django.urls import reverse

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import Hook, SearchHit
from rumahbersama.office.search.queries import found


@pytest.fixture
def hits(monkeypatch):
    """A registry of answers with what this test puts in."""
    hook: Hook[SearchHit] = Hook("search")
    monkeypatch.setattr(registry, "search", hook)

    def fill(*answers: SearchHit) -> None:
        hook.fill(lambda *, user, text: answers)

    return fill


def test_found_groups_best_first(hits):
    hits(SearchHit("B", "/b/", "Wilayah", score=1), SearchHit("A", "/a/", "Wilayah", score=1))
    hits(SearchHit("P", "/p/", "Orang", score=5), SearchHit("C", "/c/", "Wilayah", score=3))

    groups = [(group.kind, [hit.title for hit in group.hits]) for group in found(user=None, text="ab")]

    assert groups == [("Orang", ["P"]), ("Wilayah", ["C", "A", "B"])]


def test_found_shows_an_address_once(hits):
    hits(SearchHit("Lama", "/a/", "Wilayah", score=1), SearchHit("Baru", "/a/", "Wilayah", score=2))

    assert [hit.title for hit in found(user=None, text="ab")[0].hits] == ["Baru"]


@pytest.mark.parametrize("text", ["", " ", "a", "\x00"])
def test_found_nothing_for_too_little(hits, text):
    hits(SearchHit("A", "/a/", "Wilayah"))

    assert found(user=None, text=text) == []


def test_page_shortens_groups_and_pages_one(client, db, hits):
    hits(*[SearchHit(f"T{number:02}", f"/{number}/", "Wilayah") for number in range(40)])
    address = reverse("search:search")

    short = client.get(address, {"cari": "t0"}).content.decode()
    second = client.get(address, {"cari": "t0", "jenis": "Wilayah", "hal": "2"}).content.decode()

    assert [short.count('<a href="/0/"'), short.count('<a href="/6/"')] == [1, 0]
    assert [second.count('<a href="/25/"'), second.count('<a href="/39/"'), second.count('<a href="/0/"')] == [
        1,
        1,
        0,
    ]


def test_page_says_what_to_do_when_nothing_is_found(client, country):
    page = client.get(reverse("search:search"), {"cari": "zzzzzz"})

    assert "Tidak ada yang cocok" in page.content.decode()


def test_page_escapes_what_was_typed(client, db, hits):
    page = client.get(reverse("search:search"), {"cari": "<script>x"})

    assert "<script>x" not in page.content.decode()


def test_anonymous_finds_regions_and_no_people(client, cast):
    page = client.get(reverse("search:search"), {"cari": "camat"})

    assert cast["camat"].name not in page.content.decode()
