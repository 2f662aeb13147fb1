"""What the classes of an event said, by hand; and what is never shown."""

import pytest

from rumahbersama.chain.training.after import queries, sheets
from rumahbersama.chain.training.after.actions import ask, close
from rumahbersama.chain.training.after.rules import ALUMNUS, BOSS, PEER, PEER_1, PEER_2, SELF, SUPERIOR, Change
from rumahbersama.workshop.surveys.models import Response
from tests.training.after.conftest import AT, LAST, TODAY, says


@pytest.fixture
def told(asked, klass, small, raters):
    """Six alumni: 2->4 thrice, 3->4 thrice. Five superiors 2->3. Seven colleagues 3->3; the class of three 1->5."""
    for number, rater in enumerate(raters(asked, SELF)):
        says(rater, (2 if number < 3 else 3, 4), (None, 4), (5, 5))
    for rater in raters(asked, SUPERIOR)[:5]:
        says(rater, (2, 3))
    for rater in raters(asked, PEER_1, PEER_2)[:7]:
        says(rater, (3, 3))
    few = ask(klass=small, months=3, closes_on=LAST, by=None, at=AT)
    for rater in raters(few, SELF):
        says(rater, (1, 5))
    return asked


def test_nothing_is_shown_while_it_is_open_and_little_of_few(told, event, klass, small):
    rows = queries.behaviour_of([event], months=3, today=TODAY)
    assert [(row.all_asked, row.all_answered, row.statements) for row in rows] == [(24, 18, []), (3, 3, [])]
    close(klass=klass, months=3, by=None, at=AT)
    close(klass=small, months=3, by=None, at=AT)
    first, second = queries.behaviour_of([event], months=3, today=TODAY)
    assert (first.is_few, second.is_few, second.statements) == (False, True, [])
    assert first.answered == {ALUMNUS: 6, BOSS: 5, PEER: 7}


def test_the_change_by_statement_and_rater_self_beside_others(told, event, klass):
    close(klass=klass, months=3, by=None, at=AT)
    rows = queries.behaviour_of([event], months=3, today=TODAY)
    one, two, three = queries.by_statement(rows)
    assert one.statement == "Menerapkan di tempat kerja: Kepemimpinan"
    assert one.changes[ALUMNUS] == Change(n=6, before=2.5, now=4)
    assert one.changes[BOSS] == Change(n=5, before=2, now=3)
    assert one.changes[PEER] == Change(n=7, before=3, now=3)
    # others: (2*5 + 3*7) / 12 = 31/12 before, (3*5 + 3*7) / 12 = 3 now
    assert (one.others.n, one.others.before, one.others.now) == (12, pytest.approx(31 / 12), pytest.approx(3))
    assert two.changes[ALUMNUS] == Change(missing=6)  # nobody told both
    assert three.changes[ALUMNUS] == Change(n=6, before=5, now=5)
    assert three.changes[BOSS] == Change(missing=5)
    # own over all statements: (2.5*6 + 5*6) / 12 before, (4*6 + 5*6) / 12 now
    own = rows[0].own
    assert (own.n, own.before, own.now) == (12, pytest.approx(3.75), pytest.approx(4.5))


def test_a_kind_that_is_too_small_is_hidden_in_page_and_file(asked, event, klass, raters):
    """Six alumni, two superiors, seven colleagues: superiors are hidden, and with them the next smaller group."""
    for rater in raters(asked, SELF):
        says(rater, (2, 4))
    for rater in raters(asked, SUPERIOR)[:2]:
        says(rater, (1, 1))
    for rater in raters(asked, PEER_1, PEER_2)[:7]:
        says(rater, (3, 3))
    close(klass=klass, months=3, by=None, at=AT)
    rows = queries.behaviour_of([event], months=3, today=TODAY)
    changes = queries.by_statement(rows)[0].changes
    assert [changes[role].is_hidden for role in (ALUMNUS, BOSS, PEER)] == [True, True, False]
    _header, table = sheets.behaviour_sheet(rows, months=3)
    assert [row[7:] for row in table[:2]] == [["", "", "", "", "", "disembunyikan: terlalu sedikit jawaban"]] * 2
    assert table[2][7:] == [7, 0, 3, 3, 0, ""]


def test_no_answer_leads_to_anybody(told):
    assert set(Response.objects.values_list("invitation", "about", "at")) == {(None, "", None)}


def test_an_event_is_read_in_five_queries_however_many_classes(told, event, klass, small, django_assert_num_queries):
    close(klass=klass, months=3, by=None, at=AT)
    close(klass=small, months=3, by=None, at=AT)
    with django_assert_num_queries(5):
        queries.behaviour_of([event], months=3, today=TODAY)
