"""Asking every room, and putting their answers in order."""

from dataclasses import dataclass
from typing import Any

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import SearchHit
from rumahbersama.ground.core.tables import words

SHORTEST = 2


@dataclass(frozen=True)
class Group:
    """All answers of one kind, best first."""

    kind: str
    hits: list[SearchHit]


def found(*, user: Any, text: str) -> list[Group]:  # noqa: ANN401 - Account or AnonymousUser
    """Return what ``user`` may see of ``text``, grouped by kind, the group with the best answer first.

    Each room answers only what the user may see; an address that two rooms name is shown once.
    """
    text = words(text)
    if len(text) < SHORTEST:
        return []
    groups: dict[str, dict[str, SearchHit]] = {}
    for hit in registry.search.each(user=user, text=text):
        group = groups.setdefault(str(hit.kind), {})
        known = group.get(hit.url)
        if known is None or known.score < hit.score:
            group[hit.url] = hit
    ordered = [
        Group(kind=kind, hits=sorted(hits.values(), key=lambda hit: (-hit.score, hit.title)))
        for kind, hits in groups.items()
    ]
    return sorted(ordered, key=lambda group: (-group.hits[0].score, group.kind))
