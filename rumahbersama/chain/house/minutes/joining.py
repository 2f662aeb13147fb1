"""Two people wrote from the same text: join both without losing a word.

First by lines, as ``diff`` sees them; where both changed the same line, by its words; where both changed the same
words, both lines stay and the second is marked. Changes that only touch each other are no clash: one continues the
last line while the other adds a line below it, all the time (libraries for program text, such as merge3, call that
a conflict). What one side takes away and the other changes stays.

Source: project decision, docs/adr/0035-minutes-of-two-writers.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Parts = list[str]
Clash = Callable[[Parts, Parts, Parts], Parts]
WORD = re.compile(r"\s*\S+|\s+")  # with the space before it, so that going on at the end changes no word


@dataclass(frozen=True)
class Joined:
    """The text that holds both, and how many lines had to be kept twice."""

    text: str
    doubled: int = 0


@dataclass(frozen=True)
class _Edit:
    """Parts ``first`` to ``last`` of the base became ``parts``; of somebody else (0) or of who saves now (1)."""

    first: int
    last: int
    who: int
    parts: tuple[str, ...]


class _Clashed(Exception):
    """Both changed the same words."""


def joined(*, base: str, theirs: str, mine: str, mark: str) -> Joined:
    """Return a text with all that two people made of ``base``.

    Args:
        base: what both began from.
        theirs: what stands there now.
        mine: what is saved now.
        mark: set before a line of ``mine`` that stays beside another one, e.g. "[Siti, 10.42] ".
    """
    doubled = 0

    def clash(base_lines: Parts, their_lines: Parts, my_lines: Parts) -> Parts:
        nonlocal doubled
        if not "".join(base_lines).strip():
            return _both(their_lines, my_lines)[0]
        words = _by_words("\n".join(base_lines), "\n".join(their_lines), "\n".join(my_lines))
        if words is not None:
            return words.split("\n")
        kept, count = _both(their_lines, my_lines, mark)
        doubled += count
        return kept

    lines = _merged(base.split("\n"), theirs.split("\n"), mine.split("\n"), clash)
    return Joined("\n".join(lines), doubled)


def _by_words(base: str, theirs: str, mine: str) -> str | None:
    """Return lines joined word by word, None where both changed the same words."""
    try:
        return "".join(_merged(WORD.findall(base), WORD.findall(theirs), WORD.findall(mine), _refuse))
    except _Clashed:
        return None


def _refuse(_base: Parts, _theirs: Parts, _mine: Parts) -> Parts:
    raise _Clashed


def _both(theirs: Parts, mine: Parts, mark: str = "") -> tuple[Parts, int]:
    """Return all lines of both, those they share once; each run of ``mine`` alone begins with the mark."""
    kept: Parts = []
    count = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        kept += theirs[i1:i2]
        own = [] if tag == "equal" else mine[j1:j2]
        if "".join(own).strip():
            count += 1
            kept += [own[0] if own[0].startswith(mark) else mark + own[0], *own[1:]]
    return kept, count


def _merged(base: Parts, theirs: Parts, mine: Parts, clash: Clash) -> Parts:
    """Return the parts of both; what both changed is given to ``clash``."""
    kept: Parts = []
    done = 0
    for group in _groups(sorted(_edits(base, theirs, 0) + _edits(base, mine, 1), key=_order)):
        first, last = group[0].first, max(edit.last for edit in group)
        kept += base[done:first] + _of_group(base[first:last], group, clash)
        done = last
    return kept + base[done:]


def _edits(base: Parts, other: Parts, who: int) -> list[_Edit]:
    steps = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [_Edit(i1, i2, who, tuple(other[j1:j2])) for tag, i1, i2, j1, j2 in steps if tag != "equal"]


def _order(edit: _Edit) -> tuple[int, int, int]:
    return edit.first, edit.last, edit.who


def _groups(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Yield edits that cover a part together, or put something in at the same place."""
    group: list[_Edit] = []
    for edit in edits:
        last = max((each.last for each in group), default=-1)
        is_same_gap = bool(group) and edit.first == edit.last == last == group[0].first
        if group and not (edit.first < last or is_same_gap):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _of_group(base: Parts, group: list[_Edit], clash: Clash) -> Parts:
    """Return what becomes of a part of the base that begins where the group begins."""
    start = group[0].first
    sides = [[edit for edit in group if edit.who == who] for who in (0, 1)]
    theirs, mine = (_changed(base, edits, start) for edits in sides)
    if not sides[0] or not sides[1] or theirs == mine:
        return mine if sides[1] else theirs
    if _takes_away(sides[0]):  # what the other wrote there stays
        return mine
    if _takes_away(sides[1]):
        return theirs
    return clash(base, theirs, mine)


def _takes_away(edits: Sequence[_Edit]) -> bool:
    return not any("".join(edit.parts).strip() for edit in edits)


def _changed(base: Parts, edits: Sequence[_Edit], start: int) -> Parts:
    kept: Parts = []
    done = 0
    for edit in edits:
        kept += [*base[done : edit.first - start], *edit.parts]
        done = edit.last - start
    return kept + base[done:]
