"""From the priority list to a promise: what was read goes along, and only to who may see it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.ground.core import registry
from rumahbersama.ground.people.actions.posts import create_post
from rumahbersama.ground.regions.office_days.zones import day_at

A = "71.01.01.2001"
REFERENCE = f"prioritas:posyandu:{A}:2026-S1"
pytestmark = pytest.mark.django_db


@pytest.fixture
def short(put, reference):
    """A village of 3,800 people with one posyandu: three are missing."""
    put({(A, "penduduk"): 3800, (A, "posyandu"): 1})


@pytest.fixture
def post(country, now):
    return create_post(title="Kasi PMD", region=country["71.01.01"], role="kasi", by=None, at=now)


def said(user, reference: str = REFERENCE) -> list[registry.Evidence]:
    return list(registry.evidence.each(user=user, reference=reference))


def test_the_list_leads_to_the_form_which_keeps_what_was_read(short, post, cast, client):
    client.force_login(cast["kasi"])
    page = client.get(reverse("priorities:place", args=["71.01.01"]) + "?periode=2026-S1").content.decode()
    address = f"{reverse('commitments:new')}?tempat={A}&bukti={REFERENCE}"
    assert address.replace("&", "&amp;") in page

    form = client.get(address).content.decode()
    assert "Posyandu kurang 3 di" in form
    sent = {"post": str(post.pk), "what": "Membuka posyandu", "place": A, "working_days": "20"}
    client.post(address, sent | {"why": "Posyandu kurang", "measure": "Kekurangan Posyandu", "baseline": "3"})

    made = Commitment.objects.get()
    assert (made.source_kind, made.snapshot["value"], made.snapshot["place_code"]) == ("evidence", "3", A)
    assert made.snapshot["read_on"] == day_at(A, timezone.now()).isoformat()
    told = client.get(made.get_absolute_url()).content.decode()
    assert made.source_url.replace("&", "&amp;") in told
    assert "seperti terbaca pada" in told


@pytest.mark.parametrize(
    ("who", "asked", "count"),
    [
        ("kasi", REFERENCE, 1),
        ("camat_b", REFERENCE, 0),
        ("kasi", f"prioritas:posyandu:{A}:1999", 0),
        ("kasi", f"prioritas:rumah:{A}:2026-S1", 0),
        ("kasi", "prioritas:posyandu:99.99:2026-S1", 0),
        ("kasi", "lain:1", 0),
        ("kasi", "prioritas", 0),
    ],
)
def test_a_reference_speaks_only_to_who_may_see_the_list(who, asked, count, short, cast):
    assert len(said(cast[who], asked)) == count


def test_an_unknown_reference_leaves_the_form_plain(post, cast, client, country):
    client.force_login(cast["kasi"])
    answer = client.get(reverse("commitments:new") + "?bukti=prioritas:x:y:z")

    assert (answer.status_code, "Berangkat dari" in answer.content.decode()) == (200, False)
