"""Pages of taking part: who sees whom, what forms refuse, lists and files, the personal link, home and search."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.training.models import Event, Participation, Quota, Reservation, TrainingClass
from rumahbersama.chain.training.taking_part import hooks
from rumahbersama.chain.training.taking_part.actions.deciding import approve_people
from rumahbersama.chain.training.taking_part.actions.quotas import keep_seats
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.actions.links import _collisions, _relations, _repoint
from tests.conftest import make_account
from tests.files.making import picture
from tests.training.taking_part.conftest import NIP, TODAY, make_class, make_event, text_of, url, who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


def form(**more) -> dict[str, str]:
    return {"name": "Ani Lestari", "place": "71.01.01", "agency_kind": "kecamatan", "title": "Kasi"} | more


def test_a_camat_names_somebody_with_a_letter_and_it_is_kept_who_named_whom(as_, event, cast):
    letter = io.BytesIO(picture())
    letter.name = "surat.jpg"
    answer = as_("camat").post(url("new", event.pk), form(letter=letter, nip=NIP))

    row = Participation.objects.get()
    assert (answer.status_code, answer.url) == (302, url("person", event.pk, row.pk))
    assert (row.state, row.entered_by, row.region.code) == ("proposed", cast["camat"], "71.01.01")
    shown = text_of(as_("camat").get(answer.url))
    assert ("surat.jpg" in shown, NIP in shown, "camat Alas" in shown) == (True, False, True)
    assert as_("camat").get(url("letter", event.pk, row.pk)).status_code == 200
    assert as_("province").get(url("letter", event.pk, row.pk)).status_code == 200
    assert as_("camat_b").get(url("letter", event.pk, row.pk)).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "tidak boleh kosong"),
        ({"place": "71.01.02"}, "di luar wilayah"),
        ({"place": "Entah Berantah"}, "tidak ditemukan"),
        ({"nip": "123"}, "18 angka"),
        ({"agency_kind": ""}, "tidak boleh kosong"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(as_, event, wrong, told):
    answer = as_("camat").post(url("new", event.pk), form(**wrong))
    assert (answer.status_code, told in text_of(answer)) == (422, True), text_of(answer)[3000:6000]
    assert ("Kasi" in text_of(answer), Participation.objects.count(), Person.objects.count()) == (True, 0, 0)


def test_over_quota_the_page_says_which_place_on_the_waiting_list(as_, event):
    for name in ("Satu", "Dua"):
        as_("camat").post(url("new", event.pk), form(name=name))
    answer = as_("camat").post(url("new", event.pk), form(name="Tiga"), follow=True)
    assert "Tiga masuk daftar tunggu, urutan ke-1." in text_of(answer)


def test_the_same_name_is_asked_about_on_the_page(as_, event, country):
    as_("camat").post(url("new", event.pk), form())
    known = Person.objects.get()
    other = make_event(country["71"], title="Lain", starts_on=TODAY.replace(month=6))
    Quota.objects.create(event=other, region=country["71"], seats=3)

    answer = as_("camat").post(url("new", other.pk), form())
    assert (answer.status_code, "Ya, Ani Lestari yang sudah tercatat" in text_of(answer)) == (422, True)
    as_("camat").post(url("new", other.pk), form(same=str(known.pk)))
    assert (Participation.objects.count(), Person.objects.count()) == (2, 1)


def test_a_form_sent_twice_names_once(as_, event):
    for _twice in range(2):
        answer = as_("camat").post(url("new", event.pk), form(kunci="k" * 32))
        assert answer.status_code == 302
    assert Participation.objects.count() == 1


def test_names_are_seen_by_who_names_them_and_who_runs_it_alone(as_, event, named):
    named("Ani Rahasia", "71.01.01")
    named("Budi Rahasia", "71.01.02")
    seen = {
        name: ("Ani Rahasia" in page, "Budi Rahasia" in page)
        for name in ("camat", "camat_b", "bappeda", "training_body", "auditor", "province")
        if (page := text_of(as_(name).get(url("list", event.pk))))
    }
    assert seen == {
        "camat": (True, False),
        "camat_b": (False, True),
        "bappeda": (True, True),
        "training_body": (True, True),
        "auditor": (False, False),
        "province": (True, True),
    }
    assert as_("outsider").get(url("list", event.pk)).status_code == 404


def test_many_are_approved_from_the_list_marked_or_all_of_the_filter(as_, event, named):
    Quota.objects.filter(event=event).update(seats=9)
    rows = [named(name, agency_kind=kind) for name, kind in [("Ani", "dpmd"), ("Budi", "dpmd"), ("Cici", "bappeda")]]
    client = as_("training_body")
    assert client.post(url("approve", event.pk), {}).status_code == 302
    client.post(url("approve", event.pk), {"pilih": [str(rows[2].pk), "x"]})
    client.post(url("approve", event.pk) + "?unsur=dpmd&cari=ani", {"semua": "1"})
    assert dict(Participation.objects.values_list("name", "state")) == {
        "Ani": "approved",
        "Budi": "proposed",
        "Cici": "approved",
    }
    assert as_("camat").post(url("approve", event.pk), {"semua": "1"}).status_code == 403


def test_the_filters_search_and_files_agree_and_hold_no_nip(as_, event, named):
    Quota.objects.filter(event=event).update(seats=9)
    ani = named("Ani", "71.01.01", nip=NIP, food="udang")
    named("Budi", "71.01.02", agency_kind="dpmd")
    klass = make_class(event, 3)
    Participation.objects.filter(pk=ani.pk).update(klass=klass)
    client = as_("training_body")
    for query, there in [
        ("cari=ani", (True, False)),
        ("unsur=dpmd", (False, True)),
        ("tempat=71.01.02+Kecamatan+Bukit", (False, True)),
        ("kelas=3", (True, False)),
        ("kelas=-", (False, True)),
        ("keadaan=approved", (False, False)),
        ("urut=-tempat", (True, True)),
    ]:
        page = text_of(client.get(f"{url('list', event.pk)}?{query}"))
        file = text_of(client.get(f"{url('download', event.pk, 'csv')}?{query}"))
        assert (">Ani</a>" in page, ">Budi</a>" in page) == there, query
        assert (",Ani," in file, ",Budi," in file) == there, query
        assert NIP not in page + file
    assert "udang" in text_of(client.get(url("download", event.pk, "csv")))
    assert "udang" not in text_of(as_("camat").get(url("download", event.pk, "csv")))
    book = as_("training_body").get(url("download", event.pk, "xlsx"))
    assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    assert client.get(url("download", event.pk, "pdf")).status_code == 404


def test_the_lists_are_sorted_by_where_people_stand(as_, event, named):
    for name, state in (("Ani", "approved"), ("Budi", "proposed"), ("Cici", "waiting")):
        Participation.objects.filter(pk=named(name, "71.01.01").pk).update(state=state)

    for role, address in (("training_body", url("list", event.pk)), ("camat", url("mine"))):
        page = as_(role).get(address, {"urut": "keadaan"}).context["listing"].page
        assert [row.state for row in page] == ["proposed", "waiting", "approved"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_however_long_it_is(as_, event, named, count, django_assert_num_queries):
    Quota.objects.filter(event=event).update(seats=9)
    for number in range(count):
        named(f"Orang {'abc'[number]}", ["71.01", "71.01.01", "71.01.02"][number])
    client = as_("training_body")
    client.get(url("list", event.pk))
    with django_assert_num_queries(10):
        client.get(url("list", event.pk))


# Seats ---------------------------------------------------------------------------------
def test_the_page_of_seats_shows_the_sum(as_, event, quota, named, country):
    Quota.objects.filter(pk=quota.pk).update(seats=10)
    named("Ani", "71.01.02")
    keep_seats(quota=quota, region=country["71.01.01"], seats=3, letter="Surat 12", who=who())
    page = text_of(as_("camat").get(url("quotas", event.pk)))
    assert "10 kursi − 1 dipegang orang − 3 disimpan tanpa nama = 6 kosong. Daftar tunggu 0 orang." in page
    assert "1 tempat × 1 unsur × 10 kursi = 10 kursi" in page
    assert "Kecamatan Alas menyimpan 3, 0 sudah bernama (Surat 12)" in page


def test_seats_are_pasted_line_by_line_all_or_none(as_, event):
    client = as_("training_body")
    lines = "71.01 Kabupaten Sungai; semua unsur; 4\nKabupaten Danau\tBappeda\t5\n71.02;dpmd;6"
    answer = client.post(url("edit_quotas", event.pk), {"apa": "baris", "lines": lines})
    assert answer.status_code == 302
    told = list(
        Quota.objects.order_by("region__code", "agency_kind").values_list("region__code", "agency_kind", "seats")
    )
    assert told == [("71.01", "", 4), ("71.02", "bappeda", 5), ("71.02", "dpmd", 6)]

    wrong = "71.01;;9\n71.99;;1\n71.02;dukun;1\n71.02;dpmd;banyak\n71.02;dpmd"
    answer = client.post(url("edit_quotas", event.pk), {"apa": "baris", "lines": wrong})
    page = text_of(answer)
    assert answer.status_code == 422
    for sentence in ("Baris 2", "Baris 3", "dukun", "Baris 4", "bukan angka bulat", "Baris 5"):
        assert sentence in page
    assert Quota.objects.get(region__code="71.01").seats == 4


def test_the_same_seats_for_all_below_and_the_last_day(as_, event):
    client = as_("training_body")
    sent = {"apa": "sama", "s-place": "71", "s-level": "2", "s-kinds": ["bappeda", "dpmd"], "s-seats": "2"}
    answer = client.post(url("edit_quotas", event.pk), sent, follow=True)
    assert "4 baru" in text_of(answer)
    assert Quota.objects.filter(event=event).exclude(agency_kind="").count() == 4
    client.post(
        url("edit_quotas", event.pk),
        {"apa": "hari", "closes_on_0": "1", "closes_on_1": "3", "closes_on_2": "2026"},
    )
    answer = as_("camat").post(url("new", event.pk), form())
    assert (answer.status_code, "Pendaftaran sedang tidak dibuka" in text_of(answer)) == (422, True)


def test_a_place_keeps_seats_and_its_home_page_asks_for_the_names(as_, event, quota, cast):
    answer = as_("bappeda").post(
        url("keep", event.pk), {"quota": quota.pk, "place": "71.01", "seats": "2", "letter": "800/1, 2 Maret 2026"}
    )
    assert (answer.status_code, Reservation.objects.get().seats) == (302, 2)
    assert list(hooks.home_tasks(user=cast["bappeda"], today=TODAY)) == []
    near = event.starts_on.replace(day=1)
    tasks = [task.text for task in hooks.home_tasks(user=cast["bappeda"], today=near)]
    assert tasks == ["2 kursi yang disimpan belum bernama: ToT Utara, pendaftaran sampai 5 Apr 2026"]


def test_home_names_who_waits_for_approval_and_search_finds_people_in_sight(as_, event, named, cast):
    row = named("Ani Lestari", "71.01.01")
    tasks = [(task.text, task.url) for task in hooks.home_tasks(user=cast["training_body"], today=TODAY)]
    assert tasks == [
        ("1 usulan peserta menunggu persetujuan: ToT Utara", f"{url('list', event.pk)}?keadaan=proposed")
    ]
    hits = {name: [hit.url for hit in hooks.search(user=cast[name], text="lestari")] for name in cast}
    page = url("person", event.pk, row.pk)
    assert {name for name, found in hits.items() if found == [page]} == {
        "ministry",
        "province",
        "training_body",
        "bappeda",
        "dpmd",
        "governance",
        "agency",
        "camat",
        "sekcam",
    }
    assert hits["camat_b"] == []


def test_my_nominees_over_all_events_with_the_way_to_name_more(as_, event, named):
    named("Ani", "71.01.01")
    named("Budi", "71.01.02")
    page = text_of(as_("camat").get(url("mine")))
    assert (">Ani</a>" in page, ">Budi</a>" in page, url("new", event.pk) in page) == (True, False, True)
    file = text_of(as_("camat").get(url("download_mine", "csv")))
    assert ("Ani" in file, "Budi" in file) == (True, False)
    home = text_of(as_("camat").get(reverse("home")))
    assert url("mine") in home


# One person ------------------------------------------------------------------------------
def test_decline_undo_replace_and_class_from_the_pages(as_, event, named):
    row = named("Ani", "71.01.01")
    client = as_("training_body")
    assert client.post(url("decline", event.pk, row.pk), {"why": ""}).status_code == 422
    client.post(url("decline", event.pk, row.pk), {"why": "Bukan unsur yang diundang", "seen": row.version})
    assert "Bukan unsur yang diundang" in text_of(as_("camat").get(url("person", event.pk, row.pk)))
    assert as_("camat").post(url("restore", event.pk, row.pk), {}).status_code == 403
    client = as_("training_body")
    client.post(url("restore", event.pk, row.pk), {})
    client.post(url("approve", event.pk), {"pilih": row.pk})
    make_class(event, 1, size=1)
    client.post(url("place", event.pk, row.pk), {"kelas": "1"})
    row.refresh_from_db()
    assert (row.state, row.klass.number) == ("approved", 1)
    sent = {"why": "Pindah", "name": "Eka", "place": "71.01.01", "agency_kind": "kecamatan"}
    answer = client.post(url("replace", event.pk, row.pk), sent)
    taker = Participation.objects.get(name="Eka")
    assert (answer.url, taker.state, taker.klass.number) == (url("person", event.pk, taker.pk), "approved", 1)
    assert "Digantikan oleh Eka" in text_of(client.get(url("person", event.pk, row.pk)))
    second = named("Feri", "71.01.01")
    refused = client.post(url("place", event.pk, second.pk), {"kelas": "1"})
    assert (refused.status_code, "sudah berisi 1 dari 1" in text_of(refused)) == (422, True)
    assert client.post(url("place", event.pk, second.pk), {"kelas": "77"}).status_code == 404


def test_after_closing_a_withdrawal_needs_a_reason_of_who_runs_it(as_, event, named):
    row = named("Ani", "71.01.01")
    event.state = "closed"
    event.save()
    assert as_("camat").post(url("withdraw", event.pk, row.pk), {"why": "Sakit"}).status_code == 422
    client = as_("training_body")
    answer = client.post(url("withdraw", event.pk, row.pk), {"why": "Sakit"})
    assert (answer.status_code, "Tulis alasan perubahan ini" in text_of(answer)) == (422, True)
    answer = client.post(url("withdraw", event.pk, row.pk), {"why": "Sakit", "reason": "Ditelepon keluarganya"})
    assert answer.status_code == 302


def test_a_correction_keeps_the_nip_hidden_and_takes_a_letter_for_all(as_, event, named, cast):
    row = named("Ani", "71.01.01", nip=NIP, by=cast["camat"])
    other = named("Budi", "71.01.01", by=cast["camat"])
    page = text_of(as_("camat").get(url("edit", event.pk, row.pk)))
    assert NIP not in page
    letter = io.BytesIO(picture())
    letter.name = "surat.jpg"
    answer = as_("camat").post(
        url("edit", event.pk, row.pk), form(name="Ani L.", letter=letter, for_all="on", seen=str(row.version))
    )
    assert answer.status_code == 302, text_of(answer)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.name, row.letter == other.letter, row.letter is None) == ("Ani L.", True, False)


def test_the_proposal_of_classes_is_seen_and_stored(as_, event, named):
    make_class(event, 1)
    make_class(event, 2)
    named("Ani"), named("Budi")
    approve_people(event=event, numbers=None, who=who(runs=True))
    client = as_("training_body")
    page = text_of(client.get(url("classes", event.pk)))
    digest = page.partition('name="ringkas" value="')[2][:32]
    assert "2 akan mendapat kelas baru" in page
    assert client.post(url("classes", event.pk), {"ringkas": "x"}).status_code == 422
    assert client.post(url("classes", event.pk), {"ringkas": digest}).status_code == 302
    assert [each.participations.count() for each in TrainingClass.objects.order_by("number")] == [1, 1]


# The personal link ------------------------------------------------------------------------
# Regions ---------------------------------------------------------------------------------


def test_two_linked_regions_carry_seats_and_people_and_what_collides_is_told(event, named, country, quota):
    Quota.objects.create(event=event, region=country["71"], seats=5)
    row = named("Ani", "71.02")
    keep_seats(quota=quota, region=country["71.01.02"], seats=1, letter="Surat", who=who())
    _repoint(country["71.01.01"], country["71.01.02"])
    _repoint(country["72.01"], country["71.02"])
    row.refresh_from_db()
    assert (Reservation.objects.get().region.code, row.region.code) == ("71.01.01", "72.01")

    Quota.objects.create(event=event, region=country["72"], seats=1)
    told = [
        sentence
        for relation in _relations()
        if relation.related_model is Quota
        for sentence in _collisions(relation, country["71"], country["72"], "Kuota")
    ]
    assert told == ["Kuota (ToT Utara, )"]


def test_a_region_account_of_another_province_sees_nothing(client, event, named, country):
    named("Ani", "71.01.01")
    stranger = make_account("bappeda", country["72.01"])
    client.force_login(stranger)
    assert client.get(url("quotas", event.pk)).status_code == 404


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [("finished", -1, 1), ("open", -1, 1), ("open", 0, 0), ("open", 40, 0), ("cancelled", -1, 0), ("draft", -1, 0)],
)
def test_the_history_of_a_village_tells_only_what_was_held(event, named, country, cast, state, days, told):
    named("Ani", "71.01.01.2001", runs=True)
    Participation.objects.update(state="approved")
    ends = TODAY + timedelta(days=days)
    because = "Dana dialihkan" if state == "cancelled" else ""
    Event.objects.filter(pk=event.pk).update(
        state=state, starts_on=ends - timedelta(days=4), ends_on=ends, cancelled_because=because
    )
    asked = {"user": cast["training_body"], "region": country["71.01.01.2001"], "start": None, "end": None}

    assert len(list(hooks.village_history(**asked))) == told
