"""An office that nobody holds, a target with a wrong day, and lists that find nothing: each is told as it is."""

from dataclasses import replace
from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from rumahbersama.chain.house.upward import escalating
from rumahbersama.chain.house.upward.actions.targets import set_target
from rumahbersama.chain.house.upward.models import Target
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.actions.posts import create_post
from tests.upward.conftest import AT, KAB, MONDAY, on, text
from tests.upward.test_pages import SENT, url

pytestmark = pytest.mark.django_db


def test_an_office_that_nobody_holds_is_told_to_its_coordinator(house, as_, settings):
    settings.EMAIL_HOST = "mail.contoh.invalid"
    post = create_post(title="Kepala Dinas", region=house.country[KAB], agency="Dinas Baru", role="", by=None, at=AT)
    row, client = house.pass_up(), as_("governance")

    offers = dict(client.get(url("assign", row.pk)).context["form"].fields["office"].choices)
    answer = client.post(url("assign", row.pk), {"office": str(post.pk), "seen": "1"}, follow=True)
    escalating.send_mails(at=on(MONDAY))

    assert (offers[str(post.pk)], offers[str(house.posts["pupr"].pk)]) == (
        "Kepala Dinas, Dinas Baru (sedang kosong)",
        "Kepala Dinas, Dinas PUPR",
    )
    assert "Jabatan itu sedang kosong, jadi belum ada yang diberi tahu di sana" in text(answer)
    told = {address for letter in mail.outbox for address in letter.to}
    assert {house.cast["governance"].email, house.cast["bappeda"].email} <= told


def test_an_office_with_a_holder_is_told_itself(house, as_):
    row = house.pass_up()

    answer = as_("governance").post(
        url("assign", row.pk), {"office": str(house.posts["pupr"].pk), "seen": "1"}, follow=True
    )

    assert "Kantor penjawab tersimpan dan diberi tahu." in text(answer)


def test_a_target_with_a_wrong_day_is_taken_back_before_it_holds(house, as_):
    client = as_("bappeda")
    client.post(url("targets", KAB), SENT)
    made = Target.objects.get()
    page = text(client.get(url("targets", KAB)))
    assert f'name="cabut" value="{made.pk}"' in page
    assert 'name="cabut"' not in text(as_("dpmd").get(url("targets", KAB)))
    assert as_("dpmd").post(url("targets", KAB), {"cabut": str(made.pk)}).status_code == 403

    client = as_("bappeda")
    answer = client.post(url("targets", KAB), {"cabut": str(made.pk)})
    assert (answer.status_code, Target.objects.count()) == (302, 0)
    record = AuditRecord.objects.get(verb="upward.remove_target")
    assert (record.place_code, record.changes.get().rows[0][2]) == (KAB, None)
    assert client.post(url("targets", KAB), {"cabut": str(made.pk)}).status_code == 404  # a second touch


def test_a_target_that_holds_or_of_another_kabupaten_is_not_taken_back(house, as_):
    target = shipped_on(MONDAY).target
    for code, day in ((KAB, date(2026, 1, 1)), ("72.01", date(2027, 1, 1))):
        told = {"valid_from": day, "legal_basis": "Kepbup 1"}
        set_target(kabupaten=house.country[code], target=replace(target, **told), by=None, at=AT)
    holds, other = Target.objects.order_by("valid_from")
    client = as_("bappeda")

    answers = [client.post(url("targets", KAB), {"cabut": str(row.pk)}).status_code for row in (holds, other)]

    assert (answers, Target.objects.count()) == ([422, 404], 2)


def test_a_search_without_a_hit_is_not_called_nothing_waiting(house, as_):
    house.passed_and_assigned()
    client = as_("agency")

    found = text(client.get(url("mine") + "?cari=sawah"))
    assert ("Tidak ada yang cocok" in found, "Tidak ada yang menunggu</h2>" in found) == (True, False)


def test_the_page_of_an_open_one_names_the_target_by_which_lateness_is_told_today(house, as_, monkeypatch):
    row = house.pass_up()
    target = replace(
        shipped_on(MONDAY).target, valid_from=date(2026, 3, 9), answer_days=7, legal_basis="Kepbup 9/2026"
    )
    set_target(kabupaten=house.country[KAB], target=target, by=None, at=AT)
    client = as_("camat")
    assert "Kepbup 9/2026" not in text(client.get(row.get_absolute_url()))

    monkeypatch.setattr(timezone, "now", lambda: on(date(2026, 3, 10)))
    page = text(as_("camat").get(row.get_absolute_url()))

    assert ("Kepbup 9/2026" in page, "jawaban dalam 7 hari kerja" in page) == (True, True)
