"""Copies asked for, made anew and closed: what is stored, what is refused, and what the record says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rumahbersama.chain.training.events.actions.parts import make_classes
from rumahbersama.chain.training.practice import actions, hooks, queries
from rumahbersama.chain.training.practice.models import PracticeCopy
from rumahbersama.chain.training.practice.rules import (
    MOST_DAYS,
    PracticeRefusal,
    check_last_day,
    free_slot,
    usual_last_day,
)
from rumahbersama.ground.audit.models import AuditRecord
from tests.training.hall.conftest import AT

TODAY = timezone.localdate(AT)


def opened(klass, *, closes_on=TODAY):
    return actions.open_copy(klass=klass, closes_on=closes_on, by=None, at=AT)


def verbs() -> list[str]:
    found = AuditRecord.objects.filter(verb__startswith="training_practice.").order_by("pk")
    return [verb.partition(".")[2] for verb in found.values_list("verb", flat=True)]


def test_a_copy_is_opened_made_anew_and_closed_each_with_its_record(klass):
    first = opened(klass)
    actions.note_ready(first, port=8101)
    code = first.code
    again = actions.make_anew(klass=klass, by=None, at=AT)
    assert [again.turn, again.port, again.code == code, again.slot] == [2, None, True, 1]
    actions.close_copy(klass=klass, by=None, at=AT)
    closed = PracticeCopy.objects.get()
    assert [closed.is_open, closed.is_ready, closed.slot] == [False, False, None]
    third = opened(klass)
    assert [third.pk, third.turn, third.code == code] == [closed.pk, 3, False]
    assert verbs() == ["open", "make_anew", "close", "open"]


def test_what_a_worker_notes_of_an_earlier_making_counts_no_more(klass):
    first = opened(klass)
    actions.make_anew(klass=klass, by=None, at=AT)
    actions.note_ready(first, port=8101)
    actions.note_trouble(first, "Port dipakai")
    now = PracticeCopy.objects.get()
    assert [now.is_ready, now.trouble] == [False, ""]


def test_open_twice_and_act_on_a_closed_one_are_refused(klass):
    for act in (actions.make_anew, actions.close_copy):
        with pytest.raises(PracticeRefusal, match="tidak sedang terbuka"):
            act(klass=klass, by=None, at=AT)
    opened(klass)
    with pytest.raises(PracticeRefusal, match="sudah terbuka"):
        opened(klass)
    assert verbs() == ["open"]


def test_places_are_few_and_given_again(klass, settings):
    settings.PRACTICE_COPIES = 2
    others = make_classes(event=klass.event, site=klass.site, count=2, size=30, by=None, at=AT)
    assert [opened(klass).slot, opened(others[0]).slot] == [1, 2]
    with pytest.raises(
        PracticeRefusal, match="Semua 2 tempat latihan di server ini terpakai: Kelas 1, ToT Utara; Ke"
    ):
        opened(others[1])
    actions.close_copy(klass=klass, by=None, at=AT)
    assert opened(others[1]).slot == 1


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1])
def test_the_last_day_is_near(klass, days):
    with pytest.raises(PracticeRefusal, match="antara hari ini"):
        opened(klass, closes_on=TODAY + timedelta(days=days))
    assert verbs() == []


def test_a_copy_whose_last_day_is_over_is_closed_by_the_worker(klass):
    opened(klass)
    assert actions.close_overdue(at=AT) == 0
    assert actions.close_overdue(at=AT + timedelta(days=1)) == 1
    assert [list(queries.open_copies()), verbs()] == [[], ["open", "close"]]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"PRACTICE": "1"}, "di dalam salinan latihan"),
        ({"PRACTICE_COPIES": 0}, "dimatikan"),
        ({"MODE": "tls"}, "RUMAH_PRACTICE_URL"),
        ({"MODE": "tls", "PRACTICE_URL": "https://latihan.contoh.go.id"}, "RUMAH_PRACTICE_URL"),
    ],
)
def test_where_copies_are_not_opened_a_sentence_says_so(klass, settings, more, told):
    for name, value in more.items():
        setattr(settings, name, value)
    with pytest.raises(PracticeRefusal, match=told):
        opened(klass)
    assert PracticeCopy.objects.count() == 0


def test_pure_rules():
    check_last_day(TODAY, today=TODAY)
    check_last_day(TODAY + timedelta(days=MOST_DAYS), today=TODAY)
    assert usual_last_day(TODAY - timedelta(days=9), today=TODAY) == TODAY
    assert usual_last_day(TODAY + timedelta(days=4), today=TODAY) == TODAY + timedelta(days=4)
    assert usual_last_day(TODAY + timedelta(days=400), today=TODAY) == TODAY + timedelta(days=MOST_DAYS)
    assert [free_slot(set(), most=2), free_slot({1, 3}, most=3), free_slot({1, 2}, most=2)] == [1, 2, None]


def test_doctor_tells_of_copies_that_do_not_answer(klass):
    assert list(hooks.thorough_checks()) == []
    copy = opened(klass)
    assert [(check.state, check.text) for check in hooks.thorough_checks()] == [("ok", "1 terbuka")]
    actions.note_trouble(copy, "Port 8101 sedang dipakai.")
    (check,) = hooks.thorough_checks()
    assert (check.state, check.text) == ("warn", "Kelas 1, ToT Utara: Port 8101 sedang dipakai.")
