"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """SHOW: the one page shape from nation to village."""

    name = "rumahbersama.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.ground.core import registry
        from rumahbersama.results import hooks

        registry.navigation.fill(hooks.navigation, order=20)
        registry.home_tasks.fill(hooks.home_tasks, order=10)
        registry.chores.fill(hooks.chores)
