"""Pages of RTL: the personal link, on somebody's behalf, the board, counts and files, home."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.rtl import hooks, queries
from rumahbersama.chain.training.rtl.actions import take_checkpoints
from rumahbersama.chain.training.rtl.models import Rtl
from tests.rtl.conftest import FACTS, TODAY, TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def as_(client, cast):
    def signing_in(name: str):
        client.force_login(cast[name])
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"rtl:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def test_somebody_writes_in_parts_checks_and_sends_by_the_personal_link(client, part, hold, post):
    row = part("Ani")
    hold(row)
    page = url("personal", row.token)
    assert "Simpan dulu" in text_of(client.get(page))

    answer = client.post(page, {"tugas": "simpan", "seen": "0", "problem": TYPED["problem"]})
    assert (answer.status_code, answer.url) == (302, page)
    assert TYPED["problem"] in text_of(client.get(page))
    answer = client.post(page, {"tugas": "periksa", "seen": "1", "problem": TYPED["problem"], "target": "40"})
    checking = text_of(client.get(answer.url))
    assert ("Kirim RTL" in checking, "Keluaran" in checking) == (False, True)
    assert client.post(page, {"tugas": "kirim"}).status_code == 422
    answer = client.post(page, TYPED | {"tugas": "periksa", "seen": "2"})
    checking = text_of(client.get(answer.url))
    assert ("Kirim RTL" in checking, "dari 12 menjadi 40 anak" in checking) == (True, True)
    assert client.post(page, {"tugas": "kirim"}).status_code == 302

    made = Commitment.objects.get()
    assert (made.post, made.cost_rupiah, made.entered_by) == (post, 2_500_000, None)
    shown = text_of(client.get(page))
    assert ("menjadi komitmen jabatan Kasi PMD Uji" in shown, "<form" in shown.split("<main")[1]) == (True, False)
    assert client.post(page, TYPED | {"tugas": "simpan"}).status_code == 422


def test_mistakes_are_told_and_nothing_typed_is_lost(client, part):
    row = part("Ani")
    page = url("personal", row.token)
    answer = client.post(page, TYPED | {"steps": "Mendata; 31 2 2026", "target": "banyak", "tugas": "simpan"})
    shown = text_of(answer)
    assert (answer.status_code, Rtl.objects.count()) == (422, 0)
    assert "Tanggal pada langkah" in shown and "Mengaktifkan lagi Posyandu Melati" in shown
    empty = client.post(page, {"tugas": "simpan"})
    assert (empty.status_code, "Belum ada yang ditulis" in text_of(empty)) == (422, True)
    much = client.post(page, TYPED | {"cost_rupiah": "9" * 20, "tugas": "simpan"})
    assert (much.status_code, Rtl.objects.count()) == (422, 0)


def test_the_personal_link_gives_no_post_and_is_nothing_for_who_does_not_take_part(client, part, post, sent):
    row = part("Ani")
    sent(row)
    answer = client.post(url("personal", row.token), {"tugas": "jabatan", "post": str(post.pk)})
    assert (answer.status_code, answer.url.startswith("/masuk/"), Commitment.objects.count()) == (302, True, 0)
    gone = part("Budi", state="withdrawn")
    assert client.get(url("personal", gone.token)).status_code == 404
    assert client.get(url("personal", "tidak-ada")).status_code == 404


def test_the_trainer_writes_on_behalf_in_their_own_class_only(as_, part, classes, trainer, event):
    mine, other = part("Ani"), part("Budi", klass=classes[1])
    client = as_("outsider")
    assert client.post(url("person", event.pk, mine.pk), TYPED | {"tugas": "simpan"}).status_code == 302
    assert Rtl.objects.get().entered_by == trainer
    assert client.get(url("person", event.pk, other.pk)).status_code == 403


def test_who_took_part_writes_their_own_with_an_account(as_, part, cast, event):
    mine, other = part("Ani"), part("Budi")
    cast["nobody"].person = mine.person
    cast["nobody"].save()
    client = as_("nobody")
    shown = text_of(client.get(url("person", event.pk, mine.pk)))
    assert "Simpan dan periksa" in shown
    label = shown.split('for="id_problem"')[1].split("</label>")[0]
    assert "opsional" not in label  # it must be there when it is sent, though a draft is kept without
    assert client.post(url("person", event.pk, mine.pk), TYPED | {"tugas": "simpan"}).status_code == 302
    assert client.get(url("person", event.pk, other.pk)).status_code == 403


def test_the_camat_chooses_the_post_but_does_not_write(as_, part, sent, post, event):
    row = part("Ani")
    sent(row)
    client, page = as_("camat"), url("person", event.pk, row.pk)
    shown = text_of(client.get(page))
    assert ("Jadikan komitmen jabatan ini" in shown, "Simpan perubahan" in shown) == (True, False)
    assert client.post(page, TYPED | {"tugas": "simpan"}).status_code == 403
    assert client.post(page, {"tugas": "jabatan", "post": ""}).status_code == 422
    assert client.post(page, {"tugas": "jabatan", "post": str(post.pk)}).status_code == 302
    assert "Buka komitmennya" in text_of(client.get(page))
    assert Commitment.objects.get().post == post


def test_the_board_shows_every_state_and_no_name_to_who_may_not_see_it(as_, part, sent, trainer, classes, event):
    part("Ani Belum")
    sent(part("Budi Kirim"))
    part("Cici Lain", "71.02.01")
    board = text_of(as_("outsider").get(url("board", event.pk, 1)))
    assert all(word in board for word in ("Ani Belum", "Budi Kirim", "Cici Lain", "menunggu jabatan"))
    own = text_of(as_("camat").get(url("board", event.pk, 1)))
    assert ("Ani Belum" in own, "Cici Lain" in own) == (True, False)
    file = text_of(as_("camat").get(url("download", event.pk, "csv") + "?isi=1&nomor=1"))
    assert ("Mengaktifkan lagi Posyandu Melati" in file, "Cici Lain" in file, file.count("\n")) == (True, False, 3)


def test_counts_by_class_kabupaten_and_month(as_, part, hold, sent, classes, event, django_assert_max_num_queries):
    first = part("Ani")
    hold(first)
    made = sent(first).commitment
    sent(part("Budi"))
    part("Cici", "71.02.01", klass=classes[1])
    take_checkpoints(event=event, months=1, day=date(2026, 5, 10))
    Commitment.objects.filter(pk=made.pk).update(state="verified", due_on=date(2026, 4, 10))

    rows = queries.held_of(event)

    def counted(by, months=0):
        found = queries.grouped(rows, by=by, months=months, today=date(2026, 5, 20))
        lines = queries.lines_of(found, {}, other="")
        return {line.key: (line.people, line.promised, line.verified, line.sent, line.none) for line in lines}

    assert counted("kelas") == {1: (2, 0, 1, 1, 0), 2: (1, 0, 0, 0, 1)}
    assert counted("kabupaten") == {"71.01": (2, 0, 1, 1, 0), "71.02": (1, 0, 0, 0, 1)}
    assert counted("kabupaten", 1) == {"71.01": (2, 1, 0, 1, 0), "71.02": (1, 0, 0, 0, 1)}
    assert counted("kegiatan") == {event.pk: (3, 0, 1, 1, 1)}
    client = as_("province")
    for query in ("", "?per=kabupaten", "?per=program", "?per=kelas&bulan=1", "?per=tanpa-jabatan", "?bulan=x"):
        with django_assert_max_num_queries(12):
            assert client.get(url("event", event.pk) + query).status_code == 200
    assert "10 Okt 2026" in text_of(client.get(url("event", event.pk) + "?bulan=6"))
    table = text_of(client.get(url("download", event.pk, "csv") + "?per=kabupaten"))
    assert table.splitlines()[1].endswith("2,0,0,0,1,0,0,1,0,0")


def test_late_is_what_is_open_and_past_its_day(part, hold, sent, event):
    row = part("Ani")
    hold(row)
    made = sent(row).commitment

    def late(day):
        return queries.grouped(queries.held_of(event), by="kelas", months=0, today=day)[0]["n_late"]

    assert (late(made.due_on), late(date(2026, 9, 1))) == (0, 1)
    Commitment.objects.filter(pk=made.pk).update(state="done")
    assert late(date(2026, 9, 1)) == 0


def test_home_names_rtl_without_post_to_who_runs_the_event(part, sent, post, event, cast, as_):
    row = part("Ani")
    sent(row)
    runs = next(name for name in cast if list(hooks.home_tasks(user=cast[name], today=TODAY)))
    task = next(iter(hooks.home_tasks(user=cast[runs], today=TODAY)))
    assert (task.count, task.url) == (1, f"/pelatihan/{event.pk}/rtl/?per=tanpa-jabatan")
    assert "Ani" in text_of(as_(runs).get(task.url))
    assert list(hooks.home_tasks(user=cast["camat"], today=TODAY)) == []
    as_(runs).post(url("person", event.pk, row.pk), {"tugas": "jabatan", "post": str(post.pk)})
    assert list(hooks.home_tasks(user=cast[runs], today=TODAY)) == []


def test_ways_in(as_, part, event, client):
    row = part("Ani")
    assert url("personal", row.token) in text_of(client.get(reverse("taking_part:invitation", args=[row.token])))
    client = as_("camat")
    assert url("event", event.pk) in text_of(client.get(event.get_absolute_url()))
    assert url("board", event.pk, 1) in text_of(client.get(row.klass.get_absolute_url()))
    assert url("person", event.pk, row.pk) in text_of(
        client.get(reverse("taking_part:person", args=[event.pk, row.pk]))
    )


def test_facts_are_the_same_typed_or_given(client, part):
    row = part("Ani")
    client.post(url("personal", row.token), TYPED | {"tugas": "simpan"})
    facts = Rtl.objects.get().facts()
    assert {name: facts[name] for name in ("steps", "due_on", "target", "cost_rupiah")} == {
        name: FACTS[name] for name in ("steps", "due_on", "target", "cost_rupiah")
    }


def test_a_promise_leads_to_its_event_only_who_may_open_it(part, hold, sent, event, cast, client):
    """Whoever reads the promise reads what it came from in words; of an event taken back others read no page."""
    row = part("Ani")
    hold(row)
    made = sent(row).commitment
    Event.objects.filter(pk=event.pk).update(state=Event.State.DRAFT)
    told = {}
    for who in ("training_body", "kasi_trantib"):
        client.force_login(cast[who])
        page = text_of(client.get(made.get_absolute_url()))
        opens = client.get(event.get_absolute_url()).status_code == 200
        told[who] = (opens, f'<a href="{event.get_absolute_url()}">' in page, "Asal" in page)

    assert told == {"training_body": (True, True, True), "kasi_trantib": (False, False, True)}


def test_a_promise_that_costs_nothing_names_no_cost(part, hold, sent, cast, client):
    row = part("Ani")
    hold(row)
    made = sent(row).commitment
    Commitment.objects.filter(pk=made.pk).update(cost_rupiah=0, funding="")
    client.force_login(cast["training_body"])

    assert "<dt>Biaya</dt>" not in text_of(client.get(made.get_absolute_url()))
