"""What a camat decides today: at most three sentences, each with its figure, composed of what home asks anyway."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rumahbersama.chain.commitments import actions
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import HomeTask, Hook
from rumahbersama.office.home.queries import decisions_for
from tests.meetings.conftest import AT, TODAY, add_problem, add_promise, as_, house, made, text

__all__ = ["as_", "house", "made"]
pytestmark = pytest.mark.django_db
NOTHING = "Tidak ada yang perlu diputuskan hari ini."


def decided(html: str) -> str:
    """Return the card of decisions."""
    start = html.index('id="putusan"')
    return html[start : html.index("</section>", start)]


def test_nothing_to_decide_is_said_so(house, as_):
    Meeting.objects.all().delete()

    assert NOTHING in decided(text(as_("camat").get("/")))


def test_who_leads_no_kecamatan_decides_nothing_here(house, as_):
    for who in ("kasi", "operator", "bappeda"):
        assert (who, "Yang perlu diputuskan" in text(as_(who).get("/"))) == (who, False)


def test_the_three_most_pressing_are_told_with_their_figures(house, as_):
    for number in range(4):
        add_problem(house, f"Masalah nomor {number} belum ada jalan keluar.", *([(5, 4, 3)] * (3 if number else 1)))
    add_promise(house, "Janji yang lama lewat", date(2026, 1, 20))
    actions.report_on(commitment=add_promise(house, "Janji selesai", TODAY), text="Sudah", to="done", by=None, at=AT)
    Meeting.objects.filter(pk=house.meeting.pk).update(state="open", day=TODAY - timedelta(days=4))
    html = decided(text(as_("camat").get("/")))

    told = [
        "sudah 4 hari lewat dan belum ditutup",
        "1 janji di tempat Anda terlambat",
        "4 masalah baru belum diputuskan, 3 di antaranya sudah cukup penilainya.",
    ]
    places = [html.find(each) for each in told]
    assert (min(places) >= 0, places == sorted(places)) == (True, True)
    assert ("menunggu putusan Anda" in html, html.count("<a href=")) == (False, 3)


def test_a_near_meeting_nobody_was_told_of_and_what_comes_back_are_decisions(house, as_, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else date(2026, 3, 4))
    add_problem(house, "Masalah yang ditunda sampai hari ini.", state="put_off", put_off_to=date(2026, 3, 4))
    html = decided(text(as_("camat").get("/")))

    assert "tinggal 5 hari lagi dan undangannya belum dikirim" in html
    assert "1 masalah yang ditunda tiba harinya" in html


def test_a_keeper_who_does_not_lead_sees_the_tasks_alone(house, as_):
    Meeting.objects.filter(pk=house.meeting.pk).update(state="open", day=TODAY - timedelta(days=1))
    html = text(as_("keeper").get("/"))

    assert ("belum ditutup, jadi janjinya" in html, 'id="putusan"' in html) == (True, False)


def test_equal_rank_begins_with_the_larger_figure(house):
    tasks = [
        HomeTask("a", "/", "", count=1, decision="a", rank=5),
        HomeTask("b", "/", "", count=9, decision="b", rank=5),
    ]

    assert [task.text for task in decisions_for(tasks, user=house.cast["camat"]) or []] == ["b", "a"]


def test_what_is_decided_above_stands_once_and_is_counted_once(house, as_):
    Meeting.objects.filter(pk=house.meeting.pk).update(state="open", day=TODAY - timedelta(days=4))
    page = as_("camat").get("/")
    above, below = page.context["decisions"], page.context["tasks"]

    assert [task.url for task in above if task in below] == []
    assert len(above) + len(below) == page.context["waiting"]
    assert [text(page).count(f'<a href="{task.url}">{task.action}<') for task in above] == [1 for _task in above]


def test_where_all_that_waits_is_a_decision_the_list_below_says_so(house, as_, monkeypatch):
    hook: Hook[HomeTask] = Hook("home_tasks")
    monkeypatch.setattr(registry, "home_tasks", hook)
    hook.fill(lambda *, user, today: [HomeTask("a", "/a/", "Lihat", decision="Satu putusan.", rank=5)])
    html = text(as_("camat").get("/"))

    assert ("Ada satu hal yang menunggu Anda" in html, "Tidak ada lagi selain yang perlu diputuskan" in html) == (
        True,
        True,
    )
