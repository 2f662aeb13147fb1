"""Runs one bench on every database, each in a process and a data folder of its own."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.bench_pages import _admin


def on_each(bench: str, size: int) -> list[Any]:
    """Run ``python -m benchmarks.BENCH ENGINE SIZE`` on SQLite, and on PostgreSQL where BENCH_POSTGRES_URL names one.

    Returns what each printed last, as JSON; the database on PostgreSQL bears the name of the bench and is removed.
    """
    engines = ("sqlite", "postgresql") if os.environ.get("BENCH_POSTGRES_URL") else ("sqlite",)
    return [_on(engine, bench, size) for engine in engines]


def _on(engine: str, bench: str, size: int) -> Any:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rumahbersama.settings", "RUMAH_DATA": folder}
        environment["DATABASE_URL"] = ""
        if engine == "postgresql":
            base = os.environ["BENCH_POSTGRES_URL"].rpartition("/")[0]
            _admin(f'DROP DATABASE IF EXISTS "{bench}" WITH (FORCE)')
            _admin(f"CREATE DATABASE \"{bench}\" LOCALE 'C.UTF-8' TEMPLATE template0")
            environment["DATABASE_URL"] = f"{base}/{bench}"
        command = [sys.executable, "-m", f"benchmarks.{bench}", engine, str(size)]
        try:
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            if engine == "postgresql":
                _admin(f'DROP DATABASE IF EXISTS "{bench}" WITH (FORCE)')
    return json.loads(done.stdout.splitlines()[-1])
