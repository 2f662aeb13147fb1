"""Pages of letters: who writes, what is listed, and the way there and on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.events.models import BudgetLine, Session
from rumahbersama.chain.training.letters.actions import Order, write
from rumahbersama.chain.training.letters.rules import LETTERS
from rumahbersama.chain.training.models import Quota
from rumahbersama.ground.people.actions.posts import create_post
from rumahbersama.workshop.papers.actions import cancel
from rumahbersama.workshop.papers.contents import content_of, text_of
from rumahbersama.workshop.papers.models import Batch, Paper
from tests.training.passing.conftest import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def body(client, cast):
    """Who runs the event, signed in."""
    client.force_login(cast["training_body"])
    return client


def url(name: str, *args) -> str:
    return reverse(f"letters:{name}", args=args)


def draft(event, post, code="laporan") -> Paper:
    return write(event=event, letter=LETTERS[code], region=event.region, order=Order(post), by=None, at=AT)[0]


def test_from_the_event_to_a_draft_and_back(body, event, people, post):
    here = url("list", event.pk)
    assert here in body.get(event.get_absolute_url()).text
    assert url("new", event.pk, "laporan") in body.get(here).text

    form = {"signer": post.pk, "basis": "DPA 2026", "kunci": "satu"}
    done = body.post(url("new", event.pk, "laporan"), form)
    again = body.post(url("new", event.pk, "laporan"), form)

    paper = Paper.objects.get()
    assert [page["Location"] for page in (done, again)] == [paper.get_absolute_url()] * 2
    assert "1. DPA 2026" in text_of(content_of(paper.content).blocks)
    page = body.get(paper.get_absolute_url()).text
    assert here in page
    assert "training.event" not in page
    assert paper.title in body.get(here).text
    assert paper.title in body.get(url("new", event.pk, "laporan")).text  # what is there already
    assert paper.title in body.get(url("download", event.pk, "csv")).text


def test_a_form_without_signer_and_an_early_letter_are_refused_with_a_sentence(body, event, post):
    empty = body.post(url("new", event.pk, "laporan"), {})
    early = body.post(url("new", event.pk, "undangan-semua"), {"signer": post.pk})

    assert (empty.status_code, early.status_code) == (422, 422)
    assert "Isi kuotanya dulu." in early.text
    assert not Paper.objects.exists()
    assert body.get(url("new", event.pk, "nota")).status_code == 404


def test_many_drafts_lead_to_the_list(body, event, post, country):
    for code in ("71.01", "71.02"):
        Quota.objects.create(event=event, region=country[code], agency_kind="", seats=2)

    page = body.post(url("new", event.pk, "undangan-tiap-tempat"), {"signer": post.pk}, follow=True)

    assert (page.redirect_chain[-1][0], Paper.objects.count()) == (url("list", event.pk), 2)
    assert "2 konsep tersimpan." in page.text


def test_the_list_is_sorted_by_how_far_letters_are(body, event, post):
    cancel(paper=draft(event, post), reason="Keliru.", by=None, at=AT, seen=1)
    draft(event, post)

    page = body.get(url("list", event.pk), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["draft", "cancelled"]


def test_a_camat_assigns_own_people_and_sees_no_draft_of_the_province(client, cast, event, people, country, post):
    Quota.objects.create(event=event, region=country["71.01.01"], agency_kind="", seats=3)
    hidden = draft(event, post)
    own = create_post(title="Camat", region=country["71.01.01"], role="camat", by=None, at=AT)
    client.force_login(cast["camat"])

    page = client.get(url("list", event.pk)).text
    client.post(url("new", event.pk, "tugas-peserta"), {"signer": own.pk})

    assert (hidden.title in page, url("new", event.pk, "laporan") in page) == (False, False)
    assert url("new", event.pk, "tugas-peserta") in page
    made = Paper.objects.get(kind="surat_tugas")
    assert made.region == country["71.01.01"]
    assert client.get(url("new", event.pk, "laporan")).status_code == 403
    assert client.get(url("reminders", event.pk)).status_code == 403


def test_a_cancelled_event_offers_no_letters(body, event, post):
    event.state, event.cancelled_because = "cancelled", "banjir"
    event.save()

    assert url("new", event.pk, "laporan") not in body.get(url("list", event.pk)).text
    refused = body.post(url("new", event.pk, "laporan"), {"signer": post.pk})
    assert (refused.status_code, Paper.objects.count()) == (422, 0)


def test_sheets_are_reached_with_the_amount_of_a_budget_line(body, event, roster):
    line = BudgetLine.objects.create(
        event=event, order=1, title="Uang saku", unit="orang", volume=3, price_rupiah=150_000
    )
    page = body.get(url("list", event.pk), {"baris": line.pk}).text
    receipts = reverse("presence:sheets", args=[roster.pk, "tanda-terima"])
    assert f"{receipts}?barang=Uang%20saku&amp;jumlah=150000" in page

    sheet = body.get(receipts, {"barang": "Uang saku", "jumlah": "150.000"}).text
    blank = body.get(receipts, {"jumlah": "banyak"}).text

    assert (sheet.count("Rp150.000"), sheet.count("Rp450.000"), "Rp" in blank.split("<table", 1)[1]) == (3, 1, False)


def test_the_list_costs_the_same_with_more_letters(body, event, post, roster):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            body.get(url("list", event.pk))
        return len(counted)

    draft(event, post)
    queries()
    one = queries()
    draft(event, post)
    draft(event, post)

    assert (queries(), one <= 12) == (one, True)


def test_reminders_page(body, event, people):
    page = body.get(url("reminders", event.pk))

    assert (page.status_code, "Tidak ada yang perlu diingatkan" in page.text) == (200, True)


def test_invitations_to_each_person_begin_on_a_page_and_go_on_in_the_background(body, event, klass, people, post):
    page = url("new", event.pk, "undangan-tiap-peserta")
    assert page in body.get(url("list", event.pk)).text
    form = {"signer": post.pk, "classification": "005", "kunci": "satu"}
    form |= {"signed_on_0": "2", "signed_on_1": "3", "signed_on_2": "2026"}
    told = body.post(page, form)
    assert (told.status_code, "Belum ada: pukul" in told.text, Batch.objects.count()) == (422, True, 0)
    hour = {"starts_at": AT, "ends_at": AT + timedelta(hours=1)}
    Session.objects.create(event=event, klass=klass, site=klass.site, title="Buka", jp=1, **hour)
    done, again = body.post(page, form), body.post(page, form)
    batch = Batch.objects.get()
    assert [answer["Location"] for answer in (done, again)] == [batch.get_absolute_url()] * 2
    assert "Undangan peserta ToT Utara" in body.get(batch.get_absolute_url()).text
    with CaptureQueriesContext(connection) as asked:
        body.get(page)
    assert len(asked) <= 12
