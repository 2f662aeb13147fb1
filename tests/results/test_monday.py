"""The Monday briefing: what it holds, and what it costs."""

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import Observation


@pytest.fixture
def filled(put) -> None:
    """Akasia lacks both posyandu, Anggrek one of four; Asri has sent nothing; one figure is contested."""
    put({("71.01.01.2001", "penduduk"): 5000, ("71.01.01.2001", "posyandu"): 3})
    put({("71.01.01.2002", "penduduk"): 2000, ("71.01.01.2002", "posyandu"): 0})
    Observation.objects.filter(region__code="71.01.01.2001", indicator__code="posyandu").update(state="contested")
    put({("71.01.01.2001", "sd"): 4})


def test_the_sheet_holds_what_is_first_who_is_late_and_what_waits(filled, cast, client):
    client.force_login(cast["camat"])
    found = client.get(reverse("results:monday", args=["71.01.01"])).context["found"]

    assert [(entry.standard.service.code, entry.place.name) for entry, _why in found.first][:2] == [
        ("posyandu", "Akasia"),
        ("posyandu", "Anggrek"),
    ]
    assert [desa.name for desa in found.late] == ["Asri", "Akasia"]
    assert (found.late_count, found.unverified, found.new_voices) == (2, 5, 0)


def test_without_data_it_leads_to_the_page_that_says_what_to_do(reference, cast, client):
    client.force_login(cast["camat"])
    answer = client.get(reverse("results:monday", args=["71.01.01"]))

    assert answer.url == reverse("results:place", args=["71.01.01"])


COST = 12


def test_the_sheet_costs_the_same_with_one_late_village_and_with_two(
    filled, put, cast, client, django_assert_max_num_queries
):
    client.force_login(cast["camat"])
    address = reverse("results:monday", args=["71.01.01"])
    client.get(address)
    with django_assert_max_num_queries(12) as more:
        client.get(address)
    put({("71.01.01.1003", "penduduk"): 9, ("71.01.01.1003", "posyandu"): 1, ("71.01.01.1003", "sd"): 1})
    with django_assert_max_num_queries(12) as fewer:
        client.get(address)

    assert len(more) == len(fewer) == COST
