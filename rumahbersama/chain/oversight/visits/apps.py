"""How Django knows visits, and what they give to the others."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Who goes to which village when, and what was seen there."""

    name = "rumahbersama.chain.oversight.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.oversight.visits import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=14)
        registry.search.fill(hooks.search, order=46)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.village_history.fill(hooks.village_history)
