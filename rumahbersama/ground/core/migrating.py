"""Migrations that are there whole or not at all, however the program ends.

Django notes a migration as done in its transaction, but for those that leave work to its end (indexes, foreign keys):
there it commits first and notes afterwards. Killed in between, such a migration would run a second time, on tables
that are there already. Here the rest and the note belong to the same transaction.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate as command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models import Model


class WholeExecutor(MigrationExecutor):
    """Django's executor, but for the moment at which it notes a migration."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Run a migration forwards, its end and its note in one transaction."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            rest: list[Any] = list(editor.deferred_sql)
            editor.deferred_sql.clear()
            for statement in rest:
                editor.execute(statement, None)
            self.record_migration(migration)
        return state


def migrate() -> None:
    """Run what waits."""
    vars(command)["MigrationExecutor"] = WholeExecutor  # the command takes it from there, and from nowhere else
    call_command("migrate", interactive=False, verbosity=0)


def is_current(model: type[Model]) -> bool:
    """Return whether the table of ``model`` has every column this program writes."""
    with connection.cursor() as cursor:
        present = {
            column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }
    return present >= {field.column for field in model._meta.concrete_fields}
