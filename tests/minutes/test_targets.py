"""What a promise of a meeting is to change: which number of its problem, and to what; kept, told and followed."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.minutes import documents
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.minutes.rules import AimRefusal, Measured, MinutesRefusal, Outcome, check_aim
from rumahbersama.chain.house.problems.models import ProblemEvidence
from rumahbersama.chain.needs.actions import correct_observation
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Account
from rumahbersama.results.thread import thread_of
from rumahbersama.workshop.papers.contents import content_of, text_of
from tests.meetings.conftest import AT, TODAY, fresh
from tests.minutes.conftest import LATER, page_of, pledge, promised, url
from tests.minutes.test_pages import day

DESA = "71.01.01.2001"
WEIGHED = Measured(Decimal(38), "%", DESA, "Desa Satu", is_percent=True, direction="up")
FEWER = Measured(Decimal(12), "kasus", DESA, "Desa Satu", direction="down")


@pytest.mark.parametrize(
    ("target", "measured", "told"),
    [
        ("60", None, "Pilih angka yang akan berubah"),
        ("101", WEIGHED, "antara 0 dan 100. Angka ini tercatat 38%"),
        ("-1", WEIGHED, "tidak masuk akal"),
        ("100000000000000", FEWER, "tidak masuk akal"),
        ("37.9", WEIGHED, "tidak boleh lebih kecil"),
        ("13", FEWER, "tercatat 12 kasus. Targetnya tidak boleh lebih besar"),
        ("60", Measured(Decimal(38), "%", "71.01.01", "Alas", is_percent=True), "untuk angka Alas"),
    ],
)
def test_a_target_that_cannot_be_is_refused_with_what_to_mend(target, measured, told):
    with pytest.raises(AimRefusal, match=told):
        check_aim(Decimal(target), measured=measured, place_code=DESA)


@pytest.mark.parametrize(
    ("target", "measured"),
    [(None, None), ("100", WEIGHED), ("38", WEIGHED), ("0", FEWER), ("112", Measured(Decimal(105), "%", "", "")),
     ("1250", Measured(Decimal(1300), "orang", "", ""))],
)  # fmt: skip
def test_a_target_that_can_be_is_taken(target, measured):
    check_aim(None if target is None else Decimal(target), measured=measured, place_code=DESA)


def bring(held, value: str, measure: str = "Posyandu", unit: str = "posyandu", code: str = DESA, **more):
    reference = f"angka:posyandu:{code}:2026-S1"
    return ProblemEvidence.objects.create(
        problem=held.problem, reference=reference, sentence=measure, measure=measure, value=value, unit=unit,
        place_code=code, period="Semester 1 2026", url=f"/tempat/{code}/angka/posyandu/", taken_on=TODAY,
        by_name="Kasi", **more,
    )  # fmt: skip


def typed(held, figure, target: str, **more) -> dict[str, str]:
    plain = {
        "janji-post": str(held.house.posts["puskesmas"].pk),
        "janji-what": "Membuka posyandu",
        "janji-place": DESA,
        "janji-figure": str(figure.pk) if figure else "",
        "janji-target": target,
    }
    return plain | day("janji-due_on", TODAY + timedelta(days=60)) | more


def test_the_form_offers_every_number_of_the_problem_and_begins_with_its_indicator(held, as_):
    figure = bring(held, "1250")
    form = as_("kasi").get(url("item", held.meeting.pk, held.about.pk)).context["forms"]["janji"]

    other = ProblemEvidence.objects.get(problem=held.problem, reference="x")
    place = held.house.country[DESA]
    assert form.fields["figure"].choices == [
        (str(figure.pk), f"Posyandu, {place}: 1.250 posyandu (Semester 1 2026)"),
        (str(other.pk), "balita ditimbang: 38% (dibaca 2 Mar 2026)"),
        ("", "Tidak diukur dengan angka"),
    ]
    assert (form.initial["figure"], form.initial["place"]) == (str(figure.pk), DESA)


def test_an_item_without_a_number_asks_for_no_target_and_refuses_one(held, as_):
    form = as_("kasi").get(url("item", held.meeting.pk, held.own.pk)).context["forms"]["janji"]
    assert {"figure", "target"} & form.fields.keys() == set()

    with pytest.raises(AimRefusal, match="belum punya angka"):
        pledge(held, held.own, target=Decimal(4))
    assert Pledge.objects.count() == 0


def test_a_number_of_another_problem_is_not_taken(held, as_):
    figure = bring(held, "2")
    with pytest.raises(MinutesRefusal, match="tidak lagi dibawa"):
        outcomes.add_pledge(item=held.own, promised=promised(held, figure=figure), by=held.cast("kasi"), at=AT)
    answer = as_("kasi").post(
        url("outcome", held.meeting.pk, held.about.pk),
        typed(held, None, "", **{"janji-figure": "0"}) | {"lakukan": "janji"},
    )
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"figure"})


@pytest.mark.parametrize(("language", "written"), [("id", "1.250,5"), ("id", "1250,5"), ("en", "1,250.5")])
def test_a_target_is_typed_as_people_write_numbers_and_stands_so_in_its_form(held, as_, language, written):
    figure, client = bring(held, "2"), as_("kasi")
    Account.objects.filter(pk=held.cast("kasi").pk).update(language=language)
    client.post(url("outcome", held.meeting.pk, held.about.pk), typed(held, figure, written) | {"lakukan": "janji"})

    made = Pledge.objects.get()
    assert (made.figure, made.target) == (figure, Decimal("1250.5"))
    address = url("pledge", held.meeting.pk, made.pk)
    form = client.get(address).context["form"]
    assert form["target"].value() == ("1,250.5" if language == "en" else "1.250,5")
    again = typed(held, figure, form["target"].value(), seen="1")
    assert client.post(address, again).status_code == 302
    assert Pledge.objects.get().target == Decimal("1250.5")


def test_a_percent_sign_is_understood_and_a_refused_target_is_told_at_its_box(held, as_):
    load_reference(by=None, at=AT)
    figure, client = bring(held, "38", "Balita ditimbang", "%"), as_("kasi")
    address = url("outcome", held.meeting.pk, held.about.pk)
    for wrong in ("160", "banyak", "12"):
        answer = client.post(address, typed(held, figure, wrong) | {"lakukan": "janji"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["target"])
    assert Pledge.objects.count() == 0

    assert client.post(address, typed(held, figure, "60%") | {"lakukan": "janji"}).status_code == 302
    assert Pledge.objects.get().aim == "Balita ditimbang: dari 38% (Semester 1 2026) menjadi 60%"


def test_a_target_is_changed_as_it_was_seen_and_recorded(held, as_):
    figure, client = bring(held, "2"), as_("kasi")
    made = pledge(held, held.about, figure=figure, target=Decimal(4))
    address = url("pledge", held.meeting.pk, made.pk)

    assert client.post(address, typed(held, figure, "5", seen="1")).status_code == 302
    assert client.post(address, typed(held, figure, "6", seen="1")).status_code == 422  # another wrote meanwhile
    assert client.post(address, typed(held, None, "6", seen="2")).status_code == 422
    assert Pledge.objects.get().target == 5
    before, after = AuditRecord.objects.filter(verb="minutes.set_outcome").first().changes.get().rows[0][1:3]
    assert "menjadi 4 posyandu" in before["outcome"]
    assert "menjadi 5 posyandu" in after["outcome"]


def test_who_takes_the_number_away_meanwhile_is_told_before_the_meeting_is_closed(held):
    figure = bring(held, "2")
    made = pledge(held, held.about, figure=figure, target=Decimal(4))
    outcomes.set_outcome(item=held.own, outcome=Outcome("decision", "Dicatat."), by=held.cast("kasi"), at=AT)
    figure.delete()

    with pytest.raises(MinutesRefusal, match="“Melatih dua kader” sudah dilepas"):
        close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=LATER)

    assert (Commitment.objects.count(), fresh(held.meeting).state) == (0, "open")
    assert "pilih lagi angkanya" in Pledge.objects.get(pk=made.pk).aim


def test_the_target_is_kept_by_the_commitment_and_told_everywhere(held, as_):
    figure, client = bring(held, "2"), as_("kasi")
    pledge(held, held.about, figure=figure, target=Decimal(4))
    pledge(held, held.about, what="Menyusun jadwal", figure=None)
    outcomes.set_outcome(item=held.own, outcome=Outcome("decision", "Dicatat."), by=held.cast("kasi"), at=AT)
    aim = "Posyandu: dari 2 posyandu (Semester 1 2026) menjadi 4 posyandu"
    pages = [page_of(client.get(url(name, held.meeting.pk))) for name in ("front", "screen")]
    pages.append(page_of(client.get(url("item", held.meeting.pk, held.about.pk))))

    close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=LATER)

    assert [aim in page for page in pages] == [True, True, True]
    made, plain = Commitment.objects.order_by("pk")
    assert (made.indicator, made.baseline, made.target) == ("posyandu", Decimal(2), Decimal(4))
    assert (plain.measure, plain.baseline, plain.target) == ("", None, None)
    shown = page_of(client.get(made.get_absolute_url()))
    assert "dari 2 posyandu (Semester 1 2026) menjadi 4 posyandu" in shown
    for kind in ("notulen", "berita_acara"):
        paper = documents.make_paper(meeting=fresh(held.meeting), kind=kind, by=held.cast("kasi"), at=LATER)
        assert f"Melatih dua kader ({aim})" in text_of(content_of(paper.content).blocks), kind


def put(region, indicator, when: str, value: int) -> None:
    correct_observation(
        region=region, indicator=indicator, period=Period.objects.get(code=when), numerator=Decimal(value),
        denominator=None, source="Laporan puskesmas", reason="Dihitung ulang", by=None, at=AT,
    )  # fmt: skip


def test_the_thread_of_the_place_holds_the_figure_against_the_target(held, as_):
    """The indicator itself says nothing about better: only the target of the meeting does."""
    load_reference(by=None, at=AT)
    Indicator.objects.filter(code="posyandu").update(direction="neutral")
    indicator, region = Indicator.objects.get(code="posyandu"), held.house.country[DESA]
    put(region, indicator, "2025", 2)
    figure = bring(held, "2")
    for target in (Decimal(4), None):
        pledge(held, held.about, figure=figure, target=target)
    outcomes.set_outcome(item=held.own, outcome=Outcome("decision", "Dicatat."), by=held.cast("kasi"), at=AT)
    close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=LATER)
    client, told = as_("camat"), {}

    for now in (3, 4, 1):
        put(region, indicator, "2026", now)
        page = page_of(client.get(reverse("results:thread_of", args=[DESA, "posyandu"])))
        moved = thread_of(region, user=held.cast("camat"), indicator=indicator, today=TODAY).moved
        assert moved is not None
        told[now] = moved.verdict, moved.target, moved.is_reached
        assert f"4 posyandu, {'sudah' if moved.is_reached else 'belum'} tercapai." in page

    assert told == {3: ("towards", 4, False), 4: ("towards", 4, True), 1: ("away", 4, False)}
    assert "Posyandu dari 2 posyandu (Semester 1 2026) menjadi 4 posyandu" in page
    Commitment.objects.update(target=None)  # no way is the better one then, and nothing is called unchanged
    page = page_of(client.get(reverse("results:thread_of", args=[DESA, "posyandu"])))
    assert "angkanya berubah dari 2 menjadi 1 posyandu" in page


def test_open_promises_from_before_keep_the_number_that_closing_would_have_named(held):
    made = pledge(held, held.about, figure=None)
    plain = pledge(held, held.own)
    figure = bring(held, "2")
    migration = import_module("rumahbersama.chain.house.minutes.migrations.0003_figures_of_open_promises")

    migration.name_figures(apps, None)

    assert [Pledge.objects.get(pk=each.pk).figure for each in (made, plain)] == [figure, None]
