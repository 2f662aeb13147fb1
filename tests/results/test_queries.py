"""Every page of a place costs the same queries with one row and with three, and never more than twelve."""

import pytest
from django.urls import reverse

from tests.conftest import make_region

MOST = 12
PAGES = {
    "0": "ministry",
    "71": "province",
    "71.01": "bappeda",
    "71.01.01": "keeper",
    "71.01.01.2001": "operator",
}


@pytest.fixture
def three(country, put) -> None:
    """Two more of everything: provinces, kabupaten, kecamatan, desa, and values of each."""
    for code in ("73", "73.01", "73.01.01", "73.01.01.2001", "74", "74.01", "74.01.01", "74.01.01.2001"):
        make_region(code, f"Wilayah {code}")
    for code in ("71.03", "71.03.01", "71.03.01.2001", "71.01.03", "71.01.03.2001"):
        make_region(code, f"Wilayah {code}")
    for code in ("73.01.01.2001", "74.01.01.2001", "71.03.01.2001", "71.01.03.2001", "71.01.01.2002"):
        put({(code, "penduduk"): 3000, (code, "posyandu"): 1, (code, "sd"): 2})


@pytest.fixture
def one(put) -> None:
    """A single village has sent."""
    put({("71.01.01.2001", "penduduk"): 3000, ("71.01.01.2001", "posyandu"): 1})


def queries(client, code: str, capture) -> int:
    with capture as found:
        assert client.get(reverse("results:place", args=[code])).status_code == 200
    return len(found)


@pytest.mark.parametrize(("code", "who"), PAGES.items())
def test_the_page_of_a_place_asks_the_same_whatever_the_rows(
    code, who, cast, reference, one, request, client, django_assert_max_num_queries
) -> None:
    client.force_login(cast[who])
    with_one = queries(client, code, django_assert_max_num_queries(MOST))
    request.getfixturevalue("three")
    with_three = queries(client, code, django_assert_max_num_queries(MOST))

    assert with_three == with_one == EXACT[code]


EXACT = {"0": 11, "71": 11, "71.01": 11, "71.01.01": 12, "71.01.01.2001": 11}


@pytest.mark.parametrize("code", PAGES)
def test_the_page_of_a_place_costs_little_without_signing_in(
    code, reference, one, client, django_assert_max_num_queries
) -> None:
    assert queries(client, code, django_assert_max_num_queries(MOST)) <= 3


@pytest.mark.parametrize(("code", "who"), PAGES.items())
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_tables_of_a_place_cost_no_more_than_its_page(
    form, code, who, cast, reference, one, client, django_assert_max_num_queries
) -> None:
    client.force_login(cast[who])
    for table in ("peringkat", "layanan", "nilai"):
        with django_assert_max_num_queries(MOST):
            client.get(reverse("results:download", args=[code, table, form]))
