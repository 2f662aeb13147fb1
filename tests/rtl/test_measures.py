"""The measure of an RTL: an indicator of the writer's place with its figure, or words; and RTL kept on a device."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments.actions import Promise, correct_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.newest import choices_at
from rumahbersama.chain.training.rtl.models import Rtl
from tests.needs.conftest import period, put, reference
from tests.rtl.conftest import AT, TODAY, TYPED

__all__ = ["period", "put", "reference"]
pytestmark = pytest.mark.django_db
DESA_OF_A = ("71.01.01.2001", "71.01.01.2002", "71.01.01.1003")
CHOSEN = {**TYPED, "indicator": "posyandu", "measure": "", "unit": "", "baseline": "", "target": "9"}


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def posyandu(put):
    """Two posyandu in each desa of kecamatan A in 2025, verified; three in S1 2026, one desa of B alone."""
    put({(code, "posyandu"): 2 for code in DESA_OF_A}, when="2025", state="verified")
    put({(code, "posyandu"): 3 for code in DESA_OF_A} | {("71.01.02.2001", "posyandu"): 9})


def link(row, **query) -> str:
    return reverse("rtl:personal", args=[row.token], query=query)


def fields(rtl) -> tuple:
    return rtl.indicator, rtl.measure, rtl.unit, rtl.baseline, rtl.baseline_period


def test_a_place_is_offered_what_is_told_of_it_with_the_newest_whole_figure(country, posyandu):
    offered = {code: {each.indicator.code: each.newest for each in choices_at(country[code])} for code in country}
    newest = offered["71.01.01"]["posyandu"]
    assert (newest.value, newest.period.code, newest.is_verified) == (9, "2026-S1", False)
    assert offered["71.01.02"]["posyandu"] is None  # one of two desa sent
    assert offered["71.01.02.2001"]["posyandu"].value == 9
    assert ("idm" in offered["71.01.01"], "idm" in offered["71.01.02.2001"]) == (False, True)  # never averaged upward
    assert "penduduk" not in offered["71.01.01"]  # nobody wants more or less of it


def test_an_indicator_brings_its_name_unit_and_figure_into_the_rtl_and_the_commitment(
    client, part, hold, post, posyandu
):
    row = part("Ani")
    hold(row)
    shown = client.get(link(row)).content.decode()
    assert "Posyandu: 9 posyandu, Semester 1 2026, belum diverifikasi" in shown
    assert client.post(link(row), CHOSEN | {"tugas": "periksa"}).status_code == 302
    assert fields(Rtl.objects.get()) == ("posyandu", "Posyandu", "posyandu", 9, "2026-S1")
    assert "dari 9 (Semester 1 2026) menjadi 9 posyandu" in client.get(link(row, periksa=1)).content.decode()
    client.post(link(row), {"tugas": "kirim"})
    made = Commitment.objects.get()
    assert (made.indicator, made.measure, made.baseline) == ("posyandu", "Posyandu", 9)
    assert made.snapshot["baseline_period"] == "2026-S1"
    assert made.snapshot["figure_url"] == reverse("results:indicator", args=["71.01.01", "posyandu"])


def test_a_figure_follows_while_it_is_written_and_stays_once_sent(client, part, put, posyandu):
    row = part("Ani")  # without a post: it stays an RTL
    client.post(link(row), CHOSEN | {"tugas": "simpan"})
    put({(code, "posyandu"): 4 for code in DESA_OF_A})
    client.post(link(row), CHOSEN | {"tugas": "simpan", "seen": "1", "partners": "PKK"})
    assert fields(Rtl.objects.get())[3:] == (12, "2026-S1")
    client.post(link(row), {"tugas": "kirim"})
    put({(code, "posyandu"): 5 for code in DESA_OF_A}, when="2026-S2")
    client.post(link(row), CHOSEN | {"tugas": "simpan", "seen": "3", "mentor": "Ibu Sekcam"})
    assert fields(Rtl.objects.get())[3:] == (12, "2026-S1")
    assert Rtl.objects.get().mentor == "Ibu Sekcam"


def test_what_was_counted_by_hand_stands_beside_the_indicator_without_a_period(client, part, posyandu):
    row = part("Ani")
    client.post(link(row), CHOSEN | {"tugas": "simpan", "baseline": "7"})
    assert fields(Rtl.objects.get()) == ("posyandu", "Posyandu", "posyandu", 7, "")
    assert 'value="7"' in client.get(link(row)).content.decode()


def test_two_measures_at_once_are_refused_and_a_withdrawn_indicator_leaves_its_words(client, part, posyandu):
    row = part("Ani")
    both = client.post(link(row), CHOSEN | {"tugas": "simpan", "measure": "anak ditimbang"})
    assert (both.status_code, "salah satu saja" in both.content.decode(), Rtl.objects.count()) == (422, True, 0)
    client.post(link(row), CHOSEN | {"tugas": "simpan"})
    Indicator.objects.filter(code="posyandu").update(disabled_on=TODAY)
    shown = client.get(link(row)).content.decode()
    assert ('value="Posyandu"' in shown, "Posyandu: 9" in shown) == (True, False)
    unknown = client.post(link(row), CHOSEN | {"tugas": "simpan", "seen": "1"})
    assert (unknown.status_code, Rtl.objects.get().indicator) == (422, "posyandu")


def test_the_page_of_an_rtl_links_its_figure_and_asks_at_most_twelve_questions(client, cast, part, event, posyandu):
    row = part("Ani")
    client.post(link(row), CHOSEN | {"tugas": "simpan"})
    client.force_login(cast["camat"])
    page = reverse("rtl:person", args=[event.pk, row.pk])
    assert reverse("results:indicator", args=["71.01.01", "posyandu"]) in client.get(page).content.decode()
    client.logout()
    with CaptureQueriesContext(connection) as asked:
        client.get(link(row))
    assert len(asked) <= 12


def test_words_put_in_the_place_of_an_indicator_are_no_longer_that_indicator(client, part, hold, post, posyandu):
    row = part("Ani")
    hold(row)
    client.post(link(row), CHOSEN | {"tugas": "simpan"})
    client.post(link(row), {"tugas": "kirim"})
    made = Commitment.objects.get()
    told = {"what": made.what, "post": post, "region": made.region, "promised_on": made.promised_on}
    told |= {"due_on": made.due_on, "baseline": made.baseline, "target": made.target, "steps": ()}
    again = Promise(**told, measure="Posyandu", unit="posyandu")
    said = {"by": None, "at": AT, "reason": "salah tulis"}
    assert correct_commitment(commitment=made, promise=again, seen=1, **said).indicator == "posyandu"
    other = Promise(**told, measure="kader terlatih", unit="orang")
    assert correct_commitment(commitment=made, promise=other, seen=2, **said).indicator == ""


# From a device without signal --------------------------------------------------------
def by_device(client, url, data, owner):
    answer = client.post(url, data | {"kunci": "k1", "akun": owner}, headers={"X-Outbox": "1"})
    return answer.status_code, json.loads(answer.content)


def test_a_personal_link_takes_what_a_device_kept_once_however_often_it_comes(client, part):
    row, other = part("Ani"), part("Budi")
    page, owner = link(row), f"peserta-{row.pk}"
    assert f'data-akun="{owner}"' in client.get(page).content.decode()
    typed = TYPED | {"tugas": "periksa", "seen": "0"}
    status, told = by_device(client, page, typed, owner)
    assert (status, told["keadaan"], told["tujuan"]) == (201, "terkirim", f"{page}?periksa=1")
    assert by_device(client, page, typed, owner)[0] == 201  # the answer was lost
    assert (Rtl.objects.get().version, Rtl.objects.get().measure) == (1, TYPED["measure"])
    status, told = by_device(client, page, typed | {"target": "50"}, owner)  # typed anew after it had been taken
    assert (status, "baru saja diubah" in told["galat"][0], Rtl.objects.get().target) == (422, True, 40)
    assert by_device(client, page, typed, f"peserta-{other.pk}")[0] == 409
    assert by_device(client, link(other), typed | {"target": "banyak"}, f"peserta-{other.pk}")[0] == 422
    assert Rtl.objects.count() == 1


def test_who_is_signed_in_keeps_page_and_form_on_the_device(client, cast, part, event):
    row = part("Ani")
    cast["nobody"].person = row.person
    cast["nobody"].save()
    client.force_login(cast["nobody"])
    page, owner = reverse("rtl:person", args=[event.pk, row.pk]), str(cast["nobody"].pk)
    assert client.get(page).headers["X-Luring"] == owner
    first = by_device(client, page, TYPED | {"tugas": "simpan", "seen": "0"}, owner)
    assert (first[0], first[1]["pesan"]) == (
        201,
        ["RTL tersimpan, belum dikirim. Lanjutkan kapan saja di halaman ini."],
    )
    assert by_device(client, page, TYPED | {"tugas": "simpan", "seen": "0"}, owner)[0] == 200
    assert client.get(link(row)).headers.get("X-Luring") is None  # a link has nobody who could sign out
