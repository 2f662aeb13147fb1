"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Learning: programmes, events, classes, who takes part, and what they promise."""

    name = "rumahbersama.chain.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training import hooks
        from rumahbersama.chain.training.taking_part import hooks as taking_part
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=55)
        registry.search.fill(hooks.search, order=48)
        registry.calendar_items.fill(hooks.calendar_items, order=40)
        registry.paper_subjects.fill(hooks.paper_subjects)
        registry.closed_addresses.fill(hooks.closed_addresses)
        registry.history_labels.fill(hooks.history_labels)
        registry.home_tasks.fill(taking_part.home_tasks, order=35)
        registry.search.fill(taking_part.search, order=49)
        registry.village_history.fill(taking_part.village_history)
        registry.history_labels.fill(taking_part.history_labels)
        registry.datasets.fill(taking_part.datasets, order=70)
