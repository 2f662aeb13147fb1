"""The golden thread: from a figure back to training, each link as far as the reader may see it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems.models import ProblemEvidence
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.needs.actions import correct_observation
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.permissions import get_indicator
from rumahbersama.chain.needs.spm.models import SpmField, SpmService
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.results.thread import SHOWN, thread_of
from rumahbersama.results.thread_sheets import sheet_of
from tests.problems.conftest import DESA, DESA_B, SIBLING, A, as_, house, made, text_of

__all__ = ["as_", "house", "made"]
BEFORE, SINCE = "2026-S1", "2026-S2"
WHAT = "Menghidupkan lagi posyandu Hilir"


def put(house, value: int, *, when: str, code: str = DESA) -> None:
    correct_observation(
        region=house.country[code],
        indicator=Indicator.objects.get(code="posyandu"),
        period=Period.objects.get(code=when),
        numerator=Decimal(value),
        denominator=None,
        source="Laporan puskesmas",
        reason="",
        by=None,
        at=house.at,
    )


def promise(house, what: str = WHAT, *, code: str = DESA, indicator: str = "posyandu", on=None, **more):
    on = on or Period.objects.get(code=BEFORE).ends_on + timedelta(days=20)
    told = Promise(
        what=what,
        post=house.kasi_post,
        region=house.country[code],
        promised_on=on,
        due_on=on + timedelta(days=60),
        indicator=indicator,
        measure="Posyandu" if indicator else "",
        **more,
    )
    return make_commitment(promise=told, by=house.cast["kasi"], at=house.at)


@pytest.fixture
def followed(house):
    """A figure that was 2 when it was promised and is 3 now, in a problem; the same promised in another kecamatan."""
    put(house, 2, when=BEFORE)
    put(house, 3, when=SINCE)
    evidence = [f"angka:posyandu:{DESA}:{BEFORE}"]
    snapshots = [each for each in (read(reference, user=house.cast["camat"]) for reference in evidence) if each]
    house.problem = house.write("Posyandu Hilir tutup sejak Maret.", snapshots=tuple(snapshots))
    house.promise = promise(house, target=Decimal(4))
    promise(house, "Janji rahasia kecamatan lain", code=DESA_B)
    return house


def thread(house, role: str = "camat", code: str = DESA, indicator: str = "posyandu"):
    named = get_indicator(indicator) if indicator else None
    return thread_of(house.country[code], user=house.cast[role], indicator=named, today=timezone.localdate(house.at))


def test_a_figure_leads_to_its_problem_its_promise_and_what_it_did(followed):
    found = thread(followed)

    assert found.problems == [followed.problem]
    assert (found.promises.states.total, found.promises.states.kept) == (1, 0)
    assert [row.what for row in found.rows] == [WHAT]
    assert found.moved is not None
    assert (found.moved.baseline.value, found.moved.now.value, found.moved.verdict) == (2, 3, "towards")


def test_a_figure_that_went_the_other_way_is_said_to(house):
    put(house, 3, when=BEFORE)
    put(house, 2, when=SINCE)
    promise(house)
    moved = thread(house).moved

    assert moved is not None
    assert moved.verdict == "away"


def test_nothing_is_claimed_before_a_newer_figure(house):
    put(house, 2, when=BEFORE)
    promise(house)

    assert thread(house).moved is None


def test_a_figure_from_before_the_promise_is_the_only_baseline(house):
    put(house, 2, when=SINCE)
    promise(house)

    assert thread(house).moved is None


def test_a_semester_is_not_held_against_a_year(house):
    put(house, 2, when=BEFORE)
    put(house, 9, when="2026")
    promise(house)

    assert thread(house).moved is None


@pytest.mark.parametrize(("direction", "target"), [("up", 5), ("down", 4)])
def test_the_target_is_the_furthest_of_the_very_place(followed, direction, target):
    Indicator.objects.filter(code="posyandu").update(direction=direction)
    promise(followed, "Lebih jauh", target=Decimal(5))
    for each in (
        promise(followed, "Terlalu jauh", target=Decimal(9)),
        promise(followed, "Kurang", target=Decimal(1)),
    ):
        Commitment.objects.filter(pk=each.pk).update(state="dropped", dropped_because="Batal")
    above = promise(followed, "Sekecamatan", code=A, target=Decimal(70))

    assert thread(followed).promises.target == target
    assert thread(followed, code=A).promises.target == above.target


def test_no_visit_is_listed_of_an_indicator_that_nobody_promised(house):
    day = timezone.localdate(house.at)
    more = {"purpose": "Melihat posyandu", "state": "done", "entered_at": house.at}
    visit = Visit.objects.create(region=house.country[DESA], planned_on=day, visited_on=day, **more)

    assert thread(house, indicator="").visits == [visit]
    assert thread(house).visits == []


def test_the_problems_of_another_indicator_are_left_out(followed):
    followed.write("Jembatan di Hilir lapuk.", code=SIBLING)

    assert thread(followed).problems == [followed.problem]
    assert len(thread(followed, code=A, indicator="").problems) > 1


def test_the_place_as_a_whole_names_the_indicators(followed):
    found = thread(followed, indicator="")

    assert [(each.code, each.promises) for each in found.named] == [("posyandu", 1)]


def test_what_is_more_than_shown_is_told(followed):
    for number in range(SHOWN):
        promise(followed, f"Janji ke-{number} tentang posyandu")
    found = thread(followed)

    assert (len(found.rows), found.more["rows"], found.promises.states.total) == (SHOWN, True, SHOWN + 1)


def visits_made(house, count: int) -> list[Visit]:
    day = Period.objects.get(code=BEFORE).ends_on + timedelta(days=40)
    more = {"purpose": "Melihat posyandu", "state": "done", "entered_at": house.at, "planned_on": day}
    return [Visit.objects.create(region=house.country[DESA], visited_on=day, **more) for _each in range(count)]


def test_what_the_page_cuts_has_a_link_to_the_list_that_holds_it(followed, as_):
    visits_made(followed, SHOWN + 1)
    for number in range(SHOWN + 1):
        followed.write(f"Masalah ke-{number} di desa ini.")
    page = as_("camat").get(reverse("results:thread", args=[DESA])).content.decode()

    assert f'href="{reverse("visits:place", args=[DESA])}?lihat=selesai"' in page
    link = f"{reverse('problems:list', args=[A])}?keadaan=&amp;desa={DESA}"
    assert f'href="{link}"' in page
    assert "apa pun maksudnya" in page
    listed = text_of(as_("camat").get(link.replace("&amp;", "&")))
    assert [number for number in range(SHOWN + 1) if f"Masalah ke-{number}" not in listed] == []


def test_the_file_holds_what_the_page_cuts_and_says_where_it_is_cut_itself(followed, as_):
    visits_made(followed, SHOWN + 1)
    address = reverse("results:download_thread_of", args=[DESA, "posyandu", "csv"])
    stages = [line.partition(",")[0].strip('"') for line in as_("camat").get(address).text.splitlines()[1:]]
    cut = sheet_of(thread(followed))[1]

    assert stages.count("Kunjungan") == SHOWN + 1
    assert [row[2] for row in cut if row[0] == "Kunjungan"][-1].startswith("Masih ada yang lebih lama")


def test_the_page_offers_both_kinds_of_file(followed, as_):
    page = as_("camat").get(reverse("results:thread_of", args=[DESA, "posyandu"])).content.decode()
    files = [reverse("results:download_thread_of", args=[DESA, "posyandu", form]) for form in ("csv", "xlsx")]

    assert [address for address in files if f'href="{address}"' not in page] == []


def test_the_page_says_it_in_a_sentence_and_claims_no_cause(followed, as_, django_assert_max_num_queries):
    camat = as_("camat")
    with django_assert_max_num_queries(14):  # with session, account and roles; the issue allows 15
        page = camat.get(reverse("results:thread_of", args=[DESA, "posyandu"]))
    words = text_of(page)

    assert "2 menjadi 3" in words
    assert "Bergerak tidak berarti disebabkan" in words
    assert WHAT in words
    assert "rahasia" not in words


def test_a_place_without_anything_says_where_to_begin(house, as_):
    assert "Belum ada benang" in text_of(as_("camat").get(reverse("results:thread_of", args=[DESA, "penduduk"])))


def test_the_table_has_the_links_in_their_order(followed, as_):
    sheet = as_("camat").get(reverse("results:download_thread_of", args=[DESA, "posyandu", "csv"])).content.decode()
    stages = [line.partition(",")[0].strip('"\ufeff') for line in sheet.splitlines()[1:]]

    assert stages == ["Masalah", "Komitmen", "Angka", "Angka"]


def test_addresses_in_the_file_are_whole(followed, as_):
    sheet = as_("camat").get(reverse("results:download_thread_of", args=[DESA, "posyandu", "csv"])).content.decode()

    assert f"http://testserver{followed.problem.get_absolute_url()}" in sheet
    assert f"http://testserver{followed.promise.get_absolute_url()}" in sheet
    assert sheet.splitlines()[-1].endswith(",")  # a figure has none


@pytest.mark.parametrize(("today", "told"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_figure_of_a_period_that_is_not_over_is_provisional(followed, as_, monkeypatch, today, told):
    monkeypatch.setattr(timezone, "localdate", lambda *_at: today)
    address = reverse("results:thread_of", args=[DESA, "posyandu"])
    page = text_of(as_("camat").get(address))
    sheet = as_("camat").get(reverse("results:download_thread_of", args=[DESA, "posyandu", "csv"])).content.decode()

    assert (page.count("Semester 2 2026, sementara") == 2, "Semester 1 2026, sementara" in page) == (told, False)
    assert ("masih sementara, karena periodenya belum berakhir" in page) == told
    assert (sheet.splitlines()[-1].split(",", 3)[3] == '"3.0000, sementara",') == told


def test_ways_lead_there_from_the_figure_and_the_place(followed, as_):
    camat = as_("camat")

    assert reverse("results:thread_of", args=[DESA, "posyandu"]) in text_of(
        camat.get(reverse("results:indicator", args=[DESA, "posyandu"]), {"periode": BEFORE})
    )
    assert reverse("results:thread", args=[A]) in text_of(camat.get(reverse("results:place", args=[A])))


@pytest.mark.parametrize(
    ("role", "code", "status"), [("operator", DESA, 200), ("operator", SIBLING, 403), ("camat_b", DESA, 404)]
)
def test_who_opens_it(followed, as_, role, code, status):
    assert as_(role).get(reverse("results:thread", args=[code])).status_code == status


def test_the_thread_of_a_figure_is_drawn_with_its_words(followed, client):
    client.force_login(followed.cast["camat"])

    page, found = client.get(reverse("results:thread_of", args=[DESA, "posyandu"])).text, thread(followed)

    states = found.promises.states
    legend = page[page.index('<ul class="leg">') :].partition("</ul>")[0]
    drawn = [states.kept, states.check, states.going, states.late, states.given_up]
    assert [int(count) for count in re.findall(r'<b class="num">(\d+)</b>', legend)] == drawn
    assert sum(drawn) == 1
    assert [each.value for each in found.moved.course] == [2, 3]
    assert (page.count('<polyline class="ln"'), page.count('<path class="tg"')) == (1, 1)
    assert "Angka tempat ini dalam" in page and "Garis putus-putus: sasaran terjauh yang dijanjikan." in page


@pytest.mark.parametrize("kind", ["kurang", "prioritas"])
def test_a_problem_brought_from_the_shortage_of_what_is_counted_is_on_the_thread(house, kind):
    made = house.write("Posyandu di kecamatan ini kurang satu.", code=A)
    other = house.write("Puskesmas di kecamatan ini kurang satu.", code=A)
    for problem, service in ((made, "posyandu"), (other, "puskesmas")):
        told = {"sentence": "x", "url": "/", "taken_on": house.at.date(), "by_name": "x"}
        ProblemEvidence.objects.create(problem=problem, reference=f"{kind}:{service}:{A}:{BEFORE}", **told)

    assert thread(house, code=A).problems == [made]


@pytest.mark.parametrize("measure", ["receivers", "quality"])
def test_a_problem_brought_from_a_minimum_service_is_on_the_thread_of_both_its_measures(house, measure):
    indicators = dict(zip(("receivers", "quality"), Indicator.objects.order_by("pk")[:2], strict=True))
    field = SpmField.objects.create(code="bidang_uji", name="Bidang uji")
    named = {"code": "layanan_uji", "name": "Layanan uji", "valid_from": house.at.date()}
    SpmService.objects.create(field=field, **named, **indicators)
    made, other = (house.write(f"Layanan di kecamatan ini kurang, ke-{number}.", code=A) for number in "12")
    for problem, service in ((made, "layanan_uji"), (other, "layanan_lain")):
        told = {"sentence": "x", "url": "/", "taken_on": house.at.date(), "by_name": "x"}
        ProblemEvidence.objects.create(problem=problem, reference=f"spm:{service}:71.01:{BEFORE}", **told)

    assert thread(house, code=A, indicator=indicators[measure].code).problems == [made]
