"""Office days: the national list, what a kabupaten adds, and who may."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import rows_of
from rumahbersama.ground.core.working_days import add_working_days
from rumahbersama.ground.regions.office_days import actions, reference
from rumahbersama.ground.regions.office_days.models import Holiday, OfficeWeek
from rumahbersama.ground.regions.office_days.queries import (
    ENTITY,
    is_running_out,
    office_days_of,
    told_between,
    weeks_of,
)
from rumahbersama.ground.regions.rules import RegionRefusal

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(timezone.datetime(2026, 3, 2, 9))


@pytest.fixture
def listed(country):
    reference.load_reference(by=None, at=NOW)
    return country


def close(region, day, name="Hari jadi kabupaten", basis="SE Bupati 1/2026"):
    return actions.add_holiday(region=region, date=day, name=name, legal_basis=basis, by=None, at=NOW)


def test_the_national_list_holds_the_known_days_of_2026(listed):
    rows = dict(Holiday.objects.filter(date__month__in=(3, 8), date__year=2026).values_list("date", "kind"))

    assert rows == {
        date(2026, 3, 18): "joint",
        date(2026, 3, 19): "national",
        date(2026, 3, 20): "joint",
        date(2026, 3, 21): "national",
        date(2026, 3, 22): "national",
        date(2026, 3, 23): "joint",
        date(2026, 3, 24): "joint",
        date(2026, 8, 17): "national",
        date(2026, 8, 25): "national",
    }


def test_years_without_a_known_decree_are_marked_as_estimates(listed):
    marks = Holiday.objects.values_list("date__year", "is_estimate").order_by().distinct()

    assert sorted(marks) == [(2024, False), (2025, False), (2026, False), (2027, True)]


def test_loading_again_changes_nothing_and_keeps_what_people_withdrew(listed):
    day = Holiday.objects.get(date=date(2026, 8, 17))
    actions.withdraw_holiday(holiday=day, reason="Uji", by=None, at=NOW)
    before = list(Holiday.objects.values_list("pk", "withdrawn_because"))

    assert reference.load_reference(by=None, at=NOW) == 0
    assert list(Holiday.objects.values_list("pk", "withdrawn_because")) == before


def test_a_shipped_day_that_the_newer_list_lacks_is_withdrawn(listed):
    row = Holiday.objects.create(
        region=listed["0"], date=date(2027, 7, 7), name="Perkiraan lama", kind="national", is_shipped=True
    )

    reference.load_reference(by=None, at=NOW)

    row.refresh_from_db()
    assert row.withdrawn_because == "Tidak ada lagi di daftar nasional yang baru."


def test_a_local_holiday_holds_below_its_place_and_nowhere_else(listed):
    close(listed["71.01"], date(2026, 3, 3))

    here, there = office_days_of("71.01.01.2001"), office_days_of("71.02.01")

    assert add_working_days(date(2026, 3, 2), 1, office=here) == date(2026, 3, 4)
    assert add_working_days(date(2026, 3, 2), 1, office=there) == date(2026, 3, 3)


def test_a_withdrawn_holiday_does_not_count_and_can_be_put_back(listed):
    row = close(listed["71.01"], date(2026, 3, 3))
    actions.withdraw_holiday(holiday=row, reason="Dibatalkan bupati", by=None, at=NOW)
    assert office_days_of("71.01").is_open(date(2026, 3, 3)) is True

    actions.restore_holiday(holiday=row, by=None, at=NOW)

    assert office_days_of("71.01").is_open(date(2026, 3, 3)) is False
    verbs = AuditRecord.objects.filter(place_code="71.01").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["regions.add_holiday", "regions.withdraw_holiday", "regions.restore_holiday"]


def test_a_day_closed_above_is_not_closed_again(listed):
    with pytest.raises(RegionRefusal, match=r"17 Agu 2026 sudah libur: .*\(Indonesia\)"):
        close(listed["71.01"], date(2026, 8, 17))


def test_a_holiday_needs_name_and_basis(listed):
    with pytest.raises(RegionRefusal, match="dasar hukumnya"):
        close(listed["71.01"], date(2026, 3, 3), basis=" ")


def test_the_nearest_office_week_holds(listed):
    week = {"legal_basis": "Perbup 5/2026", "by": None, "at": NOW}
    actions.set_office_week(region=listed["71"], valid_from=date(2025, 1, 1), weekdays="123456", **week)
    actions.set_office_week(region=listed["71.01"], valid_from=date(2026, 1, 1), weekdays="12345", **week)

    assert [row.weekdays for row in weeks_of("71.01.01")] == ["12345", "123456", "12345"]
    assert office_days_of("71.01.01").is_open(date(2026, 3, 7)) is False
    assert office_days_of("71.02.01").is_open(date(2026, 3, 7)) is True
    assert OfficeWeek.objects.count() == 3


def test_a_week_above_that_comes_later_does_not_overrule_ones_own(listed):
    week = {"legal_basis": "Perbup 5/2026", "by": None, "at": NOW}
    actions.set_office_week(region=listed["71.01"], valid_from=date(2025, 1, 1), weekdays="123456", **week)
    actions.set_office_week(region=listed["71"], valid_from=date(2026, 1, 1), weekdays="12345", **week)

    assert office_days_of("71.01.01").is_open(date(2026, 3, 7)) is True


@pytest.mark.parametrize(("today", "expected"), [(date(2027, 8, 1), False), (date(2027, 10, 1), True)])
def test_the_list_says_when_it_runs_out(listed, today, expected):
    assert is_running_out(today=today) is expected


def page(client, code, **query):
    return client.get(reverse("regions:office_days", args=[code]), query).content.decode()


def test_the_page_counts_working_days_and_names_what_was_skipped(client, listed):
    html = page(client, "71.01.01", mulai_0="2", mulai_1="3", mulai_2="2026", hari="20")

    assert "20 hari kerja sesudah 2 Mar 2026 jatuh pada <b>7 Apr 2026</b>." in html
    assert "19 Mar 2026 (Hari Suci Nyepi)" in html
    assert "3 Apr 2026 (Wafat Yesus Kristus)" in html


def test_the_page_says_what_is_wrong_with_a_count(client, listed):
    html = page(client, "71.01.01", mulai_0="31", mulai_1="2", mulai_2="2026", hari="20")

    assert "Tanggal ini tidak ada di kalender" in html


def test_beyond_the_list_the_page_says_so(client, listed):
    html = page(client, "71.01.01", mulai_0="20", mulai_1="12", mulai_2="2027", hari="20")

    assert "belum dikenal, jadi yang dilewati hanya akhir pekan" in html


def test_the_page_asks_the_database_as_often_with_more_rows(client, listed, django_assert_num_queries):
    close(listed["71.01"], date(2026, 3, 3))
    url = reverse("regions:office_days", args=["71.01.01"])
    client.get(url)  # what a process reads once is read
    with django_assert_num_queries(5):
        client.get(url)
    close(listed["71.01"], date(2026, 3, 4))
    with django_assert_num_queries(5):
        client.get(url)


def test_a_manager_closes_a_day_and_withdraws_it_on_the_pages(client, listed, cast):
    client.force_login(cast["administrator"])
    add = reverse("regions:add_holiday", args=["71.01"])
    day = {"date_0": "3", "date_1": "3", "date_2": "2026", "name": "Hari jadi", "legal_basis": "SE 1"}
    day["kind"] = "local"

    assert client.post(add, day).status_code == 302
    assert client.post(add, day).status_code == 422
    row = Holiday.objects.get(region=listed["71.01"])
    withdraw = reverse("regions:withdraw_holiday", args=["71.01", row.pk])
    assert client.post(withdraw, {"reason": "Salah catat"}).status_code == 302

    assert "Ditarik: Salah catat" in page(client, "71.01", tahun="2026")
    assert client.post(reverse("regions:restore_holiday", args=["71.01", row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_because == ""


def test_the_list_goes_out_as_csv(client, listed):
    close(listed["71.01"], date(2026, 3, 3))

    text = client.get(reverse("regions:office_days_csv", args=["71.01.01", 2026])).content.decode("utf-8-sig")

    assert text.splitlines()[0].replace(";", ",") == "tanggal,nama,jenis,berlaku_di,dasar_hukum"
    assert "2026-03-03" in text
    assert "2027-" not in text


def test_a_half_day_is_told_as_half_and_a_closed_one_of_the_same_day_goes_before_it(listed):
    facts = {"legal_basis": "SE Bupati 2/2026", "by": None, "at": NOW}
    kabupaten, kecamatan = listed["71.01"], listed["71.01.01"]
    for region, day in ((kabupaten, date(2026, 4, 1)), (kecamatan, date(2026, 4, 2))):
        actions.add_holiday(region=region, date=day, name="Puasa", kind="half", **facts)
    close(kabupaten, date(2026, 4, 2))

    assert told_between("71.01.01", start=date(2026, 4, 1), end=date(2026, 4, 2)) == {
        date(2026, 4, 1): "Puasa (setengah hari)",
        date(2026, 4, 2): "Hari jadi kabupaten",
    }


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_the_record_tells_what_a_day_was_before(listed, is_withdrawn):
    facts = {"legal_basis": "SE Bupati 2/2026", "by": None, "at": NOW}
    row = actions.add_holiday(region=listed["71.01"], date=date(2026, 4, 1), name="Puasa", kind="half", **facts)
    if is_withdrawn:
        actions.withdraw_holiday(holiday=row, reason="Keliru", by=None, at=NOW)
    close(listed["71.01"], date(2026, 4, 1))

    [change] = list(rows_of(entity=ENTITY, key="71.01|2026-04-01", codes=None))[:1]
    assert change.before == {"name": "Puasa", "legal_basis": "SE Bupati 2/2026", "withdrawn": is_withdrawn}
