"""An installation as the first landed state left it, with data in every table; run as ``python -m ... WORD``.

Words: ``build`` makes the tables of that state and fills them through the models of that day, ``tell`` prints what
every column of that day holds now.
"""

import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

STATE = [
    ("core", "0002_job_language"),
    ("audit", "0001_initial"),
    ("intake", "0001_initial"),
    ("regions", "0002_uploads"),
    ("people", "0001_initial"),
    ("needs", "0001_initial"),
]
OURS = {app for app, _name in STATE}
COLUMNS = Path(settings.DATA_DIR) / "columns.json"
REGIONS = [
    {"code": "0", "name": "Indonesia", "level": 0, "kind": "negara", "parent": None},
    {"code": "71.01", "name": "Sungai", "level": 2, "kind": "kabupaten", "parent": None},
]
# Values that a table of that day asks for beyond its kinds of field.
GIVEN: dict[str, list[dict[str, Any]]] = {"regions.region": REGIONS}


def build() -> None:
    """Make the tables of that day and fill them."""
    executor = MigrationExecutor(connection)
    others = [key for key in executor.loader.graph.leaf_nodes() if key[0] in _theirs(executor)]
    executor.migrate([*others, *STATE])
    state = executor.loader.project_state([*others, *STATE])
    waiting = [model for model in state.apps.get_models() if model._meta.app_label in OURS and model._meta.managed]
    made: dict[str, list[Any]] = {}
    with transaction.atomic():
        while waiting:
            ready = [model for model in waiting if _needed(model) <= set(made)]
            assert ready, [model._meta.label for model in waiting]
            for model in ready:
                given = GIVEN.get(model._meta.label_lower, [{}, {}])
                made[model._meta.label_lower] = [_row(model, number, given[number], made) for number in range(2)]
                waiting.remove(model)
        for rows in made.values():
            for number, row in enumerate(rows):
                for field in row._meta.many_to_many:
                    getattr(row, field.name).add(made[field.related_model._meta.label_lower][number])
    columns = {
        model._meta.db_table: [field.column for field in model._meta.concrete_fields]
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS and model._meta.managed
    }
    COLUMNS.write_text(json.dumps(columns))


def _theirs(executor: MigrationExecutor) -> set[str]:
    """Return the apps of others: they are at their newest."""
    rooms = {config.label for config in apps.get_app_configs() if config.name in settings.ROOMS}
    return {app for app, _name in executor.loader.graph.nodes} - rooms


def _needed(model: type[models.Model]) -> set[str]:
    """Return the tables of ours that a row must point to."""
    found = {
        field.related_model._meta.label_lower
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and field.related_model._meta.app_label in OURS
    }
    return found - {model._meta.label_lower}


def _row(model: Any, number: int, given: dict[str, Any], made: dict[str, list[Any]]) -> Any:
    values = {
        field.name: _value(field, number, made)
        for field in model._meta.concrete_fields
        if field.name not in given and not isinstance(field, models.AutoField)
    }
    return model.objects.create(**values, **given)


def _value(field: Any, number: int, made: dict[str, list[Any]]) -> Any:
    if field.is_relation:
        rows = made.get(field.related_model._meta.label_lower)
        return rows[number] if rows else None
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1 + number, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2026 + ("end" in field.name or "to" in field.name), 1, 1 + number)
    simple = {
        models.BooleanField: bool(number),
        models.DecimalField: Decimal(number + 3),
        models.JSONField: {"a": [number]},
        models.IntegerField: number + 1,
        models.FloatField: number + 0.5,
    }
    for kind, value in simple.items():
        if isinstance(field, kind):
            return value
    if isinstance(field, models.UUIDField):
        return field.get_default()
    return f"{field.name}{number}"[: field.max_length] if (field.max_length or 99) > 12 else f"b{number}"


def tell() -> None:
    """Print what every column of that day holds now."""
    said = {}
    with connection.cursor() as cursor:
        for table, columns in json.loads(COLUMNS.read_text()).items():
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY 1')
            said[table] = [[str(cell) for cell in row] for row in cursor.fetchall()]
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    {"build": build, "tell": tell}[sys.argv[1]]()
