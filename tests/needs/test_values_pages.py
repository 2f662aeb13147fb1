"""The pages of values: who gets at them, who may enter, confirm, contest and verify, and what happens then."""

from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.entry.actions import close_period
from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.ground.audit.models import AuditRecord

DESA = "71.01.01.2001"
SISTER = "71.01.01.2002"
VALUE = "needs:value"


def address(what: str = "penduduk", place: str = DESA, name: str = VALUE, when: str = "2026-S1") -> str:
    return reverse(name, args=[place, what, when])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ministry", 200),
        ("auditor", 200),
        ("province", 200),
        ("bappeda", 200),
        ("dpmd", 200),
        ("governance", 200),
        ("agency", 200),
        ("camat", 200),
        ("sekcam", 200),
        ("kasi", 200),
        ("keeper", 200),
        ("education_unit", 200),
        ("health_unit", 200),
        ("operator", 200),
        ("administrator", 403),
        ("camat_b", 404),
        ("operator_b", 404),
        ("outsider", 404),
        ("nobody", 404),
    ],
)
def test_the_page_of_a_value_opens_for_those_who_see_rows_there(who, status, cast, put, client) -> None:
    put({(DESA, "penduduk"): 98_765})
    client.force_login(cast[who])
    response = client.get(address())

    assert (response.status_code, b"98.765" in response.content) == (status, status == 200)


def test_a_sister_village_sees_that_the_value_is_there_but_not_its_row(cast, put, client) -> None:
    put({(SISTER, "penduduk"): 98_765})
    client.force_login(cast["operator"])
    response = client.get(address(place=SISTER))

    assert (response.status_code, b"98.765" in response.content) == (403, False)


def test_without_signing_in_the_page_asks_for_it(put, client) -> None:
    response = client.get(address())

    assert (response.status_code, response.url.startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize("place", ["0", "71", "71.01", "71.01.01"])
def test_a_sum_has_no_page_of_a_value(place, cast, put, client) -> None:
    client.force_login(cast["ministry"])

    assert client.get(address(place=place)).status_code == 404


def test_a_value_nobody_has_sent_is_no_zero(cast, reference, client) -> None:
    client.force_login(cast["operator"])
    page = client.get(address()).content.decode()

    assert "Yang belum dikirim tidak dianggap nol" in page


@pytest.mark.parametrize(
    ("who", "what", "enters"),
    [
        ("health_unit", "puskesmas", True),
        ("health_unit", "sd", False),
        ("health_unit", "penduduk", False),
        ("education_unit", "sd", True),
        ("education_unit", "puskesmas", False),
        ("operator", "posyandu", True),
        ("operator", "penduduk", False),
        ("keeper", "penduduk", True),
        ("kasi", "sd", True),
        ("bappeda", "puskesmas", True),
        ("camat", "posyandu", False),
        ("governance", "posyandu", False),
        ("auditor", "posyandu", False),
        ("province", "posyandu", False),
        ("ministry", "posyandu", False),
    ],
)
def test_a_supplying_post_enters_its_own_indicators_only(who, what, enters, cast, reference, client) -> None:
    client.force_login(cast[who])
    url = address(what)
    offered = 'name="numerator"' in client.get(url).content.decode()
    status = client.post(url, {"numerator": "3", "source": "laporan"}).status_code

    assert (offered, status) == (enters, 302 if enters else 403)
    assert list(Observation.objects.values_list("numerator", flat=True)) == ([Decimal(3)] if enters else [])


def test_a_correction_over_a_value_changed_meanwhile_shows_it_and_stores_nothing(cast, put, found, client) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast["keeper"])
    seen = found(DESA, "posyandu").face
    put({(DESA, "posyandu"): 5})
    data = {"numerator": "3", "source": "laporan", "reason": "hitung ulang", "seen": seen}
    response = client.post(address("posyandu"), data)

    assert (response.status_code, found(DESA, "posyandu").numerator) == (422, Decimal(5))
    assert "baru saja diubah orang lain; sekarang 5." in response.content.decode()
    again = client.post(address("posyandu"), data | {"seen": found(DESA, "posyandu").face})
    assert (again.status_code, found(DESA, "posyandu").numerator) == (302, Decimal(3))


def test_a_refused_number_keeps_what_was_typed(cast, put, client) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast["keeper"])
    response = client.post(address("posyandu"), {"numerator": "dua", "source": "laporan", "reason": "x"})
    page = response.content.decode()

    assert (response.status_code, 'value="dua"' in page, "“dua” bukan angka" in page) == (422, True, True)


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("operator", "confirmed", 302),
        ("operator", "contested", 302),
        ("operator", "verified", 403),
        ("keeper", "verified", 302),
        ("keeper", "contested", 302),
        ("keeper", "confirmed", 403),
        ("camat", "verified", 302),
        ("sekcam", "verified", 302),
        ("kasi", "verified", 403),
        ("health_unit", "contested", 403),
        ("bappeda", "verified", 403),
        ("ministry", "verified", 403),
        ("operator_b", "confirmed", 404),
        ("camat_b", "verified", 404),
        ("outsider", "contested", 404),
    ],
)
def test_the_village_confirms_or_contests_and_the_keeper_verifies(
    who, state, status, cast, put, found, client
) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast[who])
    data = {"state": state, "why": "satu sudah tutup"}
    response = client.post(address("posyandu", name="needs:value_state"), data)

    assert response.status_code == status
    assert found(DESA, "posyandu").state == (state if status == 302 else "entered")


def test_contesting_without_a_reason_is_refused_at_the_field(cast, put, found, client) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast["operator"])
    response = client.post(address("posyandu", name="needs:value_state"), {"state": "contested", "why": ""})

    assert (response.status_code, found(DESA, "posyandu").state) == (422, "entered")
    assert "Tulis alasan menyanggah" in response.content.decode()


def test_a_reason_for_contesting_stands_in_the_history_of_the_value(cast, put, client) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast["operator"])
    client.post(address("posyandu", name="needs:value_state"), {"state": "contested", "why": "Satu tutup sejak Juni"})
    page = client.get(address("posyandu")).content.decode()

    assert ("Satu tutup sejak Juni" in page, "Disanggah" in page, "operator Anggrek" in page) == (True, True, True)


def test_verifying_what_was_corrected_after_the_page_was_opened_is_refused(cast, put, found, client) -> None:
    put({(DESA, "posyandu"): 2})
    seen = found(DESA, "posyandu").face
    put({(DESA, "posyandu"): 9})
    client.force_login(cast["keeper"])
    url = address("posyandu", name="needs:value_state")
    response = client.post(url, {"state": "verified", "seen": seen})

    assert (response.status_code, found(DESA, "posyandu").state) == (422, "entered")


def test_verifying_a_place_is_for_keepers_there(cast, put, client) -> None:
    put({(DESA, "posyandu"): 2})
    url = reverse("needs:verify_place", args=[DESA]) + "?periode=2026-S1"
    statuses = {}
    for who in ("operator", "kasi", "ministry", "camat_b", "keeper"):
        client.force_login(cast[who])
        statuses[who] = client.post(url, {"looked": "on"}).status_code

    assert statuses == {"operator": 403, "kasi": 403, "ministry": 403, "camat_b": 404, "keeper": 302}
    assert list(Observation.objects.values_list("state", flat=True)) == ["verified"]
    assert AuditRecord.objects.filter(verb="needs.verify").count() == 1


def test_the_list_to_verify_shows_contested_first_and_asks_to_look(cast, put, client) -> None:
    put({(DESA, "posyandu"): 2, (DESA, "sd"): 3})
    Observation.objects.filter(indicator__code="sd").update(state=Observation.State.CONTESTED)
    client.force_login(cast["keeper"])
    url = reverse("needs:verify_place", args=["71.01.01"]) + "?periode=2026-S1"
    page = client.get(url)
    unread = client.post(url, {})
    read = client.post(url, {"looked": "on"})

    assert [row.indicator.code for row in page.context["listing"].page] == ["sd", "posyandu"]
    assert (page.context["count"], unread.status_code, read.status_code) == (1, 422, 302)
    assert dict(Observation.objects.values_list("indicator__code", "state")) == {
        "sd": "contested",
        "posyandu": "verified",
    }


def test_an_objection_stands_on_top_with_who_and_why_until_the_value_is_corrected(cast, put, client) -> None:
    put({(DESA, "posyandu"): 2})
    client.force_login(cast["operator"])
    state = reverse("needs:value_state", args=[DESA, "posyandu", "2026-S1"])
    client.post(state, {"state": "contested", "why": "satu sudah bubar"})
    client.force_login(cast["keeper"])
    page = client.get(address("posyandu")).content.decode()

    assert f"Disanggah {cast['operator'].name}" in page
    assert "“satu sudah bubar”. Angkanya tetap dihitung dan ditandai" in page
    client.post(address("posyandu"), {"numerator": "1", "source": "laporan", "reason": "dihitung ulang"})
    assert "Angkanya tetap dihitung dan ditandai" not in client.get(address("posyandu")).content.decode()


def test_the_list_to_verify_tells_beside_the_value_who_objected_last_and_why(
    cast, put, client, django_assert_max_num_queries
) -> None:
    put({(DESA, "posyandu"): 2, ("71.01.01.2002", "posyandu"): 3, (DESA, "sd"): 4})
    client.force_login(cast["operator"])
    state = reverse("needs:value_state", args=[DESA, "posyandu", "2026-S1"])
    client.post(state, {"state": "contested", "why": "salah kolom"})
    client.post(state, {"state": "confirmed"})
    client.post(state, {"state": "contested", "why": "satu sudah bubar"})
    client.force_login(cast["keeper"])
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get(reverse("needs:verify_place", args=["71.01.01"]) + "?periode=2026-S1")
    text = page.content.decode()

    assert f"{cast['operator'].name}: “satu sudah bubar”" in text
    assert (len(page.context["objections"]), "salah kolom" in text) == (1, False)


def test_a_closed_period_offers_no_form_and_says_where_it_was_closed(cast, put, country, now, client) -> None:
    put({(DESA, "posyandu"): 2})
    period = Period.objects.get(code="2026-S1")
    offered = ('name="numerator"', 'value="contested"', 'value="confirmed"')
    client.force_login(cast["operator"])
    page = client.get(address("posyandu")).content.decode()
    assert [each in page for each in offered] == [True, True, True]

    close_period(region=country["71.01.01"], period=period, by=cast["keeper"], at=now)
    page = client.get(address("posyandu")).content.decode()
    refused = client.post(address("posyandu"), {"numerator": "3", "source": "laporan", "reason": "baru"})

    assert [each in page for each in offered] == [False, False, False]
    assert f"Periode ini ditutup di {country['71.01.01']}; angkanya tidak dapat diubah." in page
    assert (refused.status_code, 'value="3"' in refused.content.decode()) == (422, True)


def test_an_unusual_value_says_so_on_its_own_page(cast, put, client) -> None:
    put({(DESA, "penduduk"): 100, (DESA, "penduduk-lk"): 60, (DESA, "penduduk-pr"): 400})
    client.force_login(cast["keeper"])
    page = client.get(address("penduduk-pr")).content.decode()

    assert "Lebih besar dari Penduduk (100)." in page
    assert "Lebih besar dari" not in client.get(address("penduduk-lk")).content.decode()
