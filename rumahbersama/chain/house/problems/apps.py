"""How Django knows problems, and what they give to the others."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """What a kecamatan has to solve, ranked by those who work there."""

    name = "rumahbersama.chain.house.problems"
    label = "problems"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.house.problems import hooks
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=48)
        registry.home_tasks.fill(hooks.home_tasks, order=17)
        registry.search.fill(hooks.search, order=45)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.evidence.fill(hooks.evidence)
        registry.village_history.fill(hooks.village_history)
