"""One line per address: its name, its class in the matrix, its methods, and how it is built for a place.

A new address gets a line in the module of its room, or ``test_every_address_has_a_line`` is red. ``make`` turns the
world and the code of a place into the arguments of the address. ``names_people`` marks pages whose purpose is to name
people of the kecamatan; ``own_devices`` marks pages whose answer differs with every visit.
"""

from tests.access.lines import (
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
from tests.access.lines.shape import MORE_QUERIES, MOST_QUERIES, Line

__all__ = ["ELSEWHERE", "LINES", "MORE_QUERIES", "MOST_QUERIES", "Line"]

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

LINES = [line for room in _ROOMS for line in room.LINES]
ELSEWHERE = {name: why for room in _ROOMS for name, why in room.ELSEWHERE.items()}
