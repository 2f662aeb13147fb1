"""Figures, small groups, two raters, before and after."""

from datetime import UTC, date, datetime

import pytest

from rumahbersama.workshop.surveys.actions import rounds
from rumahbersama.workshop.surveys.actions.rounds import Invitee
from rumahbersama.workshop.surveys.models import Response
from rumahbersama.workshop.surveys.results import GROUP, agreement, compared, results
from rumahbersama.workshop.surveys.sheets import answers_sheet, results_sheet
from rumahbersama.workshop.surveys.views.results import sentence_of
from tests.surveys.conftest import AT, TODAY, fill, send

GROUPS = ("A", "B", "C")


def closed(survey):
    return rounds.close_round(round=survey, by=None, at=AT)


def test_an_open_anonymous_round_shows_how_many_and_nothing_else(opened):
    survey = opened(expected=8)
    fill(survey, [1, 2, 3, 4, 4, 4])
    found = results(survey, today=TODAY)
    assert (found.n, found.expected, found.is_shown, found.questions) == (6, 8, False, ())
    assert "sesudah ditutup" in found.why_not
    assert sentence_of(found) == "6 dari 8 menjawab."


def test_figures_of_a_closed_round(opened):
    survey = opened(expected=8)
    fill(survey, [1, 2, 3, 4, 4])
    found = results(closed(survey), today=TODAY)
    rating = found.questions[0].total
    assert (rating.n, rating.mean) == (5, pytest.approx(2.8))
    assert rating.counts == (("1", 1), ("2", 1), ("3", 1), ("4", 2))
    assert found.mean == pytest.approx(2.8)
    assert sentence_of(found) == "5 dari 8 menjawab; terendah: “Pelatih menguasai materi” 2,8."


def test_after_its_last_day_a_round_is_closed_by_itself(opened):
    survey = opened()
    fill(survey, [3] * 5)
    assert not results(survey, today=date(2026, 3, 9)).is_shown
    assert results(survey, today=date(2026, 3, 10)).is_shown


def test_four_anonymous_answers_are_not_shown(opened):
    survey = opened()
    fill(survey, [1, 2, 3, 4])
    found = results(closed(survey), today=TODAY)
    assert (found.n, found.is_shown) == (4, False)
    assert "kurang dari 5 orang" in found.why_not
    assert results_sheet(found)[1] == []


def test_a_small_group_is_hidden_with_the_one_that_would_give_it_away(opened):
    survey = opened(groups=GROUPS, group_word="Kelas")
    fill(survey, [4] * 6, group="A")
    fill(survey, [3] * 7, group="B")
    fill(survey, [1] * 2, group="C")
    found = results(closed(survey), by=GROUP, today=TODAY)
    assert found.sizes == {"A": None, "B": 7, "C": None}
    groups = found.questions[0].groups
    assert {name: row.is_hidden for name, row in groups.items()} == {"A": True, "B": False, "C": True}
    assert groups["B"].mean == 3
    assert (groups["A"].n, groups["A"].mean, groups["A"].counts) == (0, None, ())
    told = [row[3:6] for row in results_sheet(found)[1] if row[1] == "pelatih" and row[3] in GROUPS]
    assert ["C", "", ""] in told
    assert ["A", "", ""] in told


def test_a_question_that_few_of_a_group_answered_is_hidden_there(opened):
    survey = opened(groups=GROUPS)
    for group in GROUPS:
        fill(survey, [4] * 6, group=group)
    for number in range(3):
        send(survey, key=f"ruang-a{number}", group="A", ruangan=1)
    for number in range(6):
        send(survey, key=f"ruang-b{number}", group="B", ruangan=2)
        send(survey, key=f"ruang-c{number}", group="C", ruangan=3)
    found = results(closed(survey), by=GROUP, today=TODAY)
    assert found.sizes == {"A": 9, "B": 12, "C": 12}
    rooms = next(row for row in found.questions if row.asked.name == "ruangan")
    assert rooms.total.n == 15
    assert {name: row.is_hidden for name, row in rooms.groups.items()} == {"A": True, "B": True, "C": False}


def test_texts_of_few_are_not_shown_and_of_enough_in_no_order(opened):
    survey = opened()
    for number, text in enumerate(["delta", "alfa", "charlie", "bravo"]):
        send(survey, key=str(number), dipakai="ya", apa=text)
    send(survey, key="x")
    few = next(row for row in results(closed(survey), today=TODAY).questions if row.asked.name == "apa")
    assert (few.total.is_hidden, few.texts) == (True, ())
    other = opened(title="Lain")
    for number, text in enumerate(["delta", "alfa", "charlie", "bravo", "echo"]):
        send(other, key=str(number), dipakai="ya", apa=text)
    enough = next(row for row in results(closed(other), today=TODAY).questions if row.asked.name == "apa")
    assert enough.texts == ("alfa", "bravo", "charlie", "delta", "echo")


def test_a_round_with_names_shows_at_once_and_hides_nobody(opened):
    survey = opened(is_anonymous=False, groups=GROUPS)
    fill(survey, [2], group="A")
    found = results(survey, by=GROUP, today=TODAY)
    assert found.questions[0].groups["A"].mean == 2


@pytest.fixture
def rated(opened):
    """Two examiners rate five people; a sixth only one of them."""
    first, second = "penguji 1", "penguji 2"
    people = ["Ani", "Budi", "Cici", "Dodi", "Eka"]
    invited = [Invitee(role=role, about=person, name=role) for role in (first, second) for person in people]
    survey = opened(
        is_anonymous=False, raters=(first, second), invited=[*invited, Invitee(role=first, about="Fani", name=first)]
    )
    grades = {first: [1, 2, 3, 4, 2], second: [1, 3, 3, 4, 1]}
    for invitation in survey.invitations.exclude(about="Fani"):
        grade = grades[invitation.role][people.index(invitation.about)]
        send(survey, invitation=invitation, key=invitation.token, pelatih=grade)
    send(survey, invitation=survey.invitations.get(about="Fani"), key="f", pelatih=4)
    return survey


def test_two_raters_are_compared_on_what_both_rated(rated):
    found = agreement(rated)
    # pairs 1-1 2-3 3-3 4-4 2-1: observed 2/5; sums: x 12, x² 34; y 12, y² 36; expected (5*34 + 5*36 - 2*12*12)/25
    assert (found.pairs, found.is_uncertain) == (5, True)
    assert (found.all.n, found.all.same, found.all.near) == (5, 3, 5)
    assert found.all.kappa == pytest.approx(1 - 0.4 / ((5 * 34 + 5 * 36 - 2 * 144) / 25))


def test_an_anonymous_round_has_no_agreement(opened):
    assert agreement(opened(raters=("a", "b"))) is None


def test_answers_of_a_round_with_names_as_rows(rated):
    header, rows = answers_sheet(rated)
    assert header[:4] == ["Nama", "Peran", "Kelompok", "Yang dinilai"]
    assert len(rows) == 11
    assert ["penguji 1", "penguji 1", "", "Fani"] in [row[:4] for row in rows]


def test_an_answer_given_before_seven_has_its_own_day_in_the_file(rated):
    Response.objects.filter(round=rated).update(at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))  # 06.30 WIB
    header, rows = answers_sheet(rated)
    assert {row[header.index("Waktu")] for row in rows} == {"2026-03-02T06:30+07:00"}


def test_before_and_after(opened):
    before, after = opened(title="Sebelum"), opened(title="Sesudah")
    for number in range(5):
        send(before, key=str(number), pelatih=2, dipakai="tidak")
        send(after, key=str(number), pelatih=3, dipakai="ya" if number else "tidak", apa="RTL")
    was, now = results(closed(before), today=TODAY), results(closed(after), today=TODAY)
    told = {row.asked.name: (row.before, row.after, row.change) for row in compared(was, now)}
    assert told == {"pelatih": (2, 3, 1), "dipakai": (0, 80, 80)}


def test_reading_takes_three_queries(opened, django_assert_num_queries):
    survey = opened(groups=GROUPS)
    fill(survey, [3] * 6, group="A")
    closed_round = closed(survey)
    with django_assert_num_queries(2):
        results(closed_round, by=GROUP, today=TODAY)
