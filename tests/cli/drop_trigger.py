"""Drops one trigger of the record; run as ``python -m tests.cli.drop_trigger``."""

import django

django.setup()

from django.db import connection  # noqa: E402

with connection.cursor() as cursor:
    table = "" if connection.vendor == "sqlite" else " ON audit_auditrecord"
    cursor.execute(f"DROP TRIGGER audit_auditrecord_no_update{table}")
