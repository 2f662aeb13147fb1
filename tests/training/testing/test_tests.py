"""A test from the blueprint to the results: actions and what they leave behind."""

from datetime import timedelta

import pytest

from rumahbersama.chain.training.bank import actions as bank_actions
from rumahbersama.chain.training.bank.formats.shapes import Question
from rumahbersama.chain.training.bank.models import Item, ItemVersion
from rumahbersama.chain.training.tests import actions, answering, queries
from rumahbersama.chain.training.tests.measuring import measured
from rumahbersama.chain.training.tests.models import Answer, Attempt, Opening
from rumahbersama.chain.training.tests.rules import SittingRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.training.testing.conftest import AT

LATER = AT + timedelta(minutes=10)
OVER = AT + timedelta(minutes=31)


def opened(event, klass=None, phase="pre", at=AT):
    return actions.open_test(event=event, phase=phase, klass=klass, by=None, at=at)


def begun(row, blueprint, phase="pre", at=AT):
    return answering.begin(row=row, blueprint=blueprint, phase=phase, at=at)[0]


def places(attempt, options):
    """Return where these options of the questions, in their order, are shown to this person."""
    shown = {item: order for item, *order in attempt.order}
    return {item: shown[item].index(option) for item, option in zip(sorted(shown), options, strict=False)}


def answer(attempt, options, *, at=LATER, hands_in=True):
    return answering.save(attempt=attempt.pk, places=places(attempt, options), at=at, hands_in=hands_in)


# Planning -----------------------------------------------------------------------------------
def test_a_blueprint_freezes_the_words_of_its_questions(blueprint, bank):
    item = Item.objects.filter(bank=bank).first()
    words = Question("Soal 1 yang baru?", ("Lain", "Keliru", "Asing"), 1, "", "Kelembagaan")
    bank_actions.edit_item(
        item=item, question=words, difficulty=None, reason="salah", by=None, at=AT, seen=item.current.number
    )
    assert "Soal 1?" in {row.version.stem for row in blueprint.items.all()}
    assert blueprint.items.count() == 4


def test_a_blueprint_is_drawn_anew_until_somebody_starts(blueprint, event, bank, people):
    topic = bank.topics.get().pk
    again = {"event": event, "bank": bank, "minutes": 20, "mixes_options": False, "by": None, "at": AT}
    made = actions.plan(counts={topic: 2}, **again)
    assert (made.pk, made.items.count(), made.version) == (blueprint.pk, 2, 2)
    opened(event)
    begun(people[0], made)
    with pytest.raises(SittingRefusal, match="Sudah ada peserta yang memulai"):
        actions.plan(counts={topic: 3}, **again)
    assert made.items.count() == 2


def test_planning_opening_and_closing_are_recorded(blueprint, event, classes):
    opened(event, classes[0])
    actions.close_test(event=event, phase="pre", klass=classes[0], by=None, at=LATER)
    verbs = list(
        AuditRecord.objects.filter(verb__startswith="training_tests").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["training_tests.plan", "training_tests.open", "training_tests.close"]


def test_an_import_whose_question_stands_in_a_test_is_not_undone(blueprint, bank, event):
    from rumahbersama.chain.training.bank.importing import undo
    from rumahbersama.chain.training.bank.models import BankImport
    from rumahbersama.chain.training.bank.rules import BankRefusal

    run = BankImport.objects.create(bank=bank, file_name="a.txt", format="gift", state="committed", made_at=AT)
    Item.objects.filter(bank=bank).update(brought_by=run, state="draft")
    with pytest.raises(BankRefusal, match="dipakai dalam tes"):
        undo(run=run, by=None, at=AT)
    assert ItemVersion.objects.filter(item__bank=bank).count() == 4


# Opening and closing -------------------------------------------------------------------------
def test_opening_twice_opens_once(blueprint, event, classes):
    assert opened(event, classes[0]).pk == opened(event, classes[0]).pk
    assert Opening.objects.count() == 1


def test_only_the_class_that_is_open_may_start(blueprint, event, classes, people):
    opened(event, classes[0])
    begun(people[0], blueprint)
    with pytest.raises(SittingRefusal, match="belum dibuka"):
        begun(people[2], blueprint)
    assert Attempt.objects.count() == 1


def test_closing_cuts_off_and_opening_again_gives_back_what_was_left(blueprint, event, classes, people):
    opened(event)
    attempt = begun(people[0], blueprint)
    assert actions.close_test(event=event, phase="pre", klass=None, by=None, at=LATER) == 1
    with pytest.raises(SittingRefusal, match="ditutup pelatih"):
        answer(attempt, [0], at=LATER, hands_in=False)
    opened(event, at=LATER)
    assert answer(attempt, [0], at=LATER, hands_in=False) == 1
    assert Attempt.objects.get().ends_at == AT + timedelta(minutes=30)


def test_what_is_open_for_all_is_not_closed_for_one_class(blueprint, event, classes):
    opened(event)
    with pytest.raises(SittingRefusal, match="untuk semua kelas"):
        actions.close_test(event=event, phase="pre", klass=classes[0], by=None, at=LATER)


def test_closing_for_all_closes_each_class(blueprint, event, classes):
    for klass in classes:
        opened(event, klass)
    actions.close_test(event=event, phase="pre", klass=None, by=None, at=LATER)
    assert not Opening.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_no_test_of_a_draft_or_cancelled_event(blueprint, event, state):
    event.state = state
    with pytest.raises(SittingRefusal, match="rancangan atau dibatalkan"):
        opened(event)


# Answering -----------------------------------------------------------------------------------
def test_starting_twice_keeps_order_and_end(blueprint, event, people):
    opened(event)
    first = begun(people[0], blueprint)
    again, is_new = answering.begin(row=people[0], blueprint=blueprint, phase="pre", at=LATER)
    assert (again.pk, is_new, again.order, again.ends_at) == (first.pk, False, first.order, first.ends_at)


def test_the_last_answer_wins_with_the_time_of_the_server(blueprint, event, people):
    opened(event)
    attempt = begun(people[0], blueprint)
    answer(attempt, [1, 2], at=AT, hands_in=False)
    answer(attempt, [0], at=LATER, hands_in=False)
    answer(attempt, [0], at=LATER, hands_in=False)
    assert list(Answer.objects.order_by("item").values_list("chosen", "at")) == [(0, LATER), (2, AT)]


def test_after_time_is_up_nothing_is_taken_and_what_was_saved_counts(blueprint, event, people):
    opened(event)
    attempt = begun(people[0], blueprint)
    answer(attempt, [0, 0], hands_in=False)
    with pytest.raises(SittingRefusal, match="Waktu sudah habis"):
        answer(attempt, [0, 0, 0, 0], at=OVER)
    done, running = queries.scores_of(queries.blueprint_of(event), None, at=OVER)
    assert (done["pre"], running["pre"]) == ({people[0].pk: 50.0}, set())


def test_handing_in_twice_is_harmless_and_ends_it(blueprint, event, people):
    opened(event)
    attempt = begun(people[0], blueprint)
    answer(attempt, [0])
    assert answer(attempt, [1], at=LATER + timedelta(minutes=1)) == 0
    with pytest.raises(SittingRefusal, match="sudah Anda kumpulkan"):
        answer(attempt, [1], hands_in=False)
    assert Attempt.objects.get().submitted_at == LATER
    assert Answer.objects.get().chosen == 0


@pytest.mark.parametrize("place", [3, 99])
def test_an_option_that_was_not_shown_keeps_nothing(blueprint, event, people, place):
    opened(event)
    attempt = begun(people[0], blueprint)
    items = [item for item, *_places in attempt.order]
    with pytest.raises(SittingRefusal, match="Pilihan itu tidak ada"):
        answering.save(attempt=attempt.pk, places={items[0]: 0, items[1]: place}, at=LATER)
    assert not Answer.objects.exists()


def test_a_question_of_another_test_is_refused(blueprint, event, people):
    opened(event)
    attempt = begun(people[0], blueprint)
    with pytest.raises(SittingRefusal, match="Pilihan itu tidak ada"):
        answering.save(attempt=attempt.pk, places={10**9: 0}, at=LATER)


# Results -------------------------------------------------------------------------------------
@pytest.fixture
def taken(blueprint, event, people):
    """Both tests of class 1: from 25 and 50 to 75 and 100; of class 2 one person the first test only, all right."""
    right = {"pre": [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]], "post": [[0, 0, 0, 2], [0, 0, 0, 0]]}
    for phase, rows in right.items():
        opened(event, phase=phase)
        for row, options in zip(people, rows, strict=False):
            answer(begun(row, blueprint, phase), options)
        actions.close_test(event=event, phase=phase, klass=None, by=None, at=LATER)
    return queries.blueprint_of(event)


def test_gain_of_a_class_is_of_its_averages(taken, event, classes, people):
    whole, first, second = queries.class_rows(taken, event, classes, at=OVER)
    # averages 37.5 and 87.5: (87.5 - 37.5) / (100 - 37.5) = 0.8; of persons (50/75 + 50/50) / 2 = 5/6
    assert first.gain.normalised == pytest.approx(0.8)
    assert first.gain.mean_of_persons == pytest.approx(5 / 6)
    assert first.band == "high"
    assert (second.gain, second.standings[0].mean, second.standings[0].done) == (None, 100.0, 1)
    assert (whole.people, whole.gain.pairs, whole.gain.only_before) == (4, 2, 1)


def test_scores_of_persons(taken, people):
    rows = queries.person_rows(taken, people, at=OVER)
    assert [(row.before, row.after, row.points) for row in rows] == [
        (25.0, 75.0, 50.0),
        (50.0, 100.0, 50.0),
        (100.0, None, None),
        (None, None, None),
    ]
    assert rows[0].normalised == pytest.approx(2 / 3)


def test_item_analysis_reads_the_answers_as_the_bank_has_them(taken):
    found = measured(taken, "pre", at=OVER)
    assert found.n == 3
    assert [round(each.figures.p, 4) for each in found.items] == [1.0, 0.6667, 0.3333, 0.3333]
    assert found.analysis.mean == pytest.approx(7 / 3)
    assert found.analysis.warning == "very_few"
    assert [(one.option, one.count) for one in found.items[1].options] == [("A", 2), ("B", 1), ("C", 0)]


def test_nothing_is_measured_with_one_person(blueprint, event, people):
    opened(event)
    answer(begun(people[0], blueprint), [0, 0, 0, 0])
    assert measured(blueprint, "pre", at=LATER).analysis is None
