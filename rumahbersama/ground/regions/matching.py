"""Comparing an edition with the tree of today: which region is which. Pure.

Source: project decision, docs/adr/0008. In short, from the provinces down, a row of the edition is a region
of today if, in this order,

1. code and name agree, below the same parent;
2. the code agrees and most of its children do (a renamed region that has children);
3. name and kind agree below the same (mapped) parent and the pair is the only one (recoded, moved);
4. code and name agree, but the parent became another region;
5. the code agrees below the same parent and the names are alike (renamed).

A parent that is new in the edition is mapped to the region most of its children come from: a split province
carries its kabupaten along. All else is gone and new, with a question for a person.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rumahbersama.ground.regions.editions import EditionRow
from rumahbersama.ground.regions.names import OFFERED, are_alike, likeness
from rumahbersama.ground.regions.rules import NATION_CODE, level_of

SPELLED, RENAMED, RECODED, MOVED, NEW, GONE = "spelled", "renamed", "recoded", "moved", "new", "gone"
KINDS_OF_CHANGE = (SPELLED, RENAMED, RECODED, MOVED, NEW, GONE)
# Why a region that is gone has no successor yet.
OTHER_NAME, TWO_CLAIMS, SEVERAL, ELSEWHERE, SIMILAR, NONE = (
    "other_name",
    "two_claims",
    "several",
    "elsewhere",
    "similar",
    "none",
)
MOST_CANDIDATES = 8
LEVELS = (1, 2, 3, 4)
_NOWHERE: frozenset[int] = frozenset()


class Known(NamedTuple):
    """A region of today: ``printed`` is its name as the last edition printed it."""

    id: int
    code: str
    name: str
    printed: str
    key: str
    kind: str
    parent_id: int | None


class Difference(NamedTuple):
    """One region that the edition changes; ``id`` is None for a new one, ``code`` empty for one that is gone."""

    change: str
    id: int | None
    old_code: str
    code: str
    before: str
    after: str


class Question(NamedTuple):
    """A region that is gone and whose successor is not certain, with the codes that may be it."""

    id: int
    code: str
    name: str
    reason: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What an edition does to the tree: ``kept`` maps codes of the edition to ids of today's regions."""

    kept: dict[str, int]
    differences: list[Difference]
    questions: list[Question]

    def counts(self) -> dict[str, int]:
        """Return how many regions each kind of change touches, and how many are unresolved."""
        found = Counter(difference.change for difference in self.differences)
        return {kind: found[kind] for kind in KINDS_OF_CHANGE} | {"unresolved": len(self.questions)}


def compare(present: Iterable[Known], rows: Mapping[str, EditionRow]) -> Comparison:
    """Return what the edition ``rows`` would change in the tree ``present`` (nation included)."""
    return _Matching(list(present), rows).run()


@dataclass
class _Level:
    """Today's regions and the edition's rows of one level."""

    old: list[Known] = field(default_factory=list)
    new: list[EditionRow] = field(default_factory=list)


class _Matching:
    """The state of one comparison; ``kept`` and ``taken`` grow from the provinces down."""

    def __init__(self, present: list[Known], rows: Mapping[str, EditionRow]) -> None:
        self.rows = rows
        self.by_code = {known.code: known for known in present}
        self.by_id = {known.id: known for known in present}
        self.kept: dict[str, int] = {}
        self.taken: set[int] = set()
        self.origins: dict[str, frozenset[int]] = {}
        nation = self.by_code.get(NATION_CODE)
        if nation is not None:
            self.origins[NATION_CODE] = frozenset({nation.id})
        self.levels = {level: _Level() for level in LEVELS}
        for known in present:
            if known.code != NATION_CODE:
                self.levels[level_of(known.code)].old.append(known)
        self.below: dict[str, list[EditionRow]] = defaultdict(list)
        for row in rows.values():
            self.levels[level_of(row.code)].new.append(row)
            self.below[row.parent].append(row)

    def run(self) -> Comparison:
        for level in LEVELS:
            self._match(level)
            self._map_parents(level)
        questions = [question for level in LEVELS for question in self._questions(level)]
        return Comparison(kept=self.kept, differences=list(self._differences()), questions=questions)

    # Which is which ------------------------------------------------------------
    def _match(self, level: int) -> None:
        self._match_code(level, lambda known, row: known.key == row.key and self._same_parent(known, row))
        self._match_code(level, lambda known, row: self._children_agree(row.code) and self._same_parent(known, row))
        self._match_by_name(level, with_kind=True)
        if level == LEVELS[-1]:
            self._match_by_name(level, with_kind=False)
        self._match_code(level, lambda known, row: known.key == row.key)
        claimed = self._claimed_by_name(level)
        self._match_code(
            level,
            lambda known, row: (
                known.id not in claimed and self._same_parent(known, row) and are_alike(known.printed, row.printed)
            ),
        )

    def _match_code(self, level: int, agree: Callable[[Known, EditionRow], bool]) -> None:
        """Keep every open row whose code is borne by an open region that it agrees with."""
        for row in self._open_rows(level):
            known = self._same_code(row)
            if known is not None and agree(known, row):
                self._keep(row, known)

    def _same_parent(self, known: Known, row: EditionRow) -> bool:
        return known.parent_id in self._parents(row)

    def _keep(self, row: EditionRow, known: Known) -> None:
        self.kept[row.code] = known.id
        self.taken.add(known.id)

    def _parents(self, row: EditionRow) -> frozenset[int]:
        return self.origins.get(row.parent, _NOWHERE)

    def _open_rows(self, level: int) -> list[EditionRow]:
        return [row for row in self.levels[level].new if row.code not in self.kept]

    def _open_old(self, level: int) -> list[Known]:
        return [known for known in self.levels[level].old if known.id not in self.taken]

    def _same_code(self, row: EditionRow) -> Known | None:
        known = self.by_code.get(row.code)
        return None if known is None or known.id in self.taken else known

    def _children_agree(self, code: str) -> bool:
        children = self.below.get(code, [])
        same = sum(1 for row in children if (known := self.by_code.get(row.code)) and known.key == row.key)
        return same * 2 > len(children)

    def _match_by_name(self, level: int, *, with_kind: bool) -> None:
        for rows, old in self._same_names(level, with_kind=with_kind):
            if len(rows) == len(old) == 1 and not self._goes_on_alike(old[0], rows[0]):
                self._keep(rows[0], old[0])

    def _same_names(self, level: int, *, with_kind: bool) -> Iterator[tuple[list[EditionRow], list[Known]]]:
        """Yield open rows and open regions of one name below one (mapped) parent."""
        old: dict[tuple[int | None, str, str], list[Known]] = defaultdict(list)
        for known in self._open_old(level):
            old[known.parent_id, known.key, known.kind if with_kind else ""].append(known)
        new: dict[tuple[int | None, str, str], list[EditionRow]] = defaultdict(list)
        for row in self._open_rows(level):
            for parent in self._parents(row):
                new[parent, row.key, row.kind if with_kind else ""].append(row)
        for place, rows in new.items():
            if place in old:
                yield rows, old[place]

    def _goes_on_alike(self, known: Known, row: EditionRow) -> bool:
        """Tell whether the region's own code goes on under a similar name while ``row`` has a fresh code."""
        own = self.rows.get(known.code)
        if own is None or own.code == row.code or own.code in self.kept or row.code in self.by_code:
            return False
        return are_alike(known.printed, own.printed)

    def _claimed_by_name(self, level: int) -> set[int]:
        """Return ids of open regions whose name stands at another code below the same parent."""
        return {
            known.id
            for rows, old in self._same_names(level, with_kind=False)
            for known in old
            if any(row.code != known.code for row in rows)
        }

    # Where a new parent comes from ----------------------------------------------
    def _map_parents(self, level: int) -> None:
        for row in self.levels[level].new:
            if row.code in self.kept:
                self.origins[row.code] = frozenset({self.kept[row.code]})
        if level == LEVELS[-1]:
            return
        lost = self._lost_children(level + 1)
        for row in self._open_rows(level):
            children = self.below.get(row.code, [])
            votes = Counter(self._origins_of(children, lost, among=self._parents(row)))
            origin = votes.most_common(1)
            if origin and origin[0][1] * 2 > len(children):
                self.origins[row.code] = frozenset({origin[0][0]})

    def _origins_of(
        self, children: list[EditionRow], lost: dict[tuple[str, str], list[Known]], *, among: frozenset[int]
    ) -> Iterator[int]:
        """Yield, for each child that was lost by just one region among the neighbours, that region."""
        for child in children:
            parents = [known.parent_id for known in lost.get((child.key, child.kind), []) if known.parent_id]
            near = [parent for parent in parents if self.by_id[parent].parent_id in among]
            if len(near) == 1:
                yield near[0]

    def _lost_children(self, level: int) -> dict[tuple[str, str], list[Known]]:
        lost: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for known in self.levels[level].old:
            row = self.rows.get(known.code)
            if row is None or row.key != known.key:
                lost[known.key, known.kind].append(known)
        return lost

    # What follows from it ---------------------------------------------------------
    def _differences(self) -> Iterator[Difference]:
        for row in self.rows.values():
            after = f"{row.code} {row.printed}"
            if row.code not in self.kept:
                yield Difference(NEW, None, "", row.code, "", after)
                continue
            known = self.by_id[self.kept[row.code]]
            change = self._change(known, row)
            if change:
                yield Difference(change, known.id, known.code, row.code, f"{known.code} {known.printed}", after)
        for level in LEVELS:
            for known in self._open_old(level):
                yield Difference(GONE, known.id, known.code, "", f"{known.code} {known.printed}", "")

    def _change(self, known: Known, row: EditionRow) -> str:
        parent_id = self.by_code[NATION_CODE].id if row.parent == NATION_CODE else self.kept.get(row.parent)
        if parent_id != known.parent_id:
            return MOVED
        if row.code != known.code:
            return RECODED
        if row.key != known.key or row.kind != known.kind:
            return RENAMED
        return SPELLED if row.printed != known.printed else ""

    def _questions(self, level: int) -> Iterator[Question]:
        fresh = self._open_rows(level)
        by_key: dict[str, list[EditionRow]] = defaultdict(list)
        by_parent: dict[int, list[EditionRow]] = defaultdict(list)
        for row in fresh:
            by_key[row.key].append(row)
            for parent in self._parents(row):
                by_parent[parent].append(row)
        for known in self._open_old(level):
            reason, rows = self._reason(known, by_key, by_parent)
            codes = tuple(dict.fromkeys(row.code for row in rows))[:MOST_CANDIDATES]
            yield Question(known.id, known.code, known.name, reason, codes)

    def _reason(
        self, known: Known, by_key: dict[str, list[EditionRow]], by_parent: dict[int, list[EditionRow]]
    ) -> tuple[str, list[EditionRow]]:
        own = self.rows.get(known.code)
        own_rows = [own] if own is not None and own.code not in self.kept else []
        named = sorted(by_key.get(known.key, []), key=lambda row: _distance(known.code, row.code))
        siblings = by_parent.get(known.parent_id or 0, [])
        near = [row for row in named if row in siblings]
        similar = sorted(
            (row for row in siblings if likeness(known.printed, row.printed) >= OFFERED),
            key=lambda row: -likeness(known.printed, row.printed),
        )
        offered = own_rows + near + similar + named
        if own_rows:
            return (TWO_CLAIMS if near or are_alike(known.printed, own_rows[0].printed) else OTHER_NAME), offered
        if near:
            return SEVERAL, offered
        if similar:
            return SIMILAR, offered
        return (ELSEWHERE if named else NONE), offered


def _distance(one: str, other: str) -> tuple[int, str]:
    """Return how far apart two codes lie in the tree: fewer shared parts is farther."""
    shared = 0
    for left, right in zip(one.split("."), other.split("."), strict=False):
        if left != right:
            break
        shared += 1
    return -shared, other
