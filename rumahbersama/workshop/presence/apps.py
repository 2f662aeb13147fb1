"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """Who was there."""

    name = "rumahbersama.workshop.presence"
    label = "presence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.ground.core import registry
        from rumahbersama.workshop.presence import hooks

        registry.home_tasks.fill(hooks.home_tasks, order=12)
        registry.search.fill(hooks.search, order=48)
        registry.history_labels.fill(hooks.history_labels)
        registry.presence_owners.fill(hooks.presence_owners)
