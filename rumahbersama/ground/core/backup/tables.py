"""Makes the tables of a new PostgreSQL database as they were at a backup; run in a process of its own.

Reads the migrations as JSON from its input. Of its own, because a migration may write through the default
database, and that must be the new one. Nothing is told to ``post_migrate``: what it writes is in the backup.
"""

import json
import os
import sys


def main() -> None:
    """Make the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahbersama.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rumahbersama.ground.core.migrating import WholeExecutor

    applied = {(str(app), str(name)) for app, name in json.load(sys.stdin)}
    executor = WholeExecutor(connection)
    graph = executor.loader.graph
    last = [
        key
        for key in sorted(applied & set(graph.nodes))
        if not any(child.key[0] == key[0] and child.key in applied for child in graph.node_map[key].children)
    ]
    executor.migrate(last)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()
