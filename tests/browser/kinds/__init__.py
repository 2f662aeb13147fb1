"""Every kind of page: its address in the scene, who opens it, and what its form refuses when it is sent empty.

A new address gets a line in the module of its room, or ``test_every_page_is_a_kind`` is red.
"""

from tests.browser.kinds import (
    calendar,
    checklists,
    commitments,
    competency,
    materials,
    meetings,
    minutes,
    needs,
    office,
    people,
    problems,
    programme,
    recommendations,
    training,
    upward,
    visits,
    workshop,
)

_ROOMS = (
    checklists,
    calendar,
    commitments,
    competency,
    materials,
    meetings,
    minutes,
    needs,
    office,
    people,
    problems,
    programme,
    recommendations,
    training,
    upward,
    visits,
    workshop,
)

KINDS = [line for room in _ROOMS for line in room.KINDS]
ELSEWHERE = {name: why for room in _ROOMS for name, why in room.ELSEWHERE.items()}
