"""A value above what its indicator can usually be is stored, counted and asked about; a table with one is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.entry.rules import Limits, doubt_of
from rumahbersama.chain.needs.models import Observation

DESA, BOX = "71.01.01.2001", "posyandu-71_01_01_2001"
LIMITS = Limits(score=3.5, past=4, neighbours=8)


def boxes(value: str, seen: str) -> dict[str, str]:
    return {f"n-{BOX}": value, f"initial-n-{BOX}": seen}


def test_a_value_above_the_ceiling_is_doubted_before_all_else():
    kinds = [
        doubt_of(value=Decimal(value), whole=Decimal(8), past=[], neighbours=[], limits=LIMITS, ceiling=Decimal(500))
        for value in (501, 500)
    ]
    assert [(found.kind, found.usual) for found in kinds] == [("ceiling", Decimal(500)), ("part", Decimal(8))]


def test_a_value_above_the_ceiling_is_stored_and_asked_about_until_it_is_explained(cast, period, found, client):
    client.force_login(cast["operator"])
    url = reverse("needs:section", args=[DESA, "bidang-kesehatan"]) + "?periode=2026-S1"
    response = client.post(url, boxes("900", "") | {"source": "desa"})
    page = client.get(url).content.decode()
    value = client.get(found(DESA, "posyandu").get_absolute_url()).content.decode()

    assert (response.url, found(DESA, "posyandu").numerator) == (url, 900)
    assert ("Melampaui batas wajar Posyandu (500)." in page, "Mengapa angka ini benar" in page) == (True, True)
    assert ("Melampaui batas wajar Posyandu (500)." in value, "Tulis mengapa angka ini benar" in value) == (
        True,
        True,
    )
    onward = client.post(url, boxes("900", "900") | {"source": "desa", f"k-{BOX}": "gabungan dua dusun"})
    assert (onward.url != url, found(DESA, "posyandu").note) == (True, "gabungan dua dusun")


@pytest.mark.parametrize("value", ["-900", "900,5", "banyak"])
def test_what_cannot_be_a_count_stays_refused(value, cast, period, client):
    client.force_login(cast["operator"])
    url = reverse("needs:section", args=[DESA, "bidang-kesehatan"]) + "?periode=2026-S1"
    response = client.post(url, boxes(value, "") | {"source": "desa"})

    assert (response.status_code, Observation.objects.count()) == (422, 0)
