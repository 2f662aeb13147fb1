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
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=55)
        registry.search.fill(hooks.search, order=48)
        registry.history_labels.fill(hooks.history_labels)
