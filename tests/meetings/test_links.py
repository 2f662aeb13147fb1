"""A problem's page leads to the meetings that took it up, and to whatever else other rooms hold about it."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumahbersama.chain.house.meetings import hooks
from rumahbersama.chain.house.meetings.actions import planning
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.problems.acts import links_of
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import get_problem_to_view
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import ProblemLink
from tests.meetings.conftest import AT, MARCH, add_problem, plan, text


def item_about(meeting, problem: Problem, **more) -> AgendaItem:
    order = meeting.agenda.count() + 1
    facts = {"title": problem.statement, "kind": "problem", "minutes": 10, "order": order} | more
    return AgendaItem.objects.create(meeting=meeting, problem=problem, **facts)


def links(house, who: str, problem: Problem) -> list[ProblemLink]:
    return list(hooks.problem_links(user=house.cast[who], problems=[problem]))


def test_a_meeting_is_named_with_what_came_of_it(house, as_):
    problem = add_problem(house, "Posyandu Hilir tidak buka.", state="tabled", shared_at=AT)
    item_about(house.meeting, problem, result="upward", result_text="Perlu bidan dari kabupaten.")

    page = text(as_("operator").get(problem.get_absolute_url()))

    assert [(each.text, each.url, each.detail, each.day) for each in links(house, "operator", problem)] == [
        (
            MARCH,
            house.meeting.get_absolute_url(),
            "Diteruskan ke kabupaten: Perlu bidan dari kabupaten.",
            date(2026, 3, 9),
        )
    ]
    assert f'<a href="{house.meeting.get_absolute_url()}">{MARCH}</a>' in page
    assert "Rapat, 9 Mar 2026: Diteruskan ke kabupaten: Perlu bidan dari kabupaten." in page


def test_meetings_of_merged_problems_count_and_those_called_off_do_not(house):
    main, twin = add_problem(house, "Posyandu Hilir tidak buka."), add_problem(house, "Posyandu tutup terus.")
    Problem.objects.filter(pk=twin.pk).update(state="merged", merged_into=main)
    item_about(house.meeting, twin)
    later = planning.make_meeting(
        region=house.country["71.01.01"], plan=plan(house.posts, title="Rapat batal"), by=None, at=AT
    )
    item_about(later, main)
    planning.cancel_meeting(meeting=later, reason="Banjir.", by=None, at=AT, seen=later.version)

    found = links_of(house.cast["camat"], get_problem_to_view(house.cast["camat"], main.pk))

    assert [each.text for each in found.there] == [MARCH]
    assert links(house, "outsider", main) == []


def test_acts_are_buttons_and_the_newest_stands_first(house, as_, monkeypatch):
    problem = add_problem(house, "Posyandu Hilir tidak buka.")
    item_about(house.meeting, problem)

    def visits(*, user, problems):
        yield ProblemLink("Kunjungan", "Kunjungan Januari", "/januari/", "selesai", date(2026, 1, 9))
        yield ProblemLink("Kunjungan", "Kunjungan April", "/april/", "", date(2026, 4, 9))
        yield ProblemLink("Kunjungan", "Rencanakan kunjungan", "/baru/", is_act=True)

    monkeypatch.setattr(registry.problem_links, "_fillers", [*registry.problem_links._fillers, (50, visits)])

    page = text(as_("camat").get(problem.get_absolute_url()))

    assert '<a class="btn" href="/baru/">Rencanakan kunjungan</a>' in page
    places = [page.index(word) for word in ("Kunjungan April", f">{MARCH}<", "Kunjungan Januari")]
    assert places == sorted(places)


def test_the_page_of_a_problem_stays_within_its_questions(house, as_):
    problem = add_problem(house, "Posyandu Hilir tidak buka.", (5, 4, 3))
    item_about(house.meeting, problem)
    client = as_("camat")
    client.get(problem.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        client.get(problem.get_absolute_url())

    assert len(asked) <= 12
