"""Pages on which it is decided what becomes of problems: moved on, merged, parted; and the front that counts them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.house.problems import queries, rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people import actions as people
from tests.problems.conftest import A, text_of


def test_who_leads_decides_after_saying_why(house, as_):
    client, url = as_("camat"), reverse("problems:decide", args=[house.new.pk])
    page = text_of(client.get(url, {"ke": "put_off"}))
    assert [choice in page for choice in ("Bahas", "Tunda", "Teruskan ke atas", "Tutup dengan alasan")] == [True] * 4

    until = house.at.date() + timedelta(days=60)
    day = {"until_0": str(until.day), "until_1": str(until.month), "until_2": str(until.year)}
    assert "Tulis alasannya" in text_of(client.post(url, {"to": "closed", "seen": "1"}))
    assert "sampai tanggal berapa" in text_of(client.post(url, {"to": "put_off", "reason": "Anggaran.", "seen": "1"}))
    client.post(url, {"to": "put_off", "reason": "Menunggu anggaran.", "seen": "1"} | day)
    assert "baru saja diubah orang lain" in text_of(client.post(url, {"to": "tabled", "seen": "1"}))

    house.new.refresh_from_db()
    assert [house.new.state, house.new.put_off_to] == ["put_off", until]
    text = text_of(client.get(house.new.get_absolute_url()))
    assert ["Menunggu anggaran." in text, "camat Alas" in text] == [True, True]


def test_a_decision_that_lacks_several_things_says_all_of_them_at_once(house, as_):
    client, url = as_("camat"), reverse("problems:decide", args=[house.new.pk])

    asked, told = text_of(client.get(url)), text_of(client.post(url, {"to": "put_off", "seen": "1"}))
    wrong = text_of(
        client.post(url, {"to": "put_off", "seen": "1", "until_0": "1", "until_1": "x", "until_2": "2026"})
    )

    assert "opsional" not in asked
    assert [says in told for says in ("Tulis alasannya dalam satu kalimat.", "Tulis sampai tanggal berapa")] == [
        True,
        True,
    ]
    assert ["Tanggal ini tidak ada di kalender." in wrong, "Tulis sampai tanggal" in wrong] == [True, False]


def test_the_front_of_a_house_counts_every_open_problem_by_where_it_stands(house, as_):
    until = house.at.date() + timedelta(days=60)
    off, up = house.write("Jalan desa rusak berat."), house.write("Jembatan provinsi putus.")
    house.move(off, rules.PUT_OFF, "Menunggu anggaran.", until=until)
    house.move(up, rules.UPWARD, "Milik provinsi.")
    page = text_of(as_("camat").get(reverse("problems:front", args=[A])))

    counts = queries.counts_of(Problem.objects.filter(kecamatan__code=A), today=house.at.date())
    shown = re.findall(r'\?keadaan=(\w+)">(\d+) ', page)
    assert {state: int(number) for state, number in shown if state != "solved"} == {
        "new": counts.new,
        "tabled": counts.tabled,
        "put_off": 1,
        "upward": 1,
    }
    assert counts.open == counts.new + counts.tabled + 2


def test_merging_says_where_the_main_problem_stands(house, as_):
    until = house.at.date() + timedelta(days=60)
    one, two = house.write(), house.write("Bayi Dusun Hilir tidak ditimbang sejak Maret lalu.")
    house.move(one, rules.PUT_OFF, "Menunggu kader.", until=until)
    client, url = as_("camat"), reverse("problems:merge", args=[two.pk])

    offered = text_of(client.get(url))
    done = text_of(client.post(url, {"main": one.numbered, "seen": str(two.version)}, follow=True))

    standing = f"ditunda sampai {day(until)}"
    assert [f"({standing}, " in offered, f"Digabung ke no. {one.numbered}, yang sekarang {standing}." in done] == [
        True,
        True,
    ]


@pytest.mark.parametrize("ended", [rules.CLOSED, rules.MERGED])
def test_what_has_ended_is_named_where_another_would_be_merged_into_it(house, as_, ended):
    one, two, three = house.write(), house.write("Jalan desa rusak berat."), house.write("Sumur kering sejak Juli.")
    if ended == rules.MERGED:
        house.merge(one, three)
    else:
        house.move(one, ended, "Sudah selesai di desa.")
    url = reverse("problems:merge", args=[two.pk])

    told = text_of(as_("camat").post(url, {"main": "lain", "number": one.numbered, "seen": str(two.version)}))

    way = {rules.CLOSED: "sudah ditutup. Buka lagi dulu", rules.MERGED: f"Gabungkan ke no. {three.numbered}."}
    assert [f"Masalah no. {one.numbered} " in told, way[ended] in told] == [True, True]


def test_the_page_of_a_decision_says_in_which_post_it_is_recorded(house, as_):
    region, url = house.country[A], reverse("problems:decide", args=[house.new.pk])
    told = {"by": None, "at": house.at}
    assert "Jabatan Anda di sini belum tercatat" in text_of(as_("camat").get(url))

    person = people.create_person(name="Siti Aminah", region=region, **told)
    post = people.create_post(title="Camat", region=region, role="camat", **told)
    people.appoint(post=post, person=person, capacity="plt", starts_on=house.at.date(), **told)
    people.link_person(account=house.cast["camat"], person=person, **told)

    assert "Yang tercatat: Siti Aminah, Plt. Camat Alas." in text_of(as_("camat").get(url))


def test_who_must_answer_says_that_work_has_begun_and_nothing_else(house, as_):
    Problem.objects.filter(pk=house.shared.pk).update(answers=house.kasi_post)
    url = reverse("problems:decide", args=[house.shared.pk])
    assert as_("kasi").get(url).status_code == 403
    house.move(house.shared, rules.AGREED)

    seen = {"seen": str(house.shared.version)}
    assert as_("keeper").get(url).status_code == 403
    assert as_("kasi").post(url, {"to": "solved", "reason": "Beres."} | seen).status_code == 422
    as_("kasi").post(url, {"to": "in_hand"} | seen)

    house.shared.refresh_from_db()
    assert house.shared.state == "in_hand"


def test_doubles_are_offered_merged_and_parted(house, as_):
    one, two = house.write(), house.write("Bayi Dusun Hilir tidak ditimbang sejak Maret lalu.")
    client, url = as_("sekcam"), reverse("problems:merge", args=[two.pk])
    assert "Mungkin sama" in text_of(client.get(two.get_absolute_url()))
    assert f"{one.numbered} {one.statement} (baru, kalimatnya mirip" in text_of(client.get(url))
    assert "Tidak ada masalah bernomor itu" in text_of(client.post(url, {"main": "lain", "number": "999/2026"}))

    client.post(url, {"main": "lain", "number": str(one.number), "seen": "1"})

    two.refresh_from_db()
    assert [two.state, two.merged_into] == ["merged", one]
    assert one.statement in text_of(client.get(two.get_absolute_url()))
    assert two.statement in text_of(client.get(one.get_absolute_url()))
    part = reverse("problems:part", args=[two.pk])
    assert client.post(part, {"seen": "1"}).status_code == 422
    assert client.post(part, {"seen": "2"})["Location"] == two.get_absolute_url()
    two.refresh_from_db()
    assert two.state == "new"


def test_what_waits_upward_is_not_offered_for_merging_but_merged_into(house, as_):
    up, other = house.write(), house.write("Bayi Dusun Hilir tidak ditimbang sejak Maret lalu.")
    house.move(up, rules.UPWARD, "Dinas kesehatan yang menimbang.")
    client, url = as_("camat"), reverse("problems:merge", args=[up.pk])

    refused = client.get(url)

    assert url not in text_of(client.get(up.get_absolute_url()))
    assert [refused.status_code, "Masalah ini menunggu jawaban kabupaten." in text_of(refused)] == [422, True]
    client.post(reverse("problems:merge", args=[other.pk]), {"main": up.numbered, "seen": "1"})
    other.refresh_from_db()
    assert [other.state, other.merged_into] == ["merged", up]
