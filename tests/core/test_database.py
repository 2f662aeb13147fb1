"""How connections are opened: as ADR 0005 says on SQLite, as ADR 0043 says on PostgreSQL."""

import pytest
from django.db import connection

OPENED = {
    "sqlite": ("PRAGMA synchronous", 2),  # FULL
    "postgresql": ("SHOW jit", "off"),
}


@pytest.mark.django_db
def test_a_connection_is_opened_as_decided():
    asked, told = OPENED[connection.vendor]

    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone()[0] == told
