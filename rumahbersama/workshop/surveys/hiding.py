"""Which groups of an anonymous survey are not shown, so that nobody's answer can be told apart; pure.

Source: project decision, docs/adr/0023-surveys.md (small groups, and groups that could be had by subtraction).
"""

from collections.abc import Mapping


def hidden_groups(
    counts: Mapping[str, int], *, minimum: int, already: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return the names of groups that are not shown beside the total of all.

    A group with fewer answers than ``minimum`` is hidden. The total minus what is shown is what is hidden together:
    where that is fewer than ``minimum`` answers, or a single group, the smallest shown group is hidden as well, until
    the hidden ones cannot be told apart. Groups without an answer hide nothing and are shown as empty.

    Args:
        counts: answers per group.
        minimum: the smallest number of answers that may be shown together.
        already: groups that are hidden for another reason.
    """
    given = {name: count for name, count in counts.items() if count}
    hidden = {name for name, count in given.items() if count < minimum or name in already}
    shown = sorted((count, name) for name, count in given.items() if name not in hidden)
    while hidden and shown and (len(hidden) < 2 or sum(given[name] for name in hidden) < minimum):
        hidden.add(shown.pop(0)[1])
    return frozenset(hidden)
