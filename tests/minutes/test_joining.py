"""Joining what two people wrote: a table worked out by hand, and words that must never be lost."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.house.minutes.joining import joined

MARK = "[Siti, 10.42] "

BY_HAND = [
    ("nothing was written by either", "a", "a", "a", "a"),
    ("only they wrote", "a", "a\nb", "a", "a\nb"),
    ("only I wrote", "a", "a", "a\nb", "a\nb"),
    ("both began on an empty page", "", "Hadir 20", "Dibuka camat", "Hadir 20\nDibuka camat"),
    ("both began with the same words", "", "Hadir 20", "Hadir 20", "Hadir 20"),
    ("what both began alike stands once", "", "Hadir 20\nx", "Hadir 20\ny", "Hadir 20\nx\ny"),
    ("both added a line at the end", "a", "a\nb", "a\nc", "a\nb\nc"),
    ("both added the same line", "a", "a\nb", "a\nb", "a\nb"),
    ("I go on, they add a line", "Rapat", "Rapat\nHadir 20", "Rapat dimulai", "Rapat dimulai\nHadir 20"),
    ("they go on, I add a line", "Rapat", "Rapat dimulai", "Rapat\nHadir 20", "Rapat dimulai\nHadir 20"),
    ("they add above the line I change", "b\nc", "a\nb\nc", "B\nc", "a\nB\nc"),
    ("each changes a line", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
    ("neighbouring lines", "a\nb", "A\nb", "a\nB", "A\nB"),
    ("different words of a line", "pukul 9 di aula", "pukul 10 di aula", "pukul 9 di balai", "pukul 10 di balai"),
    ("the same word of a line", "pukul 9", "pukul 10", "pukul 11", f"pukul 10\n{MARK}pukul 11"),
    ("both go on in the same line", "Rapat", "Rapat dimulai", "Rapat ditutup", f"Rapat dimulai\n{MARK}Rapat ditutup"),
    ("the same change of a line", "pukul 9", "pukul 10", "pukul 10", "pukul 10"),
    ("they take a line away", "a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
    ("they take away the line I change", "a\nb", "a", "a\nB", "a\nB"),
    ("I take away the line they change", "a\nb", "a\nB", "a", "a\nB"),
    ("both take the same line away", "a\nb", "a", "a", "a"),
    ("they empty the page I go on with", "Rapat", "", "Rapat dimulai", "Rapat dimulai"),
    ("I empty the page", "Rapat", "Rapat", "", ""),
    ("empty lines stay", "a\n\nb", "a\n\nb\n", "a\n\nb c", "a\n\nb c\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "wanted"), [row[1:] for row in BY_HAND], ids=[r[0] for r in BY_HAND]
)
def test_a_join_is_as_worked_out_by_hand(base, theirs, mine, wanted):
    assert joined(base=base, theirs=theirs, mine=mine, mark=MARK).text == wanted


def test_a_line_kept_twice_is_not_doubled_again_by_going_on():
    first = joined(base="Rapat", theirs="Rapat dimulai", mine="Rapat ditutup", mark=MARK)

    more = joined(base="Rapat ditutup", theirs=first.text, mine="Rapat ditutup pukul 11", mark=MARK)
    other = joined(base="Rapat dimulai", theirs=more.text, mine="Rapat dimulai pukul 9", mark=MARK)

    assert (first.doubled, more.doubled, other.doubled) == (1, 0, 0)
    assert other.text == f"Rapat dimulai pukul 9\n{MARK}Rapat ditutup pukul 11"


LINES = st.lists(st.sampled_from(["satu", "dua tiga", "", "empat lima enam", "satu dua"]), max_size=6).map("\n".join)


@given(base=LINES, theirs=LINES, mine=LINES)
def test_what_one_side_leaves_alone_is_what_the_other_made_of_it(base, theirs, mine):
    assert joined(base=base, theirs=base, mine=mine, mark=MARK).text == mine
    assert joined(base=base, theirs=theirs, mine=base, mark=MARK).text == theirs
    assert joined(base=base, theirs=mine, mine=mine, mark=MARK).text == mine


def written_into(text: str, chance: random.Random, word: str) -> str:
    """Put a word in somewhere: into a line, at its end, or as a line of its own."""
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    if chance.random() < 0.4:
        lines.insert(place + chance.randrange(2), word)
    else:
        words = lines[place].split(" ")
        words.insert(chance.randrange(len(words) + 1), word)
        lines[place] = " ".join(words)
    return "\n".join(lines)


def test_no_word_put_in_by_either_is_ever_lost():
    chance, number = random.Random(35), 0
    for _round in range(400):
        base = "\n".join(f"kata{n} lagi{n}" for n in range(chance.randrange(4)))
        texts, words = [base, base], set()
        for who in (0, 1):
            for _time in range(chance.randrange(1, 4)):
                number += 1
                words.add(f"baru{number}")
                texts[who] = written_into(texts[who], chance, f"baru{number}")
        found = joined(base=base, theirs=texts[0], mine=texts[1], mark=MARK)
        counted = Counter(found.text.split())
        assert {word for word in {*words, *base.split()} if not counted[word]} == set(), (base, *texts, found)
        assert found.doubled or not [word for word in words if counted[word] > 1], (base, *texts, found)
