"""Prints the tables of an installation with their rows; run as a module."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

with connection.cursor() as cursor:
    found = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        found[table] = cursor.fetchone()[0]
sys.stdout.write(json.dumps(found))
