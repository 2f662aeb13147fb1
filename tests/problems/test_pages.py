"""Pages of problems: written on a phone and offline, listed, scored; each in few questions."""

import csv
import io
import re
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.house.problems import queries, rules, scoring_pages
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core import registry
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


def test_what_was_written_before_seven_has_its_own_day_in_files_and_promises_and_a_score_its_two_places(house, as_):
    early = house.write()
    Problem.objects.filter(pk=early.pk).update(entered_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # 06.30 WIB
    for by, values in (("kasi", (5, 5, 4)), ("keeper", (5, 4, 4)), ("camat", (4, 4, 5)), ("sekcam", (5, 4, 4))):
        house.score(early, *values, by=by)
    response = as_("kasi").get(reverse("problems:download", args=[A, "csv"]), {"cari": "dusun hilir"})
    row = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1]
    assert (row[-5].replace(",", "."), row[-1]) == ("13.25", "2026-03-02")
    told = next(registry.evidence.each(user=house.cast["kasi"], reference=f"masalah:{early.pk}"))
    assert told.period == "2 Mar 2026"


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
