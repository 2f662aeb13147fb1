"""How Django knows this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, posts, accounts, and the roles they hold at a place."""

    name = "rumahbersama.ground.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.ground.core import registry
        from rumahbersama.ground.people import hooks, permissions

        registry.navigation.fill(hooks.navigation, order=80)
        registry.home_tasks.fill(hooks.home_tasks, order=60)
        registry.search.fill(hooks.search)
        registry.history_labels.fill(hooks.history_labels)
        registry.doctor_checks.fill(hooks.doctor_checks)
        registry.places_for.fill(permissions.places_for)
