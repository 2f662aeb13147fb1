"""Who has not sent: the right villages with the right figures, to those who may see them, and nobody nobody asked."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.needs.models import Observation
from rumahbersama.results import hooks


@pytest.fixture
def some(figures, put) -> None:
    """In Sungai one village of B has sent nothing, and only Anggrek has sent its schools."""
    put({("71.01.01.2001", "sd"): 2})


def rows(client, code: str, **query: str) -> list[list[str]]:
    response = client.get(reverse("results:download_completeness", args=[code, "csv"]), query)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]


def test_a_kabupaten_lists_each_village_with_what_it_lacks(some, cast, client) -> None:
    client.force_login(cast["bappeda"])

    assert [(code, missing) for code, _name, _kec, _period, missing, _at in rows(client, "71.01")] == [
        ("71.01.01.1003", "SD/MI"),
        ("71.01.01.2002", "SD/MI"),
        ("71.01.02.2001", "SD/MI"),
        ("71.01.02.2002", "SD/MI; Posyandu; Penduduk"),
    ]


def test_one_figure_can_be_asked_for(some, cast, client) -> None:
    client.force_login(cast["bappeda"])
    page = client.get(reverse("results:completeness", args=["71.01"]), {"angka": "posyandu"}).content.decode()

    assert [row[0] for row in rows(client, "71.01", angka="posyandu")] == ["71.01.02.2002"]
    assert "1 dari 5 desa/kelurahan belum mengirim" in page


def test_what_nobody_has_sent_is_told_apart_and_asked_of_nobody(some, cast, client) -> None:
    client.force_login(cast["bappeda"])
    page = client.get(reverse("results:completeness", args=["71.01"])).content.decode()
    listed, _told, apart = page.partition("<table")[2].partition("Yang belum dikirim siapa pun")

    assert ("Apotek" in listed, "Apotek" in apart) == (False, True)


@pytest.mark.parametrize(("code", "who"), [("71.01.01", "camat"), ("71.01", "bappeda"), ("71", "province")])
def test_one_figure_that_is_not_due_makes_nobody_late_on_any_page(code, who, figures, put, cast, client) -> None:
    client.force_login(cast[who])

    def told() -> tuple[list[str], str, object, int]:
        home = [task.text for task in hooks.home_tasks(user=cast[who], today=timezone.localdate())]
        late = client.get(reverse("results:completeness", args=[code])).context
        place = client.get(reverse("results:place", args=[code])).context["page"]
        return home, late["lead"], [str(each) for each in late["late"].wanted], place.late_desa

    before = told()
    put({("71.01.01.2001", "jarak-kantor-camat"): 7, ("71.01.01.2001", "luas"): 7})
    listed = client.get(reverse("results:completeness", args=[code])).context["late"].asked.optional

    assert told() == before
    assert before[2] == ["Posyandu", "Penduduk"]
    assert [each.code for each in listed][:1] == ["luas"]


@pytest.mark.parametrize("who", ["camat", "bappeda"])
def test_home_never_tells_more_late_villages_than_the_page_it_leads_to(who, some, cast, client) -> None:
    client.force_login(cast[who])
    [late] = [
        task for task in hooks.home_tasks(user=cast[who], today=timezone.localdate()) if "kelengkapan" in task.url
    ]
    listed = client.get(late.url).context["listing"].total

    assert (late.count <= listed, late.count) == (True, listed)


def test_monday_names_those_whom_the_page_lists(some, put, cast, client) -> None:
    put({("71.01.01.2002", "jarak-kantor-camat"): 3})
    client.force_login(cast["camat"])
    sheet = client.get(reverse("results:monday", args=["71.01.01"])).context["found"]
    listed = client.get(reverse("results:completeness", args=["71.01.01"])).context["listing"].page

    assert sorted(desa.name for desa in sheet.late) == sorted(desa.name for desa in listed) == ["Akasia", "Asri"]


def test_above_the_kabupaten_children_are_counted_the_least_complete_first(some, cast, client) -> None:
    client.force_login(cast["province"])

    assert [row[1:] for row in rows(client, "71")] == [
        ["Kabupaten Sungai", "Semester 1 2026", "9", "15", "6"],
        ["Kabupaten Danau", "Semester 1 2026", "2", "3", "1"],
    ]


@pytest.mark.parametrize("who", ["camat_b", "outsider", "nobody"])
def test_villages_are_not_named_to_those_out_of_sight(who: str, some, cast, client) -> None:
    client.force_login(cast[who])
    kecamatan = client.get(reverse("results:completeness", args=["71.01.01"]))
    page = client.get(reverse("results:completeness", args=["71.01"])).content.decode()

    assert (kecamatan.status_code, "Akasia" in page, "Kecamatan Alas" in page) == (403, False, True)


def test_where_nothing_was_ever_sent_the_page_of_the_place_says_what_to_do(some, cast, client) -> None:
    client.force_login(cast["ministry"])

    assert client.get(reverse("results:completeness", args=["72"])).url == reverse("results:place", args=["72"])


def test_the_list_costs_the_same_with_one_late_village_and_with_four(
    some, put, cast, client, django_assert_num_queries
) -> None:
    client.force_login(cast["bappeda"])
    address = reverse("results:completeness", args=["71.01"])
    client.get(address)
    with django_assert_num_queries(COST):
        client.get(address)
    put({(f"71.01.01.{desa}", "sd"): 1 for desa in (2002, 1003)} | {("71.01.02.2001", "sd"): 1})
    with django_assert_num_queries(COST):
        client.get(address)


COST = 12


def test_home_leads_with_the_worst_gap_and_with_who_is_late(some, cast) -> None:
    today = timezone.localdate()

    def told(who: str) -> list[tuple[str, str]]:
        return [(task.text, task.url) for task in hooks.home_tasks(user=cast[who], today=today)]

    assert told("bappeda") == [
        (
            "SD/MI kurang 617.282 di Kabupaten Sungai (Semester 1 2026)",
            "/tempat/71.01/?periode=2026-S1&layanan=sd#peringkat",
        ),
        (
            "Sedikitnya 4 desa/kelurahan belum mengirim semua angka Semester 1 2026",
            "/tempat/71.01/kelengkapan/?periode=2026-S1",
        ),
    ]
    assert told("operator") == []
    assert told("outsider") == []


@pytest.mark.parametrize(
    ("today", "head"),
    [
        (date(2026, 7, 15), "belum lengkap. Mohon dikirim paling lambat 15 Jul 2026:"),
        (date(2026, 7, 16), "belum lengkap, padahal batas kirimnya 15 Jul 2026 sudah lewat. Mohon segera dikirim:"),
    ],
)
def test_a_reminder_to_copy_names_who_lacks_what_and_until_when(today, head, some, cast, client, monkeypatch) -> None:
    monkeypatch.setattr("rumahbersama.results.views.timezone.localdate", lambda: today)
    client.force_login(cast["bappeda"])
    page = client.get(reverse("results:completeness", args=["71.01"]), {"angka": "posyandu"}).content.decode()
    told = page.split('<textarea id="pengingat"', 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]

    assert told.splitlines()[:2] == [
        f"Yth. Bapak/Ibu, angka Semester 1 2026 untuk Kabupaten Sungai {head}",
        "• Desa Beringin: Operator desa: Posyandu",
    ]
    assert 'data-copy="#pengingat"' in page


def test_figures_that_came_after_the_due_day_are_told(some, cast, client) -> None:
    Observation.objects.update(first_at=datetime(2026, 7, 16, 9, tzinfo=UTC))
    Observation.objects.filter(indicator__code="sd").update(first_at=datetime(2026, 7, 15, 9, tzinfo=UTC))
    client.force_login(cast["bappeda"])

    told = client.get(reverse("results:completeness", args=["71.01"])).context["timeliness"]
    assert told == "1 dari 9 angka yang masuk tiba sebelum batas kirim 15 Jul 2026."
