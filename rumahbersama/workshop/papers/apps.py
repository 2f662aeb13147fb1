"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Official papers."""

    name = "rumahbersama.workshop.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.ground.core import registry
        from rumahbersama.workshop.papers import batches, hooks, kinds

        registry.paper_kinds.fill(kinds.general_kinds, order=10)
        registry.home_tasks.fill(hooks.home_tasks, order=16)
        registry.search.fill(hooks.search, order=47)
        registry.sealed_rows.fill(hooks.sealed_rows)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.doctor_checks.fill(hooks.doctor_checks)
        assert batches.KIND  # noqa: S101 - imported so that its work is known to the worker
