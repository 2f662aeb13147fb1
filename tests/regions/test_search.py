import pytest

from rumahbersama.ground.regions.queries.search import find
from tests.conftest import make_region


@pytest.fixture
def places(country):
    make_region("71.03", "Cianjur")
    make_region("71.03.01", "Cianjur")
    make_region("71.03.02", "Adipala")
    make_region("71.03.02.2001", "Adipala Wetan")
    make_region("71.03.02.2002", "Karanganyar")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("71.03", ["71.03"]),
        ("7103022001", ["71.03.02.2001"]),
        ("71.03.02", ["71.03.02"]),
        ("710", ["71.01", "71.02", "71.03"]),
        ("71.03.02.20", ["71.03.02.2001", "71.03.02.2002"]),
        ("cianjur", ["71.03", "71.03.01"]),
        ("Ciangjur", ["71.03", "71.03.01"]),
        ("kec. adipala", ["71.03.02"]),
        ("Kecamatan Cianjur", ["71.03.01"]),
        ("kabupaten cianjur", ["71.03"]),
        ("adipala", ["71.03.02", "71.03.02.2001"]),
        ("anyar", ["71.03.02.2002"]),
        ("Karang Anyar", ["71.03.02.2002"]),
        ("wianjur", ["71.03", "71.03.01"]),
        ("desa karanganyar", ["71.03.02.2002"]),
        ("zzzzzz", []),
        ("99.99", []),
        ("a", []),
        ("", []),
        ("%", []),
    ],
)
def test_regions_are_found_by_name_and_code(places, text, codes):
    found = [one.region.code for one in find(text)]

    assert found[: len(codes)] == codes if text == "710" else found == codes


def test_exact_names_come_first_and_higher_levels_before_lower(places):
    assert [(one.region.code, one.score) for one in find("Adipala")] == [("71.03.02", 100), ("71.03.02.2001", 90)]


def test_regions_that_are_gone_are_not_found(places, country, now):
    region = country["71.01.01.2001"]
    region.gone_on = now.date()
    region.save()

    assert find("Anggrek") == []


@pytest.mark.parametrize(("text", "queries"), [("71.03", 1), ("Adipala", 2), ("Ciangjur", 4)])
def test_search_asks_the_database_a_fixed_number_of_times(places, django_assert_num_queries, text, queries):
    with django_assert_num_queries(queries):
        for one in find(text):
            str(one.region.parent and one.region.parent.parent)
