"""What a village reads of a programme counts only what it reads; and what a goal says of its figure now."""

from datetime import date

import pytest

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.house.programme.models import Activity, Goal
from rumahbersama.chain.needs.models import Indicator, IndicatorSum, Observation, Period, ServiceArea
from rumahbersama.ground.regions.models import Region
from tests.meetings.conftest import AT, TODAY, A, text
from tests.programme.conftest import fresh, url

pytestmark = pytest.mark.django_db
OWN, OTHER = "71.01.01.2001", "71.01.01.2002"


def test_a_village_counts_only_the_activities_that_it_reads(house, as_, draft, add, goal, approve):
    add("Untuk desa ini", villages=(OWN,), goal=goal)
    add("Untuk desa lain", villages=(OTHER,), goal=goal)
    approve()

    for who, count in (("operator", 1), ("kasi", 2)):
        client = as_(who)
        [row] = client.get(url("place", A)).context["rows"]
        page = client.get(draft.get_absolute_url())
        assert (row.planned_count, row.late_count, page.context["goals"][0].total) == (count, count, count)


def test_a_village_opens_only_posts_of_activities_that_it_reads(house, as_, draft, add, approve):
    add("Untuk desa ini", villages=(OWN,))
    add("Untuk desa lain", who="sekcam", villages=(OTHER,))
    approve()

    def opened(who: str, post: str) -> int:
        return as_(who).get(url("share", draft.pk, house.posts[post].pk)).status_code

    assert [opened("operator", post) for post in ("kasi", "sekcam", "puskesmas")] == [200, 404, 404]
    assert [opened("keeper", post) for post in ("kasi", "sekcam", "puskesmas")] == [200, 200, 200]


def test_promises_of_a_post_are_counted_as_far_as_they_are_read(house, as_, draft, add, approve):
    add("Untuk semua")
    approve()
    facts = {"region": house.country[A], "promised_on": TODAY, "due_on": date(2026, 4, 1)}
    promise = commitments.Promise(what="Menyiapkan format RKPDes", post=house.posts["kasi"], **facts)
    commitments.make_commitment(promise=promise, by=None, at=AT)
    address = url("share", draft.pk, house.posts["kasi"].pk)
    assert "Di luar program: <a" in text(as_("camat").get(address))
    assert "Di luar program" not in text(as_("operator").get(address))


def test_a_goal_leads_to_its_activities_by_a_plain_number(house, as_, draft, add, goal, approve):
    Goal.objects.create(pk=12345, programme=draft, order=9, statement="Sasaran kesekian")
    assert 'href="?sasaran=12345"' in text(as_("kasi").get(draft.get_absolute_url()))


def test_nothing_is_late_outside_a_programme_in_force(house, as_, draft, add, approve):
    row = add()
    client = as_("kasi")

    def late() -> tuple[int, int, bool]:
        page = client.get(draft.get_absolute_url(), {"keadaan": "terlambat"})
        return page.context["progress"].late, len(page.context["listing"].page), fresh(row).is_late

    assert late() == (0, 0, False)
    approve()
    assert late() == (1, 1, True)
    Activity.objects.get(pk=row.pk).programme.__class__.objects.update(state="closed")
    assert late() == (0, 0, False)


@pytest.fixture
def measured(goal):
    """The goal with an indicator of desa, and a period of the last half year."""
    period = Period.objects.create(
        code="2025-S2", kind="semester", starts_on=date(2025, 7, 1), ends_on=date(2026, 1, 1)
    )
    area = ServiceArea.objects.create(code="desa", name="Pemerintahan desa")
    indicator = Indicator.objects.create(
        code="buku_kas", name="Desa dengan buku kas tertib", area=area, unit="desa", numerator="Desa", source="uji"
    )
    Goal.objects.filter(pk=goal.pk).update(indicator=indicator, target=3)
    return indicator, period


@pytest.mark.parametrize(("reported", "told"), [(3, True), (2, False)])
def test_a_goal_tells_the_whole_sum_of_its_indicator_now(house, as_, draft, measured, reported, told):
    indicator, period = measured
    place = house.country[A]
    Region.objects.filter(pk=place.pk).update(desa_count=3)
    facts = {"region": place, "indicator": indicator, "period": period, "level": 3, "numerator": 2, "unverified": 1}
    IndicatorSum.objects.create(**facts, reported=reported)
    page = text(as_("kasi").get(draft.get_absolute_url()))
    sentence = "2 desa</a> (Semester 2 2025). Jumlah dari 3 tempat. Belum diverifikasi."
    assert ("Sekarang <a" in page, sentence in page) == (told, told)


def test_a_goal_tells_the_source_of_a_figure_of_the_kecamatan(house, as_, draft, measured):
    indicator, period = measured
    Indicator.objects.filter(pk=indicator.pk).update(observed_level=3)
    facts = {
        "region": house.country[A],
        "indicator": indicator,
        "period": period,
        "numerator": 2,
        "state": "verified",
    }
    Observation.objects.create(**facts, source="Laporan camat", entered_at=AT)
    page = text(as_("kasi").get(draft.get_absolute_url()))
    assert "2 desa</a> (Semester 2 2025). Sumber: Laporan camat." in page
    assert "Belum diverifikasi" not in page


def test_what_was_done_in_a_village_stands_in_its_history_alone(house, add, approve):
    from rumahbersama.chain.house.programme import hooks
    from rumahbersama.chain.house.programme.models import Activity

    there = add("Membina BUM Desa", villages=("71.01.01.2001",))
    add("Belum dilaksanakan", villages=("71.01.01.2001",))
    add("Untuk semua")
    approve()
    Activity.objects.filter(pk=there.pk).update(state="done")

    def told(who: str, code: str) -> list[str]:
        asked = {"user": house.cast[who], "region": house.country[code], "start": None, "end": None}
        return [each.text for each in hooks.village_history(**asked)]

    assert [told("camat", "71.01.01.2001"), told("operator", "71.01.01.2001")] == [
        ["Pengawasan: Membina BUM Desa"]
    ] * 2
    assert [told("camat", "71.01.01.2002"), told("camat_b", "71.01.01.2001")] == [[], []]
