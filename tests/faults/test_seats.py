"""Processes fight for the seats of one quota: each is given once, and nobody is turned away by the database."""

from tests.installation import Installation


def test_seats_are_given_once_however_many_processes_ask_at_once(installation: Installation) -> None:
    done = installation.ask("small", "6", "4", "10", module="benchmarks.bench_quota")

    assert done == {"held": 10, "waiting": 14, "failed": [], "named": 24}
