"""What stands on a page is brought to a problem as it was read, and read again for who may see it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems import queries
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.needs.actions import correct_observation
from rumahbersama.chain.needs.facilities.actions import add_facility
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Indicator, Period, ServiceArea
from rumahbersama.chain.needs.voices.actions import Facts, enter_voice
from tests.problems.conftest import DESA, DESA_B, SIBLING, A, B, text_of

PERIOD = "2026-S1"
FIGURE, SHORT, GAP = (
    f"angka:posyandu:{DESA}:{PERIOD}",
    f"kurang:posyandu:{A}:{PERIOD}",
    f"prioritas:posyandu:{DESA}:{PERIOD}",
)


def put(house, indicator: str, value: int, code: str = DESA, reason: str = "") -> None:
    correct_observation(
        region=house.country[code],
        indicator=Indicator.objects.get(code=indicator),
        period=Period.objects.get(code=PERIOD),
        numerator=Decimal(value),
        denominator=None,
        source="Laporan puskesmas",
        reason=reason,
        by=None,
        at=house.at,
    )


@pytest.fixture
def figures(house):
    put(house, "penduduk", 6_000)
    put(house, "posyandu", 2)
    return house


def told(house, reference: str, role: str = "camat") -> str:
    found = read(reference, user=house.cast[role])
    return found.evidence.sentence if found else ""


@pytest.mark.parametrize(("measure", "indicator"), [("Posyandu", "posyandu"), ("Anak ditimbang", "")])
def test_a_promise_made_from_a_figure_names_its_indicator_while_measured_by_it(figures, as_, measure, indicator):
    sent = {"post": str(figures.kasi_post.pk), "what": "Membuka posyandu", "place": A, "working_days": "20"}

    as_("kasi").post(f"{reverse('commitments:new')}?bukti={FIGURE}", sent | {"measure": measure, "baseline": "2"})

    made = Commitment.objects.get()
    assert (made.indicator, made.snapshot["figure_url"]) == (
        indicator,
        read(FIGURE, user=figures.cast["camat"]).evidence.url,
    )


def test_every_kind_of_figure_says_what_its_page_says(figures):
    voice = enter_voice(
        facts=Facts(
            figures.country[DESA],
            "Posyandu Hilir minta dibuka lagi",
            ServiceArea.objects.get(code="kesehatan"),
            "musdus",
            figures.at.date(),
            people_count=40,
        ),
        by=None,
        at=figures.at,
    )
    facility = add_facility(
        values=FacilityValues(
            service="posyandu", region=DESA, name="Posyandu Hilir", source="Pendataan", working="no", staff=0
        ),
        by=None,
        at=figures.at,
    )
    promise = make_commitment(
        promise=Promise(
            "Melatih kader", figures.kasi_post, figures.country[DESA], figures.at.date(), figures.at.date()
        ),
        by=None,
        at=figures.at,
    )
    said = {
        FIGURE: "Posyandu di Desa Anggrek: 2 posyandu (Semester 1 2026).",
        SHORT: "Posyandu kurang 3 di Kecamatan Alas: perlu 5, ada 2 (Semester 1 2026).",
        GAP: "Posyandu kurang 3 di Desa Anggrek; 3.500 orang belum terlayani (Semester 1 2026).",
        f"usulan:{voice.pk}": "Usulan warga Desa Anggrek: “Posyandu Hilir minta dibuka lagi”",
        f"fasilitas:{facility.pk}": "Posyandu Hilir, Desa Anggrek: Ada, tetapi tidak berfungsi.",
        f"komitmen:{promise.pk}": "Kasi PMD menjanjikan “Melatih kader” dengan tenggat ",
        f"masalah:{figures.new.pk}": f"Masalah no. {figures.new.numbered}: {figures.new.statement}",
    }
    assert {reference: told(figures, reference)[: len(text)] for reference, text in said.items()} == said
    assert {
        reference: told(figures, reference, "camat_b") for reference in said if reference != SHORT
    } == dict.fromkeys((reference for reference in said if reference != SHORT), "")
    kept = [read(reference, user=figures.cast["camat"]).evidence for reference in said]
    assert [(each.value, each.period != "", each.source != "") for each in kept] == [
        ("2", True, True),
        ("3", True, True),
        ("3", True, True),
        ("40", True, True),
        ("0", False, True),
        ("", True, True),
        ("", True, True),
    ]


@pytest.mark.parametrize(
    "reference",
    [
        *("", "angka", "angka:posyandu", f"angka:khayal:{DESA}:{PERIOD}", f"angka:posyandu:{DESA}:2099", "usulan:x"),
        *(f"kurang:khayal:{A}:{PERIOD}", "fasilitas:99999999999999", "lain:1", f"angka:sltp:{DESA}:{PERIOD}"),
    ],
)
def test_a_reference_to_nothing_says_nothing(figures, reference):
    assert told(figures, reference) == ""


def test_pages_offer_the_button_to_who_writes_problems_there(figures, as_):
    value = reverse("needs:value", args=[DESA, "posyandu", PERIOD])
    page = reverse("results:indicator", args=[A, "posyandu"])
    offers = {
        (role, url): "masalah/baru/?bukti=angka%3A" in text_of(as_(role).get(url))
        for role in ("camat", "operator", "bappeda", "camat_b")
        for url in (value, page)
    }
    assert offers == {
        ("camat", value): True,
        ("camat", page): True,
        ("operator", value): True,
        ("operator", page): True,
        ("bappeda", value): False,
        ("bappeda", page): False,
        ("camat_b", value): False,
        ("camat_b", page): False,
    }
    assert f"/rumah-bersama/{A}/masalah/baru/?bukti=prioritas%3Aposyandu%3A71.01.01.2001%3A2026-S1" in text_of(
        as_("camat").get(reverse("priorities:place", args=[A]))
    )
    assert f"bukti=kurang%3Aposyandu%3A{A}%3A2026-S1" in text_of(as_("camat").get(reverse("results:place", args=[A])))


def test_the_form_shows_what_is_brought_and_begins_with_it(figures, as_):
    text = text_of(as_("camat").get(reverse("problems:new", args=[A]), {"bukti": [GAP, FIGURE]}))

    assert ["Posyandu kurang 3 di Desa Anggrek" in text, "2 posyandu" in text] == [True, True]
    assert '<option value="kesehatan" selected>' in text
    assert re.findall(r'name="places" value="([\d.]+)"[^>]* checked', text) == [DESA]
    assert 'name="people" value="3500"' in text


def test_what_may_not_be_seen_is_as_if_it_were_not_brought(figures, as_):
    put(figures, "posyandu", 7, DESA_B)
    plain = as_("operator").get(reverse("problems:new", args=[A]))
    asked = as_("operator").get(reverse("problems:new", args=[A]), {"bukti": f"angka:posyandu:{DESA_B}:{PERIOD}"})

    assert ["Yang dibawa ke sini" in text_of(page) for page in (plain, asked)] == [False, False]


def test_evidence_keeps_then_and_reads_now(figures, as_):
    client = as_("camat")
    sent = {
        "statement": "Posyandu Dusun Hilir kurang sekali.",
        "places": DESA,
        "area": "kesehatan",
        "authority": "desa",
    }
    client.post(f"{reverse('problems:new', args=[A])}?bukti={FIGURE}&bukti={SHORT}", sent)
    made = queries.agenda_of(figures.country[A], user=figures.cast["camat"], today=figures.at.date()).get(
        statement=sent["statement"]
    )
    first = queries.evidence_of(made)[0]
    put(figures, "posyandu", 4, reason="Dihitung ulang.")
    page = reverse("problems:evidence", args=[made.pk, first.pk])

    whole, part = text_of(client.get(page)), text_of(client.get(page, headers={"HX-Request": "true"}))

    assert [each.value for each in queries.evidence_of(made)] == ["2", "3"]
    assert "Waktu dibawa 2 posyandu; sekarang <a href=" in part
    assert ">4 posyandu</a>." in part
    assert [part in whole, "<html" in part] == [True, False]


def test_who_may_not_see_the_figure_sees_only_what_was_brought(figures, as_):
    number = enter_voice(
        facts=Facts(
            figures.country[SIBLING],
            "Jembatan minta diganti segera",
            ServiceArea.objects.get(code="infrastruktur"),
            "musdus",
            figures.at.date(),
        ),
        by=None,
        at=figures.at,
    ).pk
    as_("camat").post(reverse("problems:add_evidence", args=[figures.shared.pk]), {"bukti": f"usulan:{number}"})
    [brought] = queries.evidence_of(figures.shared)

    page = text_of(as_("operator").get(reverse("problems:evidence", args=[figures.shared.pk, brought.pk])))

    assert "tidak ada lagi yang dikatakan halaman itu kepada Anda" in page
    assert "Jembatan minta diganti segera" in page  # the snapshot is shared with the problem


def test_several_snapshots_come_to_one_problem(figures, as_):
    client = as_("kasi")
    listed = text_of(client.get(reverse("problems:bring", args=[A]), {"bukti": [FIGURE, GAP], "cari": "jembatan"}))
    assert [figures.shared.statement in listed, figures.new.statement in listed] == [True, False]

    answer = client.post(reverse("problems:add_evidence", args=[figures.shared.pk]), {"bukti": [FIGURE, GAP]})
    nothing = client.post(
        reverse("problems:add_evidence", args=[figures.shared.pk]), {"bukti": f"angka:posyandu:{B}:1900"}, follow=True
    )

    assert [answer["Location"], len(queries.evidence_of(figures.shared))] == [figures.shared.get_absolute_url(), 2]
    assert "Tidak ada yang ditambahkan" in text_of(nothing)


def test_evidence_is_taken_away_after_asking(figures, as_):
    as_("operator").post(reverse("problems:add_evidence", args=[figures.shared.pk]), {"bukti": FIGURE})
    [brought] = queries.evidence_of(figures.shared)
    url = reverse("problems:remove_evidence", args=[figures.shared.pk, brought.pk])

    assert "Lepas bukti ini?" in text_of(as_("operator").get(url))
    assert as_("operator_b").post(url).status_code == 404
    assert as_("health_unit").post(url)["Location"] == figures.shared.get_absolute_url()
    assert queries.evidence_of(figures.shared) == []


def meant(figures, what: str) -> Promise:
    """Return a promise that came of no problem and is late."""
    days = {"promised_on": date(2026, 1, 2), "due_on": date(2026, 1, 5)}
    return Promise(what=what, post=figures.kasi_post, region=figures.country[A], **days)


def test_a_problem_leads_to_a_promise_that_it_names(figures, as_):
    as_("kasi").post(reverse("problems:add_evidence", args=[figures.shared.pk]), {"bukti": FIGURE})
    client, url = as_("kasi"), f"{reverse('commitments:new')}?bukti=masalah:{figures.shared.pk}"
    assert figures.shared.statement in text_of(client.get(url))
    before = text_of(client.get(figures.shared.get_absolute_url()))

    client.post(
        url,
        {
            "what": "Mengganti tali jembatan",
            "post": str(figures.kasi_post.pk),
            "place": A,
            "working_days": "10",
            "measure": "Posyandu",
            "baseline": "2",
        },
    )

    made = Commitment.objects.get(what="Mengganti tali jembatan")
    assert [made.source_kind, made.source_url, made.snapshot["value"]] == [
        "problem",
        figures.shared.get_absolute_url(),
        "2",
    ]
    after = text_of(client.get(figures.shared.get_absolute_url()))
    told = ("Belum ada jabatan yang harus menjawab.", "untuk menjawab; yang berjanji ada di bawah.")
    assert [[words in page for words in told] for page in (before, after)] == [[True, False], [False, True]]
    assert made.what in text_of(as_("camat").get(figures.shared.get_absolute_url()))
    Commitment.objects.update(promised_on="2026-01-02", due_on="2026-01-03")
    make_commitment(promise=meant(figures, "Memasang lampu jalan"), by=None, at=figures.at)

    front = text_of(as_("camat").get(reverse("problems:front", args=[A])))
    [opened] = re.findall(r'<a href="([^"]+)">2 janji</a> di kecamatan ini lewat tenggat', front)

    assert as_("camat").get(opened).context["listing"].total == 2
    assert "lewat tenggat" not in text_of(as_("operator").get(reverse("problems:front", args=[A])))
