"""What a participant's phone sees: the QR's page, the code, the personal link; who sees names, and who does not."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumahbersama.workshop.presence import actions, codes
from rumahbersama.workshop.presence.models import Mark
from tests.presence.conftest import people


@pytest.fixture
def now_open(make):
    """An occasion that began ten minutes ago and is open."""
    cache.clear()
    starts = timezone.now() - timedelta(minutes=10)
    return make(starts=starts, ends=starts + timedelta(hours=3))


def qr_of(occasion, *, ago: int = 0) -> str:
    code = codes.code_now(occasion.key, timezone.now() - timedelta(seconds=ago))
    return reverse("presence:scan", args=[occasion.key, code])


def ticket_in(page) -> str:
    return re.search(r'name="tiket" value="([^"]+)"', page.content.decode())[1]


def scan(client, occasion, person, **more):
    address = qr_of(occasion)
    page = client.get(address)
    return client.post(address, {"tiket": ticket_in(page), "peserta": person.pk, **more})


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def test_camera_name_and_there(client, now_open):
    ani = people(now_open)[0]
    page = client.get(qr_of(now_open))
    done = scan(client, now_open, ani)

    assert [name in text(page) for name in ("Ani Lestari", "Budi Santoso", "Citra Dewi")] == [True] * 3
    mark = Mark.objects.get()
    assert (mark.attendee, mark.how, mark.by, len(mark.device)) == (ani, "qr", None, 32)
    assert f"Hadir {timezone.localtime(mark.at):%H.%M} Ani Lestari" in text(done)


def test_the_same_person_twice_is_harmless(client, now_open):
    ani = people(now_open)[0]
    scan(client, now_open, ani)
    again = scan(client, now_open, ani)
    other_phone = scan(Client(), now_open, ani)

    told = f"Sudah tercatat {timezone.localtime(Mark.objects.get().at):%H.%M}"
    assert (told in text(again), told in text(other_phone)) == (True, True)


def test_a_phone_is_offered_its_own_name_the_next_time(client, now_open):
    scan(client, now_open, people(now_open)[1])
    assert "HP ini terakhir mencatat: Budi Santoso" in text(client.get(qr_of(now_open)))
    assert "HP ini terakhir mencatat" not in text(Client().get(qr_of(now_open)))


def test_a_second_name_of_one_phone_is_asked_why_and_kept(client, now_open):
    ani, budi, _citra = people(now_open)
    scan(client, now_open, ani)
    asked = scan(client, now_open, budi)
    told = scan(client, now_open, budi, catatan="HP Budi habis baterai")

    assert (asked.status_code, "Mencatat Budi Santoso dari HP ini?" in text(asked)) == (422, True)
    assert (told.status_code, Mark.objects.get(attendee=budi).note) == (200, "HP Budi habis baterai")


@pytest.mark.parametrize("code", ["SALAHH", "AAAAAA", "x", "nama"])
def test_a_wrong_code_shows_no_name_and_says_what_to_do(client, now_open, code):
    answer = client.get(reverse("presence:scan", args=[now_open.key, code]))
    assert answer.status_code == 422
    assert "Kode itu salah atau sudah berganti. Lihat lagi layar di ruangan" in text(answer)
    assert not [name for name in ("Ani", "Budi", "Citra", "Rakor") if name in text(answer)]


def test_an_old_code_is_refused_but_who_had_it_in_time_may_still_choose(client, now_open):
    page = client.get(qr_of(now_open))
    old = qr_of(now_open, ago=90)
    assert client.get(old).status_code == 422
    kept = client.post(old, {"tiket": ticket_in(page), "peserta": people(now_open)[0].pk})
    stolen = Client().post(old, {"tiket": ticket_in(page), "peserta": people(now_open)[1].pk})
    assert (kept.status_code, stolen.status_code, Mark.objects.count()) == (200, 422, 1)


def test_the_code_in_text_leads_to_the_names(client, now_open, make):
    make("71.01.02")  # another open occasion
    code = codes.code_now(now_open.key, timezone.now())
    answer = client.post(reverse("presence:enter"), {"kode": f" {code[:3].lower()} {code[3:]}"}, follow=True)
    done = client.post(answer.request["PATH_INFO"], {"tiket": ticket_in(answer), "peserta": people(now_open)[2].pk})
    assert "Ani Lestari" in text(answer)
    assert (done.status_code, Mark.objects.get().how) == (200, "code")


def test_wrong_codes_are_limited_and_right_ones_never(client, now_open, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"presence_code": "3/m/ip"}
    answers = [client.post(reverse("presence:enter"), {"kode": "SALAHH"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 429, 429]
    assert scan(client, now_open, people(now_open)[0]).status_code == 200


def test_a_long_list_is_searched_and_not_shown(client, make):
    cache.clear()
    starts = timezone.now()
    names = tuple(f"Peserta Nomor {number}" for number in range(45))
    occasion = make(names=names, starts=starts, ends=starts + timedelta(hours=1))
    page = client.get(qr_of(occasion))
    found = client.get(f"{qr_of(occasion)}?tiket={ticket_in(page)}&cari=nomor+17")
    many = client.get(f"{qr_of(occasion)}?tiket={ticket_in(page)}&cari=peserta")
    none = client.get(f"{qr_of(occasion)}?tiket={ticket_in(page)}&cari=siti")

    assert "Peserta Nomor" not in text(page)
    assert re.findall(r"Saya hadir : (Peserta Nomor \d+)", text(found)) == ["Peserta Nomor 17"]
    assert len(re.findall(r"Saya hadir :", text(many))) == 20
    assert "Masih banyak nama yang mirip" in text(many)
    assert "Tidak ada nama dengan “siti”" in text(none)


def test_a_closed_list_says_so(client, now_open):
    address, page = qr_of(now_open), client.get(qr_of(now_open))
    actions.close(occasion=now_open, by=None, at=timezone.now())
    answer = client.get(address)
    sent = client.post(address, {"tiket": ticket_in(page), "peserta": people(now_open)[0].pk})
    for each in (answer, sent):
        assert (each.status_code, "sudah ditutup. Temui petugas" in text(each)) == (422, True)


def test_a_name_of_another_list_cannot_be_chosen(client, now_open, make):
    stranger = people(make("71.01.02"))[0]
    answer = scan(client, now_open, stranger)
    assert (answer.status_code, Mark.objects.count()) == (422, 0)
    assert "Pilih nama Anda dari daftar." in text(answer)


def test_the_personal_link_shows_oneself_alone_and_marks_with_the_code(client, now_open):
    ani = people(now_open)[0]
    page = client.get(ani.get_absolute_url())
    wrong = client.post(ani.get_absolute_url(), {"kode": "SALAHH"})
    done = client.post(ani.get_absolute_url(), {"kode": codes.code_now(now_open.key, timezone.now())})

    assert ("Ani Lestari" in text(page), "Budi" in text(page), "Citra" in text(page)) == (True, False, False)
    assert (wrong.status_code, "Kode itu salah" in text(wrong)) == (422, True)
    assert (done.status_code, Mark.objects.get().attendee) == (200, ani)


def test_a_renewed_or_removed_link_is_nobodys(client, now_open, roster):
    ani, budi, _citra = people(now_open)
    old = ani.get_absolute_url()
    actions.renew_link(attendee=ani, by=None, at=timezone.now())
    actions.set_attendees(roster=now_open.roster, lines=[], by=None, at=timezone.now())
    assert [client.get(address).status_code for address in (old, budi.get_absolute_url())] == [404, 404]


def test_who_takes_part_from_afar_says_so(client, make):
    cache.clear()
    starts = timezone.now()
    occasion = make(mode="hybrid", starts=starts, ends=starts + timedelta(hours=1))
    ani, budi, _citra = people(occasion)
    scan(client, occasion, ani, dari="jauh")
    scan(Client(), occasion, budi, dari="sini")
    assert dict(Mark.objects.values_list("attendee__name", "how")) == {"Ani Lestari": "online", "Budi Santoso": "qr"}


def test_a_scan_asks_the_database_little(client, now_open, django_assert_num_queries):
    ani = people(now_open)[0]
    address = qr_of(now_open)
    page = client.get(address)
    # occasion with person, and the one statement that looks and stores, in the savepoint of the test
    with django_assert_num_queries(4):
        client.post(address, {"tiket": ticket_in(page), "peserta": ani.pk})


def test_the_code_of_another_step_and_occasion_are_held_against_each_other(client, now_open, make):
    other = make("71.01.02")
    code = codes.code_now(other.key, timezone.now())
    assert client.get(reverse("presence:scan", args=[now_open.key, code])).status_code == 422
