"""The next period of figures: who adds periods is told while the one before it ends, and not once it is there."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.needs import ahead, hooks
from rumahbersama.chain.needs.models import Period, Threshold
from rumahbersama.chain.needs.reference import add_period, period_from_code, replace_threshold, save_indicator

SOON, LATE = date(2026, 12, 2), date(2027, 1, 1)
NEXT = "Periode Semester 1 2027 belum ditambahkan; Semester 2 2026 "


def told(user, today: date) -> list[tuple[str, str]]:
    tasks = hooks.home_tasks(user=user, today=today)
    return [(task.tone, task.text) for task in tasks if task.action == "Tambah periode"]


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("2026", "2027"),
        ("2026-S1", "2026-S2"),
        ("2026-S2", "2027-S1"),
        ("2026-Q3", "2026-Q4"),
        ("2026-Q4", "2027-Q1"),
        ("2026-M11", "2026-M12"),
        ("2026-M12", "2027-M1"),
    ],
)
def test_the_next_period_is_of_the_same_kind_and_begins_when_the_last_ends(code, after):
    period = period_from_code(code)

    assert ahead.code_after(period) == after
    assert (period_from_code(after).starts_on, period_from_code(after).kind) == (period.ends_on, period.kind)


def test_who_adds_periods_is_told_in_time_and_until_it_is_there(reference, cast, now):
    ministry = cast["ministry"]
    Period.objects.filter(code="2027").delete()

    assert told(ministry, date(2026, 12, 1)) == []
    assert told(ministry, SOON) == [
        ("warn", "Periode 2027 belum ditambahkan; 2026 berakhir 31 Des 2026"),
        ("warn", NEXT + "berakhir 31 Des 2026"),
    ]
    assert ("bad", NEXT + "sudah berakhir 31 Des 2026, jadi angkanya belum dapat diisi") in told(ministry, LATE)
    assert [told(cast[who], LATE) for who in ("operator", "keeper", "camat")] == [[], [], []]

    add_period(code="2027-S1", by=ministry, at=now)
    add_period(code="2027", by=ministry, at=now)
    assert told(ministry, LATE) == []


def test_a_kind_in_which_nothing_is_asked_needs_no_next_and_how_soon_is_dated(reference, cast, now):
    ministry = cast["ministry"]
    add_period(code="2026-M11", by=None, at=now)
    assert not any("2026-M12" in text or "Desember" in text for _tone, text in told(ministry, LATE))
    reference["posyandu"].asked_each = "month"
    save_indicator(indicator=reference["posyandu"], reason="Diminta dinas", by=None, at=now)
    assert ("bad", "Periode Bulan 12 2026 belum ditambahkan; Bulan 11 2026 sudah berakhir 30 Nov 2026, jadi angkanya "
            "belum dapat diisi") in told(ministry, SOON)  # fmt: skip

    wider = Threshold(code=ahead.BEFORE, value=60, source="SK Menteri", valid_from=date(2026, 10, 1))
    replace_threshold(threshold=wider, reason="Lebih awal", by=None, at=now)
    assert ("warn", NEXT + "berakhir 31 Des 2026") in told(ministry, date(2026, 11, 2))


def test_the_link_opens_the_form_with_the_period_in_it(reference, cast, client):
    task = next(each for each in hooks.home_tasks(user=cast["ministry"], today=LATE) if "2027-S1" in each.url)
    client.force_login(cast["ministry"])

    assert task.url == f"{reverse('needs:index')}?baru=2027-S1#periode"
    assert 'value="2027-S1"' in client.get(task.url).content.decode()
    client.post(reverse("needs:index"), {"code": "2027-S1"})
    assert Period.objects.filter(code="2027-S1").exists()


def test_two_queries(reference):
    with CaptureQueriesContext(connection) as asked:
        ahead.missing_periods(today=LATE)

    assert len(asked) == 2
