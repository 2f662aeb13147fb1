"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Wilayah: codes and borders in time."""

    name = "rumahbersama.ground.regions"
    label = "regions"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Find the models of the folder inside this room too."""
        super().import_models()
        import_module("rumahbersama.ground.regions.office_days.models")

    def ready(self) -> None:
        """Fill the registry and register the background jobs."""
        from rumahbersama.ground.core import registry
        from rumahbersama.ground.regions import hooks, tasks  # noqa: F401 - importing registers the jobs

        registry.navigation.fill(hooks.navigation, order=30)
        registry.home_tasks.fill(hooks.home_tasks, order=70)
        registry.search.fill(hooks.search, order=20)
        registry.history_labels.fill(hooks.history_labels)
        registry.doctor_checks.fill(hooks.doctor_checks, order=40)
        registry.doctor_checks.fill(hooks.office_days_check, order=42)
