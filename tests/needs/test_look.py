"""Looking at what saving would do before anything is kept; a refusal leads to the box that it concerns."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import IndicatorSum, Observation
from rumahbersama.chain.needs.moved import MovedSum
from rumahbersama.ground.audit.models import AuditRecord

DESA, BOX = "71.01.01.2001", "posyandu-71_01_01_2001"
LOOK = {"lihat": "1"}


def section(place: str = DESA, name: str = "bidang-kesehatan") -> str:
    return reverse("needs:section", args=[place, name]) + "?periode=2026-S1"


def boxes(value: str, seen: str = "", box: str = BOX) -> dict[str, str]:
    return {f"n-{box}": value, f"initial-n-{box}": seen, "source": "desa"}


def test_looking_tells_the_sums_that_would_move_and_keeps_nothing(cast, put, found, client):
    put({(DESA, "posyandu"): 2, ("71.01.01.2002", "posyandu"): 3})  # of others: saving would ask for a reason
    client.force_login(cast["operator"])
    before = AuditRecord.objects.count(), list(IndicatorSum.objects.values())
    response = client.post(section(), boxes("6", "2") | LOOK)
    page = response.content.decode()

    assert response.status_code == 200
    assert [str(each) for each in response.context["look"].sums] == [
        "Posyandu Kecamatan Alas 5 menjadi 9",
        "Posyandu Kabupaten Sungai 5 menjadi 9",
    ]
    assert ("Belum ada yang disimpan" in page, 'value="6"' in page) == (True, True)
    assert found(DESA, "posyandu").numerator == 2
    assert (AuditRecord.objects.count(), list(IndicatorSum.objects.values())) == before


def test_looking_asks_why_an_unusual_value_is_right_and_the_reason_is_kept_with_the_value(
    cast, period, found, client
):
    client.force_login(cast["operator"])
    page = client.post(section(), boxes("900") | LOOK).content.decode()
    assert ("Melampaui batas wajar Posyandu (500)." in page, f'name="k-{BOX}"' in page) == (True, True)
    assert Observation.objects.count() == 0

    client.post(section(), boxes("900") | {f"k-{BOX}": "gabungan dua dusun"})
    assert (found(DESA, "posyandu").numerator, found(DESA, "posyandu").note) == (900, "gabungan dua dusun")


def test_looking_at_what_is_refused_is_refused(cast, period, client):
    client.force_login(cast["operator"])
    response = client.post(section(), boxes("banyak") | LOOK)
    assert (response.status_code, response.context["look"], Observation.objects.count()) == (422, None, 0)


def test_the_page_of_a_value_can_be_looked_at_too(cast, put, found, client):
    put({(DESA, "posyandu"): 2}, by=cast["operator"])
    client.force_login(cast["operator"])
    address = reverse("needs:value", args=[DESA, "posyandu", "2026-S1"])
    typed = {"numerator": "900", "source": "desa", "reason": "hitung ulang"}
    looked = client.post(address, typed | LOOK | {"reason": ""})
    page = looked.content.decode()

    assert (looked.status_code, found(DESA, "posyandu").numerator) == (200, 2)
    assert "Posyandu Kecamatan Alas 2 menjadi 900" in page
    assert "Melampaui batas wajar Posyandu (500)." in page
    saved = client.post(address, typed, follow=True).content.decode()
    assert (found(DESA, "posyandu").numerator, "Posyandu Kabupaten Sungai 2 menjadi 900." in saved) == (900, True)


def test_the_sum_of_a_ratio_is_told_as_a_share(reference, country):
    ratio = next(each for each in reference.values() if each.upward == "ratio")
    moved = MovedSum(ratio, country["71.01"], Decimal(1), Decimal(3), Decimal(4), Decimal(4))
    assert str(moved).endswith("Kabupaten Sungai 25,0% menjadi 75,0%")


def test_a_value_changed_meanwhile_is_refused_with_a_link_to_its_box(cast, put, client):
    put({(DESA, "posyandu"): 7})
    client.force_login(cast["operator"])
    response = client.post(section(), boxes("4", "2"))
    page = response.content.decode()

    assert (response.status_code, f'<a href="#id_n-{BOX}">' in page, f'id="id_n-{BOX}"' in page) == (422, True, True)


def test_a_missing_reason_leads_to_the_box_and_to_the_box_for_the_reason(cast, put, client):
    put({(DESA, "posyandu"): 7})
    client.force_login(cast["operator"])
    page = client.post(section(), boxes("4", "7")).content.decode()

    assert (f'<a href="#id_n-{BOX}">' in page, '<a href="#id_reason">' in page) == (True, True)


def test_in_a_list_of_villages_the_link_leads_to_the_village(cast, put, client):
    put({("71.01.01.2002", "sd"): 3})
    client.force_login(cast["education_unit"])
    box = "sd-71_01_01_2002"
    page = client.post(section("71.01.01", "sd"), boxes("5", "1", box)).content.decode()

    assert f'<a href="#id_n-{box}">' in page


@pytest.mark.parametrize(("value", "seen"), [("banyak", ""), ("4", "2")])
def test_an_outbox_is_told_which_box_was_refused(value, seen, cast, put, client):
    put({(DESA, "posyandu"): 7})
    client.force_login(cast["operator"])
    sent = boxes(value, seen) | {"kunci": "a" * 32, "akun": str(cast["operator"].pk)}
    answer = client.post(section(), sent, headers={"X-Outbox": "1"})

    assert (answer.status_code, json.loads(answer.content)["kotak"]) == (422, f"id_n-{BOX}")
