"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Who does what by when."""

    name = "rumahbersama.chain.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.commitments import hooks, risks
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=50)
        registry.home_tasks.fill(hooks.home_tasks, order=15)
        registry.search.fill(hooks.search, order=46)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.chores.fill(hooks.chores)
        registry.evidence.fill(hooks.evidence)
        registry.risk_reasons.fill(risks.risk_reasons, order=20)
        registry.calendar_items.fill(hooks.calendar_items, order=20)
        registry.village_history.fill(hooks.village_history)
