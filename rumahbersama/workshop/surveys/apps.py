"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questions, rounds, answers."""

    name = "rumahbersama.workshop.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.ground.core import registry
        from rumahbersama.workshop.surveys import hooks

        registry.home_tasks.fill(hooks.home_tasks, order=35)
        registry.search.fill(hooks.search, order=48)
        registry.history_labels.fill(hooks.history_labels)
        registry.chores.fill(hooks.chores)
