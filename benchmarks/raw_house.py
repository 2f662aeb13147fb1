"""The peers of ``bench_house``: the same questions answered by reading the rows whole and choosing in Python."""

from collections import defaultdict
from datetime import date
from typing import Any

FIRST = 50
UNDECIDED = {"tabled": 0, "new": 1}  # an agenda takes up first what was tabled before
HOME = "71.01.01"


def ranked_by_hand(today: date, tiers: dict[str, int]) -> list[int]:
    """Return the first problems of these states by reading all of them with their scores, and sorting in Python."""
    from django.db import connection

    from rumahbersama.chain.house.problems.usg import scale_on

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.people, p.entered_at, p.state FROM problems_problem p"
            " JOIN regions_region r ON r.id = p.kecamatan_id WHERE r.code = %s",
            [HOME],
        )
        rows = [row for row in cursor.fetchall() if row[3] in tiers]
        cursor.execute(
            "SELECT s.counts_for_id, s.urgency + s.seriousness + s.growth FROM problems_score s"
            " JOIN problems_problem p ON p.id = s.counts_for_id JOIN regions_region r ON r.id = p.kecamatan_id"
            " WHERE r.code = %s",
            [HOME],
        )
        sums = defaultdict(list)
        for problem, total in cursor.fetchall():
            sums[problem].append(total)
    least = scale_on(today).least_scorers

    def order(row: tuple[int, int | None, Any, str]) -> tuple[Any, ...]:
        said = sums.get(row[0], [])
        mean = sum(said) / len(said) if said else 0.0
        return tiers[row[3]], -(len(said) >= least), -mean, -(row[1] or 0), row[2], row[0]

    return [row[0] for row in sorted(rows, key=order)[:FIRST]]


def proposed_by_hand(meeting: Any) -> list[tuple[str, int]]:
    """Return the same by reading problems, scores and commitments of the kecamatan whole, and choosing in Python."""
    from django.db import connection

    from rumahbersama.chain.house.meetings.reference import agenda_rule_on

    most, first = agenda_rule_on(meeting.day).most, ranked_by_hand(meeting.day, UNDECIDED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.due_on, c.state, c.source_kind FROM commitments_commitment c"
            " JOIN regions_region r ON r.id = c.region_id WHERE r.code LIKE %s",
            [f"{HOME}%"],
        )
        rows = cursor.fetchall()
    open_states = {"promised", "in_progress", "waiting"}
    late = sorted(
        (str(due_on), number)
        for number, due_on, state, kind in rows
        if state in open_states and kind != "meeting" and str(due_on) < meeting.day.isoformat()
    )
    return [
        *(("problem", number) for number in first[: most["problem"]]),
        *(("commitment", number) for _due_on, number in late[: most["commitment"]]),
    ]


def due_by_hand(first: date, last: date) -> int:
    """Return how many commitments of the kecamatan fall due between two days, by reading all of them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.due_on FROM commitments_commitment c JOIN regions_region r ON r.id = c.region_id"
            " WHERE r.code LIKE %s AND c.state <> 'dropped'",
            [f"{HOME}%"],
        )
        return sum(first.isoformat() <= str(due_on) <= last.isoformat() for (due_on,) in cursor.fetchall())
