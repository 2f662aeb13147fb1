"""The cascade by hand, and against a slow way that walks every chain of persons."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rumahbersama.engines.cascade import Held, tree_of

DAY = date(2024, 1, 1)
ANI, BUDI, CICI, DEDI, EKA, FAJAR = range(1, 7)


def held(number: int, day: int, trainers: set[int], people: set[int], *, days: int = 1) -> Held:
    starts = DAY + timedelta(days=day)
    return Held(number, starts, starts + timedelta(days=days - 1), frozenset(trainers), frozenset(people))


def test_a_chain_counts_generations_and_everybody_below_once():
    tree = tree_of(
        [
            held(1, 0, {ANI}, {BUDI, CICI}, days=5),
            held(2, 10, {BUDI}, {DEDI, EKA}),
            held(3, 20, {BUDI, CICI}, {EKA, FAJAR}),
        ]
    )
    assert tree.generations == {ANI: 1, BUDI: 2, CICI: 2, DEDI: 3, EKA: 3, FAJAR: 3}
    assert tree.reach == {ANI: 5, BUDI: 3, CICI: 2}  # Eka, trained twice, once
    assert tree.deepest() == 3
    assert set(tree.last_taught) == {ANI, BUDI, CICI}
    assert tree.follows == {1: [2, 3]}


def test_two_who_train_each_other_in_turn_are_no_cycle():
    tree = tree_of([held(1, 0, {ANI}, {BUDI}), held(2, 5, {BUDI}, {ANI, CICI}), held(3, 9, {ANI}, {BUDI, DEDI})])
    assert tree.generations == {ANI: 1, BUDI: 2, CICI: 3, DEDI: 2}
    assert tree.reach == {ANI: 3, BUDI: 3}  # neither counts below themselves


def test_a_training_that_had_not_ended_does_not_feed_a_class():
    tree = tree_of([held(1, 0, {ANI}, {BUDI}, days=5), held(2, 4, {BUDI}, {CICI})])  # begins on the last day
    assert tree.generations == {ANI: 1, BUDI: 1, CICI: 2}
    assert tree.reach == {ANI: 1, BUDI: 1}
    assert not any(tree.follows.values())


def test_a_class_without_trainer_makes_the_first_generation_and_nothing_is_nothing():
    assert tree_of([held(1, 0, set(), {ANI})]).generations == {ANI: 1}
    assert tree_of([]).deepest() == 0
    assert tree_of([]).reach == {}


def test_of_two_trainers_the_nearest_to_the_source_counts():
    tree = tree_of([held(1, 0, {ANI}, {BUDI}), held(2, 3, {BUDI}, {CICI}), held(3, 6, {ANI, CICI}, {DEDI})])
    assert tree.generations[CICI] == 3
    assert tree.generations[DEDI] == 2


PERSONS = st.frozensets(st.integers(1, 7), max_size=4)
CLASSES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), PERSONS, PERSONS), max_size=9)


def slow_reach(classes: list[Held], person: int) -> set[int]:
    """Walk every chain: a class, one trained in it, a class that one began later, and so on."""
    found: set[int] = set()
    chains = [each for each in classes if person in each.trainers]
    while chains:
        here = chains.pop()
        found |= here.people
        chains += [each for each in classes if each.starts > here.ends and each.trainers & here.people]
    return found - {person}


def slow_generation(classes: list[Held], person: int) -> int:
    """Ask back: when did this person first appear, as what, and of which generation were the trainers?"""
    taught = [each.starts for each in classes if person in each.trainers]
    learnt = [each.ends for each in classes if person in each.people]
    if not learnt or (taught and min(taught) <= min(learnt)):
        return 1
    first = [each for each in classes if person in each.people and each.ends == min(learnt)]
    return min(1 + min((slow_generation(classes, one) for one in each.trainers), default=0) for each in first)


@given(CLASSES)
@settings(max_examples=150, deadline=None)
def test_it_agrees_with_the_slow_way_in_any_order(rows):
    classes = [
        held(number, day, set(trainers), set(people), days=1 + more)
        for number, (day, more, trainers, people) in enumerate(rows)
    ]
    tree = tree_of(classes)
    everybody = {person for each in classes for person in each.trainers | each.people}
    assert tree.generations == {person: slow_generation(classes, person) for person in everybody}
    assert tree.reach == {person: len(slow_reach(classes, person)) for each in classes for person in each.trainers}
    again = tree_of(reversed(classes))
    assert (again.generations, again.reach, again.follows) == (tree.generations, tree.reach, tree.follows)
