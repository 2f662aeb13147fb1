"""Lists: searched, sorted and paged from the address alone."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from rumahbersama.ground.core import tables
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.core.tables import in_turn, listed

SORTS = {"nama": "title", "keadaan": ("state", "-title"), "giliran": in_turn("state", Job.State)}


@pytest.fixture
def titles(db, now):
    names = ["Ani", "Budi", "Cici Ani", "Dedi"]
    Job.objects.bulk_create(
        Job(kind="x", title=name, state="done" if name < "C" else "failed", created_at=now) for name in names
    )
    return names


def found(query: str, **options) -> list[str]:
    request = RequestFactory().get(f"/?{query}")
    options = {"sorts": SORTS, "default": "nama", "search": ["title", "kind"], **options}
    return [job.title for job in listed(request, Job.objects.all(), **options).page]


def test_sorts_up_down_and_by_default(titles):
    assert found("") == titles
    assert found("urut=-nama") == titles[::-1]
    assert found("urut=-keadaan") == ["Cici Ani", "Dedi", "Ani", "Budi"]


def test_states_follow_each_other_in_their_own_order_not_by_their_codes(db, now):
    for state in sorted(Job.State.values):
        Job.objects.create(kind="x", title=state, state=state, created_at=now)
    sorts = {"keadaan": (in_turn("state", Job.State), "title")}

    assert found("urut=keadaan", sorts=sorts, default="keadaan") == ["waiting", "running", "done", "failed"]
    assert found("urut=-keadaan", sorts=sorts, default="keadaan") == ["failed", "done", "running", "waiting"]


def test_sort_key_that_is_not_offered_falls_back(titles):
    assert found("urut=by__password") == titles
    assert found("urut=") == titles


def test_search_wants_every_word_somewhere(titles):
    assert found("cari=ani") == ["Ani", "Cici Ani"]
    assert found("cari=ani+cici") == ["Cici Ani"]
    assert found("cari=ani+budi") == []
    assert found("cari=%00ani%0A") == ["Ani", "Cici Ani"]


def test_search_is_ignored_where_no_field_is_offered(titles):
    assert found("cari=ani", search=()) == titles


@pytest.mark.parametrize(
    ("page", "names"),
    [("1", ["Ani", "Budi"]), ("2", ["Cici Ani", "Dedi"]), ("99", ["Cici Ani", "Dedi"]), ("x", ["Ani", "Budi"])],
)
def test_page_outside_the_list_gives_the_nearest(titles, page, names):
    assert found(f"hal={page}", size=2) == names


def test_list_costs_two_queries_however_long(titles, django_assert_num_queries):
    with django_assert_num_queries(2):
        found("cari=a&urut=-nama")
    Job.objects.bulk_create(Job(kind="x", title=f"a{n}", created_at=timezone.now()) for n in range(60))
    with django_assert_num_queries(2):
        found("cari=a&urut=-nama")


@pytest.mark.parametrize("wish", ["", "urut=-nama", "urut=keadaan", "urut=giliran", "urut=-giliran", "cari=ani"])
def test_a_far_page_holds_the_same_rows_in_one_query_that_joins_no_others(
    titles, monkeypatch, django_assert_num_queries, wish
):
    request = RequestFactory().get(f"/?{wish}&hal=2")
    rows = Job.objects.select_related("by").all()
    options = {"sorts": SORTS, "default": "nama", "search": ["title"], "size": 1}
    near = [job.pk for job in listed(request, rows, **options).page]

    monkeypatch.setattr(tables, "FAR", 1)
    with django_assert_num_queries(2) as asked:
        far = [job.pk for job in listed(request, rows, **options).page]

    assert (far, len(far)) == (near, 1)
    inner = asked[1]["sql"].partition(" IN (")[2]
    assert ("OFFSET 1" in inner, "JOIN" in inner) == (True, False)
