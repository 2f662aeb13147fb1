"""Migrations that are there whole or not at all, however the program ends, and that do not draw all models anew.

Django notes a migration as done in its transaction, but for those that leave work to its end (indexes, foreign keys):
there it commits first and notes afterwards. Killed in between, such a migration would run a second time, on tables
that are there already. Here the rest and the note belong to the same transaction.

Between two operations Django draws every model anew that is related to the one that changed, through however many
others: with models that all know a region and an account, nearly all of them for each new one. A new model, or one
more index or constraint, changes no other model, so here the rest stays as it is (``LeanState``). The tables that
come out are the same (``tests/migrations/test_lean.py``), in a quarter of the time.
"""

from typing import Any, cast

from django.core.management import call_command
from django.core.management.commands import migrate as command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Model


class LeanState(ProjectState):
    """Django's picture of the models between two operations, but for what it draws anew."""

    def clone(self) -> "LeanState":
        """Return a copy of the same kind."""
        copy = super().clone()
        copy.__class__ = LeanState
        return cast(LeanState, copy)

    def add_model(self, model_state: ModelState) -> None:
        """Add a model, to which no other points yet: it alone is drawn."""
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:  # type: ignore[attr-defined]
            self.resolve_model_relations(key)
        if "apps" in vars(self):
            self.apps.render_multiple([model_state])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:  # noqa: ANN401
        """Add an index or a constraint: it is told to the model as it was drawn."""
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        if "apps" in vars(self):
            setattr(self.apps.get_model(app_label, model_name)._meta, option_name, list(options[option_name]))


class WholeExecutor(MigrationExecutor):
    """Django's executor, but for the moment at which it notes a migration, and the state it goes on from."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        made: Any = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        made.__class__ = LeanState
        return cast(LeanState, made)

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


def install() -> None:
    """Have Django's command use this executor: it takes it from its module, and from nowhere else."""
    vars(command)["MigrationExecutor"] = WholeExecutor


def migrate() -> None:
    """Run what waits."""
    install()
    call_command("migrate", interactive=False, verbosity=0)


def is_current(model: type[Model]) -> bool:
    """Return whether the table of ``model`` has every column this program writes."""
    with connection.cursor() as cursor:
        present = {
            column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }
    return present >= {field.column for field in model._meta.concrete_fields}
