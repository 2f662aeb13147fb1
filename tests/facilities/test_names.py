"""A facility is told with its kind, once; and its days as people write them."""

from datetime import date

import pytest

from rumahbersama.chain.needs.facilities.actions import close_facility
from rumahbersama.chain.needs.facilities.history import changed_fields
from rumahbersama.chain.needs.facilities.queries import history_of, names_of_facilities


@pytest.mark.parametrize(
    ("service", "name", "called"),
    [
        ("posyandu", "Mawar", "Posyandu Mawar"),
        ("posyandu", "Posyandu Mawar", "Posyandu Mawar"),
        ("posyandu", "posyandu mawar", "posyandu mawar"),
        ("posyandu", "Posyandunya Mawar", "Posyandu Posyandunya Mawar"),
        ("pustu", "Pustu Hilir", "Pustu Hilir"),
        ("sd", "SDN 2", "SDN 2"),
        ("sd", "MI Al Hidayah", "MI Al Hidayah"),
        ("sd", "Mina Jaya", "SD/MI Mina Jaya"),
        ("sltp", "SMPS Bakti", "SMPS Bakti"),
        ("puskesmas", "Mekar Jaya", "Puskesmas Mekar Jaya"),
    ],
)
def test_the_kind_is_told_once(service, name, called, make):
    made = make(name, service=service)

    assert made.called == called
    assert history_of(made)[0].record.summary == f"{called} dicatat"
    assert names_of_facilities([made.key]) == {made.key: f"{called}, Desa Anggrek"}


def test_the_history_tells_days_as_they_are_written(make, now):
    made = make(as_of=date(2026, 1, 31))
    close_facility(facility=made, on=date(2026, 2, 28), reason="Digabung", by=None, at=now, seen=made.version)

    assert changed_fields(history_of(made)[0]) == "Tutup sejak: – → 28 Feb 2026"
