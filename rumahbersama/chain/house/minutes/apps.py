"""How Django knows minutes, and what they give to the others."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """What is said and agreed in a meeting."""

    name = "rumahbersama.chain.house.minutes"
    label = "minutes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.house.minutes import documents, hooks
        from rumahbersama.ground.core import registry

        registry.paper_kinds.fill(documents.kinds)
        registry.paper_warnings.fill(hooks.paper_warnings)
        registry.moves_undone.fill(hooks.moves_undone)
        registry.village_history.fill(hooks.village_history)
