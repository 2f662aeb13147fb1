"""Pages of problems: written on a phone and offline, listed, scored, decided, merged; each in few questions."""

import csv
import io
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.house.problems import queries, rules, scoring_pages
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.people import actions as people
from rumahbersama.ground.people.models import Account
from tests.problems.conftest import DESA, SIBLING, A, text_of

SENT = {
    "statement": "Bayi di Dusun Hilir tidak ditimbang sejak Maret.",
    "places": [DESA, SIBLING],
    "hamlet": "Dusun Hilir",
    "area": "kesehatan",
    "sufferers": "balita",
    "people": "1.040",
    "authority": "antardesa",
    "causes": "Kader berhenti.\n\n Honor  tidak ada. ",
}


def on_sheet(problem: Problem, value: int) -> dict[str, str]:
    """Return what the sheet sends of a problem that is scored alike three times."""
    return {f"n{problem.pk}-{name}": str(value) for name in ("urgency", "seriousness", "growth")}


def newest() -> Problem:
    return Problem.objects.latest("pk")


def test_a_problem_is_written_on_one_page(house, as_):
    sent = SENT | {"answers": str(house.kasi_post.pk)}

    answer = as_("camat").post(reverse("problems:new", args=[A]), sent)

    made = newest()
    assert answer["Location"] == made.get_absolute_url()
    facts = [made.statement, made.hamlet, made.area.code, made.sufferers, made.people, made.authority, made.answers]
    assert facts == [
        SENT["statement"],
        "Dusun Hilir",
        "kesehatan",
        "balita",
        1040,
        "antardesa",
        house.kasi_post,
    ]
    assert [cause.text for cause in queries.causes_of(made)] == ["Kader berhenti.", "Honor tidak ada."]
    assert [place.code for place in queries.places_of(made)] == [DESA, SIBLING]
    page = text_of(as_("camat").get(made.get_absolute_url()))
    assert "Yang merasakan: balita, 1.040 orang." in page
    assert f"nomor {made.numbered}" in page


def test_an_operator_writes_for_the_own_village_alone(house, as_):
    client = as_("operator")
    form = text_of(client.get(reverse("problems:new", args=[A])))

    client.post(reverse("problems:new", args=[A]), SENT | {"places": SIBLING, "answers": str(house.kasi_post.pk)})

    made = newest()
    assert ['name="places"' in form, 'name="answers"' in form] == [False, False]
    assert [[place.code for place in queries.places_of(made)], made.raised_at.code, made.answers] == [
        [DESA],
        DESA,
        None,
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"statement": "air"}, "Tulis masalahnya dalam satu kalimat"),
        ({"places": []}, "Pilih sedikitnya satu tempat"),
        ({"places": ["71.01.02.2001"]}, "Di mana?"),
        ({"area": ""}, "Tentang apa?"),
        ({"people": "banyak"}, "bukan angka"),
        ({"people": "0"}, "Jumlah orang harus lebih dari nol"),
        ({"causes": "a\nb\nc\nd\ne\nf"}, "Paling banyak 5 sebab"),
        ({"causes": "x" * 301}, "lebih dari 300 huruf"),
    ],
)
def test_bad_answers_are_told_and_kept(house, as_, more, told):
    before = Problem.objects.count()
    response = as_("keeper").post(reverse("problems:new", args=[A]), SENT | more)
    assert [response.status_code, Problem.objects.count()] == [422, before]
    assert [told in text_of(response), "Dusun Hilir" in text_of(response)] == [True, True]


def test_a_form_of_the_outbox_arrives_once(house, as_):
    client, before = as_("operator"), Problem.objects.count()
    key = {"kunci": uuid.uuid4().hex, "akun": str(house.cast["operator"].pk)}
    url = reverse("problems:new", args=[A])

    answers = [client.post(url, SENT | key, headers={"X-Outbox": "1"}) for _again in range(2)]
    refused = client.post(url, SENT | key | {"kunci": uuid.uuid4().hex, "area": ""}, headers={"X-Outbox": "1"})

    assert [answer.status_code for answer in (*answers, refused)] == [201, 200, 422]
    assert [answer.json()["tujuan"] for answer in answers] == [newest().get_absolute_url()] * 2
    assert Problem.objects.count() == before + 1
    page = client.get(url)
    assert [page["X-Luring"], "data-outbox" in text_of(page)] == [str(house.cast["operator"].pk), True]


def test_a_correction_asks_why_and_does_not_overwrite(house, as_):
    client, url = as_("keeper"), reverse("problems:edit", args=[house.new.pk])
    sent = SENT | {"seen": str(house.new.version)}

    assert "Tulis alasan perbaikannya" in text_of(client.post(url, sent))
    assert client.post(url, sent | {"reason": "Salah tempat."})["Location"] == house.new.get_absolute_url()
    assert "baru saja diubah orang lain" in text_of(client.post(url, sent | {"reason": "Lagi.", "people": "3"}))
    house.new.refresh_from_db()
    assert [house.new.statement, house.new.people] == [SENT["statement"], 1040]


def test_a_village_corrects_its_own_while_it_is_new(house, as_):
    own = house.write(by="operator")
    url = reverse("problems:edit", args=[own.pk])
    assert as_("operator").get(url).status_code == 200
    house.move(own, rules.TABLED)
    assert [as_("operator").get(url).status_code, as_("kasi").get(url).status_code] == [403, 200]


# Lists -----------------------------------------------------------------------------------
def listed(client, **wish) -> list[str]:
    text = text_of(client.get(reverse("problems:list", args=[A]), wish))
    return [problem.statement for problem in Problem.objects.order_by("pk") if problem.statement in text]


def test_the_list_is_narrowed_searched_and_given_as_a_file(house, as_):
    own = house.write(area="", authority="desa", answers=house.kasi_post)
    client, shared, new = as_("camat"), house.shared.statement, house.new.statement
    assert listed(client) == [shared, new, own.statement]
    assert listed(client, keadaan="new") == [new, own.statement]
    assert listed(client, keadaan="solved") == []
    assert listed(client, bidang="lain") == [own.statement]
    assert listed(client, bidang="kesehatan") == [shared, new]
    assert listed(client, wewenang="desa") == [own.statement]
    assert listed(client, desa=SIBLING) == [shared, new]
    assert listed(client, penjawab=str(house.kasi_post.pk)) == [own.statement]
    assert listed(client, penjawab="belum") == [shared, new]
    assert listed(client, cari="dusun hilir") == [own.statement]
    assert listed(client, keadaan="tiba") == []

    response = client.get(reverse("problems:download", args=[A, "csv"]), {"cari": "dusun hilir", "keadaan": ""})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines] == ["Masalah", own.statement]
    assert client.get(reverse("problems:download", args=[A, "pdf"])).status_code == 404


def test_the_list_is_sorted_by_how_far_problems_are(house, as_):
    agreed = house.write()
    house.move(agreed, rules.TABLED)
    house.move(agreed, rules.AGREED)

    page = as_("camat").get(reverse("problems:list", args=[A]), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["new", "tabled", "agreed"]


def test_the_list_tells_who_scored_too_little(house, as_):
    house.score(house.shared, 4, 4, 5)
    text = text_of(as_("camat").get(reverse("problems:list", args=[A])))
    assert ["1 penilai" in text, "belum cukup penilai" in text, "belum dinilai" in text] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "most"),
    [("problems:front", 12), ("problems:list", 12), ("problems:sheet", 12)],
)
def test_lists_ask_the_same_whatever_their_length(house, as_, name, most):
    Problem.objects.filter(kecamatan=house.country[A]).exclude(pk=house.shared.pk).update(state="solved")
    client, url = as_("camat"), reverse(name, args=[A])
    client.get(url)
    counts = []
    for more in (0, 2):
        for number in range(more):
            house.score(house.write(f"Masalah nomor {number} yang cukup panjang."), 3, 3, 3)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= most


def test_the_page_of_a_problem_asks_little(house, as_):
    Account.objects.filter(pk=house.cast["camat"].pk).update(person=house.cast["kasi"].person)
    full = house.write(causes=("Kader berhenti.",), answers=house.kasi_post)
    house.merge(house.write("Bayi Dusun Hilir tidak pernah ditimbang lagi."), full)
    house.write("Bayi Dusun Hilir tidak ditimbang sejak Maret lalu.")
    for by in ("camat", "sekcam", "kasi"):
        house.score(full, 4, 4, 4, by=by)
    counts = {}
    for role in ("camat", "kasi", "operator", "bappeda"):
        client = as_(role)
        client.get(full.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(full.get_absolute_url()).status_code == 200
        counts[role] = len(asked)
    assert counts == {"camat": 12, "kasi": 11, "operator": 11, "bappeda": 11}


# Scores ----------------------------------------------------------------------------------
def test_a_score_is_given_and_shown_with_its_spread(house, as_):
    url = reverse("problems:score", args=[house.new.pk])
    as_("kasi").post(url, {"urgency": "4", "seriousness": "5", "growth": "3"})
    as_("keeper").post(url, {"urgency": "2", "seriousness": "3", "growth": "3"})
    missing = as_("camat").post(url, {"urgency": "4"})

    text = text_of(as_("camat").get(house.new.get_absolute_url()))

    assert (
        "2 orang menilai: rata-rata 10 dari 15, terendah 8, tertinggi 12. Belum cukup penilai: sedikitnya 3." in text
    )
    assert [name in text for name in ("kasi Alas", "keeper Alas")] == [True, True]
    assert [missing.status_code, "Keseriusan" in text_of(missing)] == [422, True]


def test_all_open_problems_are_scored_in_a_sitting(house, as_):
    client, url = as_("kasi"), reverse("problems:sheet", args=[A])
    sent = on_sheet(house.new, 4) | {"masalah": [house.new.pk, house.shared.pk]}
    half = {f"n{house.shared.pk}-urgency": "5"}

    refused = client.post(url, sent | half)
    assert [refused.status_code, queries.scores_of(house.new)] == [422, []]
    told = f"no. {house.shared.numbered} belum lengkap. Isi ketiga nilainya, atau kosongkan ketiganya."
    box = f"id_n{house.shared.pk}-seriousness"
    assert [f'<a href="#{box}">Keseriusan: {told}</a>' in text_of(refused), f'id="{box}"' in text_of(refused)] == [
        True
    ] * 2
    saved = text_of(client.post(url, sent, follow=True))
    again = text_of(client.post(url, sent, follow=True))

    assert ["1 nilai tersimpan." in saved, "Tidak ada nilai yang berubah." in again] == [True, True]
    assert [score.total for score in queries.scores_of(house.new)] == [12]


def test_scores_belong_to_the_problems_that_stood_on_the_sheet(house, as_, monkeypatch):
    monkeypatch.setattr(scoring_pages, "ON_A_SHEET", 2)
    ended, moved, hidden = (house.write(f"Jalan desa rusak, ruas {number}.") for number in (1, 2, 3))
    client, url = as_("kasi"), reverse("problems:sheet", args=[A]) + "?hal=2"
    shown = re.findall(r'name="masalah" value="(\d+)"', text_of(client.get(url)))
    house.move(house.shared, rules.CLOSED, "Sudah diperbaiki.")  # of the first page: what follows moves up
    house.move(ended, rules.CLOSED, "Sudah diaspal.")

    sent = on_sheet(ended, 5) | on_sheet(moved, 4) | on_sheet(hidden, 3)
    told = text_of(client.post(url, sent | {"masalah": shown}, follow=True))

    assert shown == [str(ended.pk), str(moved.pk)]
    assert "1 nilai tersimpan." in told
    assert f"Nilai untuk no. {ended.numbered} tidak tersimpan: selesai, ditutup, atau digabung" in told
    assert [len(queries.scores_of(each)) for each in (ended, moved, hidden)] == [0, 1, 0]


def test_a_score_of_what_one_no_longer_sees_is_counted_and_not_stored(house, as_):
    sent = on_sheet(house.other, 3) | {"masalah": [house.other.pk]}

    told = text_of(as_("kasi").post(reverse("problems:sheet", args=[A]), sent, follow=True))

    assert "1 nilai lain tidak tersimpan: masalahnya tidak lagi tampak bagi Anda." in told
    assert queries.scores_of(house.other) == []


def test_a_score_that_stood_on_the_sheet_unchanged_is_not_called_lost_by_a_merge(house, as_):
    house.score(house.new, 4, 4, 4, by="kasi")
    client, url = as_("kasi"), reverse("problems:sheet", args=[A])
    house.merge(house.new, house.shared)

    told = text_of(client.post(url, on_sheet(house.new, 4) | {"masalah": [house.new.pk]}, follow=True))

    assert ["Tidak ada nilai yang berubah." in told, "tidak tersimpan" in told] == [True, False]


# Decisions -------------------------------------------------------------------------------
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
